"""« My data »: every row that names a person, and nothing of anybody else (RGPD-3).

It walks the tables themselves, so that a room which comes later is in it without having to think
of it: a column that points to `user`, that holds an e-mail address, or a line of the journal
where the person's id stands, is what names a person.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, cast, or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.base import across_sites

SECRETS = frozenset({"password_hash", "token_hash", "previous", "hash"})
"""Never given out, even to their owner: they are no information about a person."""
FOUND = frozenset({"summary", "nodes"})
"""What was measured at somebody’s asking: it speaks of organisations, not of who asked."""
PEOPLE = frozenset({"actor_id", "author_id"})
"""Columns that name a person without a foreign key (a journal outlives the accounts it names)."""
NAMING = frozenset({"email", "name"})
"""Columns that, beside an address which is not mine, speak of somebody else."""


def mine(session: Session, metadata: MetaData, user: User) -> dict[str, list[dict[str, Any]]]:
    """The person's rows, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    with across_sites(session, because="a person may have everything that names them"):
        for table in metadata.sorted_tables:
            rows = list(_rows(session, table, user))
            if rows:
                found[table.name] = rows
    return found


def _rows(session: Session, table: Table, user: User) -> Iterator[dict[str, Any]]:
    people = [column for column in table.columns if _names_a_person(column)]
    tests = [column == user.id for column in people]
    if "email" in table.columns:
        tests.append(table.columns["email"] == user.email)
    if table.name == AuditEvent.__tablename__:
        tests.append(table.columns["object_id"] == str(user.id))
        tests.append(cast(table.columns["details"], String).contains(str(user.id)))
    if not tests:
        return
    for row in session.execute(select(table).where(or_(*tests))).mappings():
        yield _told(row, {column.name for column in people}, user)


def _names_a_person(column: Column[Any]) -> bool:
    if column.table.name == User.__tablename__:
        return column.name == "id"
    targets = (key.target_fullname for key in column.foreign_keys)
    return column.name in PEOPLE or any(target == "user.id" for target in targets)


def _told(row: Mapping[Any, Any], people: set[str], user: User) -> dict[str, Any]:
    """A row without secrets, without the ids of others, without others' names and addresses."""
    somebody_else = row.get("email") not in (None, "", user.email)
    told = {}
    for name, value in row.items():
        if name in SECRETS | FOUND or (somebody_else and name in NAMING):
            continue
        if name in people and value != user.id:
            continue
        told[str(name)] = _plain(value)
    return told


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    return value.hex() if isinstance(value, bytes) else value
