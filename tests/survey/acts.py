"""How tests run a survey: opened, linked and answered as people do."""

from datetime import timedelta

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.sites.model import Site
from coopspace.stakeholders import held
from coopspace.stakeholders.rules import Exchange, Sector, Told
from coopspace.survey import actions, answering, doors, opening
from coopspace.survey.doors import Entered
from coopspace.survey.rules import Question
from tests.stakeholders.acts import acting, add
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/parties-prenantes/enquetes"


def organisations(session: Session, world: World, count: int, word: str = "Maison") -> list[str]:
    """So many organisations on the map; gives their public ids."""
    return [
        add(session, world, f"{word} {number:02d}", Sector.CIVIL) for number in range(1, count + 1)
    ]


def opened(session: Session, world: World, asked: list[str], *, six: bool = True) -> int:
    """An open survey of these organisations; gives its number."""
    with acting(session, world):
        running = actions.open_survey(
            session,
            world.site,
            name="Printemps",
            closes_at=clock.now() + timedelta(days=20),
            asked=asked,
            six=six,
            by=world.facilitator,
        )
        return running.wave.number


def linked(session: Session, world: World, number: int, ref: str) -> str:
    """A link for one organisation; gives its secret."""
    with acting(session, world):
        running = actions.survey_of(session, number)
        who = actions.respondent_of(session, running.wave, held.stakeholder_of(session, ref))
        return doors.make(session, running, who, by=world.facilitator)


def entered(session: Session, token: str) -> Entered:
    """What a link opens."""
    found = doors.enter(session, token)
    assert found is not None
    return found


def answered(
    session: Session,
    world: World,
    token: str,
    said: dict[str, int],
    *,
    mark: int | None = None,
    finish: bool = True,
) -> None:
    """An organisation picks, rates and (mostly) finishes; `mark` answers the six questions."""
    with acting(session, world):
        here = entered(session, token)
        answering.pick(session, here, shown=list(said), ticked=list(said))
        for ref, level in said.items():
            told = Told(level, kinds=frozenset({Exchange.INFORMATION}))
            answering.rate(session, here, ref=ref, said=told, marks=dict.fromkeys(Question, mark))
        if finish:
            answering.finish(session, here)


def closed(session: Session, world: World, number: int) -> None:
    """The survey is closed."""
    with acting(session, world):
        actions.close(session, actions.survey_of(session, number), by=world.facilitator)


def asked_of(session: Session, site: Site, by: User, drawn: dict[str, str]) -> dict[str, str]:
    """A survey of two organisations in the site in scope, in `saving()`; how addresses call it.

    The one speaks of the other, and the other offers to open what it says of the one.
    """
    town, centre = drawn["ref"], drawn["other"]
    running = actions.open_survey(
        session,
        site,
        name="Enquête",
        closes_at=clock.now() + timedelta(days=20),
        asked=[town, centre],
        six=True,
        by=by,
    )
    tokens = {}
    for ref in (centre, town):
        who = actions.respondent_of(session, running.wave, held.stakeholder_of(session, ref))
        tokens[ref] = doors.make(session, running, who, by=by)
    for mine, theirs in ((centre, town), (town, centre)):
        here = entered(session, tokens[mine])
        answering.pick(session, here, shown=[theirs], ticked=[theirs])
        marks: dict[Question, int | None] = dict.fromkeys(Question, 3)
        answering.rate(session, here, ref=theirs, said=Told(4, desired=5), marks=marks)
    here = entered(session, tokens[centre])
    answering.finish(session, here)
    opening.offer(session, here, ref=town)
    return {
        "survey": str(running.wave.number),
        "survey_token": tokens[town],
        "deed": "accepter",
    }
