"""The plain declarative base, and the wall between sites.

A row that belongs to a site inherits `SiteOwned`. Every query on such a row is filtered by the
site in scope, and a query without a scope raises: forgetting the filter is an error, not a leak.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Executable,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Uuid,
    column,
    event,
    true,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on every database. Naive values are refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; SQLite keeps no zone, so it is dropped there and put back when read."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment(), uuid.UUID: Uuid()}


def new_id() -> uuid.UUID:
    """A random identifier: what stands in addresses tells nothing and cannot be guessed."""
    return uuid.uuid4()


def one_at_a_time(
    name: str, *columns: str, ends: str = "until", where: ColumnElement[bool] | None = None
) -> Index:
    """At most one row stands for these columns: the others have an end in `ends`, or are not what
    `where` says."""
    stands = column(ends).is_(None) & (true() if where is None else where)
    return Index(name, *columns, unique=True, sqlite_where=stands, postgresql_where=stands)


class SiteOwned:
    """A row that belongs to exactly one site and is invisible outside it."""

    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"), index=True)


class OutOfScope(RuntimeError):
    """A query or a write on a site's rows was attempted without, or outside, its site."""


_ACROSS = object()
_KEY = "site_scope"


def enter_site(session: Session, site_id: uuid.UUID) -> None:
    """Put the session in one site for the rest of its life (a request's)."""
    session.info[_KEY] = site_id


def leave_site(session: Session) -> None:
    """Take the session out of any site."""
    session.info.pop(_KEY, None)


@contextmanager
def in_site(session: Session, site_id: uuid.UUID) -> Iterator[None]:
    """Work on one site's rows, then return to the scope there was before."""
    before = session.info.get(_KEY)
    session.info[_KEY] = site_id
    try:
        yield
    finally:
        session.info[_KEY] = before


@contextmanager
def across_sites(session: Session, *, because: str) -> Iterator[None]:
    """Read rows of several sites; `because` says why this is no leak. Use is listed by a test."""
    if not because:
        raise ValueError("across_sites() needs its reason")
    before = session.info.get(_KEY)
    session.info[_KEY] = _ACROSS
    try:
        yield
    finally:
        session.info[_KEY] = before


def site_in_scope(session: Session) -> uuid.UUID:
    """The one site that the session works in. Raises OutOfScope."""
    scope = session.info.get(_KEY)
    if not isinstance(scope, uuid.UUID):
        raise OutOfScope("no single site is in scope")
    return scope


@event.listens_for(Session, "do_orm_execute")
def _only_this_site(state: ORMExecuteState) -> None:
    """Add the site filter to every statement on site-owned rows, or refuse it.

    The filter follows the rows wherever they stand: joined, counted, in a subquery. A statement
    on bare tables cannot be filtered, so it is refused like one without a site.
    """
    if not (state.is_select or state.is_update or state.is_delete):
        return
    scope = state.session.info.get(_KEY)
    if scope is _ACROSS:
        return
    if scope is None or not state.is_orm_statement:
        owned = _site_owned_table(state.statement)
        if owned:
            raise OutOfScope(f"{owned} was queried without a site in scope")
        return
    state.statement = _within(state.statement, scope)


def _within(statement: Executable, scope: uuid.UUID) -> Executable:
    """The statement with the filter of this site. One that is written once is filtered once for a
    site, and SQLAlchemy then finds it already compiled."""
    kept = _WITHIN.setdefault(statement, {})
    if (filtered := kept.get(scope)) is None:
        if len(kept) >= SITES_KEPT:
            kept.clear()
        filtered = kept[scope] = statement.options(_filter(scope))
    return filtered


SITES_KEPT = 64
"""For how many sites one statement is kept with its filter: some kB each."""


@lru_cache(maxsize=SITES_KEPT)
def _filter(scope: uuid.UUID) -> LoaderCriteriaOption:
    return with_loader_criteria(SiteOwned, lambda row: row.site_id == scope, include_aliases=True)


_WITHIN: WeakKeyDictionary[Executable, dict[uuid.UUID, Executable]] = WeakKeyDictionary()


def _site_owned_table(statement: Executable) -> str:
    """The name of a site-owned table anywhere in a statement, or an empty text.

    A statement that is written once and asked by every page is read once.
    """
    if (known := _READ.get(statement)) is None:
        known = _READ[statement] = _first_site_owned_table(statement)
    return known


_READ: WeakKeyDictionary[Executable, str] = WeakKeyDictionary()


def _first_site_owned_table(statement: Executable) -> str:
    names = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, SiteOwned)
    }
    for element in visitors.iterate(statement):  # type: ignore[arg-type]
        if isinstance(element, Table) and element.name in names:
            return element.name
    return ""


@event.listens_for(Session, "before_flush")
def _write_inside(session: Session, _context: object, _instances: object) -> None:
    """A new or changed site-owned row must be of the site in scope."""
    scope = session.info.get(_KEY)
    if scope is _ACROSS:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, SiteOwned) and row.site_id != scope:
            raise OutOfScope(f"{type(row).__name__} was written outside its site")
