"""The network as every member of a site may see it: at a wave, on a day, or now.

This is the only way from the tables to a page, a file or a measure. It holds the site's own map,
and of the answers to a survey only those that both sides opened; no trust of an answer, ever. What
is not read here cannot be shown, counted or weighed.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from coopspace.network.graph import Network, Node, View
from coopspace.stakeholders import rules, waves
from coopspace.stakeholders.model import (
    NetworkWave,
    RelationView,
    Stakeholder,
    StakeholderTelling,
    WaveParty,
)
from coopspace.stakeholders.rules import Described, Exchange, Kind, Origin, Ring, Sector, Told


@dataclass(frozen=True)
class Organisation:
    """A stakeholder as it is read. `x` and `y` are where it stands on the picture, if anywhere."""

    ref: str
    said: Described
    seq: int = 1
    ended: bool = False
    why: str = ""
    foreign_id: str = ""
    x: float | None = None
    y: float | None = None
    pinned: bool = False

    @property
    def name(self) -> str:
        """How it is called."""
        return self.said.name


@dataclass(frozen=True)
class Relation:
    """One side's view, as it is read. `seq` is which telling of this view it is."""

    source: str
    target: str
    said: Told
    origin: Origin = Origin.MAP
    seq: int = 1

    @property
    def level(self) -> int:
        """The level, which every told view has."""
        return self.said.level or 0


@dataclass(frozen=True)
class Seen:
    """The network as a member sees it: both sorted by public id, whatever the database gives."""

    organisations: tuple[Organisation, ...]
    relations: tuple[Relation, ...]
    asked: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()

    @cached_property
    def by_ref(self) -> dict[str, Organisation]:
        """The stakeholders by public id."""
        return {one.ref: one for one in self.organisations}

    @cached_property
    def by_ends(self) -> dict[tuple[str, str], Relation]:
        """One view for each direction: an organisation's own opened answer before the map's."""
        found: dict[tuple[str, str], Relation] = {}
        for one in self.relations:
            if (one.source, one.target) not in found or one.origin is Origin.ANSWER:
                found[one.source, one.target] = one
        return found

    @cached_property
    def on_map(self) -> dict[tuple[str, str], Relation]:
        """What the site's own map says of each direction."""
        return {(one.source, one.target): one for one in self.relations if one.origin is Origin.MAP}

    @cached_property
    def network(self) -> Network:
        """What is measured and drawn of it."""
        return Network(
            nodes=tuple(
                Node(
                    id=one.ref,
                    name=one.name,
                    college=one.said.sector.value,
                    ring=one.said.ring.value if one.said.ring else "",
                )
                for one in self.organisations
            ),
            views=tuple(
                View(
                    source=one.source,
                    target=one.target,
                    level=one.level,
                    desired=one.said.desired,
                    kinds=_codes(one.said.kinds),
                    origin=one.origin.value,
                )
                for one in self.relations
            ),
            asked=self.asked,
            answered=self.answered,
        )


def network(
    session: Session, *, wave: NetworkWave | None = None, on: datetime | None = None
) -> Network:
    """The network that members of the site in scope may see: at a wave, at a moment, or now."""
    return seen(session, wave=wave, on=on).network


def seen(session: Session, *, wave: NetworkWave | None = None, on: datetime | None = None) -> Seen:
    """The same with what is said of each stakeholder and of each relation.

    At a wave: the map as it stood when it closed, and the answers of that survey alone. Now: the
    map, and the opened answers of the survey opened last. At a past moment: the map alone.
    """
    moment = on or (wave.closed_at if wave is not None else None)
    survey = wave if wave is not None or on is not None else waves.latest_survey(session)
    organisations = _organisations(session, moment)
    refs = {id_: one.ref for id_, one in organisations.items()}
    asked, answered = _asked(session, survey, refs)
    return Seen(
        organisations=tuple(sorted(organisations.values(), key=lambda one: one.ref)),
        relations=_relations(session, moment, survey, refs),
        asked=asked,
        answered=answered,
    )


@lru_cache(maxsize=256)
def _codes(kinds: frozenset[Exchange]) -> frozenset[str]:
    """The kinds as the measures know them; sets of them are few, and shared."""
    return frozenset(kind.value for kind in kinds)


def began(session: Session) -> datetime | None:
    """When the first stakeholder came on the map."""
    return session.scalar(select(func.min(StakeholderTelling.at)))


