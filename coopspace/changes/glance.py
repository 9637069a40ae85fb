"""The whole chain at a glance, for a page that only shows how it stands: two queries."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.changes.chain import Arc, Node
from coopspace.changes.held import arcs_between
from coopspace.changes.model import Change
from coopspace.changes.rules import VISION, Effect, Level, code_of, code_order
from coopspace.live.model import Document


@dataclass(frozen=True)
class Glance:
    """The living chain: its changes with their words, and the links between them."""

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    says: dict[str, str]
    unjudged: tuple[str, ...] = ()
    """The wanted changes of which nobody has said where they stand."""

    @property
    def wanted(self) -> frozenset[str]:
        """The changes that are sought: what is feared leads where it may."""
        return frozenset(node.code for node in self.nodes if node.effect is Effect.INTENDED)

    @property
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


def glance(session: Session) -> Glance:
    """The living chain of the site in scope."""
    rows = session.execute(
        select(
            Change.id,
            Change.level,
            Change.number,
            Change.effect,
            Change.systems,
            Change.key,
            Document.text,
            Change.progress,
        )
        .join(Document, Document.id == Change.statement_id)
        .where(Change.ended_at.is_(None))
        .order_by(Change.id)
    ).all()
    codes = {row[0]: code_of(Level(row[1]), row[2]) for row in rows}
    return Glance(
        nodes=tuple(
            Node(codes[row[0]], Level(row[1]), Effect(row[3]), row[4], row[5]) for row in rows
        ),
        arcs=arcs_between(session, codes),
        says={codes[row[0]]: row[6] for row in rows},
        unjudged=tuple(
            sorted(
                (codes[row[0]] for row in rows if row[7] is None and row[3] == Effect.INTENDED),
                key=code_order,
            )
        ),
    )
