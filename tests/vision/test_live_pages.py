"""What the pages of a vision bring to a browser so that it is written together."""

import re

import pytest

from coopspace.kernel.base import in_site
from coopspace.vision import actions


@pytest.fixture
def at(world) -> str:
    return f"/sites/{world.site.slug}/vision"


def opened(session, world):
    session.rollback()
    with in_site(session, world.site.id):
        return actions.vision_of(session, world.site)


def test_a_text_that_nobody_began_is_opened_once_and_by_writers_only(visitor, session, world, at):
    page = visitor.sign_in(world.state).get(f"{at}/modifier").text
    assert f'data-live-open="{at}/ouvrir"' in page
    assert opened(session, world) is None
    first = visitor.post(f"{at}/ouvrir", page=f"{at}/modifier", status=200).get_json()
    again = visitor.post(f"{at}/ouvrir", page=f"{at}/modifier", status=200).get_json()
    reading = visitor.post(f"{at}/lecture/ouvrir", page=f"{at}/modifier", status=200).get_json()
    vision = opened(session, world)
    assert first == again == {"id": str(vision.sentence_id)}
    assert reading == {"id": str(vision.reading_id)}
    assert f'data-live="{vision.sentence_id}"' in visitor.get(f"{at}/modifier").text


def test_words_shown_are_followed_and_stay_where_a_party_is_about_to_speak(
    visitor, session, world, at
):
    visitor.sign_in(world.state).post(f"{at}/modifier", text="En 2036, oui.", text_seen="0")
    vision = opened(session, world)
    for who, how in (("state", "still"), ("observer", "told"), ("facilitator", "told")):
        page = visitor.sign_in(getattr(world, who)).get(at).text
        assert f'data-live-read="{vision.sentence_id}" data-live-as="{how}"' in page, who
    page = visitor.sign_in(world.civil).get(f"{at}/consentir").text
    assert f'data-live-read="{vision.sentence_id}" data-live-as="still"' in page


def test_the_key_of_a_device_is_a_persons_own(visitor, world, at):
    keys: dict[str, set[str]] = {}
    for who in ("state", "authority", "state"):
        page = visitor.sign_in(getattr(world, who)).get(f"{at}/modifier").text
        keys.setdefault(who, set()).update(re.findall(r'data-key="([^"]+)"', page))
    assert all(len(known) == 1 for known in keys.values())
    assert keys["state"] != keys["authority"]
