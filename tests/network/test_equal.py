"""Every measure equals an independent, plain implementation on thousands of random networks."""

import random
from dataclasses import replace

import pytest

from coopspace.network import standing
from coopspace.network.graph import Network
from coopspace.network.holding import Cuts, Fragile, graph_of, leaving
from coopspace.network.measures import Whole, whole
from coopspace.network.sectors import TRIO
from coopspace.network.standing import Heart
from coopspace.network.views import Share, levels, strengths
from tests.network import plainly
from tests.network.networks import odd

NETWORKS = 5_200


def differs(network: Network, found: Whole) -> list[str]:
    """The measures that do not equal the plain ones."""
    of = plainly.links(network)
    checks = {
        "holding": holding(of, found),
        "standing": where(of, found),
        "sectors": across(network, of, found),
        "views": views(network, found),
    }
    return [name for name, equal in checks.items() if not equal]


def holding(of: plainly.Links, found: Whole) -> bool:
    pairs = len(of) * (len(of) - 1) // 2
    return (
        found.pieces == tuple(plainly.components(of))
        and found.isolated == tuple(sorted(node for node in of if not of[node]))
        and {one.id: one.pieces for one in found.cuts.fragile} == plainly.fragile(of)
        and {(one.a, one.b): one.beyond for one in found.cuts.narrow} == plainly.narrow(of)
        and found.density == Share(len(plainly.edges(of)), pairs)
    )


def where(of: plainly.Links, found: Whole) -> bool:
    between, core, tied = plainly.betweenness(of), plainly.cores(of), plainly.constraint(of)
    central = plainly.centralisation(of)
    return (
        found.standing.keys() == of.keys()
        and all(abs(one.betweenness - between[node]) < 1e-9 for node, one in found.standing.items())
        and all(one.core == core[node] for node, one in found.standing.items())
        and all(
            one.constraint is None if node not in tied else abs(one.constraint - tied[node]) < 1e-9
            for node, one in found.standing.items()
        )
        and found.heart.missing == plainly.misses(of, found.heart.core)
        and found.heart.missing == plainly.heart_misses(of)
        and (found.centralisation is None) == (central is None)
        and (central is None or abs(found.centralisation - central) < 1e-9)
    )


def across(network: Network, of: plainly.Links, found: Whole) -> bool:
    sector = {node.id: node.college for node in network.nodes}
    inside = sum(sector[a] == sector[b] for a, b in plainly.edges(of))
    outside = len(plainly.edges(of)) - inside
    index = (outside - inside) / (outside + inside) if of and plainly.edges(of) else None
    sets = {node: {sector[node], *(sector[other] for other in of[node])} for node in of}
    reach = [
        (party, [node for node in sorted(of) if sector[node] != party and party not in sets[node]])
        for party in TRIO
    ]
    cells = {
        (cell.a, cell.b): (cell.possible, cell.ties, cell.levels) for cell in found.silos.cells
    }
    for (a, b), (possible, ties, told) in cells.items():
        pairs = [
            (one, two)
            for one in of
            for two in of
            if one < two and {(sector[one], sector[two]), (sector[two], sector[one])} & {(a, b)}
        ]
        known = plainly.pair_levels(network)
        met = [plainly.lowest(known[pair]) for pair in pairs if pair in known]
        if (possible, ties, told) != (
            len(pairs),
            sum(level >= 4 for level in met),
            tuple(met.count(level) for level in range(1, 8)),
        ):
            return False
    return (
        (found.silos.inside, found.silos.across, found.silos.index) == (inside, outside, index)
        and found.trio.closed == plainly.trios(network, of)
        and found.trio.all_three.part == sum(set(TRIO) <= one for one in sets.values())
        and [(one.sector, list(one.unreached)) for one in found.trio.reach] == reach
    )


def views(network: Network, found: Whole) -> bool:
    known = plainly.pair_levels(network)
    gaps = [abs(one - two) for one, two in known.values() if one is not None and two is not None]
    speak = {view.source for view in network.views} | network.answered
    arcs = [
        (sides[0] or 0) >= 4 and (sides[1] or 0) >= 4
        for pair, sides in known.items()
        if {*pair} <= speak
        for level in sides
        if (level or 0) >= 4
    ]
    counts = [plainly.lowest(sides) for sides in known.values()]
    each = {
        node.id: tuple(
            sum(plainly.lowest(known[pair]) == level for pair in known if node.id in pair)
            for level in range(1, 8)
        )
        for node in network.nodes
    }
    return (
        (found.told.both, found.told.same, found.told.near, found.told.far)
        == (len(gaps), gaps.count(0), gaps.count(1), sum(gap > 1 for gap in gaps))
        and found.told.one_side == len(known) - len(gaps)
        and len(found.told.apart) == found.told.far
        and found.reciprocity == Share(sum(arcs), len(arcs))
        and levels(network) == tuple(counts.count(level) for level in range(1, 8))
        and strengths(network) == each
    )


