"""What the dashboard says of rounds, at every stage, and to whom it offers what."""

from datetime import timedelta

from coopspace.continuum import actions
from coopspace.continuum.rules import Outcome
from coopspace.kernel import clock
from tests.continuum.acts import (
    HOME,
    ROUND,
    acting,
    in_english,
    later,
    open_round,
    place,
    reveal,
    the_round,
)
from tests.visitor import text_of

BOARD = "/sites/quartier-des-trois-ponts/"


def test_before_the_first_round_who_may_opens_one(visitor, world):
    assert f"{HOME}/ouvrir" in visitor.sign_in(world.facilitator).get(BOARD).text
    page = visitor.sign_in(world.observer).get(BOARD).text
    assert f"{HOME}/ouvrir" not in page
    assert f'href="{HOME}"' in page


def test_an_open_round_asks_who_has_not_answered(visitor, session, opened):
    page = in_english(visitor.sign_in(opened.state)).get(BOARD)
    assert "A round is open" in text_of(page.text)
    assert f"{ROUND}/repondre" in page.text
    place(session, opened, "state", 3)
    page = visitor.get(BOARD)
    assert "1 answer;" in text_of(page.text)
    assert f"{ROUND}/repondre" not in page.text
    assert f"{ROUND}/repondre" not in visitor.sign_in(opened.observer).get(BOARD).text


def test_a_round_that_closed_waits_for_its_reveal_then_for_its_conclusion(visitor, session, world):
    open_round(session, world, days=1)
    place(session, world, "state", 4)
    in_english(visitor.sign_in(world.state))
    with clock.at(later(1.5)):
        assert "A round is to be revealed" in text_of(visitor.sign_in(world.state).get(BOARD).text)
    reveal(session, world)
    assert "To conclude" in text_of(visitor.get(BOARD).text)
    with acting(session, world):
        actions.conclude(
            session,
            the_round(session),
            outcome=Outcome.RIGHT,
            level=4,
            words="Cela nous va.",
            by=world.state,
        )
    assert "This level is right for us (Assistance)" in text_of(visitor.get(BOARD).text)


def test_an_announced_round_and_one_that_ended(visitor, session, world):
    with acting(session, world):
        actions.open_round(
            session,
            world.site,
            by=world.state,
            question="Bientôt",
            opens_at=later(2),
            closes_at=clock.now() + timedelta(days=9),
        )
    in_english(visitor.sign_in(world.state))
    assert "A round is announced" in text_of(visitor.get(BOARD).text)
    with acting(session, world):
        actions.end_round(session, the_round(session), why="Reporté.", by=world.state)
    assert f"{HOME}/ouvrir" in visitor.get(BOARD).text
