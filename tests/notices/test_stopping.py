"""The link that stops letters: a look writes nothing, one POST stops them, without signing in."""

import pytest
from sqlalchemy import func, select

from coopspace.kernel.audit import AuditEvent
from coopspace.notices import actions, stopping
from coopspace.notices.model import NoticeChoice
from coopspace.notices.rules import Choice, Rhythm, Stop
from tests.continuum.acts import in_english
from tests.discussion.acts import ABOUT
from tests.mirror import SECRET
from tests.notices.acts import HOME, letters
from tests.visitor import text_of


def address(person, stop: Stop, key: str = SECRET) -> str:
    return f"{HOME}/desinscription/{stopping.token(key, person.id, stop)}"


def choice(session, person) -> Choice:
    session.rollback()
    session.expire_all()
    return actions.choice_of(session, person)


@pytest.mark.parametrize(
    ("stop", "left"),
    [
        (Stop.AT_ONCE, Choice(at_once=False)),
        (Stop.DIGEST, Choice(rhythm=Rhythm.NONE)),
    ],
)
def test_one_post_without_a_token_nor_a_session_stops_them(visitor, session, world, stop, left):
    answer = visitor.client.post(
        address(world.observer, stop), data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert choice(session, world.observer) == left
    assert choice(session, world.state) == Choice()


def test_looking_stops_nothing_and_names_nobody(visitor, session, world):
    page = in_english(visitor).get(address(world.observer, Stop.DIGEST)).text
    assert "Stop these letters" in page
    for name in ("Omar", "Benali", world.observer.email, str(world.observer.id)):
        assert name not in page
    assert visitor.client.head(address(world.observer, Stop.DIGEST)).status_code == 200
    assert choice(session, world.observer) == Choice()
    assert session.scalar(select(func.count()).select_from(NoticeChoice)) == 0


def test_the_button_of_the_page_stops_them_and_says_how_to_start_again(visitor, session, world):
    link = address(world.observer, Stop.AT_ONCE)
    page = in_english(visitor).post(link, status=200).text
    assert "These letters are stopped" in page
    assert f'href="{HOME}/reglages"' in page
    visitor.post(link, status=200)
    acts = select(func.count()).where(AuditEvent.action == "notices:stop")
    assert choice(session, world.observer) == Choice(at_once=False)
    assert session.scalar(acts) == 1
    visitor.sign_in(world.observer).post(f"{HOME}/reglages", at_once="y", rhythm="daily")
    assert choice(session, world.observer) == Choice()


def test_a_link_that_is_not_ours_opens_nothing_whoever_it_names(visitor, session, world):
    forged = [
        address(world.observer, Stop.DIGEST, key="autre clé" * 5),
        address(world.observer, Stop.DIGEST)[:-3] + "AAA",
        f"{HOME}/desinscription/{world.observer.id}",
        f"{HOME}/desinscription/x",
    ]
    nobody = type("Nobody", (), {"id": world.site.id})
    for link in [*forged, address(nobody, Stop.DIGEST)]:
        assert visitor.get(link, status=404)
        assert visitor.client.post(link).status_code == 404
    assert choice(session, world.observer) == Choice()


def test_a_link_of_the_key_before_still_stops(visitor, session, world, app):
    settings = app.config["SETTINGS"]
    object.__setattr__(settings, "secret_key_fallbacks", ("hier" * 10,))
    link = address(world.observer, Stop.DIGEST, key="hier" * 10)
    assert visitor.client.post(link).status_code == 200
    assert choice(session, world.observer) == Choice(rhythm=Rhythm.NONE)


def test_the_link_of_a_letter_stops_letters(visitor, session, settings, world):
    words = ABOUT, {"words": "@Omar ?", "to": "", "seen": ""}
    visitor.sign_in(world.civil).post(words[0], **words[1])
    [letter] = letters(settings)
    link = letter["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    visitor.client.delete_cookie(visitor.app.config["COOKIE"])
    answer = visitor.client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert "Ces courriels sont arrêtés" in text_of(answer.text)
    visitor.sign_in(world.civil).post(words[0], **{**words[1], "words": "@Omar, encore ?"})
    assert len(letters(settings)) == 1


def test_other_methods_are_refused(visitor, world):
    assert visitor.client.delete(address(world.observer, Stop.DIGEST)).status_code == 405
    assert visitor.client.put(address(world.observer, Stop.DIGEST)).status_code == 405
