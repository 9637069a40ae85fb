"""Two waves of one network compared: who came and left, which ties appeared, went, moved.

An organisation is the same in both waves by its public id. What moved of a relation is said of the
level it stands at, between organisations that are in both waves: who comes brings their ties.
"""

from dataclasses import dataclass

from coopspace.network.graph import Network, Tie
from coopspace.network.holding import Piece, cuts, graph_of, isolated, pieces


@dataclass(frozen=True)
class Move:
    """A relation told in both waves that stands at another level."""

    a: str
    b: str
    before: int
    after: int


@dataclass(frozen=True)
class Change:
    """From one wave to the next."""

    came: Piece
    left: Piece
    appeared: tuple[Tie, ...]
    """Relations that nobody had told, whatever their level."""
    went: tuple[Tie, ...]
    """Relations that nobody tells any more."""
    moved: tuple[Move, ...]
    rose: int
    fell: int
    same: int
    ties_before: int
    ties_after: int
    pieces_before: int
    pieces_after: int
    newly_isolated: Piece
    no_longer_isolated: Piece
    newly_fragile: Piece
    no_longer_fragile: Piece
    now_silent: Piece
    """Who answered the first wave and, asked again, has not answered the second: their relations
    may be gone because nobody told them."""


def compare(before: Network, after: Network) -> Change:
    """What appeared, what went, what moved; counts of levels, never a mean."""
    first = {(tie.a, tie.b): tie for tie in before.ties}
    second = {(tie.a, tie.b): tie for tie in after.ties}
    both = sorted(first.keys() & second.keys())
    moved = tuple(
        Move(*pair, before=first[pair].level, after=second[pair].level)
        for pair in both
        if first[pair].level != second[pair].level
    )
    earlier, later = graph_of(before), graph_of(after)
    fragile = [{point.id for point in cuts(graph).fragile} for graph in (earlier, later)]
    alone = [set(isolated(graph)) for graph in (earlier, later)]
    ids = [set(network.by_id) for network in (before, after)]
    stayed = ids[0] & ids[1]
    return Change(
        came=tuple(sorted(ids[1] - ids[0])),
        left=tuple(sorted(ids[0] - ids[1])),
        appeared=tuple(second[pair] for pair in sorted(second.keys() - first.keys())),
        went=tuple(first[pair] for pair in sorted(first.keys() - second.keys())),
        moved=moved,
        rose=sum(move.after > move.before for move in moved),
        fell=sum(move.after < move.before for move in moved),
        same=len(both) - len(moved),
        ties_before=len(before.counted),
        ties_after=len(after.counted),
        pieces_before=len(pieces(earlier)),
        pieces_after=len(pieces(later)),
        newly_isolated=tuple(sorted((alone[1] - alone[0]) & stayed)),
        no_longer_isolated=tuple(sorted((alone[0] - alone[1]) & stayed)),
        newly_fragile=tuple(sorted((fragile[1] - fragile[0]) & stayed)),
        no_longer_fragile=tuple(sorted((fragile[0] - fragile[1]) & stayed)),
        now_silent=tuple(sorted(before.answered & after.missing)),
    )
