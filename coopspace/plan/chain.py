"""The chain of changes as actions reach through it: its links with their grades."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.changes.model import Change, Link, LinkConfidence
from coopspace.changes.rules import VISION, Effect, Level, code_of
from coopspace.changes.strategy import strategy_view
from coopspace.plan.leverage import Step, Ways, grade
from coopspace.sites.model import Site


def ways(session: Session, site: Site) -> Ways:
    """Which changes are reached from each living change, in a fixed number of queries."""
    view, said = strategy_view(session, site), _beliefs(session)
    return Ways(
        (card.code for card in view.cards),
        [
            Step(
                link.source,
                link.target,
                grade(link.strength, said.get(link.arc, {}).values()),
            )
            for link in view.links
        ],
        unwanted=(card.code for card in view.cards if card.effect is Effect.NEGATIVE),
    )


def _beliefs(session: Session) -> dict[tuple[str, str], dict[str, int]]:
    """The latest word of each college on each living link, by the codes of its ends."""
    source, target = aliased(Change), aliased(Change)
    rows = session.execute(
        select(
            source.level,
            source.number,
            target.level,
            target.number,
            LinkConfidence.college,
            LinkConfidence.value,
        )
        .select_from(LinkConfidence)
        .join(Link, Link.id == LinkConfidence.link_id)
        .join(source, source.id == Link.source_id)
        .outerjoin(target, target.id == Link.target_id)
        .where(Link.ended_at.is_(None))
        .order_by(LinkConfidence.number)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for from_level, from_number, level, number, college, value in rows:
        ends = (
            code_of(Level(from_level), from_number),
            code_of(Level(level), number) if level and number else VISION,
        )
        found.setdefault(ends, {})[college] = value
    return found
