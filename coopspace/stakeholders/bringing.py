"""A file comes in: what it would change, doing so as one event, taking that event back.

A line is matched by our public id, else by the id that its file gives it, else by its name. An
empty cell says nothing: what stands stays. Nothing leaves the map because a file does not name it.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held, rules
from coopspace.stakeholders.model import (
    RelationView,
    Stakeholder,
    StakeholderImport,
    StakeholderTelling,
)
from coopspace.stakeholders.networks import Organisation, Seen
from coopspace.stakeholders.rules import Described, Origin, Told

A_DAY = timedelta(days=1)


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Element:
    """A line of a file about a stakeholder: `key` is how its relations name it, `fields` what the
    file says of it; `only_named` that no line does, only relations."""

    key: str
    said: Described
    fields: frozenset[str]
    ref: str = ""
    foreign_id: str = ""
    line: int = 0
    at: tuple[float, float] | None = None
    only_named: bool = False


@dataclass(frozen=True)
class Connection:
    """A line of a file about one side's view, between two keys of its elements."""

    source: str
    target: str
    said: Told
    fields: frozenset[str]
    line: int = 0


@dataclass(frozen=True)
class Fault:
    """A line that is left out, and what to do about it. `table` is elements or connections."""

    table: str
    line: int
    refusal: Refusal


@dataclass(frozen=True)
class Incoming:
    """A stakeholder as it will be, and which one it is today (None for a newcomer)."""

    key: str
    said: Described
    fate: Fate
    ref: str
    foreign_id: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class IncomingView:
    """A view as it will be."""

    source: str
    target: str
    said: Told
    fate: Fate


@dataclass(frozen=True)
class Plan:
    """What the map would be made of it: shown before anything is done."""

    elements: tuple[Incoming, ...]
    views: tuple[IncomingView, ...]
    faults: tuple[Fault, ...] = ()

    def count(self, fate: Fate) -> tuple[int, int]:
        """How many stakeholders and how many views meet this fate."""
        return (
            sum(one.fate is fate for one in self.elements),
            sum(one.fate is fate for one in self.views),
        )


@dataclass
class _Known:
    """Who stands on the map, by each of their names."""

    refs: dict[str, Organisation]
    foreign: dict[str, Organisation] = field(default_factory=dict)
    names: dict[str, Organisation] = field(default_factory=dict)

    def find(self, one: Element) -> Organisation | None:
        """Who this line is about, if anybody."""
        return (
            self.refs.get(one.ref)
            or (self.foreign.get(one.foreign_id) if one.foreign_id else None)
            or self.names.get(rules.name_key(one.said.name))
        )


def plan(seen: Seen, elements: Iterable[Element], connections: Iterable[Connection]) -> Plan:
    """What these lines would make of the map as it is seen. A line that no rule lets through is
    left out, with the reason; whom relations alone name comes only with one that is read."""
    known = _Known(
        refs=dict(seen.by_ref),
        foreign={one.foreign_id: one for one in seen.organisations if one.foreign_id},
        names={rules.name_key(one.name): one for one in seen.organisations},
    )
    faults: list[Fault] = []
    coming: dict[str, Incoming] = {}
    names = {rules.name_key(one.name): one.ref for one in seen.organisations}
    taken, named_only, called = set(seen.by_ref), set[str](), dict[str, str]()
    for one in elements:
        called[one.key] = one.said.name
        try:
            arrived = _coming(one, known.find(one), taken)
            _alone(arrived, one, coming, names)
        except Refusal as refusal:
            faults.append(Fault("elements", one.line, refusal))
        else:
            taken.add(arrived.ref)
            names[rules.name_key(arrived.said.name)] = arrived.ref
            coming[one.key] = arrived
            if one.only_named:
                named_only.add(arrived.ref)
    views: dict[tuple[str, str], IncomingView] = {}
    for line in connections:
        try:
            view = _view(seen, line, coming, called)
        except Refusal as refusal:
            faults.append(Fault("connections", line.line, refusal))
        else:
            views[view.source, view.target] = view
    idle = named_only.difference(*views)
    arriving = (one for one in coming.values() if one.ref not in idle)
    return Plan(tuple(arriving), tuple(views.values()), tuple(faults))


def _alone(arrived: Incoming, one: Element, coming: dict[str, Incoming], names: Any) -> None:
    """Nobody else of this file or of the map is called or numbered so. Raises Refusal."""
    other = names.get(rules.name_key(arrived.said.name), arrived.ref)
    twice = any(before.ref == arrived.ref for before in coming.values())
    if one.key in coming or other != arrived.ref or twice:
        raise Refusal(
            N_("%(name)s stands twice: tell the two lines apart, or keep one."),
            name=arrived.said.name,
        )


def _view(
    seen: Seen, line: Connection, coming: dict[str, Incoming], called: Mapping[str, str]
) -> IncomingView:
    for end in (line.source, line.target):
        if end not in coming:
            raise Refusal(
                N_("“%(name)s” is not brought in: only one end would be left."),
                name=called.get(end, end),
            )
    source, target = coming[line.source].ref, coming[line.target].ref
    if source == target:
        raise Refusal(N_("Choose another stakeholder: a relation has two ends."))
    before = stood.said if (stood := seen.on_map.get((source, target))) else None
    said = rules.told(_over(before, line.said, line.fields), today=clock.today())
    fate = Fate.NEW if before is None else Fate.SAME if said == before else Fate.CHANGED
    return IncomingView(source, target, said, fate)


