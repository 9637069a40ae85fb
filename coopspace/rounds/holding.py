"""The life of any round: one at a time, more time, its reveal, its end; rooms say what it asks."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock, typed
from coopspace.kernel.held import HELD
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.kernel.statements import once
from coopspace.rounds import rules
from coopspace.rounds.model import Answer, Mark, Round
from coopspace.rounds.rules import Group, Stage
from coopspace.sites.holding import hold
from coopspace.sites.model import Membership, Site

R = TypeVar("R", bound=Round)


def stage_of(round_: Round) -> Stage:
    """Where this round stands now."""
    moments = rules.Moments(round_.opens_at, round_.closes_at, round_.revealed_at, round_.ended_at)
    return rules.stage(moments, now=clock.now())


def round_of(session: Session, kind: type[R], number: int) -> R:
    """The round of this number at the site in scope. Raises NotFound."""
    found = session.scalar(_numbered(kind), {"number": number})
    if found is None:
        raise NotFound
    return found


def lock(session: Session, round_: R) -> R:
    """The round, held until the act ends: an answer and the reveal come one after the other."""
    return session.scalars(_held(type(round_)), {"round": round_.id}).one()


@once
def _numbered(kind: type[R]) -> Select[R]:
    return select(kind).where(kind.number == bindparam("number"))


@once
def _held(kind: type[R]) -> Select[R]:
    return select(kind).where(kind.id == bindparam("round")).with_for_update(**HELD)


def next_number(session: Session, site: Site, kind: type[Round]) -> int:
    """The number of a round that may open now. Raises Refusal: one at a time in a site."""
    hold(session, site.id)
    running = session.scalar(
        select(kind.number).where(kind.revealed_at.is_(None), kind.ended_at.is_(None))
    )
    if running is not None:
        raise Refusal(
            N_("Reveal or end round %(number)d first: one round at a time."), number=running
        )
    return (session.scalar(select(func.max(kind.number))) or 0) + 1


def give_time(held: Round, *, closes_at: datetime) -> None:
    """A round that closed too soon takes answers again until the new day."""
    if stage_of(held) not in rules.RUNNING:
        raise Refusal(N_("This round is over: open another one."))
    rules.check_dates(max(held.opens_at, clock.now()), closes_at)
    held.closes_at = closes_at


def settle_reveal(
    session: Session, held: Round, answer: type[Answer], *, invited: int, by: User
) -> None:
    """Reveal: nothing that could lead from an answer to a browser outlives it; in an anonymous
    round neither does the college of an answer whose group is too small to be shown."""
    held.revealed_at, held.revealed_by, held.invited = clock.now(), by.id, invited
    forget_secrets(session, held, answer)
    if not held.anonymous:
        return
    mine = answer.round_id == held.id
    rows = session.execute(select(answer.view, func.count()).where(mine).group_by(answer.view))
    sizes = {Group(view): size for view, size in rows if view is not None}
    shown = rules.shown_groups(sizes, anonymous=True)
    session.execute(update(answer).where(mine, answer.view.not_in(sorted(shown))).values(view=None))


def settle_end(session: Session, held: Round, answer: type[Answer], *, why: str, by: User) -> None:
    """End without revealing: what was answered is never shown."""
    if held.revealed_at is not None:
        raise Refusal(N_("This round was revealed: it stays in the story of the site."))
    reason = typed.words(why, "why", rules.WORDS_MAX)
    if not reason:
        raise Refusal(N_("Say why the round ends: those who answered will read it."), field="why")
    held.ended_at, held.ended_by, held.ended_why = clock.now(), by.id, reason
    forget_secrets(session, held, answer)


def forget_secrets(session: Session, held: Round, answer: type[Answer]) -> None:
    """From here on nothing leads from a browser to an answer."""
    session.execute(update(answer).where(answer.round_id == held.id).values(secret=None))


def members_with(session: Session, site: Site, permission: Permission) -> list[Membership]:
    """The members of the site of today whose role answers."""
    roles = [role for role in Role if permission in ROLE_PERMISSIONS[role]]
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.site_id == site.id,
            Membership.role.in_(roles),
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
    return list(session.scalars(query))


def answers_count(session: Session, round_: Round, mark: type[Mark]) -> int:
    """How many have answered, counted on the marks: no answer is read."""
    query = select(func.count()).select_from(mark)
    return session.scalar(query.where(mark.round_id == round_.id)) or 0
