"""Taking a position. Nothing here is written in the journal, and no moment is kept.

Who answers an anonymous round leaves two things that nothing joins: a mark that they have
answered, and an answer that only a secret of their own browser leads to.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.continuum import rules
from coopspace.continuum.actions import lock, stage_of
from coopspace.continuum.model import ContinuumAnswer, ContinuumMark, ContinuumRound
from coopspace.continuum.rules import Group, Placed, Stage
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.rounds import marks
from coopspace.sites import access
from coopspace.sites.model import Site

_ELSEWHERE = N_(
    "You have answered from another device, and nothing leads from you to your anonymous answer: "
    "it can be changed only there."
)


@dataclass(frozen=True)
class Author:
    """Who answers: a member, or somebody without an account; and what their browser holds."""

    device: str
    user_id: uuid.UUID | None = None
    view: Group = Group.OTHER
    name: str = ""


def member(session: Session, site: Site, *, by: User, device: str) -> Author:
    """A member who may answer, with the college that they sit in. Raises NotFound otherwise."""
    place = access.standing(session, by, site)
    if place is None or not place.may(Permission.CONTINUUM_ANSWER):
        raise NotFound
    view = Group(place.college.value) if place.college else Group.OTHER
    return Author(device=device, user_id=by.id, view=view)


def answer(
    session: Session, round_: ContinuumRound, *, author: Author, placed: Placed
) -> ContinuumAnswer:
    """Keep a position, or change the one that its author gave. Raises Refusal when it is over."""
    held = lock(session, round_)
    where = stage_of(held)
    if not rules.takes_answers(where, anonymous=held.anonymous) or (
        where is Stage.REVEALED and author.user_id is None
    ):
        raise Refusal(N_("This round no longer takes answers."))
    kept = rules.placed(placed)
    name = _name_of(held, author)
    mark = _mark(session, held, author)
    found = _answer(session, held, author)
    if found is None and mark is not None:
        raise Refusal(_ELSEWHERE)
    if found is not None and where is Stage.REVEALED and not found.late:
        raise Refusal(N_("The round was revealed: what was said then stays as it was said."))
    if found is None:
        found = ContinuumAnswer(site_id=held.site_id, round_id=held.id)
        found.late = where is Stage.REVEALED
        if held.anonymous or author.user_id is None:
            found.secret = _secret(held, author)
        if not held.anonymous:
            found.user_id = author.user_id
        _add_mark(session, held, author)
    found.name, found.view = name, author.view
    _write(found, kept)
    session.add(found)
    session.flush()
    return found


def withdraw(session: Session, round_: ContinuumRound, *, author: Author) -> None:
    """Take one's answer back, until the reveal: nothing of it is kept, nor that it was given."""
    held = lock(session, round_)
    if stage_of(held) not in (Stage.OPEN, Stage.CLOSED):
        raise Refusal(N_("The round was revealed: what was said then stays as it was said."))
    mark, found = _mark(session, held, author), _answer(session, held, author)
    if mark is not None and found is None:
        raise Refusal(_ELSEWHERE)
    for kept in (mark, found):
        if kept is not None:
            session.delete(kept)
    session.flush()


def has_answered(session: Session, round_: ContinuumRound, author: Author) -> bool:
    """Whether this person, or this browser, has answered."""
    return _mark(session, round_, author) is not None


def own_answer(session: Session, round_: ContinuumRound, author: Author) -> ContinuumAnswer | None:
    """What the author said, for their own eyes: an anonymous one from the browser that gave it."""
    return _answer(session, round_, author)


def _mark(session: Session, round_: ContinuumRound, author: Author) -> ContinuumMark | None:
    query = select(ContinuumMark).where(ContinuumMark.round_id == round_.id)
    if author.user_id is not None:
        return session.scalar(query.where(ContinuumMark.user_id == author.user_id))
    return session.scalar(query.where(ContinuumMark.device == _device(round_, author)))


def _answer(session: Session, round_: ContinuumRound, author: Author) -> ContinuumAnswer | None:
    query = select(ContinuumAnswer).where(ContinuumAnswer.round_id == round_.id)
    if author.user_id is not None and not round_.anonymous:
        return session.scalar(query.where(ContinuumAnswer.user_id == author.user_id))
    return session.scalar(query.where(ContinuumAnswer.secret == _secret(round_, author)))


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
    name = " ".join(author.name.replace("\0", "").split())
    if not name:
        raise Refusal(N_("Write the name that will stand beside your answer."), field="name")
    return rules.kept_text(name, rules.NAME_MAX, "name")


def _secret(round_: ContinuumRound, author: Author) -> str:
    """What leads to an answer: two people who share a phone have one each."""
    who = str(author.user_id or "")
    return marks.digest("answer", round_, device=author.device, who=who)


def _device(round_: ContinuumRound, author: Author) -> str:
    return marks.digest("mark", round_, device=author.device)
