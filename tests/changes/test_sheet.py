"""The sheet that opens on the canvas: the actions of the plan, and what is said of the change."""

import re

import pytest

from coopspace.changes import actions as changes
from coopspace.changes import strategy
from coopspace.changes.held import find
from coopspace.changes.rules import CHANGE
from coopspace.discussion import actions as discussions
from coopspace.discussion.rules import Said, Topic
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.plan.reading import contributors
from tests.continuum.acts import in_english
from tests.plan.acts import acting, draw, give, write
from tests.sites.reading import SITE

CANVAS = f"{SITE}/strategie"
OPENED = f"{CANVAS}?carte=D1"


def sheet(page: str) -> str:
    """What the sheet says."""
    found = re.search(r'<aside class="sheet".*?</aside>', page, re.DOTALL)
    return found[0] if found else ""


def talk(session, world, words: str, code: str = "D1") -> str:
    """A thread about a change; its name."""
    with acting(session, world):
        about = find(session, code).id.hex
        topic = Topic(CHANGE, about, Permission.CHANGE_READ)
        said = Said(words, frozenset())
        return discussions.begin(session, world.site, topic=topic, said=said, by=world.civil).ref


@pytest.fixture
def drawn(session, world):
    draw(session, world, "D1 D2 I1", "D1>I1")


def test_the_sheet_shows_the_actions_of_the_change_and_leads_to_each(
    visitor, session, world, drawn
):
    first = write(session, world, "Une visite")
    second = write(session, world, "Une permanence")
    give(session, world, first, D1=1)
    give(session, world, second, D1=3, D2=2)
    said = sheet(visitor.sign_in(world.civil).get(OPENED).text)
    assert said.index("Une permanence") < said.index("Une visite")
    for number in (first, second):
        assert f'href="{SITE}/actions/{number}"' in said
    assert f'href="{SITE}/actions/ajouter?change=D1"' in said
    give(session, world, second, D2=2)
    said = sheet(visitor.get(OPENED).text)
    assert "Une permanence" not in said
    assert "Une visite" in said


def test_whoever_only_reads_is_shown_the_actions_and_not_asked_for_one(
    visitor, session, world, drawn
):
    in_english(visitor.sign_in(world.observer))
    assert "No action of the plan contributes to it yet." in sheet(visitor.get(OPENED).text)
    give(session, world, write(session, world, "Une visite"), D1=1)
    said = sheet(visitor.get(OPENED).text)
    assert "Une visite" in said
    assert "/actions/ajouter" not in said


def test_the_sheet_leads_to_what_is_said_of_the_change_and_counts_what_is_open(
    visitor, session, world, drawn
):
    with in_site(session, world.site.id):
        about = find(session, "D1").id.hex
    session.rollback()
    in_english(visitor.sign_in(world.civil))
    said = sheet(visitor.get(OPENED).text)
    assert f'href="{SITE}/discussions/a-propos/changement/{about}"' in said
    assert "open discussion" not in said
    first = talk(session, world, "Est-ce bien vrai")
    talk(session, world, "Ailleurs", "D2")
    said = sheet(visitor.get(OPENED).text)
    assert f'href="{SITE}/discussions/{first}"' in said
    assert "1 open discussion<" in said
    second = talk(session, world, "Et après")
    assert "2 open discussions" in sheet(visitor.get(OPENED).text)
    for ref in (first, second):
        visitor.post(f"{SITE}/discussions/{ref}/clore", page=f"{SITE}/discussions/{ref}")
    assert "open discussion" not in sheet(visitor.get(OPENED).text)


def test_an_open_canvas_hears_of_an_action_and_of_a_discussion(session, world, drawn):
    def mark() -> str:
        session.rollback()
        with in_site(session, world.site.id):
            return strategy.mark(session, world.site)

    seen = [mark()]
    number = write(session, world, "Une visite")
    seen.append(mark())
    give(session, world, number, D1=1)
    seen.append(mark())
    talk(session, world, "Est-ce bien vrai")
    seen.append(mark())
    assert len(set(seen)) == len(seen)


def test_what_ended_contributes_to_nothing(session, world, drawn):
    give(session, world, write(session, world, "Une visite"), D1=1)
    with in_site(session, world.site.id):
        change = find(session, "D1")
        assert [one.said.title for one in contributors(session, change.id)] == ["Une visite"]
        assert contributors(session, find(session, "D2").id) == []
    session.rollback()
    with acting(session, world):
        changes.end(session, find(session, "D1"), by=world.state, reason="Dit ailleurs")
    with in_site(session, world.site.id):
        assert contributors(session, find(session, "D1").id) == []


def test_the_sheet_asks_the_database_as_much_for_many_actions_as_for_one(
    visitor, session, world, drawn, statements
):
    give(session, world, write(session, world, "Une visite"), D1=1)
    talk(session, world, "Est-ce bien vrai")
    visitor.sign_in(world.civil)

    def asked() -> int:
        visitor.get(OPENED)
        statements.clear()
        visitor.get(OPENED)
        return len(statements)

    few = asked()
    for number in range(3):
        give(session, world, write(session, world, f"Une visite {number}"), D1=1)
    assert asked() == few
