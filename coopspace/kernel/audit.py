"""The journal of what weighs: who did what, when. It only grows, and shows if it was touched.

One chain per site and one for the platform. Each line carries the hash of the one before it
(SHA-256 of a canonical JSON text), so that a single flipped byte anywhere is found.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from coopspace.kernel import clock
from coopspace.kernel.base import Base, new_id
from coopspace.kernel.held import HELD
from coopspace.kernel.saving import check_saving

PLATFORM = "platform"
_FIRST = "0" * 64


class AuditHead(Base):
    """The last line of each chain: it is locked while a line is added, and betrays a cut tail."""

    __tablename__ = "audit_head"
    chain: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=_FIRST)


class AuditEvent(Base):
    """One line of the journal: never the content itself, only that it changed."""

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("chain", "seq"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    chain: Mapped[str] = mapped_column(String(64), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Broken:
    """Where a chain stops being true."""

    chain: str
    seq: int
    why: str


_HEAD = (
    select(AuditHead.seq, AuditHead.hash)
    .where(AuditHead.chain == bindparam("held"))
    .with_for_update(**HELD)
)
_BEGIN = insert(AuditHead.__table__)  # type: ignore[arg-type]
_GROW = update(AuditHead.__table__).where(  # type: ignore[arg-type]
    AuditHead.chain == bindparam("held")
)
_LINE = insert(AuditEvent.__table__)  # type: ignore[arg-type]
_COLUMNS = tuple(AuditEvent.__table__.columns.keys())


def chain_of(site_id: uuid.UUID | None) -> str:
    """The name of a site's chain, or of the platform's."""
    return PLATFORM if site_id is None else f"site:{site_id}"


def fingerprint(event: AuditEvent) -> str:
    """SHA-256 of the line with the hash before it, in hexadecimal."""
    line = {
        "chain": event.chain,
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(event.actor_id) if event.actor_id else None,
        "action": event.action,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "details": event.details,
        "previous": event.previous,
    }
    text = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    session: Session,
    action: str,
    *,
    site_id: uuid.UUID | None,
    actor_id: uuid.UUID | None,
    on: tuple[str, object],
    **details: Any,
) -> AuditEvent:
    """Add one line to the chain of `site_id` (None: the platform's), in the same transaction.

    `on` is (kind of object, its id or code); `details` are small JSON values, never texts that
    people wrote. Returns the line that was written, which the session does not hold. Raises
    ReadOnly outside `saving()`.
    """
    check_saving(session)
    session.flush()
    ask = session.connection().execute
    chain = chain_of(site_id)
    head = ask(_HEAD, {"held": chain}).first()
    seq, previous = head or (0, _FIRST)
    event = AuditEvent(
        id=new_id(),
        chain=chain,
        seq=seq + 1,
        at=clock.now(),
        actor_id=actor_id,
        action=action,
        object_type=on[0],
        object_id=str(on[1]),
        details=json.loads(json.dumps(details, default=str)),
        previous=previous,
        hash="",
    )
    event.hash = fingerprint(event)
    ask(_LINE, {name: getattr(event, name) for name in _COLUMNS})
    grown = {"seq": event.seq, "hash": event.hash}
    if head is None:
        ask(_BEGIN, {"chain": chain, **grown})
    else:
        ask(_GROW, {"held": chain, **grown})
    return event


def journal(session: Session, site_id: uuid.UUID | None, *, limit: int = 200) -> list[AuditEvent]:
    """The latest lines of one chain, newest first."""
    query = select(AuditEvent).where(AuditEvent.chain == chain_of(site_id))
    return list(session.scalars(query.order_by(AuditEvent.seq.desc()).limit(limit)))


def verify(session: Session) -> list[Broken]:
    """Every place where the journal is not what was written; empty when it is whole."""
    broken: list[Broken] = []
    heads = {head.chain: head for head in session.scalars(select(AuditHead))}
    last: dict[str, tuple[int, str]] = {}
    rows = session.scalars(
        select(AuditEvent)
        .order_by(AuditEvent.chain, AuditEvent.seq)
        .execution_options(yield_per=1000)
    )
    for event in rows:
        seq, previous = last.get(event.chain, (0, _FIRST))
        if event.seq != seq + 1:
            broken.append(Broken(event.chain, event.seq, "a line is missing before this one"))
        elif event.previous != previous:
            broken.append(Broken(event.chain, event.seq, "it does not follow the line before"))
        elif event.hash != fingerprint(event):
            broken.append(Broken(event.chain, event.seq, "the line was altered"))
        last[event.chain] = (event.seq, event.hash)
    for chain, head in heads.items():
        if last.get(chain, (0, _FIRST)) != (head.seq, head.hash):
            broken.append(Broken(chain, head.seq, "the end of the chain was cut or altered"))
    broken += [Broken(chain, 0, "the chain has no head") for chain in last if chain not in heads]
    return broken
