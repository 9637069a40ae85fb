"""The activity of a site: what was done, day by day, told to whoever takes part."""

import re
from datetime import timedelta
from html import unescape

import pytest

from blueprints.sites import activity
from blueprints.sites.journal_kinds import KIND_LABELS, KIND_READ, Kind
from blueprints.sites.journal_words import QUIET
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites import journal
from tests.continuum.acts import in_english
from tests.discussion.acts import acting, begin
from tests.discussion.acts import correct as correct_comment
from tests.sites.reading import SITE, words
from tests.vision.acts import write

HOME = f"{SITE}/activite"


def change(session, world, *, by, ago: int = 0) -> None:
    """Somebody adds a change, some days ago."""
    with clock.at(clock.now() - timedelta(days=ago)), acting(session, world):
        changes.add(session, world.site, by=by, level=Level.DIRECT, statement="Ici.")


def days(page: str) -> list[str]:
    return re.findall(r'<h2 id="day-\d+"><time datetime="([\d-]+)"', page)


def told(page: str) -> list[str]:
    lists = re.findall(r'<ol class="log journal">(.*?)</ol>', page, re.DOTALL)
    return [
        " ".join(re.sub("<[^>]+>", "", one).split())
        for some in lists
        for one in re.findall(r"<p>(.*?)</p>", some, re.DOTALL)
    ]


@pytest.mark.parametrize("name", ["observer", "contributor", "state", "facilitator", "lead"])
def test_whoever_takes_part_reads_what_was_done_day_by_day(visitor, session, world, name):
    change(session, world, by=world.state, ago=3)
    write(session, world, "Une phrase zqx.")
    in_english(visitor.sign_in(getattr(world, name)))
    page = visitor.get(HOME).text
    today = clock.today()
    assert days(page)[0] == today.isoformat()
    assert (today - timedelta(days=3)).isoformat() in days(page)
    assert any("rewords the vision" in one for one in told(page))
    assert "zqx" not in page.split("<main")[1].split('<ol class="log')[1]
    assert (f"{SITE}/journal" in page) is (name in ("state", "facilitator", "lead"))
    assert f'href="{HOME}"' in visitor.get(f"{SITE}/").text


@pytest.mark.parametrize("name", ["stranger", "other_state", "admin"])
def test_strangers_learn_nothing(visitor, world, name):
    visitor.sign_in(getattr(world, name)).get(HOME, status=404)


def test_it_is_told_by_room_by_person_and_by_period(visitor, session, world):
    change(session, world, by=world.civil, ago=10)
    change(session, world, by=world.state, ago=5)
    write(session, world, "Une phrase.")
    in_english(visitor.sign_in(world.observer))
    assert all("change" in one for one in told(visitor.get(f"{HOME}?sur=strategie").text))
    page = visitor.get(f"{HOME}?sur=strategie&qui={world.civil.id.hex}").text
    assert len(told(page)) == 1
    assert "Aïssata Lorin" in told(page)[0]
    day = (clock.today() - timedelta(days=5)).isoformat()
    page = visitor.get(f"{HOME}?du={day}&au={day}").text
    assert days(page) == [day]
    assert f"sur=vision&du={day}" in unescape(page) or f"du={day}" in unescape(page)
    page = visitor.get(f"{HOME}?sur=strategie&au=1999-01-01").text
    assert told(page) == []
    assert "Nothing was done by this person" in page


def test_what_is_asked_wrongly_is_said_or_nowhere(visitor, world):
    in_english(visitor.sign_in(world.observer))
    assert "17/03/2026" in visitor.get(f"{HOME}?du=demain").text
    for asked in ("du=0001-01-01", "au=9999-12-31", "du=9999-12-31", "avant=abc", "avant=-1"):
        visitor.get(f"{HOME}?{asked}")
    for asked in ("sur=rien", "sur=comptes", "qui=personne"):
        visitor.get(f"{HOME}?{asked}", status=404)
    assert told(visitor.get(f"{HOME}?qui={'0' * 32}").text) == []
    assert visitor.client.post(HOME).status_code in (400, 405)


def test_older_lines_are_a_press_away_with_what_was_asked(visitor, session, world, monkeypatch):
    monkeypatch.setattr(journal, "PAGE", 2)
    for ago in (5, 4, 3, 2, 1):
        change(session, world, by=world.state, ago=ago)
    visitor.sign_in(world.observer)
    address, seen = f"{HOME}?sur=strategie&qui={world.state.id.hex}", []
    for _page in range(5):
        page = visitor.get(address).text
        seen += days(page)
        older = re.search(r'href="([^"]*avant=\d+[^"]*)"', page)
        if older is None:
            break
        address = unescape(older.group(1))
        assert "sur=strategie" in address
        assert f"qui={world.state.id.hex}" in address
    assert len(seen) == len(set(seen)) == 5


def test_what_the_dashboard_keeps_quiet_stays_in_the_journal_alone(visitor, session, world):
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    correct_comment(session, world, ref, "Qui décide ?", by=world.civil)
    assert "discussion:correct" in QUIET
    visitor.sign_in(world.state)
    assert "corrige" not in words(visitor.get(HOME))
    assert "corrige" in words(visitor.get(f"{SITE}/journal"))


def test_what_may_not_be_read_is_not_told(app, visitor, session, world, monkeypatch):
    begin(session, world, "Qui tranche ?", by=world.civil)
    change(session, world, by=world.state)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(HOME).text
    assert any("discussion" in one for one in told(page))
    assert any("adds" in one for one in told(page))
    monkeypatch.setattr(activity, "open_to", lambda _held: frozenset())
    monkeypatch.setitem(KIND_READ, Kind.STRATEGY, Permission.PLATFORM_ADMIN)
    page = visitor.get(HOME).text
    assert not any("discussion" in one for one in told(page))
    assert not any("adds" in one for one in told(page))
    visitor.get(f"{HOME}?sur=strategie", status=404)


def test_every_kind_of_line_says_what_opens_it():
    assert set(KIND_READ) == set(KIND_LABELS)
