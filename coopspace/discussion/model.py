"""What is remembered of discussions. A comment is corrected by a new wording; when its author
takes it back its words leave for good, and a line keeps that something was said there."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id


class DiscussionThread(SiteOwned, Base):
    """A thread about one object, which `kind` and `about` name; `ref` is its own name for good.

    `moved_at` is when something was last said in it.
    """

    __tablename__ = "discussion_thread"
    __table_args__ = (
        UniqueConstraint("site_id", "ref"),
        Index("ix_discussion_thread_topic", "site_id", "kind", "about"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ref: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class DiscussionTurn(SiteOwned, Base):
    """A thread was resolved, or opened again: by whom and when."""

    __tablename__ = "discussion_turn"
    __table_args__ = (UniqueConstraint("thread_id", "seq"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("discussion_thread.id"))
    seq: Mapped[int]
    resolved: Mapped[bool]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class DiscussionComment(SiteOwned, Base):
    """What one person said, by its number in the thread, which addresses name."""

    __tablename__ = "discussion_comment"
    __table_args__ = (UniqueConstraint("thread_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("discussion_thread.id"))
    number: Mapped[int]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class DiscussionWording(SiteOwned, Base):
    """The words of a comment, as its author wrote or corrected them: the latest ones stand."""

    __tablename__ = "discussion_wording"
    __table_args__ = (
        UniqueConstraint("comment_id", "seq"),
        CheckConstraint("words <> ''", name="says_something"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("discussion_comment.id"))
    seq: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class DiscussionMention(SiteOwned, Base):
    """A comment asks for somebody’s eyes, until they say that they have read it or answer."""

    __tablename__ = "discussion_mention"
    __table_args__ = (UniqueConstraint("comment_id", "user_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("discussion_comment.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
