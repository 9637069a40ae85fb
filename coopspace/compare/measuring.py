"""The network of a programme, measured: at once where it is small, else by a process of its own.

A measuring is a row: it says where it stands, whatever becomes of the process that does it. Its
process tells that it is alive; one that tells nothing any more has stopped, and whoever leads the
programme has it done again. What was found holds until something shared changes.
"""

import json
import uuid
import zlib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.compare import pooled
from coopspace.compare.model import NetworkMeasure
from coopspace.compare.pooled import Sharing
from coopspace.compare.rules import STEPS, Ending, Finding
from coopspace.kernel import audit, clock
from coopspace.kernel.later import Later
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Programme

if TYPE_CHECKING:
    from coopspace.compare import counting
else:
    counting = Later("coopspace.compare.counting")

LIGHT = 300
"""Up to so many organisations the network is measured as it is read: a few tenths of a second."""
ALIVE = timedelta(seconds=30)
"""A process that has told nothing for so long has stopped."""
LONGEST = timedelta(minutes=15)
"""No measuring may take longer."""
AT_ONCE = 2
"""So many programmes at most are measured at the same time: each may take 2 GB."""
_HELD: dict[uuid.UUID, tuple[str, Finding]] = {}
"""The latest finding of each small network, for as long as nothing shared has changed."""


@dataclass(frozen=True)
class Standing:
    """Where the network of a programme stands: what is shared, what was found, what is under way.

    `found` is None where nothing was measured yet, or not of these sites. It is `stale` when maps
    or matches have changed since. `stopped` says that the latest measuring did not end well.
    """

    sites: tuple[Sharing, ...]
    size: int
    found: Finding | None
    measure: NetworkMeasure | None
    under_way: NetworkMeasure | None
    stopped: Ending | None
    stale: bool

    @property
    def small(self) -> bool:
        """Whether it is measured at once."""
        return self.size <= LIGHT


def standing(session: Session, programme: Programme) -> Standing:
    """What stands now of the network of a programme."""
    sites = pooled.sharing(session, programme)
    if not sites:
        return Standing((), 0, None, None, None, None, False)
    mark = pooled.fingerprint(session, programme, sites)
    latest = _latest(session, programme, NetworkMeasure.summary.is_not(None))
    if latest is not None and not _still_shared(latest, sites):
        latest = None
    if latest is not None and latest.fingerprint == mark:
        size = latest.organisations
    else:
        size = pooled.size(session, sites)
    if size <= LIGHT:
        found = _at_once(session, programme, mark) if size else None
        return Standing(sites, size, found, None, None, None, False)
    return Standing(
        sites,
        size,
        _found(latest) if latest else None,
        latest,
        under_way(session, programme),
        _how_it_stopped(_latest(session, programme)),
        latest is not None and latest.fingerprint != mark,
    )


def under_way(session: Session, programme: Programme) -> NetworkMeasure | None:
    """The measuring that is being done, if one is: asked again and again, so nothing else is."""
    last = _latest(session, programme)
    return last if last is not None and alive(last) else None


def glance(session: Session, programme: Programme) -> Standing:
    """The same for a page that says no more than what was found: nothing large is looked at again
    to know whether it has changed since."""
    sites = pooled.sharing(session, programme)
    latest = _latest(session, programme, NetworkMeasure.summary.is_not(None)) if sites else None
    if latest is None or not _still_shared(latest, sites):
        return standing(session, programme)
    found = Finding(latest.summary or {}, [])
    return Standing(sites, latest.organisations, found, latest, None, None, False)


def begin(session: Session, programme: Programme, *, by: User) -> NetworkMeasure:
    """Ask for a measuring; a process is then to be started for it. Raises Refusal."""
    pooled.hold(session, programme)
    stands = standing(session, programme)
    if stands.small:
        raise Refusal(N_("This network is small: it is measured each time that it is read."))
    if stands.under_way is not None:
        raise Refusal(N_("The network is being measured: what is found is shown here at its end."))
    if stands.found is not None and not stands.stale:
        raise Refusal(
            N_("Nothing that is shared has changed since: this is what there is to find.")
        )
    _end_the_dead(session)
    busy = select(func.count()).select_from(NetworkMeasure).where(NetworkMeasure.ended_at.is_(None))
    if (session.scalar(busy) or 0) >= AT_ONCE:
        raise Refusal(N_("Other programmes are being measured: try again in a few minutes."))
    now = clock.now()
    begun = NetworkMeasure(
        programme_id=programme.id,
        asked_by=by.id,
        asked_at=now,
        beat_at=now,
        organisations=stands.size,
    )
    session.add(begun)
    session.flush()
    audit.record(
        session,
        "network:measure",
        site_id=None,
        actor_id=by.id,
        on=("programme", programme.id),
        organisations=stands.size,
    )
    return begun


def alive(row: NetworkMeasure) -> bool:
    """Whether its process told not long ago that it is at work."""
    now = clock.now()
    return row.ended_at is None and now - row.beat_at < ALIVE and now - row.asked_at < LONGEST


