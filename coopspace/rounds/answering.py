"""Giving, changing and taking back one's answer in any round. No moment is kept of it.

Who answers an anonymous round leaves two things that nothing joins: a mark that they have
answered, and an answer that only a secret of their own browser leads to.
"""

import uuid
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.kernel.statements import once
from coopspace.rounds import marks, rules
from coopspace.rounds.holding import stage_of
from coopspace.rounds.model import Answer, Mark, Round
from coopspace.rounds.rules import Group, Stage
from coopspace.sites import access
from coopspace.sites.model import Site

A = TypeVar("A", bound=Answer)
M = TypeVar("M", bound=Mark)
AM = TypeVar("AM", bound=Answer | Mark)

_ELSEWHERE = N_(
    "You have answered from another device, and nothing leads from you to your anonymous answer: "
    "it can be changed only there."
)
_STAYS = N_("The round was revealed: what was said then stays as it was said.")


@dataclass(frozen=True)
class Author:
    """Who answers: a member, or somebody without an account; and what their browser holds."""

    device: str
    user_id: uuid.UUID | None = None
    view: Group = Group.OTHER
    name: str = ""


def member(
    session: Session, site: Site, *, by: User, device: str, permission: Permission
) -> Author:
    """A member who may answer, with the college that they sit in. Raises NotFound otherwise."""
    place = access.standing(session, by, site)
    if place is None or not place.may(permission):
        raise NotFound
    view = Group(place.college.value) if place.college else Group.OTHER
    return Author(device=device, user_id=by.id, view=view)


def mark_of(session: Session, round_: Round, kind: type[M], author: Author) -> M | None:
    """The mark of a member in this round."""
    return session.scalar(_by(kind), {"round": round_.id, "person": author.user_id})


def answer_of(session: Session, round_: Round, kind: type[A], author: Author) -> A | None:
    """What the author said, for their own eyes: an anonymous one from the browser that gave it."""
    if author.user_id is not None and not round_.anonymous:
        return session.scalar(_by(kind), {"round": round_.id, "person": author.user_id})
    secret = secret_of(round_, author)
    return session.scalar(_led_to(kind), {"round": round_.id, "secret": secret})


@once
def _by(kind: type[AM]) -> Select[AM]:
    return select(kind).where(
        kind.round_id == bindparam("round"), kind.user_id == bindparam("person")
    )


@once
def _led_to(kind: type[A]) -> Select[A]:
    return select(kind).where(
        kind.round_id == bindparam("round"), kind.secret == bindparam("secret")
    )


def secret_of(round_: Round, author: Author) -> str:
    """What leads to an answer: two people who share a phone have one each."""
    who = str(author.user_id or "")
    return marks.digest("answer", round_, device=author.device, who=who)


def begin(session: Session, held: Round, kind: type[A], *, author: Author, mark: Mark | None) -> A:
    """The answer to write in: the one that its author gave, or a new one that is not yet kept.

    Raises Refusal when the round takes no answer from them.
    """
    where, member_ = stage_of(held), author.user_id is not None
    late = where is Stage.REVEALED
    if not rules.takes_answers(where, anonymous=held.anonymous) or (late and not member_):
        raise Refusal(N_("This round no longer takes answers."))
    found = answer_of(session, held, kind, author)
    if found is None and mark is not None:
        raise Refusal(_ELSEWHERE)
    if found is not None and late and not found.late:
        raise Refusal(_STAYS)
    if found is None:
        found = kind()
        found.site_id, found.round_id, found.late = held.site_id, held.id, late
        if held.anonymous or not member_:
            found.secret = secret_of(held, author)
        if not held.anonymous:
            found.user_id = author.user_id
    found.view = author.view
    return found


def take_back(session: Session, held: Round, *, mark: Mark | None, found: Answer | None) -> None:
    """Take an answer back, until the reveal: nothing of it is kept, nor that it was given."""
    if stage_of(held) not in (Stage.OPEN, Stage.CLOSED):
        raise Refusal(_STAYS)
    if mark is not None and found is None:
        raise Refusal(_ELSEWHERE)
    for kept in (mark, found):
        if kept is not None:
            session.delete(kept)
    session.flush()
