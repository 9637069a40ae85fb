"""The network as it is drawn: who, who with whom, at which level, and where each stands.

The same as `networks.seen`, by the same conditions, without what is said of each: a map of hundreds
of organisations is read at every look. `tests/stakeholders/test_outlines.py` compares the two.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.network.graph import Network, Node, View
from coopspace.stakeholders import waves
from coopspace.stakeholders.model import (
    NetworkWave,
    RelationView,
    Stakeholder,
    StakeholderTelling,
    WaveParty,
)
from coopspace.stakeholders.networks import readable, stood

Place = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """What is drawn and measured, the places that are kept, what each is there for."""

    network: Network
    kept: dict[str, Place] = field(default_factory=dict)
    missions: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """How each is called, by public id."""
        return {node.id: node.name for node in self.network.nodes}


def outline(
    session: Session, *, wave: NetworkWave | None = None, on: datetime | None = None
) -> Outline:
    """The network that members of the site in scope may see: at a wave, at a moment, or now."""
    moment = on or (wave.closed_at if wave is not None else None)
    survey = wave if wave is not None or on is not None else waves.latest_survey(session)
    said, told = StakeholderTelling, RelationView
    rows = session.execute(
        select(
            Stakeholder.ref,
            Stakeholder.x,
            Stakeholder.y,
            said.name,
            said.sector,
            said.ring,
            said.mission,
        )
        .join(said, said.stakeholder_id == Stakeholder.id)
        .where(said.ended.is_(False), stood(said, moment))
    ).all()
    there = {row[0] for row in rows}
    one, other = aliased(Stakeholder), aliased(Stakeholder)
    views = session.execute(
        select(one.ref, other.ref, told.level, told.desired, told.kinds, told.origin)
        .join(one, one.id == told.source_id)
        .join(other, other.id == told.target_id)
        .where(readable(moment, survey))
    )
    asked, answered = _asked(session, survey, there)
    return Outline(
        network=Network(
            nodes=tuple(Node(row[0], row[3], str(row[4]), str(row[5] or "")) for row in rows),
            views=tuple(
                View(a, b, level, desired, frozenset(map(str, kinds)), str(origin))
                for a, b, level, desired, kinds, origin in views
                if a in there and b in there
            ),
            asked=asked,
            answered=answered,
        ),
        kept={
            row[0]: (row[1], row[2]) for row in rows if row[1] is not None and row[2] is not None
        },
        missions={row[0]: row[6] for row in rows if row[6]},
    )


def _asked(
    session: Session, survey: NetworkWave | None, there: set[str]
) -> tuple[frozenset[str], frozenset[str]]:
    if survey is None:
        return frozenset(), frozenset()
    rows = session.execute(
        select(Stakeholder.ref, WaveParty.answered_at)
        .join(Stakeholder, Stakeholder.id == WaveParty.stakeholder_id)
        .where(WaveParty.wave_id == survey.id)
    ).all()
    return (
        frozenset(ref for ref, _at in rows if ref in there),
        frozenset(ref for ref, at in rows if at is not None and ref in there),
    )
