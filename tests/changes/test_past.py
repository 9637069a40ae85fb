"""The strategy as of any moment is what the canvas showed at that moment, whatever was done."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from coopspace.changes import actions, bringing, linking, ordering
from coopspace.changes.held import chain_of, find, find_link
from coopspace.changes.model import Change, ChangeSaying, Link, LinkStrength
from coopspace.changes.past import as_of, days
from coopspace.changes.rules import (
    VISION,
    Confidence,
    Effect,
    Level,
    Nature,
    Progress,
    Strength,
)
from coopspace.changes.strategy import strategy_view
from coopspace.kernel import clock
from coopspace.kernel.refusal import Refusal
from coopspace.live import store
from coopspace.plan import undoing
from coopspace.sites.model import College
from tests.changes.brought import bring

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def shown(desk):
    """What the canvas shows: every card and every link with what is said of it."""
    with desk.look() as session:
        view = strategy_view(session, desk.site)
        cards = {
            (card.code, card.statement, card.who, card.horizon, card.nature, card.progress)
            for card in view.cards
        }
        return cards, {tuple(link) for link in view.links}


def recalled(desk, moment):
    """The same of a past moment, as it is recalled."""
    with desk.look() as session:
        chain = as_of(session, desk.site, moment)
    cards = {
        (one.code, one.statement, one.said.who, one.said.horizon, one.said.nature, one.progress)
        for one in chain.cards.values()
    }
    links = {
        (chain.code(one.source), chain.code(one.target), one.strength, one.disputed)
        for one in chain.links.values()
    }
    return cards, links


def any_act(desk, chance: random.Random) -> None:
    """One act that somebody could do; what the chain refuses is not done."""
    with desk.look() as session:
        living = sorted(chain_of(session).ids)
        every = sorted(one.code for one in session.query(Change))
        drawn = [tuple(arc) for arc in chain_of(session).arcs]
    by = desk.world.civil
    code, other = chance.choice(every), chance.choice([*living, VISION])
    kind = chance.randrange(9)
    with desk.act() as session:
        change = find(session, code)
        if kind == 0:
            level = chance.choice(list(Level))
            actions.add(session, desk.site, by=by, level=level, statement=f"Dit {chance.random()}")
        elif kind in (1, 2):
            target = None if other == VISION else find(session, other)
            strength = chance.choice([None, *Strength])
            linking.link(session, change, target=target, by=by, strength=strength)
        elif kind == 3 and drawn:
            linking.unlink(session, find_link(session, *chance.choice(drawn)), by=by)
        elif kind == 4:
            actions.end(session, change, by=by)
        elif kind == 5:
            actions.bring_back(session, change, by=by)
        elif kind == 6:
            ordering.to_level(session, change, by=by, level=chance.choice(list(Level)))
        elif kind == 7:
            seen = store.read(session, change.statement_id).token
            actions.reword(session, change, by=by, statement=f"Redit {chance.random()}", seen=seen)
        elif kind == 8:
            actions.judge_progress(
                session, change, by=by, judgement=chance.choice(list(Progress)), reason="Vu"
            )


@pytest.mark.parametrize("seed", range(3))
def test_every_moment_is_recalled_as_it_was_shown(desk, seed):
    chance = random.Random(seed)
    moments = []
    with clock.at(START):
        desk.draw("D1", "D2", "D3", "I1", "I2", "U1")
        desk.link("D1>D2", "D2>I1", "I1>I2", "I2>U1", "U1>V")
    for step in range(1, 45):
        with clock.at(START + step * DAY):
            try:
                any_act(desk, chance)
            except Refusal:
                continue
            moments.append((clock.now(), shown(desk)))
    assert len(moments) > 15
    for moment, was in moments:
        assert recalled(desk, moment) == was


def test_what_is_said_of_a_change_is_recalled_as_it_was_said(desk):
    with clock.at(START):
        desk.draw("D1", who="Les familles", horizon="2029")
    with clock.at(START + DAY), desk.act() as session:
        change = find(session, "D1")
        actions.describe(
            session,
            change,
            by=desk.world.state,
            seen=change.version,
            nature=Nature.PRACTICE,
            effect=Effect.INTENDED,
            who="Les bailleurs",
            systems=[],
            horizon="2031",
        )
    with desk.look() as session:
        (was,) = as_of(session, desk.site, START).cards.values()
        (now,) = as_of(session, desk.site, START + DAY).cards.values()
    assert (was.said.who, was.said.horizon, was.said.nature) == (
        "Les familles",
        "2029",
        "knowledge",
    )
    assert (now.said.who, now.said.horizon, now.said.nature) == (
        "Les bailleurs",
        "2031",
        "practice",
    )


def test_a_link_is_recalled_with_its_strength_and_the_beliefs_of_then(desk):
    with clock.at(START):
        desk.draw("D1", "I1")
        desk.link("D1>I1", strength=Strength.SOME)
    with clock.at(START + DAY), desk.act() as session:
        one = find_link(session, "D1", "I1")
        linking.complete(
            session,
            one,
            by=desk.world.state,
            seen=one.version,
            strength=Strength.DECISIVE,
            rationale="",
            rationale_seen=0,
            assumption="",
            assumption_seen=0,
        )
        for college, value in ((College.STATE, 1), (College.CIVIL_SOCIETY, 4)):
            linking.give_confidence(
                session,
                one,
                by=desk.world.state,
                college=college,
                value=Confidence(value),
                reason="Vu",
            )
    with desk.look() as session:
        (was,) = as_of(session, desk.site, START).links.values()
        (now,) = as_of(session, desk.site, START + DAY).links.values()
    assert (was.strength, was.disputed) == (Strength.SOME, False)
    assert (now.strength, now.disputed) == (Strength.DECISIVE, True)


def test_what_nobody_kept_is_not_known_and_todays_value_is_not_shown_for_it(desk):
    """As after the migration of a house: what stands is known since it was last said."""
    with clock.at(START):
        desk.draw("D1", "I1", who="Les familles")
        desk.link("D1>I1", strength=Strength.SOME)
    with desk.act() as session:
        for row in (*session.query(ChangeSaying), *session.query(LinkStrength)):
            row.at = START + 5 * DAY
    with desk.look() as session:
        before = as_of(session, desk.site, START + DAY)
        after = as_of(session, desk.site, START + 6 * DAY)
    assert before.untold == 2
    assert [link.told for link in before.links.values()] == [False]
    assert [link.strength for link in before.links.values()] == [None]
    assert after.untold == 0
    assert [link.strength for link in after.links.values()] == [Strength.SOME]


def test_the_other_site_has_its_own_past(desk):
    with clock.at(START):
        desk.draw("D1")
    with desk.look() as session:
        assert as_of(session, desk.site, START - DAY).cards == {}
    desk.site = desk.world.other_site
    with desk.look() as session:
        assert as_of(session, desk.site, clock.now()).cards == {}


def test_the_days_on_which_something_moved_are_counted_newest_first(desk):
    with clock.at(START):
        desk.draw("D1", "I1")
    with clock.at(START + 2 * DAY), desk.act() as session:
        change = find(session, "D1")
        actions.reword(session, change, by=desk.world.state, statement="Autrement", seen=1)
    with clock.at(START + 3 * DAY), desk.look() as session:
        assert days(session, desk.site) == [
            ((START + 2 * DAY).date(), 1),
            (START.date(), 2),
        ]


def test_every_link_of_the_table_has_a_first_strength(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    with desk.look() as session:
        assert session.query(LinkStrength).count() == session.query(Link).count() == 1


TABLE = """Code;Niveau;Changement attendu;Qui;Contribue à;Pour quand
a;direct;Les habitants connaissent leurs droits;Les habitants;b;2028
b;intermédiaire;Les services reçoivent ensemble;;c;
c;ultime;Le quartier prend soin;;la vision;2035
"""


def test_an_import_its_undoing_and_what_comes_back_from_it_are_recalled(desk):
    moments = []

    def did(day, act):
        with clock.at(START + day * DAY):
            with desk.act() as session:
                kept = act(session)
            moments.append((clock.now(), shown(desk)))
            return kept

    by = desk.world.state
    done = did(1, lambda session: bring(session, desk.site, TABLE.encode(), by=by).number)
    did(
        2,
        lambda session: undoing.undo(
            session, bringing.import_of(session, done), why="Défait.", by=by
        ),
    )
    did(3, lambda session: actions.bring_back(session, find(session, "D1"), by=by))
    did(4, lambda session: actions.bring_back(session, find(session, "I1"), by=by))
    assert [len(was[0]) for _moment, was in moments] == [3, 0, 1, 2]
    for moment, was in moments:
        assert recalled(desk, moment) == was
