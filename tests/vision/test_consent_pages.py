"""Consenting and objecting from the page, and looking at any past day."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.live import store
from coopspace.vision import adoption
from tests.vision.acts import HOME, OTHER, SENTENCE, TRIO, agree, now, write
from tests.visitor import text_of
from tests.world import World

MARCH = datetime(2026, 3, 17, 9, tzinfo=UTC)


# Consent


def position(session: Session, world: World, stance: str | None, **more: object) -> dict:
    seen = now(session, world)
    return {"stance": stance, "number": seen.number, "digest": seen.digest, "reason": "", **more}


def test_three_consents_adopt_the_vision(visitor, session, written):
    for name in TRIO:
        visitor.sign_in(getattr(written, name))
        visitor.post(f"{HOME}/consentir", page=HOME, **position(session, written, "consent"))
    page = text_of(visitor.get(HOME).text)
    assert "la vision est adoptée" in page
    assert "Adoptée par les trois collèges" in page
    assert now(session, written).adopted


def test_an_objection_needs_its_reason_and_the_page_gives_back_the_choice(
    visitor, session, written
):
    visitor.sign_in(written.civil)
    page = visitor.post(
        f"{HOME}/consentir", page=HOME, status=200, **position(session, written, "objection")
    ).text
    assert 'href="#reason"' in page
    assert re.search(r'checked[^>]*value="objection"|value="objection"[^>]*checked', page)
    reason = "Les enfants n’y sont pas."
    visitor.post(
        f"{HOME}/consentir", page=HOME, **position(session, written, "objection", reason=reason)
    )
    assert reason in visitor.get(HOME).text


@pytest.mark.parametrize("stance", [None, "", "abstention"])
def test_a_position_is_one_of_two(visitor, session, written, stance):
    visitor.sign_in(written.civil)
    visitor.post(f"{HOME}/consentir", page=HOME, status=200, **position(session, written, stance))
    assert not any(status.stance for status in now(session, written).colleges.values())


def test_nobody_consents_to_words_that_they_did_not_see(visitor, session, written):
    old = position(session, written, "consent", reason="Bravo pour 2036")
    write(session, written, OTHER)
    visitor.sign_in(written.authority)
    page = visitor.post(f"{HOME}/consentir", page=HOME, status=409, **old).text
    assert re.search(r"<del>.*2036.*</del>", page)
    assert "Bravo pour 2036" in page
    assert f'value="{store.digest(OTHER)}"' in page
    assert "checked" not in page.split("<main", 1)[1]
    assert not any(status.stance for status in now(session, written).colleges.values())


def test_whoever_is_refused_reads_what_changed_since_the_page_and_since_they_consented(
    visitor, session, written
):
    agree(session, written, "authority")
    write(session, written, f"{SENTENCE} Oui.")
    opened = position(session, written, "consent")
    write(session, written, f"{SENTENCE} Oui. Bien.")
    visitor.sign_in(written.authority)
    page = visitor.post(f"{HOME}/consentir", page=HOME, status=409, **opened).text
    since_the_page, since_the_consent = page.split('<p class="diff">')[1:]
    assert re.search(r"<ins>(?!.*Oui).*Bien", since_the_page.split("</p>")[0])
    assert re.search(r"<ins>.*Oui.*Bien", since_the_consent.split("</p>")[0])


def test_a_rewording_shows_what_changed_since_each_consent(visitor, session, written):
    agree(session, written, *TRIO)
    write(session, written, OTHER)
    page = visitor.sign_in(written.observer).get(HOME).text
    assert page.count("a consenti à la formulation n") == 3
    assert page.count('<p class="diff">') == 1


def test_each_wording_that_was_consented_to_has_its_difference(visitor, session, written):
    agree(session, written, "state")
    write(session, written, f"{SENTENCE} Oui.")
    agree(session, written, "authority", "civil")
    write(session, written, OTHER)
    since = visitor.sign_in(written.observer).get(HOME).text.split('id="since"')[1]
    first, second = since.split('<p class="diff">')[1:3]
    assert "Oui" in first.split("</p>")[0]
    assert "Oui" not in second.split("</p>")[0]
    assert since.count('<p class="diff">') == 2


def test_whoever_is_asked_again_reads_the_words_then_what_changed_then_answers(
    visitor, session, written
):
    agree(session, written, *TRIO)
    visitor.sign_in(written.civil)
    assert 'class="diff"' not in visitor.get(f"{HOME}/consentir").text
    write(session, written, OTHER)
    page = visitor.get(f"{HOME}/consentir").text.split("<main", 1)[1]
    change = re.search(r'<p class="diff">.*?<del>.*?2036.*?<ins>.*?2040', page, re.S)
    assert page.index(OTHER) < change.start() < page.index('name="stance"')


def test_the_college_is_never_what_the_form_says(visitor, session, written):
    visitor.sign_in(written.state)
    visitor.post(
        f"{HOME}/consentir",
        page=HOME,
        **position(session, written, "consent", college="civil_society", user_id="1"),
    )
    session.rollback()
    with in_site(session, written.site.id):
        said = adoption.positions(session, written.site)
    assert [one.college for one in said] == ["state"]


def test_consenting_before_the_first_words_says_to_write_them(visitor, session, world):
    visitor.sign_in(world.state)
    assert f"{HOME}/modifier" in visitor.get(f"{HOME}/consentir").text
    visitor.post(
        f"{HOME}/consentir",
        page=f"{HOME}/modifier",
        status=200,
        **position(session, world, "consent"),
    )


# Any past day


def test_the_page_of_a_past_day_shows_the_words_and_positions_of_then(visitor, session, world):
    with clock.at(MARCH):
        write(session, world, SENTENCE)
        agree(session, world, *TRIO)
    with clock.at(MARCH + timedelta(days=1)):
        write(session, world, OTHER)
    visitor.sign_in(world.state)
    for asked in ("2026-03-17", "17/03/2026"):
        then = visitor.get(f"{HOME}?au={asked}").text
        assert SENTENCE in then
        assert OTHER not in then
        assert "Adoptée par les trois collèges" in then
        assert f"{HOME}/consentir" not in then
    assert "Rien n’était encore écrit" in visitor.get(f"{HOME}?au=2026-03-16").text
    assert OTHER in visitor.get(f"{HOME}?au=2026-03-18").text


def test_a_day_ends_in_paris(visitor, session, world):
    with clock.at(datetime(2026, 3, 17, 22, 30, tzinfo=UTC)):
        write(session, world, SENTENCE)
    with clock.at(datetime(2026, 3, 17, 23, 30, tzinfo=UTC)):
        write(session, world, OTHER)
    page = visitor.sign_in(world.state).get(f"{HOME}?au=2026-03-17").text
    assert SENTENCE in page
    assert OTHER not in page


@pytest.mark.parametrize("asked", ["demain", "2026-02-30", "2999-01-01", "0", "'"])
def test_a_day_that_cannot_be_shown_is_explained_and_today_stands(visitor, written, asked):
    page = visitor.sign_in(written.state).get(f"{HOME}?au={asked}").text
    assert 'id="au-error"' in page
    assert SENTENCE in page
