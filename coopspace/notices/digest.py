"""The digest: what happened on the days before that a person has not read, once a day at most
whoever sends it. Nothing leaves when nothing happened."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.saving import saving
from coopspace.mail import Letter
from coopspace.notices import reading
from coopspace.notices.letters import Ways, digest, names_in
from coopspace.notices.model import Notice, NoticeDigest
from coopspace.notices.reading import Group
from coopspace.notices.rules import Choice, Rhythm, Span, begins_after, told_on
from coopspace.notices.telling import choices_of
from coopspace.sites import access

_INSERT: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True)
class Due:
    """A digest to send: to whom, of which days, what it tells."""

    to: User
    rhythm: Rhythm
    groups: tuple[Group, ...]


def yesterday() -> date:
    """The day before this one, as people in France see it."""
    return clock.today() - timedelta(days=1)


def claimed(session: Session, day: date, ways: Ways) -> Iterator[Letter]:
    """The digests whose last day is `day` and that nobody has sent: each is ours from the moment
    it is given, for good, so that it leaves once even if another process sends at this moment."""
    for person in _concerned(session, day):
        due = _due(session, person, day)
        if due is not None and _claim(session, due.to.id, day):
            yield digest(
                due.to,
                due.groups,
                due.rhythm,
                names=names_in(session, due.groups),
                ways=ways,
            )


def _concerned(session: Session, day: date) -> Sequence[uuid.UUID]:
    """Those whom something of these days may concern."""
    span = told_on(day, Rhythm.WEEKLY) or told_on(day, Rhythm.DAILY)
    query = (
        select(Notice.user_id)
        .where(*_within(span), *_untold())
        .group_by(Notice.user_id)
        .order_by(Notice.user_id)
    )
    return session.scalars(query).all()


def _due(session: Session, person: uuid.UUID, day: date) -> Due | None:
    """What their digest of this day tells; None when none leaves."""
    to = session.get_one(User, person)
    choice = choices_of(session, [person]).get(person, Choice())
    span = told_on(day, choice.rhythm)
    if to.disabled_at is not None or span is None:
        return None
    places = access.everywhere(session, to)
    since = max(span.since, _told_until(session, person, day) or span.since)
    query = select(Notice).where(
        Notice.user_id == person,
        *_within(Span(since, span.until)),
        reading.may_read(places),
        *_untold(),
    )
    rows = session.scalars(query.order_by(Notice.at.desc(), Notice.id)).all()
    sites = [site for site, _place in places]
    groups = reading.told(session, rows, sites, language=to.locale)
    return Due(to, choice.rhythm, groups) if groups else None


def _within(span: Span | None) -> tuple[ColumnElement[bool], ...]:
    return (Notice.at >= span.since, Notice.at < span.until) if span else (false(),)


def _untold() -> tuple[ColumnElement[bool], ...]:
    return Notice.read_at.is_(None), Notice.at_once.is_(False)


def _told_until(session: Session, person: uuid.UUID, day: date) -> datetime | None:
    """Where the digest before this one ended: nothing is told twice when somebody who had one
    every day chooses one a week."""
    last = session.scalar(
        select(func.max(NoticeDigest.day)).where(
            NoticeDigest.user_id == person, NoticeDigest.day < day
        )
    )
    return begins_after(last) if last else None


def _claim(session: Session, person: uuid.UUID, day: date) -> bool:
    """Whether this digest is ours to send."""
    with saving(session):
        insert = _INSERT[session.get_bind().dialect.name]
        made = insert(NoticeDigest).values(user_id=person, day=day, at=clock.now())
        query = made.on_conflict_do_nothing(index_elements=["user_id", "day"])
        return session.scalar(query.returning(NoticeDigest.user_id)) is not None
