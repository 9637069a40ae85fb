"""What is measured of the network of a programme, as plain values to be kept: ids and counts.

No name is in it: names are read where they are shown, of the sites that share them then. This file
counts on networkx: it is read when something is measured, and never before.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from coopspace.compare.rules import FIRST_STEPS, Finding
from coopspace.network import layout
from coopspace.network.bridging import Holder, bridging
from coopspace.network.graph import Network
from coopspace.network.holding import graph_of
from coopspace.network.measures import Measures, Tell, Whole, measure, nobody
from coopspace.network.merging import Local, Merged, merge
from coopspace.network.overview import Overview, overview
from coopspace.network.reading import Fact, facts

NAMED = 12
"""So many are kept of those whom a sentence names: it says the first, and how many more."""
OWN = ("views",)
"""What two sides do not see alike is a conversation of their own site’s, told nowhere else."""
Plain: TypeAlias = dict[str, Any]


def count(
    networks: Sequence[tuple[str, Network]], same: Mapping[Local, str], tell: Tell = nobody
) -> Finding:
    """Everything that the pages show, from the networks of the sites by their slug."""
    tell(FIRST_STEPS[1])
    sites = [slug for slug, _network in networks]
    merged = merge(networks, same)
    found = measure(merged.network, tell)
    tell("drawing")
    groups = _groups(merged.network, found.whole) if found.whole else None
    shared = merged.shared
    linking = bridging(sites, shared, merged.sites)
    summary = {
        "organisations": found.organisations,
        "relations": found.relations,
        "ties": found.ties,
        "levels": list(found.levels),
        "silence": found.silence.value if found.silence else "",
        "engine": found.whole.engine if found.whole else "networkx",
        "sampled": bool(found.whole and found.whole.sampled),
        "sites": {slug: len(network.nodes) for slug, network in networks},
        "several": list(shared[:NAMED]),
        "several_count": len(shared),
        "linked": [len(group) for group in linking.linked],
        "alone": list(linking.alone),
        "holders": [_holder(one) for one in linking.holders],
        "facts": [_fact(one) for one in facts(found) if one.kind not in OWN],
        "drawing": groups or {},
    }
    return Finding(summary, _nodes(merged, found, set(shared)))


def _groups(network: Network, whole: Whole) -> Plain:
    seen = overview(network, graph_of(network), whole.communities)
    return {**_placed(seen), "other_groups": seen.other_groups} | {
        "in_other_groups": seen.in_other_groups,
        "in_no_group": seen.in_no_group,
    }


def _placed(seen: Overview) -> Plain:
    """The groups with their places on the drawing, and the ties between two of them."""
    places = layout.positions(seen.network, {})
    return {
        "groups": [
            {
                "size": one.size,
                "first": list(one.first),
                "sectors": [list(pair) for pair in one.sectors],
                "inside": one.inside,
                "at": list(places[one.id]),
            }
            for one in seen.groups
        ],
        "passages": [
            [_number(one.a), _number(one.b), one.ties]
            for one in sorted(seen.passages, key=lambda one: (-one.ties, one.a, one.b))
        ],
    }


def _number(group: str) -> int:
    """The rank of a group among those that are drawn."""
    return int(group.removeprefix("g")) - 1


def _holder(one: Holder) -> Plain:
    """Who holds sites together, and the first of those that would part."""
    return {"id": one.id, "parted": [len(one.parted), list(one.parted[:NAMED])]}


def _fact(one: Fact) -> Plain:
    """A sentence with what it names: the first of them, and how many they are."""
    return {
        "kind": one.kind,
        "sentence": one.sentence,
        "numbers": dict(one.numbers),
        "who": {key: [len(ids), list(ids[:NAMED])] for key, ids in one.who.items()},
        "sectors": dict(one.sectors),
    }


def _nodes(merged: Merged, found: Measures, shared: set[str]) -> list[list[Any]]:
    """A line for each organisation: those of most sites first, then those with most ties."""
    order = sorted(
        merged.network.nodes,
        key=lambda node: (
            -len({site for site, _id in merged.sites[node.id]}),
            -found.places[node.id].degree,
            node.id,
        ),
    )
    standing = found.whole.standing if found.whole else {}
    lines = []
    for node in order:
        stands = standing.get(node.id)
        group = stands.community if stands else None
        lines.append(
            [
                node.id,
                ["/".join(place) for place in merged.sites[node.id]],
                node.college,
                found.places[node.id].degree,
                -1 if group is None else group,
                int(bool(stands and stands.fragile)),
            ]
        )
    return lines
