"""The journal only grows, and one flipped byte anywhere in it is found, on both engines."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from coopspace.kernel import audit
from coopspace.kernel.audit import AuditEvent, AuditHead
from coopspace.kernel.saving import saving
from tests.ledger import count
from tests.world import World

WRITTEN = ("chain", "seq", "at", "actor_id", "action", "object_type", "object_id", "details")
CHAINED = ("previous", "hash")


@pytest.fixture
def unguarded(session: Session, world: World, engine_kind: str) -> Iterator[Session]:
    """Somebody with the keys of the database, who takes the append-only triggers off."""
    with saving(session):
        if engine_kind == "sqlite":
            session.execute(text("DROP TRIGGER audit_event_no_update"))
            session.execute(text("DROP TRIGGER audit_event_no_delete"))
        else:
            session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
    yield session
    session.rollback()
    if engine_kind == "postgresql":
        with saving(session):
            session.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))


def flipped(value: object) -> object:
    """The value with one bit changed."""
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, dict):
        return {**value, "role": "lead"} if value else {"x": 1}
    if isinstance(value, str):
        swapped = "1" if value[-1] == "0" else "0"
        return value[:-1] + swapped
    return None


def test_a_whole_journal_is_whole(session: Session, world: World):
    assert audit.verify(session) == []


@pytest.mark.parametrize("column", [*WRITTEN, *CHAINED])
def test_one_altered_value_anywhere_is_found(unguarded: Session, column: str):
    session = unguarded
    lines = len(session.scalars(select(AuditEvent.id)).all())
    assert lines > 10
    found = 0
    for line in range(0, lines, max(1, lines // 6)):
        ordered = select(AuditEvent).order_by(AuditEvent.chain, AuditEvent.seq)
        one = session.scalars(ordered.offset(line).limit(1)).first()
        assert one is not None
        before = getattr(one, column)
        after = flipped(before) if column != "at" else before.replace(microsecond=7)
        key = one.id
        with saving(session):
            session.execute(update(AuditEvent).where(AuditEvent.id == key).values({column: after}))
        assert audit.verify(session), (column, line)
        with saving(session):
            session.execute(update(AuditEvent).where(AuditEvent.id == key).values({column: before}))
        assert audit.verify(session) == []
        found += 1
    count("alterations of the journal found", found)


def test_a_line_taken_out_or_a_cut_tail_is_found(unguarded: Session):
    session = unguarded
    chains = set(session.scalars(text("SELECT chain FROM audit_head")))
    assert len(chains) > 1
    for chain in chains:
        with saving(session):
            last = session.scalar(
                text("SELECT max(seq) FROM audit_event WHERE chain = :chain"), {"chain": chain}
            )
            session.execute(
                delete(AuditEvent).where(AuditEvent.chain == chain, AuditEvent.seq == last)
            )
        assert [one for one in audit.verify(session) if one.chain == chain]


def test_a_whole_chain_taken_out_is_found(unguarded: Session):
    session = unguarded
    with saving(session):
        session.execute(delete(AuditEvent).where(AuditEvent.chain == audit.PLATFORM))
    assert [one.chain for one in audit.verify(session)] == [audit.PLATFORM]
    with saving(session):
        session.execute(delete(AuditHead).where(AuditHead.chain != audit.PLATFORM))
    assert len(audit.verify(session)) > 1


@pytest.mark.parametrize("statement", [update(AuditEvent).values(action="x"), delete(AuditEvent)])
def test_the_database_refuses_to_change_a_line(session: Session, world: World, statement):
    with pytest.raises(DatabaseError, match="only grows"), saving(session):
        session.execute(statement)
    assert audit.verify(session) == []


def test_the_journal_holds_no_words_of_people(session: Session, world: World):
    told = " ".join(str(one.details) for one in session.scalars(select(AuditEvent)))
    assert not re.search(r"Nadège|Malik|exemple\.fr|Valmorel", told)
