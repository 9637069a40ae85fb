"""Invented networks: small and odd ones for proofs, plausible ones for figures."""

import random

from coopspace.network.graph import Network, Node, View

SECTORS = ("state", "authority", "civil", "residents", "business", "health", "other")


def odd(chance: random.Random, most: int = 8) -> Network:
    """Any small network: empty, in pieces, crowded, with strangers, selves and doubles."""
    ids = [f"{chance.choice('abcxyz')}{number}" for number in range(chance.randint(0, most))]
    sectors = SECTORS[: chance.choice((1, 3, 7))]
    nodes = [Node(one, f"Name {one}", chance.choice(sectors)) for one in ids]
    ends = [*ids, *ids, "stranger"] if chance.random() < 0.2 else ids
    times = chance.randint(0, chance.choice((1, 2, 4)) * len(ids)) if ids else 0
    low = chance.choice((1, 1, 3, 4))
    views = [
        View(
            chance.choice(ends),
            chance.choice(ends),
            chance.randint(low, 7),
            origin=chance.choice(("map", "map", "answer")),
        )
        for _one in range(times)
    ]
    asked = frozenset(ids) if chance.random() < 0.5 else frozenset()
    answered = frozenset(one for one in ids if chance.random() < 0.7) & asked
    chance.shuffle(nodes)
    return Network(tuple(nodes), tuple(views), asked, answered)


def plausible(size: int, relations: int, *, seed: int = 7, missing: float = 0.0) -> Network:
    """A network as a site has one: hubs, friends of one's own sector, two views now and then."""
    chance = random.Random(seed)
    ids = [f"o{number:06}" for number in range(size)]
    sector = {one: chance.choice(SECTORS[:6]) for one in ids}
    by_sector: dict[str, list[str]] = {}
    for one in ids:
        by_sector.setdefault(sector[one], []).append(one)
    ends: list[str] = list(ids)
    seen: set[tuple[str, str]] = set()
    views = []
    while len(seen) < relations:
        a = chance.choice(ends)
        b = chance.choice(by_sector[sector[a]] if chance.random() < 0.5 else ends)
        pair = (min(a, b), max(a, b))
        if a == b or pair in seen:
            continue
        seen.add(pair)
        if len(seen) % 3 == 0:
            ends += [a, b]
        level = chance.choice((2, 3, 4, 4, 5, 5, 6))
        views.append(View(a, b, level))
        if chance.random() < 0.4:
            views.append(View(b, a, max(1, level - chance.randint(0, 2))))
    asked = frozenset(ids) if missing else frozenset()
    answered = frozenset(one for one in sorted(asked) if chance.random() >= missing)
    nodes = tuple(Node(one, f"Organisation {one[1:]}", sector[one]) for one in ids)
    return Network(nodes, tuple(views), asked, answered)
