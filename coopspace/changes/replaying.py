"""The chain of any past day, played again from the journal of what was done to it.

Pure: the journal tells which change was added, moved, ended or brought back and which link was
drawn, ended or brought back; what a change took along when it ended follows from the rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from coopspace.changes.chain import Chain, build, refuse_link
from coopspace.changes.rules import parse_code
from coopspace.kernel.refusal import Refusal


class Act(StrEnum):
    """What the journal calls what is done to the chain."""

    ADD = "change:add"
    MOVE = "change:to_level"
    END = "change:end"
    BRING_BACK = "change:bring_back"
    LINK = "link:add"
    UNLINK = "link:end"
    LINK_AGAIN = "link:bring_back"


class Event(NamedTuple):
    """One line of the journal: what was done, to what (an id), and the code it took if any."""

    act: str
    about: str
    code: str = ""


class Ends(NamedTuple):
    """The two ends of a link by the ids of their changes (`V`: the vision)."""

    source: str
    target: str


@dataclass(frozen=True)
class Stood:
    """The chain at one moment: the living changes with their codes, the living links, and every
    change that had ever been there."""

    codes: dict[str, str]
    links: frozenset[str]
    ever: frozenset[str]


def replay(events: Iterable[Event], ends: Mapping[str, Ends]) -> Stood:
    """What the journal leads to. `ends` names every link, in the order in which they were drawn."""
    story = _Story(ends)
    for event in events:
        story.play(event)
    return story.told()


class _Story:
    """The chain while it is played: changes are nodes by their ids, with their level's rank."""

    def __init__(self, ends: Mapping[str, Ends]) -> None:
        self._ends = ends
        self._place = {link: place for place, link in enumerate(ends)}
        self._by_ends = {one: link for link, one in ends.items()}
        self._graph: Chain = build((), ())
        self._codes: dict[str, str] = {}
        self._ended: set[str] = set()
        self._waiting: dict[str, dict[str, None]] = {}
        self._acts = {
            Act.ADD: self._called,
            Act.MOVE: self._called,
            Act.END: self._end,
            Act.BRING_BACK: self._bring_back,
            Act.LINK: self._draw,
            Act.LINK_AGAIN: self._draw,
            Act.UNLINK: self._unlink,
        }

    def play(self, event: Event) -> None:
        """One line more."""
        self._acts[Act(event.act)](event)

    def told(self) -> Stood:
        """The chain as the lines so far leave it."""
        return Stood(
            codes={id_: code for id_, code in self._codes.items() if id_ not in self._ended},
            links=frozenset(self._by_ends[Ends(*pair)] for pair in self._graph.edges),
            ever=frozenset(self._codes),
        )

    def _called(self, event: Event) -> None:
        parsed = parse_code(event.code)
        if parsed is None:
            raise ValueError(f"{event.act} names no code")
        self._codes[event.about] = event.code
        self._graph.add_node(event.about, rank=parsed[0].rank)

    def _draw(self, event: Event) -> None:
        for waiting in self._waiting.values():
            waiting.pop(event.about, None)
        self._graph.add_edge(*self._ends[event.about])

    def _unlink(self, event: Event) -> None:
        self._graph.remove_edges_from([self._ends[event.about]])

    def _end(self, event: Event) -> None:
        id_ = event.about
        taken = [(id_, after) for after in self._graph.successors(id_)]
        taken += [(before, id_) for before in self._graph.predecessors(id_)]
        self._graph.remove_edges_from(taken)
        waiting = self._waiting.setdefault(id_, {})
        waiting.update((self._by_ends[Ends(*pair)], None) for pair in taken)
        self._ended.add(id_)

    def _bring_back(self, event: Event) -> None:
        """The links that ended with it come back, as `linking.revive` has it: one whose other end
        has ended waits for that one, one that the chain refuses by now stays ended."""
        id_ = event.about
        self._ended.discard(id_)
        for link in sorted(self._waiting.pop(id_, ()), key=self._place.__getitem__):
            pair = self._ends[link]
            other = pair.target if pair.source == id_ else pair.source
            if other in self._ended:
                self._waiting.setdefault(other, {})[link] = None
            elif self._may_carry(pair):
                self._graph.add_edge(*pair)

    def _may_carry(self, pair: Ends) -> bool:
        try:
            refuse_link(self._graph, pair.source, pair.target)
        except Refusal:
            return False
        return True
