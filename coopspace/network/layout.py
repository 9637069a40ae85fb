"""Where each organisation stands on the map: counted once, kept, and the same every time.

A place is two numbers from 0 to 1. Organisations with a relation stand in the field, above; those
that have none yet stand in rows below. Who has a place keeps it: a newcomer is placed near those
it works with while nobody else moves. Only `positions(network, {})`, an explicit tidying, moves
everybody. Relations attract whatever their level, those that count more; above 150 organisations
each sector draws its own to one side, else nobody reads anything (forces after Fruchterman &
Reingold, 1991).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from coopspace.network.graph import Network

Place: TypeAlias = tuple[float, float]
Places: TypeAlias = dict[str, Place]
Array: TypeAlias = NDArray[np.float64]

FIELD = 0.84
"""The field goes from the top, 0, down to here."""
ROWS = (1.0, 0.93)
"""Where the rows of those that have no relation stand."""
COLUMNS = 8
BY_SECTOR = 150
"""Above so many organisations sectors are told apart."""
CROWD = 1_200
"""Above so many, forces take too long: groups of neighbours stand in discs."""
SEED = 7
STARTS = 4
"""So many beginnings are tried for a small map; that with the fewest crossings is kept."""
SMALL = 60
DIGITS = 4
WIDER = 1.7
"""A name is wider than it is tall: neighbours keep farther apart sideways."""


@dataclass(frozen=True)
class _Field:
    """The organisations that have a relation, by number, and how each relation draws."""

    ids: tuple[str, ...]
    sectors: tuple[str, ...]
    draws: dict[tuple[int, int], float]

    @property
    def apart(self) -> float:
        """How far from one another they are kept."""
        return min(0.1, 0.55 / math.sqrt(len(self.ids) or 1))


def positions(network: Network, stored: Mapping[str, Place]) -> Places:
    """A place for each organisation of the network; `stored` places do not change.

    One that stood in the rows below and has got a relation since is a newcomer of the field.
    """
    field = _field(network)
    linked = frozenset(field.ids)
    waiting = {place for place, _ in zip(_slots(), network.nodes, strict=False)}
    kept = {
        node.id: _inside(stored[node.id])
        for node in network.nodes
        if node.id in stored and all(map(math.isfinite, stored[node.id]))
    }
    kept = {one: place for one, place in kept.items() if one not in linked or place not in waiting}
    placed = dict(kept)
    if not linked & placed.keys():
        placed.update(_afresh(field))
    else:
        _welcome(field, placed)
    taken = set(placed.values())
    free = (place for place in _slots() if place not in taken)
    for node in network.nodes:
        if node.id not in placed:
            placed[node.id] = next(free)
    return {node.id: placed[node.id] for node in network.nodes}


def _field(network: Network) -> _Field:
    linked = {end for tie in network.ties for end in (tie.a, tie.b)}
    nodes = [node for node in network.nodes if node.id in linked]
    number = {node.id: place for place, node in enumerate(nodes)}
    return _Field(
        ids=tuple(node.id for node in nodes),
        sectors=tuple(node.college for node in nodes),
        draws={(number[t.a], number[t.b]): 1.0 if t.counts else 0.35 for t in network.ties},
    )


def _inside(place: Place) -> Place:
    """The place, rounded, within the map."""
    x, y = place
    return (round(min(1.0, max(0.0, x)), DIGITS), round(min(1.0, max(0.0, y)), DIGITS))


def _slots() -> Iterator[Place]:
    """Places in the rows, one after another, then between those, without end."""
    for halving in count():
        steps = (COLUMNS - 1) * 2**halving
        for y in ROWS:
            for step in range(steps + 1):
                if not halving or step % 2:
                    yield (round(step / steps, DIGITS), y)


def _afresh(field: _Field) -> Places:
    """Everybody of the field, from nothing."""
    if not field.ids:
        return {}
    if len(field.ids) > CROWD:
        found = _discs(field)
    else:
        starts = STARTS if len(field.ids) <= SMALL else 1
        tried = [_drawn(field, SEED + start) for start in range(starts)]
        found = min(tried, key=lambda one: _crossings(field, one)) if starts > 1 else tried[0]
    return {
        one: _inside((float(x), float(y))) for one, (x, y) in zip(field.ids, found, strict=True)
    }


def _drawn(field: _Field, seed: int) -> Array:
    """Relations draw, all push away, and a home holds: the middle, or that of the sector."""
    size = len(field.ids)
    at = np.random.RandomState(seed).uniform(-1, 1, (size, 2))
    pull = np.zeros((size, size))
    for (a, b), strength in field.draws.items():
        pull[a, b] = pull[b, a] = strength
    home, held = np.zeros((size, 2)), 0.25
    if size > BY_SECTOR:
        home, held = 2.4 * _homes(field.sectors), 1.6
        at = home + 0.3 * at
    near = 2 / math.sqrt(size)
    rounds = 150 if size <= SMALL else 80 if size <= 400 else 40
    pull /= near
    for heat in np.linspace(0.2, 0.004, rounds):
        x, y = at[:, 0], at[:, 1]
        across, down = x[:, None] - x, y[:, None] - y
        far = np.maximum(across * across + down * down, 0.0001)
        push = near**2 / far - pull * np.sqrt(far)
        move = np.stack(((push * across).sum(1), (push * down).sum(1)), 1) + held * (home - at)
        step = np.maximum(np.sqrt((move**2).sum(1, keepdims=True)), 1e-9)
        at = at + move / step * np.minimum(step, heat)
    return _spaced(_filling(at), field.apart)


def _homes(sectors: tuple[str, ...]) -> Array:
    """For each organisation, where its sector is held: sectors in a circle."""
    names = sorted(set(sectors))
    turn = {name: 2 * math.pi * place / len(names) for place, name in enumerate(names)}
    return np.array([(math.cos(turn[one]), math.sin(turn[one])) for one in sectors])


def _filling(at: Array) -> Array:
    """The drawing stretched over the field; what has no width stands in its middle.

    In a large one the few who stand far out come in to the edge, or they would press the others.
    """
    out = 2 if len(at) > SMALL else 0
    low, high = np.percentile(at, (out, 100 - out), axis=0)
    wide = np.where(high - low > 1e-9, high - low, 1.0)
    share = np.where(high - low > 1e-9, np.clip((at - low) / wide, 0.0, 1.0), 0.5)
    return np.asarray(share * (1.0, FIELD), dtype=np.float64)


def _spaced(at: Array, apart: float) -> Array:
    """Who stands too near to another is moved aside, within the field."""
    for _time in range(60 if len(at) <= 400 else 8):
        across = (at[:, 0][:, None] - at[:, 0]) / WIDER
        down = at[:, 1][:, None] - at[:, 1]
        far = np.sqrt(across * across + down * down)
        np.fill_diagonal(far, 9.0)
        close = np.maximum(apart - far, 0.0)
        if not close.any():
            break
        close /= 2 * np.maximum(far, 1e-6)
        shift = np.stack((WIDER * (close * across).sum(1), (close * down).sum(1)), 1)
        at = np.clip(at + shift, 0.0, (1.0, FIELD))
    return at


def _crossings(field: _Field, at: Array) -> int:
    """How many pairs of relations cross."""
    ends = np.array(list(field.draws), dtype=int).reshape(-1, 2)
    a, b = at[ends[:, 0]], at[ends[:, 1]]

    def side(p: Array, q: Array, r: Array) -> Array:
        one = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1])
        return np.asarray(np.sign(one - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])))

    p, q = a[:, None, :], b[:, None, :]
    r, s = a[None, :, :], b[None, :, :]
    apart = (side(p, q, r) * side(p, q, s) < 0) & (side(r, s, p) * side(r, s, q) < 0)
    return int(apart.sum()) // 2


def _discs(field: _Field) -> Array:
    """A crowd: sectors in a circle, each in a disc, the most linked in its middle."""
    degree = [0] * len(field.ids)
    for pair in field.draws:
        for end in pair:
            degree[end] += 1
    homes, at = _homes(field.sectors), np.zeros((len(field.ids), 2))
    for sector in sorted(set(field.sectors)):
        inside = [place for place, one in enumerate(field.sectors) if one == sector]
        inside.sort(key=lambda place: (-degree[place], place))
        for rank, place in enumerate(inside):
            wide = 0.5 * math.sqrt((rank + 0.5) / len(inside))
            turn = rank * math.pi * (3 - math.sqrt(5))
            at[place] = homes[place] + wide * np.array((math.cos(turn), math.sin(turn)))
    return _filling(at)


def _welcome(field: _Field, placed: Places) -> None:
    """Place the newcomers one by one, those with most neighbours already there first."""
    around: dict[str, list[str]] = {one: [] for one in field.ids}
    for a, b in field.draws:
        around[field.ids[a]].append(field.ids[b])
        around[field.ids[b]].append(field.ids[a])
    sector = dict(zip(field.ids, field.sectors, strict=True))
    left = {one for one in field.ids if one not in placed}
    while left:
        known = {one: sum(other in placed for other in around[one]) for one in left}
        who = min(left, key=lambda one: (-known[one], one))
        near = [placed[other] for other in around[who] if other in placed]
        if not near:
            near = [
                placed[one] for one in field.ids if one in placed and sector[one] == sector[who]
            ]
        placed[who] = _room(near, list(placed.values()), field.apart)
        left.remove(who)


def _room(near: list[Place], taken: list[Place], apart: float) -> Place:
    """The nearest free place to the middle of these, going round; else the least crowded tried."""
    middle = np.array(near or [(0.5, FIELD / 2)]).mean(0)
    others = np.array(taken)
    best, room = (0.5, FIELD / 2), -1.0
    for rank in range(240):
        turn, wide = rank * math.pi * (3 - math.sqrt(5)), 0.45 * apart * math.sqrt(rank)
        x = min(1.0, max(0.0, float(middle[0]) + WIDER * wide * math.cos(turn)))
        y = min(FIELD, max(0.0, float(middle[1]) + wide * math.sin(turn)))
        away = (others - (x, y)) / (WIDER, 1.0)
        free = float(np.sqrt((away**2).sum(1)).min())
        if free >= apart:
            return _inside((x, y))
        if free > room:
            best, room = (x, y), free
    return _inside(best)
