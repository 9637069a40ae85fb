"""Taking a position: what a member, or a guest, adds to any round's answer."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.continuum import rules
from coopspace.continuum.actions import lock
from coopspace.continuum.model import ContinuumAnswer, ContinuumMark, ContinuumRound
from coopspace.continuum.rules import Placed
from coopspace.kernel import typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.rounds import answering, marks
from coopspace.rounds.answering import Author as Author
from coopspace.sites.model import Site


def member(session: Session, site: Site, *, by: User, device: str) -> Author:
    """A member who may take a position. Raises NotFound otherwise."""
    return answering.member(
        session, site, by=by, device=device, permission=Permission.CONTINUUM_ANSWER
    )


def answer(
    session: Session, round_: ContinuumRound, *, author: Author, placed: Placed
) -> ContinuumAnswer:
    """Keep a position, or change the one that its author gave. Raises Refusal when it is over."""
    held = lock(session, round_)
    mark = _mark(session, held, author)
    found = answering.begin(session, held, ContinuumAnswer, author=author, mark=mark)
    _write(found, rules.placed(placed))
    found.name = _name_of(held, author)
    if mark is None:
        _add_mark(session, held, author)
    session.add(found)
    session.flush()
    return found


def withdraw(session: Session, round_: ContinuumRound, *, author: Author) -> None:
    """Take one's answer back, until the reveal: nothing of it is kept, nor that it was given."""
    held = lock(session, round_)
    mark = _mark(session, held, author)
    answering.take_back(session, held, mark=mark, found=own_answer(session, held, author))


def has_answered(session: Session, round_: ContinuumRound, author: Author) -> bool:
    """Whether this person, or this browser, has answered."""
    return _mark(session, round_, author) is not None


def own_answer(session: Session, round_: ContinuumRound, author: Author) -> ContinuumAnswer | None:
    """What the author said, for their own eyes: an anonymous one from the browser that gave it."""
    return answering.answer_of(session, round_, ContinuumAnswer, author)


def _mark(session: Session, round_: ContinuumRound, author: Author) -> ContinuumMark | None:
    if author.user_id is not None:
        return answering.mark_of(session, round_, ContinuumMark, author)
    device = _device(round_, author)
    mine = (ContinuumMark.round_id == round_.id, ContinuumMark.device == device)
    return session.scalar(select(ContinuumMark).where(*mine))


def _add_mark(session: Session, round_: ContinuumRound, author: Author) -> None:
    """A guest is marked by what their browser holds; a round holds so many of them at most."""
    device = None
    if author.user_id is None:
        guests = select(func.count()).where(
            ContinuumMark.round_id == round_.id, ContinuumMark.user_id.is_(None)
        )
        if (session.scalar(guests) or 0) >= rules.MOST_GUESTS:
            raise Refusal(N_("This round has received all the answers that it can hold."))
        device = _device(round_, author)
    marks.add_mark(session, round_, ContinuumMark, {"user_id": author.user_id, "device": device})


def _write(found: ContinuumAnswer, placed: Placed) -> None:
    found.level, found.desired, found.stay = placed.level, placed.desired, placed.stay
    found.fact, found.advances = placed.fact, placed.advances
    found.trust, found.structure = placed.trust, placed.structure


def _name_of(round_: ContinuumRound, author: Author) -> str:
    """The name that stands beside a guest's answer in a named round; nobody's otherwise."""
    if round_.anonymous or author.user_id is not None:
        return ""
    needed = N_("Write the name that will stand beside your answer.")
    return typed.line(author.name, "name", rules.NAME_MAX, needed=needed)


def _device(round_: ContinuumRound, author: Author) -> str:
    return marks.digest("mark", round_, device=author.device)
