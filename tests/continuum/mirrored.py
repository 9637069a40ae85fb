"""What a site of the full house asks about the continuum, in the scope of that site."""

from datetime import timedelta

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.continuum import actions as rounds
from coopspace.continuum import answering, doors
from coopspace.continuum.rules import Outcome, Placed
from coopspace.kernel import clock
from coopspace.sites.model import Site


def two_asked(session: Session, site: Site, by: User, mark: str) -> None:
    """A round that was revealed and concluded, and a hidden one that is joined by code."""
    closes = clock.now() + timedelta(days=30)
    for number in (1, 2):
        opened = rounds.open_round(
            session,
            site,
            by=by,
            question=f"Où en sommes-nous {mark}",
            closes_at=closes,
            mode=rounds.Mode(guests=True),
            expected=5,
        )
        answering.answer(
            session,
            opened,
            author=answering.member(session, site, by=by, device=f"device of {mark}"),
            placed=Placed(level=4, fact=f"Une liste {mark}.", advances=f"Ensemble {mark}."),
        )
        guest = answering.Author(device=f"phone of {mark}", name=f"Rosa {mark}")
        answering.answer(session, opened, author=guest, placed=Placed(level=5))
        if number == 1:
            rounds.reveal(session, opened, by=by)
            rounds.conclude(
                session,
                opened,
                outcome=Outcome.RIGHT,
                level=4,
                words=f"Ce niveau nous convient {mark}.",
                advances=f"Une liste commune {mark}.",
                by=by,
            )


def join_token(session: Session) -> str:
    """By which the second round of the site in scope is joined."""
    door = doors.door_of(session, rounds.round_of(session, 2))
    return door.token if door else ""
