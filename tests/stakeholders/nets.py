"""Networks for tests of the picture: made of plain values, the same at every run."""

import random

from blueprints.stakeholders.scene import Asked, Scene, scene
from coopspace.network.graph import Network, Node, View
from coopspace.stakeholders.rules import EXCHANGES, SECTORS

NAMES = (
    "Centre social Les Rives",
    "Ville de Valmorel",
    "Délégation du préfet",
    "Conseil citoyen",
    "Maison de santé",
    "Commerçants du marché",
    "Épicerie solidaire",
    "Collectif sans étiquette",
)


def network(size: int, views: int, *, seed: int = 5) -> Network:
    """Organisations of every sector; the last two work with nobody."""
    chance = random.Random(seed)
    sectors = [one.value for one in SECTORS]
    nodes = tuple(
        Node(
            id=f"ref{place:05d}",
            name=NAMES[place] if place < len(NAMES) else f"Organisation {place}",
            college=sectors[place % len(sectors)],
            ring=("core", "wide", "")[place % 3],
        )
        for place in range(size)
    )
    told = {}
    for _one in range(views):
        a, b = chance.sample(nodes[:-2], 2)
        kinds = frozenset(one.value for one in chance.sample(list(EXCHANGES), 2))
        told[a.id, b.id] = View(a.id, b.id, chance.randint(1, 7), kinds=kinds)
    return Network(nodes, tuple(told.values()))


def places(made: Network, *, seed: int = 5) -> dict[str, tuple[float, float]]:
    """Anywhere on the sheet."""
    chance = random.Random(seed)
    return {node.id: (chance.random(), chance.random()) for node in made.nodes}


def sizes(made: Network) -> dict[str, float]:
    """As many as the ties that count."""
    found = dict.fromkeys(made.by_id, 0.0)
    for tie in made.counted:
        found[tie.a] += 1
        found[tie.b] += 1
    return found


def shown(made: Network, asked: Asked | None = None, before: Network | None = None) -> Scene:
    """The scene of a network."""
    where = places(made) | (places(before) if before else {})
    return scene(made, asked or Asked(), places=where, sizes=sizes(made), before=before)
