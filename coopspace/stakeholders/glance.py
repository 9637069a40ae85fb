"""The network at a glance, for pages that only repeat the first things that it tells.

One question to the database says whether the map has moved; only then is it read and counted again.
It is read as every member may see it (`outlines`), so that nothing of an answer that is not open
can weigh here, and not even its arrival is noticed.
"""

import uuid
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import FromClause, func, select, true
from sqlalchemy.orm import Session

from coopspace.network.graph import Network, Silence
from coopspace.network.views import Share
from coopspace.sites.model import Site
from coopspace.stakeholders import counted, waves
from coopspace.stakeholders.model import (
    NetworkWave,
    RelationView,
    StakeholderTelling,
    WaveParty,
)
from coopspace.stakeholders.outlines import outline

if TYPE_CHECKING:
    from coopspace.network.reading import Fact

FIRST = 2
"""So many facts are repeated."""
MOST_KEPT = 256
"""Of so many sites the glance is kept: a few sentences each."""


@dataclass(frozen=True)
class NetworkGlance:
    """How large the map is, how it was told, and the first things that it tells; `names` are those
    of whom these facts name. `running` is whether a survey is open."""

    organisations: int
    relations: int
    ties: int
    answers: Share
    silence: Silence | None
    running: bool = False
    facts: "tuple[Fact, ...]" = ()
    names: Mapping[str, str] = field(default_factory=dict)


def glance(session: Session, site: Site) -> NetworkGlance:
    """The glance at the network of the site in scope, as it stands."""
    mark = _mark(session)
    with _LOCK:
        found = _KEPT.get(site.id)
        if found is not None and found[0] == mark:
            _KEPT.move_to_end(site.id)
            return found[1]
    survey = waves.latest_survey(session)
    running = survey is not None and survey.closed_at is None
    fresh = _looked_at(outline(session).network, running=running)
    with _LOCK:
        _KEPT[site.id] = (mark, fresh)
        _KEPT.move_to_end(site.id)
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return fresh


_KEPT: OrderedDict[uuid.UUID, tuple[Hashable, NetworkGlance]] = OrderedDict()
_LOCK = Lock()


def _looked_at(network: Network, *, running: bool) -> NetworkGlance:
    facts = () if network.silence else counted.told(network)[:FIRST]
    named = {
        one
        for fact in facts
        for several in (*fact.who.values(), *fact.more_who.values())
        for one in several
    }
    return NetworkGlance(
        organisations=len(network.nodes),
        relations=len(network.ties),
        ties=len(network.counted),
        answers=Share(len(network.asked & network.answered), len(network.asked)),
        silence=network.silence,
        running=running,
        facts=facts,
        names={one: network.by_id[one].name for one in named},
    )


def _mark(session: Session) -> Hashable:
    """What is not the same when anything that a member may read of the network has changed.

    Tellings and views of the map are only ever followed by others, later and one further; an answer
    weighs from the moment that both sides opened it.
    """
    return tuple(session.execute(_MARK).one())


_SAID, _TOLD = StakeholderTelling, RelationView
_COUNTED: list[FromClause] = [
    one.subquery()
    for one in (
        select(func.count(), func.sum(_SAID.seq), func.max(_SAID.at)).where(_SAID.until.is_(None)),
        select(func.count(), func.sum(_TOLD.seq), func.max(_TOLD.at)).where(
            _TOLD.wave_id.is_(None), _TOLD.until.is_(None)
        ),
        select(func.count(_TOLD.id), func.max(_TOLD.accepted_at)).where(
            _TOLD.offered_at.is_not(None), _TOLD.accepted_at.is_not(None)
        ),
        select(func.count(WaveParty.id), func.count(WaveParty.answered_at)),
        select(func.max(NetworkWave.number), func.count(NetworkWave.closed_at)),
    )
]
_MARK = select(*(column for one in _COUNTED for column in one.c)).select_from(
    reduce(lambda one, other: one.join(other, true()), _COUNTED)
)
