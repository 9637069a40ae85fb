"""What people do with a change: add it, reword it, describe it, judge it, end it, bring it back.

Links are in `linking`, places and levels in `ordering`, what pages read in `strategy`.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import rules
from coopspace.changes.chain import Arc
from coopspace.changes.held import chain_of, find, links_of
from coopspace.changes.horizon import horizon_of
from coopspace.changes.linking import link, revive
from coopspace.changes.model import Change, ChangeCode, ChangeProgress
from coopspace.changes.ordering import key_for, next_number
from coopspace.changes.remembered import remember_changes
from coopspace.changes.rules import CHANGE, Effect, Level, Nature, Progress, System, code_of
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, Refusal
from coopspace.live import store
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

STATEMENT, DESCRIPTION = "change_statement", "change_description"


@dataclass(frozen=True)
class Attributes:
    """What is said of a change besides its words: compared when two people saved."""

    nature: Nature
    effect: Effect
    who: str
    systems: frozenset[System]
    horizon: str | None


@dataclass(frozen=True)
class Described:
    """What became of a description: when `theirs` came first, both are given."""

    saved: bool
    mine: Attributes
    theirs: Attributes | None = None
    by: uuid.UUID | None = None
    at: datetime | None = None


def add(
    session: Session,
    site: Site,
    *,
    by: User,
    level: Level,
    statement: str,
    nature: Nature | None = None,
    effect: Effect = Effect.INTENDED,
    who: str = "",
    systems: Iterable[System] = (),
    horizon: str | None = None,
    description: str = "",
    comes_from: Iterable[str] = (),
    leads_to: Iterable[str] = (),
) -> Change:
    """Add a change to the chain, with its first links (codes; `V` for the vision) if any.

    It takes the next code of its level and stands beside what it is linked with.
    """
    words = rules.statement_of(statement)
    who, until = rules.who_of(who), horizon_of(horizon)
    level, before, after = Level(level), tuple(comes_from), tuple(leads_to)
    hold(session, site.id)
    moment = clock.now()
    change = Change(
        site_id=site.id,
        level=level,
        number=next_number(session, level),
        nature=nature or rules.USUAL_NATURE[level],
        effect=Effect(effect),
        who=who,
        systems=frozenset(System(one) for one in systems),
        horizon=until,
        progress=None,
        key=key_for(session, level, (*before, *after)),
        statement_id=store.create(session, STATEMENT, site_id=site.id, by=by.id, text=words),
        description_id=store.create(
            session, DESCRIPTION, site_id=site.id, by=by.id, text=description
        ),
        version=1,
        changed_at=moment,
        changed_by=by.id,
        created_at=moment,
        created_by=by.id,
        ended_at=None,
        end_reason="",
    )
    session.add(change)
    session.flush()
    session.add(
        ChangeCode(
            site_id=site.id,
            change_id=change.id,
            level=level,
            number=change.number,
            since=moment,
        )
    )
    session.flush()
    remember_changes(session, [change.id], by=by.id, at=change.changed_at)
    _record(session, "change:add", change, by)
    for code in before:
        link(session, find(session, code), target=change, by=by, field="comes_from")
    for code in after:
        target = None if code == rules.VISION else find(session, code)
        link(session, change, target=target, by=by, field="leads_to")
    return change


def reword(
    session: Session, change: Change, *, by: User, statement: str, seen: int
) -> store.Written:
    """Say the change in other words; `seen` is the number of the wording its author had read."""
    words = rules.statement_of(statement)
    return store.write(session, change.statement_id, words, seen=seen, by=by.id, field="statement")


def tell(
    session: Session, change: Change, *, by: User, description: str, seen: int
) -> store.Written:
    """Write what does not fit in one sentence."""
    return store.write(
        session, change.description_id, description, seen=seen, by=by.id, field="description"
    )


def restore(
    session: Session, change: Change, *, by: User, number: int, told: bool = False
) -> store.Text:
    """Make an earlier statement (`told`: description) stand again; it is a wording like any
    other, and says so."""
    document_id = change.description_id if told else change.statement_id
    return store.restore(session, document_id, number, by=by.id)


def attributes(change: Change) -> Attributes:
    """What is said of a change today."""
    return Attributes(
        nature=Nature(change.nature),
        effect=Effect(change.effect),
        who=change.who,
        systems=change.systems,
        horizon=change.horizon,
    )


def describe(
    session: Session,
    change: Change,
    *,
    by: User,
    seen: int,
    nature: Nature,
    effect: Effect,
    who: str,
    systems: Iterable[System],
    horizon: str | None,
) -> Described:
    """Say what kind of change it is; `seen` is the version its author had before their eyes.

    When somebody else saved in between and it differs, nothing is written: both are returned.
    """
    mine = Attributes(
        nature=Nature(nature),
        effect=Effect(effect),
        who=rules.who_of(who),
        systems=frozenset(System(one) for one in systems),
        horizon=horizon_of(horizon),
    )
    session.refresh(change, with_for_update=HELD)
    theirs = attributes(change)
    if mine == theirs:
        return Described(True, mine)
    if seen != change.version:
        return Described(False, mine, theirs, change.changed_by, change.changed_at)
    change.nature, change.effect, change.who = mine.nature, mine.effect, mine.who
    change.systems, change.horizon = mine.systems, mine.horizon
    change.version += 1
    change.changed_at, change.changed_by = clock.now(), by.id
    remember_changes(session, [change.id], by=by.id, at=change.changed_at)
    return Described(True, mine)


def judge_progress(
    session: Session, change: Change, *, by: User, judgement: Progress, reason: str
) -> ChangeProgress:
    """Say where the change stands and what shows it; earlier judgements are kept."""
    why = rules.reason_of(reason)
    session.refresh(change, with_for_update=HELD)
    last = session.scalar(
        select(func.max(ChangeProgress.number)).where(ChangeProgress.change_id == change.id)
    )
    judged = ChangeProgress(
        site_id=change.site_id,
        change_id=change.id,
        number=(last or 0) + 1,
        judgement=Progress(judgement),
        reason=why,
        by=by.id,
        at=clock.now(),
    )
    session.add(judged)
    change.progress = judged.judgement
    session.flush()
    _record(session, "change:progress", change, by, judgement=judged.judgement)
    return judged


def end(session: Session, change: Change, *, by: User, reason: str = "") -> int:
    """End a change: it leaves the chain with its links, and nothing of it is lost.

    Returns how many links it took along; they come back with it.
    """
    hold(session, change.site_id)
    session.refresh(change)
    if change.ended_at is not None:
        raise Refusal(N_("%(code)s has already ended."), code=change.code)
    moment = clock.now()
    taken = links_of(session, change)
    for one in taken:
        one.ended_at, one.ended_with = moment, change.id
    change.ended_at = moment
    change.end_reason = rules.reason_of(reason) if reason.strip() else ""
    session.flush()
    _record(session, "change:end", change, by, links=len(taken))
    return len(taken)


def bring_back(session: Session, change: Change, *, by: User) -> list[Arc]:
    """Bring an ended change back, with the links that had ended with it.

    A link that the chain can no longer carry (it would close a loop or go backward) stays ended:
    those are returned, so that they can be named.
    """
    hold(session, change.site_id)
    session.refresh(change)
    if change.ended_at is None:
        raise Refusal(N_("%(code)s is already in the chain."), code=change.code)
    change.ended_at, change.end_reason = None, ""
    session.flush()
    left_out = revive(session, change, chain_of(session))
    _record(session, "change:bring_back", change, by, left_out=len(left_out))
    return left_out


def _record(session: Session, act: str, change: Change, by: User, **details: object) -> None:
    audit.record(
        session,
        act,
        site_id=change.site_id,
        actor_id=by.id,
        on=(CHANGE, change.id),
        code=code_of(Level(change.level), change.number),
        **details,
    )
