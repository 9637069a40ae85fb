"""The whole chain at a glance, for a page that only shows how it stands: two queries."""

from dataclasses import dataclass

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from coopspace.changes.chain import Arc, Node
from coopspace.changes.model import Change, Link
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


_CHANGES = (
    select(
        type_coerce(Change.id, String),
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
)
_LINKS = select(type_coerce(Link.source_id, String), type_coerce(Link.target_id, String)).where(
    Link.ended_at.is_(None)
)
"""Ids are only keys here: they are left as the database gives them."""
_LEVELS = {level.value: level for level in Level}
_EFFECTS = {effect.value: effect for effect in Effect}


def glance(session: Session) -> Glance:
    """The living chain of the site in scope."""
    rows = session.execute(_CHANGES).all()
    levels = [_LEVELS[row[1]] for row in rows]
    codes = {row[0]: code_of(level, row[2]) for row, level in zip(rows, levels, strict=True)}
    ends = codes | {None: VISION}
    return Glance(
        nodes=tuple(
            Node(codes[row[0]], level, _EFFECTS[row[3]], row[4], row[5])
            for row, level in zip(rows, levels, strict=True)
        ),
        arcs=tuple(
            Arc(codes[source], ends[target])
            for source, target in session.execute(_LINKS)
            if source in codes and target in ends
        ),
        says={codes[row[0]]: row[6] for row in rows},
        unjudged=tuple(
            sorted(
                (codes[row[0]] for row in rows if row[7] is None and row[3] == Effect.INTENDED),
                key=code_order,
            )
        ),
    )
