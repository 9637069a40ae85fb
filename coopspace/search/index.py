"""Keeping what can be found as it stands: in the transaction of the act that changed it, or anew.

Rooms do not call this: what a flush wrote is noted, and just before the commit the things that it
was about are read again, by the same function that a whole rebuild uses. A text that is being
typed is found once its wording is closed.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from coopspace.kernel.base import SiteOwned, across_sites, in_site, site_in_scope
from coopspace.kernel.held import HELD
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import check_saving
from coopspace.live.model import Document, Wording
from coopspace.search.model import SearchEntry
from coopspace.search.rules import folded
from coopspace.sites.model import Site

Ids = Collection[uuid.UUID]
_KEY = "search_touched"
_AT_ONCE = 400
"""How many things are read again in one go."""
_INSERT: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True)
class Said:
    """What a thing says, and the permission that opens it."""

    words: str
    permission: Permission


Read = Callable[[Session, Ids | None], Mapping[uuid.UUID, Said]]
"""What these things of the site in scope say, all of them for None; what is not to be found is
left out."""
Via = Callable[[Session, Ids], Iterable[uuid.UUID]]
"""The things to which these rows belong."""


def themselves(_session: Session, ids: Ids) -> Iterable[uuid.UUID]:
    """The rows are the things."""
    return ids


@dataclass(frozen=True)
class Watched:
    """Rows that make a thing change: which column leads to it, and how from there."""

    model: type[SiteOwned]
    column: str = "id"
    via: Via = themselves


@dataclass(frozen=True)
class Source:
    """A kind of thing that is found: how it is read, which rows and which kinds of shared texts
    change it."""

    kind: str
    read: Read
    watched: tuple[Watched, ...] = ()
    documents: frozenset[str] = frozenset()
    document_via: Via = themselves


@dataclass
class _Touched:
    """What the acts of a transaction were about at one site, as far as a row tells."""

    rows: dict[tuple[str, Watched], set[uuid.UUID]] = field(
        default_factory=lambda: defaultdict(set)
    )
    documents: set[uuid.UUID] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)


_SOURCES: dict[str, Source] = {}
_WATCHED: dict[type, list[tuple[str, Watched]]] = defaultdict(list)
_TEXTS: dict[type, str] = {Document: "id", Wording: "document_id"}


def keep(*sources: Source) -> None:
    """Keep these kinds up to date from now on."""
    for source in sources:
        _SOURCES[source.kind] = source
        for watched in source.watched:
            _WATCHED[watched.model].append((source.kind, watched))


def kinds() -> tuple[str, ...]:
    """The kinds that are kept up to date."""
    return tuple(_SOURCES)


def rebuild(session: Session, site_id: uuid.UUID) -> int:
    """Make anew what can be found at one site; how many things that is."""
    check_saving(session)
    with in_site(session, site_id):
        session.execute(delete(SearchEntry))
    return _make(session, site_id, _SOURCES.values())


def rebuild_all(session: Session) -> int:
    """Make anew what can be found everywhere; how many things that is. In `saving()`."""
    return sum(rebuild(session, one) for one in _everywhere(session))


def begin(session: Session) -> bool:
    """Make it for the kinds of which nothing is kept, in a house that is older than searches or
    than these kinds; whether anything had to be. In `saving()`."""
    check_saving(session)
    with across_sites(session, because="of which kinds anything at all is kept is asked"):
        kept = frozenset(session.scalars(select(SearchEntry.kind).distinct()))
    lacking = [source for kind, source in _SOURCES.items() if kind not in kept]
    return bool(lacking) and sum(_make(session, one, lacking) for one in _everywhere(session)) > 0


def _everywhere(session: Session) -> Sequence[uuid.UUID]:
    return session.scalars(select(Site.id).order_by(Site.id)).all()


def _make(session: Session, site_id: uuid.UUID, sources: Iterable[Source]) -> int:
    with in_site(session, site_id):
        return sum(
            len(_add(session, site_id, source.kind, _to_keep(source.read(session, None))))
            for source in sources
        )


def expected(session: Session) -> dict[tuple[str, uuid.UUID], tuple[str, str]]:
    """What a rebuild would keep of the site in scope: words and permission, by kind and thing."""
    return {
        (source.kind, ref): (words, said.permission.value)
        for source in _SOURCES.values()
        for ref, said in source.read(session, None).items()
        if (words := folded(said.words))
    }


def standing(session: Session) -> dict[tuple[str, uuid.UUID], tuple[str, str]]:
    """What is kept of the site in scope."""
    rows = session.scalars(select(SearchEntry))
    return {(one.kind, one.ref): (one.words, str(one.permission)) for one in rows}


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    """Remember what was written."""
    for row in (*session.new, *session.dirty, *session.deleted):
        kind = type(row)
        if kind in _TEXTS:
            _touched(session, row.site_id).documents.add(getattr(row, _TEXTS[kind]))
        for source, watched in _WATCHED.get(kind, ()):
            key = (source, watched)
            _touched(session, row.site_id).rows[key].add(getattr(row, watched.column))


@event.listens_for(Session, "do_orm_execute")
def _note_many(state: ORMExecuteState) -> None:
    """Rows that one statement adds say which they are; any other statement that writes many says
    nothing of it: their whole kind is read again."""
    if state.is_select or state.bind_mapper is None:
        return
    added = state.parameters if state.is_insert and isinstance(state.parameters, list) else ()
    for source, watched in _WATCHED.get(state.bind_mapper.class_, ()):
        touched = _touched(state.session, site_in_scope(state.session))
        if added and all(watched.column in row for row in added):
            touched.rows[source, watched].update(row[watched.column] for row in added)
        else:
            touched.whole.add(source)


@event.listens_for(Session, "before_commit")
def follow(session: Session) -> None:
    """Bring what was touched up to date, last of all: whoever holds an entry waits for nobody."""
    if session.in_nested_transaction():
        return
    if session.new or session.dirty or session.deleted:
        session.flush()
    touched: dict[uuid.UUID, _Touched] = session.info.pop(_KEY, {})
    for site_id, one in sorted(touched.items()):
        with in_site(session, site_id):
            _bring_up(session, site_id, one)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, given_up: SessionTransaction) -> None:
    if given_up.parent is None:
        session.info.pop(_KEY, None)


def _touched(session: Session, site_id: uuid.UUID) -> _Touched:
    every: dict[uuid.UUID, _Touched] = session.info.setdefault(_KEY, {})
    return every.setdefault(site_id, _Touched())


def _bring_up(session: Session, site_id: uuid.UUID, touched: _Touched) -> None:
    things: dict[str, set[uuid.UUID]] = defaultdict(set)
    for (kind, watched), ids in touched.rows.items():
        things[kind].update(watched.via(session, ids))
    for kind, ids in _by_kind(session, touched.documents).items():
        for source in _SOURCES.values():
            if kind in source.documents:
                things[source.kind].update(source.document_via(session, ids))
    for kind in sorted({*touched.whole, *things}):
        if kind in touched.whole:
            _renew(session, site_id, _SOURCES[kind], None)
            continue
        for some in _some_of(sorted(things[kind])):
            _renew(session, site_id, _SOURCES[kind], some)


def _by_kind(session: Session, documents: Ids) -> dict[str, set[uuid.UUID]]:
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    for some in _some_of(sorted(documents)):
        query = select(Document.kind, Document.id).where(Document.id.in_(some))
        for kind, one in session.execute(query):
            found[kind].add(one)
    return found


def _renew(
    session: Session, site_id: uuid.UUID, source: Source, ids: Sequence[uuid.UUID] | None
) -> None:
    """Read these things again, all of their kind for None, once what is kept of them is held: of
    two acts on one thing, the second one reads what the first one wrote."""
    mine = SearchEntry.kind == source.kind
    held = {
        one.ref: one
        for one in session.scalars(
            select(SearchEntry)
            .where(mine if ids is None else mine & SearchEntry.ref.in_(ids))
            .order_by(SearchEntry.ref)
            .with_for_update(**HELD)
            .execution_options(populate_existing=True)
        )
    }
    said = source.read(session, ids)
    for ref, entry in held.items():
        now = said.get(ref)
        words = folded(now.words) if now else ""
        if now is None or not words:
            session.delete(entry)
        else:
            entry.words, entry.permission = words, now.permission
    new = {ref: one for ref, one in said.items() if ref not in held}
    wanted = _to_keep(new)
    added = _add(session, site_id, source.kind, wanted)
    session.flush()
    for late in _some_of([ref for ref in wanted if ref not in added]):
        _renew(session, site_id, source, late)


def _to_keep(said: Mapping[uuid.UUID, Said]) -> dict[uuid.UUID, Said]:
    """What has words to be found by, its words folded."""
    kept = {ref: Said(folded(one.words), one.permission) for ref, one in said.items()}
    return {ref: one for ref, one in kept.items() if one.words}


def _add(
    session: Session, site_id: uuid.UUID, kind: str, kept: Mapping[uuid.UUID, Said]
) -> set[uuid.UUID]:
    """Keep what is not kept yet; those that nobody else kept meanwhile. One statement, whose
    values come as rows: compiled once, however many there are."""
    rows = [
        {
            "site_id": site_id,
            "kind": kind,
            "ref": ref,
            "permission": one.permission.value,
            "words": one.words,
        }
        for ref, one in kept.items()
    ]
    if not rows:
        return set()
    made = _INSERT[session.get_bind().dialect.name](SearchEntry)
    keys = ["site_id", "kind", "ref"]
    query = made.on_conflict_do_nothing(index_elements=keys).returning(SearchEntry.ref)
    return set(session.scalars(query, rows))


def _some_of(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(things), _AT_ONCE):
        yield things[first : first + _AT_ONCE]