def test_every_measure_equals_the_plain_one_on_thousands_of_networks():
    chance = random.Random(2026)
    seen = {"empty": 0, "single": 0, "in pieces": 0, "without tie": 0, "fragile": 0}
    for number in range(NETWORKS):
        network = odd(chance, most=8 if number % 40 else 11)
        found = whole(network, graph_of(network))
        assert differs(network, found) == [], network
        seen["empty"] += not network.nodes
        seen["single"] += len(network.nodes) == 1
        seen["in pieces"] += len(found.pieces) > 1
        seen["without tie"] += bool(network.nodes) and not network.counted
        seen["fragile"] += bool(found.cuts.fragile)
    assert min(seen.values()) > 100, seen


def test_groups_hold_together_and_beat_no_group_at_all():
    chance = random.Random(5)
    for _one in range(300):
        network = odd(chance, most=12)
        of = plainly.links(network)
        groups = [set(group) for group in whole(network, graph_of(network)).communities]
        named = [node for group in groups for node in group]
        assert len(named) == len(set(named))
        assert all(len(group) > 1 for group in groups)
        piece = {node: place for place, one in enumerate(plainly.components(of)) for node in one}
        assert all(len({piece[node] for node in group}) == 1 for group in groups)
        everybody = groups + [{node} for node in of if node not in named]
        assert plainly.modularity(of, everybody) >= plainly.modularity(of, [{n} for n in of]) - 1e-9
        assert plainly.modularity(of, everybody) >= plainly.modularity(of, [set(of)]) - 1e-9


def test_who_leaves_leaves_what_a_plain_count_leaves():
    chance = random.Random(9)
    for _one in range(400):
        network = odd(chance)
        of = plainly.links(network)
        for who in of:
            found = leaving(graph_of(network), who)
            mine = next(set(one) for one in plainly.components(of) if who in one) - {who}
            left = [one for one in plainly.components(plainly.minus(of, who)) if mine >= set(one)]
            parted = sum(
                not any(a in one and b in one for one in left) for a in mine for b in mine if a < b
            )
            assert found.pieces == tuple(left)
            assert (found.parted, found.ties) == (parted, len(of[who]))
            assert found.alone == tuple(sorted(one[0] for one in left if len(one) == 1))


def _planted(found: Whole) -> dict[str, Whole]:
    """The same measures with one of them wrong by a little."""
    first = min(found.standing)
    one = found.standing[first]

    def standing_with(**wrong: object) -> Whole:
        return replace(found, standing={**found.standing, first: replace(one, **wrong)})

    point = found.cuts.fragile[0]
    return {
        "one tie more": replace(found, density=Share(found.density.part + 1, found.density.whole)),
        "a piece lost": replace(found, pieces=found.pieces[:-1]),
        "nobody isolated": replace(found, isolated=("z",)),
        "no fragile point": replace(found, cuts=Cuts((), found.cuts.narrow)),
        "a wrong size": replace(
            found,
            cuts=Cuts((Fragile(point.id, (9, 9)), *found.cuts.fragile[1:]), found.cuts.narrow),
        ),
        "a narrow tie lost": replace(found, cuts=Cuts(found.cuts.fragile, found.cuts.narrow[1:])),
        "a little more passed": standing_with(betweenness=one.betweenness + 1e-6),
        "one core deeper": standing_with(core=one.core + 1),
        "less constrained": standing_with(constraint=(one.constraint or 0) - 1e-6),
        "the core misses less": replace(found, heart=replace(found.heart, missing=0)),
        "a worse core": replace(found, heart=Heart(found.heart.core[:1], (), 99)),
        "less central": replace(found, centralisation=(found.centralisation or 0) - 1e-6),
        "a tie across": replace(found, silos=replace(found.silos, across=found.silos.across + 1)),
        "a cell wrong": replace(
            found,
            silos=replace(
                found.silos, cells=(replace(found.silos.cells[0], ties=99), *found.silos.cells[1:])
            ),
        ),
        "a trio more": replace(found, trio=replace(found.trio, closed=found.trio.closed + 1)),
        "somebody reached": replace(found, trio=replace(found.trio, reach=found.trio.reach[1:])),
        "one more the same": replace(found, told=replace(found.told, same=found.told.same + 1)),
        "less returned": replace(found, reciprocity=Share(0, found.reciprocity.whole)),
    }


def test_a_wrong_measure_is_noticed():
    chance = random.Random(3)
    while True:
        network = odd(chance, most=9)
        found = whole(network, graph_of(network))
        rich = found.cuts.fragile and found.told.same and found.reciprocity.part
        if rich and found.heart.missing and len(found.silos.cells) > 3:
            break
    assert differs(network, found) == []
    unnoticed = [name for name, wrong in _planted(found).items() if not differs(network, wrong)]
    assert unnoticed == []


@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        (standing, "_constraint", lambda graph, node: 1 / len(graph.adj[node])),
        (standing, "centralisation", lambda graph: 0.0),
    ],
)
def test_a_wrong_formula_is_noticed(monkeypatch, module, name, wrong):
    monkeypatch.setattr(module, name, wrong)
    if name == "centralisation":
        monkeypatch.setattr("coopspace.network.measures.centralisation", wrong)
    chance = random.Random(8)
    networks = [odd(chance) for _one in range(50)]
    assert any(differs(network, whole(network, graph_of(network))) for network in networks)
