"""Writing notices: telling somebody, what is settled, what is taken back. Nobody is told of their
own acts."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from coopspace.notices.model import Notice, NoticeChoice
from coopspace.notices.rules import SUBJECTS, Choice, Rhythm, What, leaves_at_once

TO_MAIL = "notices_to_mail"
"""Under which name a session holds the notices whose letters leave once its act is committed."""


@dataclass(frozen=True)
class Told:
    """What concerns somebody: what happened to which thing, where, by whom, when."""

    what: What
    kind: str
    about: str
    source: uuid.UUID
    by: uuid.UUID
    at: datetime
    place: str = ""


def tell(
    session: Session, told: Told, *, site_id: uuid.UUID, to: Iterable[uuid.UUID | None]
) -> None:
    """Let these people know."""
    wanted = sorted({one for one in to if one is not None and one != told.by})
    choices = choices_of(session, wanted) if wanted and told.what in SUBJECTS else {}
    for person in wanted:
        notice = Notice(
            user_id=person,
            site_id=site_id,
            what=told.what,
            kind=told.kind,
            about=told.about,
            place=told.place,
            source_id=told.source,
            by=told.by,
            at=told.at,
            at_once=leaves_at_once(told.what, choices.get(person, Choice())),
        )
        session.add(notice)
        if notice.at_once and told.what in SUBJECTS:
            session.info.setdefault(TO_MAIL, []).append(notice)


def choices_of(session: Session, people: Collection[uuid.UUID]) -> dict[uuid.UUID, Choice]:
    """How these people wish to be written to, those who said so."""
    rows = session.scalars(select(NoticeChoice).where(NoticeChoice.user_id.in_(people)))
    return {one.user_id: Choice(one.at_once, Rhythm(one.rhythm)) for one in rows}


def settle(session: Session, at: datetime, *which: ColumnElement[bool]) -> None:
    """What these notices waited for is done: they need not be read any more."""
    session.execute(
        update(Notice)
        .where(Notice.read_at.is_(None), Notice.at <= at, *which)
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )


def take_back(session: Session, *which: ColumnElement[bool]) -> None:
    """These notices lead to words that have left: they leave too."""
    session.execute(delete(Notice).where(*which).execution_options(synchronize_session=False))
