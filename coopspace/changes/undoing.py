"""An import undone: all that came with it ends, or nothing does when somebody has worked on it.

The whole event is `coopspace.plan.undoing`: a file may hold actions too."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.bringing import brought, note
from coopspace.changes.model import Change, Link, LinkConfidence, StrategyImport
from coopspace.changes.rules import code_order
from coopspace.kernel.refusal import N_, Refusal
from coopspace.live.model import Document

NAMED = 8
"""So many changes are named when an import can no longer be undone."""


def end_brought(
    session: Session, done: StrategyImport, *, why: str, at: datetime, also: Collection[str] = ()
) -> None:
    """End the changes and links of an import: their words and codes are kept, as of everything
    that ends. `also`: changes of it on which another room knows that somebody has worked.

    Raises Refusal, naming them, when changes or links of it were worked on since.
    """
    changes, links = _rows(session, done)
    worked_on = touched(session, done, changes, links) | {*also}
    if worked_on:
        named = sorted(worked_on, key=code_order)
        raise Refusal(
            N_(
                "Somebody has worked since on what this import brought: %(codes)s. End by hand "
                "what should leave."
            ),
            codes=shortened(named),
        )
    here = {one.id for one in changes}
    for link in links:
        link.ended_at = at
        link.ended_with = next(
            (id_ for id_ in (link.source_id, link.target_id) if id_ in here), None
        )
    for change in changes:
        change.ended_at, change.end_reason = at, why


def shortened(named: Sequence[str]) -> str:
    """The first of several names."""
    return ", ".join(named[:NAMED]) + ("…" if len(named) > NAMED else "")


def close_undone(session: Session, done: StrategyImport, *, at: datetime, by: User) -> None:
    """The import is undone now."""
    done.undone_at, done.undone_by = at, by.id
    session.flush()
    note(session, "strategy:undo", done, by)


def _rows(session: Session, done: StrategyImport) -> tuple[list[Change], list[Link]]:
    changes, links = brought(done)
    wanted = set(changes), set(links)
    return (
        [one for one in session.scalars(select(Change)) if one.id in wanted[0]],
        [one for one in session.scalars(select(Link)) if one.id in wanted[1]],
    )


def touched(
    session: Session, done: StrategyImport, changes: list[Change], links: list[Link]
) -> set[str]:
    """The codes of the changes, and of where links start, that somebody has worked on since."""
    codes = {one.id: one.code for one in session.scalars(select(Change))}
    told = _retold(session, done)
    spoken = set(session.scalars(select(LinkConfidence.link_id).where(LinkConfidence.at > done.at)))
    found = {
        one.code
        for one in changes
        if one.version > 1
        or one.ended_at is not None
        or one.progress is not None
        or told & {one.statement_id, one.description_id}
    }
    found |= {
        codes[one.source_id]
        for one in links
        if one.ended_at is not None
        or (done.done_at is not None and one.changed_at > done.done_at)
        or one.id in spoken
        or told & {one.rationale_id, one.assumption_id}
    }
    return found | _linked_since(session, codes, {one.id for one in changes}, links)


def _retold(session: Session, done: StrategyImport) -> set[uuid.UUID]:
    """The texts of the site that were written in since."""
    query = select(Document.id).where(
        or_(Document.updated_at > done.done_at, Document.head_seq > Document.text_seq)
    )
    return set(session.scalars(query))


def _linked_since(
    session: Session,
    codes: dict[uuid.UUID, str],
    changes: Collection[uuid.UUID],
    links: list[Link],
) -> set[str]:
    """The changes that a link of somebody else now touches."""
    ours = {one.id for one in links}
    living = session.scalars(select(Link).where(Link.ended_at.is_(None)))
    others = [one for one in living if one.id not in ours]
    return {
        codes[end]
        for one in others
        for end in (one.source_id, one.target_id)
        if end is not None and end in changes
    }
