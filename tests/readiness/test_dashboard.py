"""What the dashboard says of the conditions, at every stage, and to whom it offers what."""

from coopspace.kernel import clock
from coopspace.readiness import actions
from tests.continuum.acts import in_english, later
from tests.readiness.acts import (
    HOME,
    ROUND,
    SITE,
    acting,
    all_at,
    conclude,
    judge,
    open_round,
    reveal,
    the_round,
)
from tests.visitor import text_of

BOARD = f"{SITE}/"


def test_before_the_first_round_who_may_opens_one(visitor, world):
    assert f'href="{HOME}/ouvrir"' in visitor.sign_in(world.facilitator).get(BOARD).text
    page = visitor.sign_in(world.observer).get(BOARD).text
    assert f"{HOME}/ouvrir" not in page
    assert f'href="{HOME}"' in page


def test_an_open_round_asks_who_has_not_judged(visitor, session, opened):
    page = in_english(visitor.sign_in(opened.state)).get(BOARD)
    assert "A round on our conditions is open: 0 answers" in text_of(page.text)
    assert f"{ROUND}/repondre" in page.text
    judge(session, opened, "state", all_at(2))
    page = visitor.get(BOARD)
    assert "is open: 1 answer," in text_of(page.text)
    assert f"{ROUND}/repondre" not in page.text
    assert f"{ROUND}/repondre" not in visitor.sign_in(opened.observer).get(BOARD).text


def test_a_round_waits_for_its_reveal_then_for_its_conclusion(visitor, session, world):
    open_round(session, world, days=1)
    judge(session, world, "state", all_at(4))
    in_english(visitor.sign_in(world.state))
    with clock.at(later(1.5)):
        page = text_of(visitor.sign_in(world.state).get(BOARD).text)
        assert "waits for its reveal: 1 answer." in page
    reveal(session, world)
    assert "what we conclude is to be written" in text_of(visitor.get(BOARD).text)
    conclude(session, world, "Nous avançons.")
    assert "what we conclude is to be written" not in text_of(visitor.get(BOARD).text)


def test_an_announced_round_and_one_that_ended(visitor, session, world):
    with acting(session, world):
        actions.open_round(
            session, world.site, by=world.state, opens_at=later(2), closes_at=later(9)
        )
    in_english(visitor.sign_in(world.state))
    assert "A round on our conditions is announced." in text_of(visitor.get(BOARD).text)
    with acting(session, world):
        actions.end_round(session, the_round(session), why="Reporté.", by=world.state)
    assert f'href="{HOME}/ouvrir"' in visitor.get(BOARD).text
