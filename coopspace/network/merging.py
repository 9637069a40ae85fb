"""The networks of several sites as one: an organisation that several sites know is told once.

Who is the same is not guessed: the programme's lead says so. Only what sites share comes in: names,
sectors, levels. Two who work together at several sites stand at the highest of the levels at which
a site has them, the lower of both views holding inside each site as always.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from coopspace.network.graph import Network, Node, Tie, View

Local: TypeAlias = tuple[str, str]
"""A site's slug, and a public id there."""


@dataclass(frozen=True)
class Merged:
    """The network of all sites, and where each of its organisations is."""

    network: Network
    sites: dict[str, tuple[Local, ...]]
    """For each organisation of the merged network, the sites where it is and its id there."""

    @property
    def shared(self) -> tuple[str, ...]:
        """The organisations that link sites: those of two or more, the most sites first."""
        several = (one for one, places in self.sites.items() if len({s for s, _ in places}) > 1)
        return tuple(sorted(several, key=lambda one: (-len(self.sites[one]), one)))


def merge(
    networks: Iterable[tuple[str, Network]], same: Mapping[Local, str] | None = None
) -> Merged:
    """One network of several. `same` gives one key to organisations that are the same.

    An organisation without a key keeps its own, made of its site and its id. Where sites call it
    or place it differently, what most of them say holds, then what comes first in the alphabet.
    Who was asked at several sites has answered when it has answered at all of them.
    """
    known = dict(same or {})
    sites: dict[str, list[Local]] = {}
    said: dict[str, list[Node]] = {}
    strongest: dict[tuple[str, str], Tie] = {}
    asked: set[str] = set()
    silent: set[str] = set()
    for site, network in sorted(networks, key=lambda pair: pair[0]):
        key = {node.id: known.get((site, node.id), f"{site}/{node.id}") for node in network.nodes}
        for node in network.nodes:
            sites.setdefault(key[node.id], []).append((site, node.id))
            said.setdefault(key[node.id], []).append(node)
        for tie in network.ties:
            _keep(strongest, _renamed(tie, key))
        asked.update(key[one] for one in network.asked if one in key)
        silent.update(key[one] for one in network.missing if one in key)
    return Merged(
        network=Network(
            nodes=tuple(_agreed(one, nodes) for one, nodes in said.items()),
            views=tuple(view for tie in strongest.values() for view in _views(tie)),
            asked=frozenset(asked),
            answered=frozenset(asked - silent),
        ),
        sites={one: tuple(places) for one, places in sorted(sites.items())},
    )


def _renamed(tie: Tie, key: Mapping[str, str]) -> Tie:
    a, b = key[tie.a], key[tie.b]
    return Tie(a, b, tie.there, tie.back) if a <= b else Tie(b, a, tie.back, tie.there)


def _keep(strongest: dict[tuple[str, str], Tie], tie: Tie) -> None:
    """The highest level; what one site tells of the same organisation twice is no tie."""
    before = strongest.get((tie.a, tie.b))
    if tie.a != tie.b and (before is None or tie.level > before.level):
        strongest[tie.a, tie.b] = tie


def _views(tie: Tie) -> Iterable[View]:
    if tie.there is not None:
        yield View(tie.a, tie.b, tie.there)
    if tie.back is not None:
        yield View(tie.b, tie.a, tie.back)


def _agreed(key: str, nodes: list[Node]) -> Node:
    return Node(
        id=key,
        name=_most(node.name for node in nodes),
        college=_most(node.college for node in nodes),
    )


def _most(words: Iterable[str]) -> str:
    found = Counter(words)
    return min(found, key=lambda word: (-found[word], word))
