"""The whole chain at a glance, for a page that only shows how it stands: two queries."""

import uuid
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy.orm import Session

from coopspace.changes.chain import Arc, Node
from coopspace.changes.rules import VISION, Effect
from coopspace.changes.strategy import StrategyView, strategy_view
from coopspace.sites.model import Site


@dataclass(frozen=True, eq=False)
class Glance:
    """The living chain: its changes with their words, and the links between them.

    Two glances are the same when they are one object: `glance` sees to it.
    """

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    says: dict[str, str]
    unjudged: tuple[str, ...] = ()
    """The wanted changes of which nobody has said where they stand."""

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The changes that are sought: what is feared leads where it may."""
        return frozenset(node.code for node in self.nodes if node.effect is Effect.INTENDED)

    @cached_property
    def on_the_way(self) -> frozenset[str]:
        """The wanted changes from which some path reaches the vision."""
        before: dict[str, list[str]] = {}
        for arc in self.arcs:
            before.setdefault(arc.target, []).append(arc.source)
        reached: set[str] = set()
        waiting = [VISION]
        while waiting:
            for code in before.get(waiting.pop(), []):
                if code not in reached:
                    reached.add(code)
                    waiting.append(code)
        return frozenset(reached) & self.wanted


def glance(session: Session, site: Site, *, mark: str = "") -> Glance:
    """The living chain of the site; an unchanged chain gives the very same glance again, without
    a question when `strategy.mark` was asked already and is the same."""
    if not mark:
        return _seen(strategy_view(session, site))
    key = (site.id, mark)
    if key not in _marked:
        _marked[key] = _seen(strategy_view(session, site))
        while len(_marked) > KEPT:
            _marked.popitem(last=False)
    return _marked[key]


KEPT = 64
_marked: OrderedDict[tuple[uuid.UUID, str], Glance] = OrderedDict()


@lru_cache(maxsize=64)
def _seen(view: StrategyView) -> Glance:
    return Glance(
        nodes=view.nodes,
        arcs=view.arcs,
        says={card.code: card.statement for card in view.cards},
        unjudged=tuple(
            card.code
            for card in view.cards
            if card.progress is None and card.effect is Effect.INTENDED
        ),
    )