def beat(session: Session, measure: uuid.UUID, *, step: int | None = None) -> bool:
    """Tell that it is at work, and at which step; False when it is no longer wanted."""
    said: dict[str, Any] = {"beat_at": clock.now()} | ({} if step is None else {"step": step})
    done = session.execute(
        update(NetworkMeasure)
        .where(NetworkMeasure.id == measure, NetworkMeasure.ended_at.is_(None))
        .values(**said)
        .returning(NetworkMeasure.id)
    )
    return done.first() is not None


def keep(
    session: Session, measure: uuid.UUID, *, found: Finding, mark: str, seconds: float
) -> Ending:
    """Keep what was found, unless a site took its map back meanwhile. Raises NotFound."""
    row = session.get(NetworkMeasure, measure)
    if row is None or row.ended_at is not None:
        raise NotFound
    programme = session.get_one(Programme, row.programme_id)
    pooled.hold(session, programme)
    now = {one.slug for one in pooled.sharing(session, programme)}
    kept = found.summary["sites"].keys() <= now
    if kept:
        forget(session, programme.id)
        row.fingerprint, row.step, row.summary = mark, len(STEPS), found.summary
        packed = json.dumps(found.nodes, separators=(",", ":")).encode()
        row.nodes = zlib.compress(packed, 6)
    ending = Ending.DONE if kept else Ending.MOVED
    row.ended_at, row.outcome = clock.now(), ending
    row.seconds, row.engine = seconds, found.summary["engine"]
    return ending


def stop(session: Session, measure: uuid.UUID) -> None:
    """Say that its process ended without having finished; nothing changes if it had."""
    session.execute(
        update(NetworkMeasure)
        .where(NetworkMeasure.id == measure, NetworkMeasure.ended_at.is_(None))
        .values(ended_at=clock.now(), outcome=Ending.STOPPED)
    )


def forget(session: Session, programme: uuid.UUID) -> None:
    """Keep nothing of what was found: a site took its map back, or something newer is known."""
    session.execute(
        update(NetworkMeasure)
        .where(NetworkMeasure.programme_id == programme, NetworkMeasure.summary.is_not(None))
        .values(summary=None, nodes=None)
    )
    _HELD.pop(programme, None)


def take_up(session: Session) -> list[uuid.UUID]:
    """The measurings whose process has stopped, to be done again from their first step: each is
    given to one who asks, and to no other."""
    left = session.scalars(select(NetworkMeasure).where(NetworkMeasure.ended_at.is_(None))).all()
    now = clock.now()
    return [
        row.id
        for row in left
        if now - row.asked_at < LONGEST
        and now - row.beat_at >= ALIVE
        and session.execute(
            update(NetworkMeasure)
            .where(NetworkMeasure.id == row.id, NetworkMeasure.beat_at == row.beat_at)
            .values(beat_at=now, step=0)
            .returning(NetworkMeasure.id)
            .execution_options(synchronize_session=False)
        ).first()
    ]


def gather(session: Session, programme: Programme) -> tuple[str, list[Any], dict[Any, str]]:
    """What is to be measured, with the fingerprint of what it was read from."""
    mark = pooled.fingerprint(session, programme, pooled.sharing(session, programme))
    pool = pooled.pool(session, programme)
    stands = pooled.said(session, programme)
    return mark, pooled.networks(session, pool), pooled.same(pool, stands)


def _at_once(session: Session, programme: Programme, mark: str) -> Finding:
    held = _HELD.get(programme.id)
    if held is None or held[0] != mark:
        _mark, networks, same = gather(session, programme)
        held = _HELD[programme.id] = (mark, counting.count(networks, same))
    return held[1]


def _latest(session: Session, programme: Programme, *where: Any) -> NetworkMeasure | None:
    query = select(NetworkMeasure).where(NetworkMeasure.programme_id == programme.id, *where)
    return session.scalar(query.order_by(NetworkMeasure.asked_at.desc()).limit(1))


def _still_shared(row: NetworkMeasure, sites: tuple[Sharing, ...]) -> bool:
    read = (row.summary or {}).get("sites", {})
    return set(read) <= {one.slug for one in sites}


def _how_it_stopped(row: NetworkMeasure | None) -> Ending | None:
    if row is None or alive(row) or row.outcome == Ending.DONE:
        return None
    return Ending(row.outcome) if row.outcome else Ending.STOPPED


def _end_the_dead(session: Session) -> None:
    """Those whose process has stopped are over, whatever their programme."""
    for row in session.scalars(select(NetworkMeasure).where(NetworkMeasure.ended_at.is_(None))):
        if not alive(row):
            row.ended_at, row.outcome = clock.now(), Ending.STOPPED
    session.flush()


def _found(row: NetworkMeasure) -> Finding:
    return Finding(row.summary or {}, _unpacked(row.id, row.nodes or b""))


@lru_cache(maxsize=2)
def _unpacked(_measure: uuid.UUID, packed: bytes) -> list[list[Any]]:
    return json.loads(zlib.decompress(packed)) if packed else []
