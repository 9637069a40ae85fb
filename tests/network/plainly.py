"""The measures again, as a definition reads: no graph library, every subset and every path tried.

Nothing here is quick, and nothing is shared with `coopspace.network` but the values compared.
"""

from collections import deque
from fractions import Fraction
from itertools import combinations

from coopspace.network.graph import Network

Links = dict[str, set[str]]


def pair_levels(network: Network) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """Each pair with what either side says: an answer before the map, the lowest of several."""
    ids = sorted({node.id for node in network.nodes})

    def says(one: str, other: str) -> int | None:
        mine = [v for v in network.views if (v.source, v.target) == (one, other)]
        answers = [v.level for v in mine if v.origin == "answer"]
        return min(answers or [v.level for v in mine], default=None)

    found = {}
    for a, b in combinations(ids, 2):
        sides = (says(a, b), says(b, a))
        if sides != (None, None):
            found[a, b] = sides
    return found


def lowest(sides: tuple[int | None, int | None]) -> int:
    return min(level for level in sides if level is not None)


def links(network: Network) -> Links:
    """Who has a tie with whom."""
    found: Links = {node.id: set() for node in network.nodes}
    for (a, b), sides in pair_levels(network).items():
        if lowest(sides) >= 4:
            found[a].add(b)
            found[b].add(a)
    return found


def edges(of: Links) -> set[tuple[str, str]]:
    return {(a, b) for a in of for b in of[a] if a < b}


def minus(of: Links, who: str) -> Links:
    return {node: around - {who} for node, around in of.items() if node != who}


def unlinked(of: Links, a: str, b: str) -> Links:
    return {
        node: around - ({b} if node == a else {a} if node == b else set())
        for node, around in of.items()
    }


def components(of: Links) -> list[tuple[str, ...]]:
    left, found = set(of), []
    while left:
        piece = {min(left)}
        while True:
            wider = piece.union(*(of[node] for node in piece))
            if wider == piece:
                break
            piece = wider
        found.append(tuple(sorted(piece)))
        left -= piece
    return sorted(found, key=lambda one: (-len(one), one))


def fragile(of: Links) -> dict[str, tuple[int, ...]]:
    """Who leaves several pieces where there was one."""
    found = {}
    for node in of:
        mine = next(set(piece) for piece in components(of) if node in piece) - {node}
        left = [len(piece) for piece in components(minus(of, node)) if mine >= set(piece)]
        if len(left) > 1:
            found[node] = tuple(sorted(left, reverse=True))
    return found


def narrow(of: Links) -> dict[tuple[str, str], int]:
    """Ties without which there is one piece more, and the size of the smaller side."""
    found = {}
    for a, b in edges(of):
        after = components(unlinked(of, a, b))
        if len(after) > len(components(of)):
            sides = [len(piece) for piece in after if a in piece or b in piece]
            found[a, b] = min(sides)
    return found


def _ways(of: Links, start: str) -> tuple[dict[str, int], dict[str, int]]:
    """How far everybody is, and by how many shortest ways."""
    far, ways, queue = {start: 0}, {start: 1}, deque([start])
    while queue:
        node = queue.popleft()
        for other in of[node]:
            if other not in far:
                far[other], ways[other] = far[node] + 1, 0
                queue.append(other)
            if far[other] == far[node] + 1:
                ways[other] += ways[node]
    return far, ways


def betweenness(of: Links) -> dict[str, Fraction]:
    """Freeman's sum as it is written, pair by pair."""
    known = {node: _ways(of, node) for node in of}
    found = dict.fromkeys(of, Fraction(0))
    for s, t in combinations(sorted(of), 2):
        far, ways = known[s]
        if t not in far:
            continue
        for v in of:
            if v not in (s, t) and v in far and far[v] + known[t][0].get(v, 99_999) == far[t]:
                found[v] += Fraction(ways[v] * known[t][1][v], ways[t])
    pairs = (len(of) - 1) * (len(of) - 2) // 2
    return {node: value / pairs if pairs > 0 else value for node, value in found.items()}


def cores(of: Links) -> dict[str, int]:
    """The largest k such that one stands in a group where all have k ties inside it."""
    found = dict.fromkeys(of, 0)
    for k in range(1, len(of)):
        group = set(of)
        while weak := {node for node in group if len(of[node] & group) < k}:
            group -= weak
        found.update(dict.fromkeys(group, k))
    return found


def constraint(of: Links) -> dict[str, float]:
    """Burt's sum over everybody, proportions written out."""

    def part(one: str, other: str) -> float:
        return 1 / len(of[one]) if other in of[one] else 0.0

    return {
        i: sum(
            (part(i, j) + sum(part(i, q) * part(q, j) for q in of if q not in (i, j))) ** 2
            for j in of
            if j != i and j in of[i]
        )
        for i in of
        if of[i]
    }


def heart_misses(of: Links) -> int:
    """The least that any choice of a core misses: every subset tried."""
    nodes, ties = sorted(of), edges(of)
    best = len(ties)
    for size in range(1, len(nodes) + 1):
        for chosen in combinations(nodes, size):
            inside = sum(pair not in ties for pair in combinations(chosen, 2))
            outside = sum(a not in chosen and b not in chosen for a, b in ties)
            best = min(best, inside + outside)
    return best


def misses(of: Links, core: tuple[str, ...]) -> int:
    """What this core misses."""
    ties = edges(of)
    inside = sum(pair not in ties for pair in combinations(sorted(core), 2))
    return inside + sum(a not in core and b not in core for a, b in ties)


def centralisation(of: Links) -> Fraction | None:
    """Beside a star of the same size, where one has all the ties."""
    if len(of) < 3:
        return None
    degrees = sorted(len(around) for around in of.values())
    star = (len(of) - 1) - 1
    return Fraction(sum(degrees[-1] - one for one in degrees), star * (len(of) - 1))


def modularity(of: Links, groups: list[set[str]]) -> float:
    """Ties inside groups beside what degrees alone would give, pair by pair."""
    twice = sum(len(around) for around in of.values())
    return (
        sum(
            (b in of[a]) - len(of[a]) * len(of[b]) / twice
            for group in groups
            for a in group
            for b in group
        )
        / twice
        if twice
        else 0.0
    )


def trios(network: Network, of: Links) -> int:
    by = {
        sector: [node.id for node in network.nodes if node.college == sector]
        for sector in ("state", "authority", "civil")
    }
    return sum(
        b in of[a] and c in of[b] and c in of[a]
        for a in by["state"]
        for b in by["authority"]
        for c in by["civil"]
    )