def _coming(one: Element, who: Organisation | None, taken: set[str]) -> Incoming:
    said = rules.described(_over(who.said if who else None, one.said, one.fields))
    if who is not None:
        fate = Fate.SAME if said == who.said else Fate.CHANGED
        return Incoming(one.key, said, fate, who.ref)
    ref = one.ref if rules.is_ref(one.ref) and one.ref not in taken else held.new_ref(taken)
    return Incoming(one.key, said, Fate.NEW, ref, one.foreign_id[:80], one.at)


def _over(before: Any, after: Any, fields: frozenset[str]) -> Any:
    """What a line says over what stood; what it does not say stays."""
    if before is None:
        return after
    return replace(before, **{name: getattr(after, name) for name in fields})


def keep_draft(
    session: Session, site: Site, *, format: str, content: str, by: User
) -> StakeholderImport:
    """Keep what was read of a file until its bringer has looked at it. One draft each, for a day:
    an earlier one is forgotten."""
    held.hold(session, site.id)
    stale = select(StakeholderImport).where(
        StakeholderImport.done_at.is_(None),
        or_(StakeholderImport.by == by.id, StakeholderImport.at < clock.now() - A_DAY),
    )
    for one in session.scalars(stale):
        session.delete(one)
    session.flush()
    draft = StakeholderImport(
        site_id=site.id,
        number=max(session.scalars(select(StakeholderImport.number)), default=0) + 1,
        format=format,
        content=content,
        by=by.id,
        at=clock.now(),
    )
    session.add(draft)
    session.flush()
    return draft


def draft_of(session: Session, number: int) -> StakeholderImport:
    """The draft of this number, for whoever draws the map. Raises NotFound."""
    found = import_of(session, number)
    if found.done_at is not None:
        raise NotFound
    return found


def import_of(session: Session, number: int) -> StakeholderImport:
    """The import of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(StakeholderImport).where(StakeholderImport.number == number))
    if found is None:
        raise NotFound
    return found


def imports_of(session: Session) -> list[StakeholderImport]:
    """The imports that were done, the newest first."""
    query = select(StakeholderImport).where(StakeholderImport.done_at.is_not(None))
    return list(session.scalars(query.order_by(StakeholderImport.number.desc())))


def bring(session: Session, draft: StakeholderImport, planned: Plan, *, by: User) -> None:
    """Do what was planned, as one event. `planned` was made in this same act."""
    held.hold(session, draft.site_id)
    rows = _rows_of(session)
    tellings = _standing_tellings(session)
    new: list[Any] = []
    for one in planned.elements:
        if one.fate is Fate.SAME:
            continue
        who = rows.get(one.ref)
        if who is None:
            who = Stakeholder(
                id=uuid.uuid4(), site_id=draft.site_id, ref=one.ref, foreign_id=one.foreign_id
            )
            who.x, who.y = one.at or (None, None)
            rows[one.ref] = who
            session.add(who)
        before = tellings.get(who.id)
        new.append(_after(before, held.telling(who, one.said, **_said_by(before, draft, by))))
    views = _standing_views(session)
    for view in planned.views:
        if view.fate is Fate.SAME:
            continue
        ends = rows[view.source], rows[view.target]
        stood = views.get((ends[0].id, ends[1].id))
        new.append(_after(stood, held.view(*ends, view.said, **_said_by(stood, draft, by))))
    session.flush()
    session.add_all(new)
    draft.done_at, draft.content = clock.now(), ""
    session.flush()
    note(session, "map:import", draft, by, stakeholders=len(planned.elements))


def _after(before: Any, after: Any) -> Any:
    if before is not None:
        before.until = after.at
    return after


def _said_by(before: Any, draft: StakeholderImport, by: User) -> dict[str, Any]:
    return {"seq": (before.seq if before else 0) + 1, "by": by.id, "import_id": draft.id}


def _rows_of(session: Session) -> dict[str, Stakeholder]:
    return {one.ref: one for one in session.scalars(select(Stakeholder))}


def _standing_tellings(session: Session) -> Mapping[uuid.UUID, StakeholderTelling]:
    query = select(StakeholderTelling).where(StakeholderTelling.until.is_(None))
    return {one.stakeholder_id: one for one in session.scalars(query)}


def _standing_views(session: Session) -> Mapping[tuple[uuid.UUID, uuid.UUID], RelationView]:
    query = select(RelationView).where(
        RelationView.until.is_(None), RelationView.origin == Origin.MAP
    )
    return {(one.source_id, one.target_id): one for one in session.scalars(query)}


def note(session: Session, action: str, done: StakeholderImport, by: User, **more: object) -> None:
    """Tell the journal what was done with an import."""
    held.note(
        session,
        action,
        site_id=done.site_id,
        by=by.id,
        on=("map_import", done.number),
        number=done.number,
        **more,
    )