def departed(session: Session) -> list[Organisation]:
    """The stakeholders who left the map, with the reason, by name."""
    found = _tellings(session, None, ended=True)
    return sorted(found.values(), key=lambda one: rules.name_key(one.name))


def _organisations(session: Session, moment: datetime | None) -> dict[uuid.UUID, Organisation]:
    return _tellings(session, moment, ended=False)


def _tellings(
    session: Session, moment: datetime | None, *, ended: bool
) -> dict[uuid.UUID, Organisation]:
    said = StakeholderTelling
    query = select(
        Stakeholder.id,
        Stakeholder.ref,
        Stakeholder.foreign_id,
        Stakeholder.x,
        Stakeholder.y,
        Stakeholder.pinned,
        said.seq,
        said.ended,
        said.why,
        said.kind,
        said.name,
        said.sector,
        said.mission,
        said.actions,
        said.constraints,
        said.levers,
        said.ring,
        said.influence,
        said.interest,
        said.engagement,
        said.tags,
        said.place,
    ).join(said, said.stakeholder_id == Stakeholder.id)
    query = query.where(said.ended.is_(ended), stood(said, moment))
    return {row[0]: _organisation(row) for row in session.execute(query)}


def _organisation(row: Any) -> Organisation:
    _id, ref, foreign_id, x, y, pinned, seq, ended, why, *words = row
    kind, name, sector, mission, actions, constraints, levers, ring, *more = words
    influence, interest, engagement, tags, place = more
    said = Described(
        name=name,
        kind=Kind(kind),
        sector=Sector(sector),
        mission=mission,
        actions=actions,
        constraints=constraints,
        levers=levers,
        ring=Ring(ring) if ring else None,
        influence=influence,
        interest=interest,
        engagement=engagement,
        tags=tags,
        place=place,
    )
    return Organisation(ref, said, seq, ended, why, foreign_id, x, y, pinned)


def _relations(
    session: Session,
    moment: datetime | None,
    survey: NetworkWave | None,
    refs: dict[uuid.UUID, str],
) -> tuple[Relation, ...]:
    """The views of the map and the opened answers of the survey, between those who are there."""
    told = RelationView
    one, other = aliased(Stakeholder), aliased(Stakeholder)
    query = (
        select(
            one.ref,
            other.ref,
            told.origin,
            told.seq,
            told.level,
            told.desired,
            told.trust,
            told.kinds,
            told.fact,
            told.said_on,
        )
        .join(one, one.id == told.source_id)
        .join(other, other.id == told.target_id)
        .where(readable(moment, survey))
    )
    there = set(refs.values())
    found = [
        Relation(
            source=source,
            target=target,
            said=Told(
                level=level,
                desired=desired,
                trust=trust if origin == Origin.MAP else None,
                kinds=kinds,
                fact=fact,
                said_on=said_on,
            ),
            origin=Origin(origin),
            seq=seq,
        )
        for source, target, origin, seq, level, desired, trust, kinds, fact, said_on in (
            session.execute(query)
        )
        if source in there and target in there
    ]
    return tuple(sorted(found, key=lambda one: (one.source, one.target, one.origin)))


def readable(moment: datetime | None, survey: NetworkWave | None) -> ColumnElement[bool]:
    """Which views members may read: those of the map, and the opened answers of the survey."""
    told = RelationView
    on_map = and_(told.origin == Origin.MAP, told.ended.is_(False), stood(told, moment))
    if survey is None:
        return on_map
    opened = and_(
        told.origin == Origin.ANSWER,
        told.wave_id == survey.id,
        told.offered_at.is_not(None),
        told.accepted_at.is_not(None),
    )
    return or_(on_map, opened)


def stood(
    row: type[StakeholderTelling] | type[RelationView], moment: datetime | None
) -> ColumnElement[bool]:
    """Whether it stands now, or stood at that moment."""
    if moment is None:
        return row.until.is_(None)
    return and_(row.at <= moment, or_(row.until.is_(None), row.until > moment))


def _asked(
    session: Session, survey: NetworkWave | None, refs: dict[uuid.UUID, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Who was asked and who answered, among those who are there."""
    if survey is None:
        return frozenset(), frozenset()
    query = select(WaveParty.stakeholder_id, WaveParty.answered_at).where(
        WaveParty.wave_id == survey.id
    )
    rows = [(refs[id_], at) for id_, at in session.execute(query) if id_ in refs]
    return (
        frozenset(ref for ref, _at in rows),
        frozenset(ref for ref, at in rows if at is not None),
    )
