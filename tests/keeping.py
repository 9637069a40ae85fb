"""The world of the tests, built once a worker by acting as people do, then put back row by row.

Each test gets it as new: its identifiers are drawn again and its moments are those of the test, so
that nothing kept in memory about one test's site can be mistaken for another's.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.audit import AuditEvent, AuditHead
from coopspace.kernel.saving import saving
from coopspace.sites.model import Programme, Site
from coopspace.tables import metadata
from tests.world import World

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
Rows = list[dict[str, Any]]


@dataclass
class Kept:
    """Every row of a world, and who is who in it."""

    rows: dict[str, Rows]
    at: datetime
    programme: uuid.UUID
    site: uuid.UUID
    other_site: uuid.UUID
    people: dict[str, uuid.UUID]


@cache
def in_order() -> tuple[Table, ...]:
    """The tables, each after those that it points to; SQLAlchemy sorts them each time anew."""
    return tuple(metadata.sorted_tables)


def keep(session: Session, world: World) -> Kept:
    """What the database holds once this world is built in it."""
    tables = {table.name: table for table in in_order()}
    connection = session.connection()
    found = {name: connection.execute(select(table)).mappings() for name, table in tables.items()}
    return Kept(
        rows={name: [dict(row) for row in rows] for name, rows in found.items()},
        at=clock.now(),
        programme=world.programme.id,
        site=world.site.id,
        other_site=world.other_site.id,
        people={key: who.id for key, who in world.people.items()},
    )


def put_back(session: Session, kept: Kept) -> World:
    """The same world, of other identifiers and of today."""
    renew = _Renewing(clock.now() - kept.at)
    rows = {name: [renew.row(row) for row in those] for name, those in kept.rows.items()}
    _follow(rows)
    with saving(session):
        for table in in_order():
            if rows[table.name]:
                session.connection().execute(insert(table), rows[table.name])
    everybody = {user.id: user for user in session.scalars(select(User))}
    return World(
        programme=session.get_one(Programme, renew.id(kept.programme)),
        site=session.get_one(Site, renew.id(kept.site)),
        other_site=session.get_one(Site, renew.id(kept.other_site)),
        people={key: everybody[renew.id(who)] for key, who in kept.people.items()},
    )


@dataclass
class _Renewing:
    """Another identifier for each, the same wherever it stands; moments later by so much."""

    later: timedelta
    ids: defaultdict[uuid.UUID, uuid.UUID] = field(default_factory=lambda: defaultdict(uuid.uuid4))

    def id(self, old: uuid.UUID) -> uuid.UUID:
        return self.ids[old]

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self.value(value) for name, value in row.items()}

    def value(self, value: Any) -> Any:
        renewed: dict[type, Callable[[Any], Any]] = {
            uuid.UUID: self.id,
            datetime: lambda moment: moment + self.later,
            str: lambda words: IDENTIFIER.sub(
                lambda found: str(self.id(uuid.UUID(found[0]))), words
            ),
            dict: self.row,
            list: lambda values: [self.value(one) for one in values],
        }
        return renewed[type(value)](value) if type(value) in renewed else value


def _follow(rows: dict[str, Rows]) -> None:
    """The journal's lines follow one another under their new names."""
    last: dict[str, str] = {}
    for line in sorted(rows[AuditEvent.__tablename__], key=itemgetter("seq")):
        line["previous"] = last.get(line["chain"], line["previous"])
        line["hash"] = last[line["chain"]] = audit.fingerprint(AuditEvent(**line))
    for head in rows[AuditHead.__tablename__]:
        head["hash"] = last[head["chain"]]
