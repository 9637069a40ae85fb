"""What is remembered of notices: that something concerns somebody, how they wish to be written to,
and which digests left. No word of anybody is copied: names and titles are read when shown."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, new_id
from coopspace.notices.rules import Rhythm, What

_UNREAD = column("read_at").is_(None)


class Notice(Base):
    """Something at a site concerns a person, until they have read it (`read_at`).

    `kind` and `about` name the thing, `place` the spot in it; `source_id` is the row that caused
    it. `at_once`: a letter of its own leaves with the act, a digest does not tell it again.

    It is a person's, read across all their sites at once; it is therefore not `SiteOwned`, and
    every query on it names its person or its source.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "what", "source_id"),
        Index("ix_notice_latest", "user_id", "at"),
        Index("ix_notice_unread", "user_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"))
    what: Mapped[What] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(40), default="")
    source_id: Mapped[uuid.UUID] = mapped_column(index=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    at_once: Mapped[bool] = mapped_column(default=False)


class NoticeChoice(Base):
    """How a person wishes to be written to; who has none gets what `rules.Choice` says."""

    __tablename__ = "notice_choice"
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    at_once: Mapped[bool]
    rhythm: Mapped[Rhythm] = mapped_column(String(10))
    at: Mapped[datetime]


class NoticeDigest(Base):
    """That somebody's digest of this day, its last one, has left: once, whoever sends."""

    __tablename__ = "notice_digest"
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
