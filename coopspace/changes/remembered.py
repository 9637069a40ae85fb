"""What is said of changes and links is kept each time it is said, to look back on that day."""

import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coopspace.changes.model import Change, ChangeSaying, Link, LinkStrength


def remember_changes(session: Session, changes: Collection[Change]) -> None:
    """Keep what is said of these changes as they stand, by whom they were said so and when."""
    numbers = _next(session, ChangeSaying.change_id, [one.id for one in changes])
    session.add_all(
        ChangeSaying(
            site_id=one.site_id,
            change_id=one.id,
            number=numbers[one.id],
            nature=one.nature,
            effect=one.effect,
            who=one.who,
            systems=one.systems,
            horizon=one.horizon,
            by=one.changed_by,
            at=one.changed_at,
        )
        for one in changes
    )
    session.flush()


def remember_links(session: Session, links: Collection[Link]) -> None:
    """Keep how strong these links are said to be as they stand."""
    numbers = _next(session, LinkStrength.link_id, [one.id for one in links])
    session.add_all(
        LinkStrength(
            site_id=one.site_id,
            link_id=one.id,
            number=numbers[one.id],
            strength=one.strength,
            by=one.changed_by,
            at=one.changed_at,
        )
        for one in links
    )
    session.flush()


def _next(
    session: Session, owner: InstrumentedAttribute[uuid.UUID], ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, int]:
    """The next number of each."""
    wanted = list(ids)
    number = owner.class_.number
    rows = session.execute(
        select(owner, func.max(number)).where(owner.in_(wanted)).group_by(owner)
    ).all()
    last: dict[uuid.UUID, int] = {row[0]: row[1] for row in rows}
    return {id_: last.get(id_, 0) + 1 for id_ in wanted}
