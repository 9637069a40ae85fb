"""What is remembered of sharing: who agreed to what and since when, what a site works on, help."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.compare.rules import HelpKind, Item, Size
from coopspace.kernel.base import Base, SiteOwned, new_id


def _once_while(name: str, *columns: str, ends: str) -> Index:
    """One row at a time for these columns, until the one before it has ended."""
    alive = column(ends).is_(None)
    return Index(name, *columns, unique=True, sqlite_where=alive, postgresql_where=alive)


class SharedItem(SiteOwned, Base):
    """One item that a site shares with the others, until it takes it back."""

    __tablename__ = "shared_item"
    __table_args__ = (_once_while("uq_shared_item_now", "site_id", "item", ends="withdrawn_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    item: Mapped[Item] = mapped_column(String(20))
    shared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    shared_at: Mapped[datetime]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]


class SiteProfile(SiteOwned, Base):
    """What a site works on, how many people live there, since which year it works together."""

    __tablename__ = "site_profile"
    __table_args__ = (UniqueConstraint("site_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    topics: Mapped[str] = mapped_column(String(400))
    size: Mapped[Size | None] = mapped_column(String(20))
    since_year: Mapped[int | None]
    described_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    described_at: Mapped[datetime]


class SiteContact(SiteOwned, Base):
    """Somebody who said that other sites may contact them; nobody is named by somebody else."""

    __tablename__ = "site_contact"
    __table_args__ = (_once_while("uq_site_contact_now", "site_id", "user_id", ends="ended_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class Help(SiteOwned, Base):
    """Help that a site offers or looks for. It is not deleted: it ends."""

    __tablename__ = "help"
    __table_args__ = (
        CheckConstraint("(from_level IS NULL) = (to_level IS NULL)", name="passage_has_two_ends"),
        CheckConstraint(
            "from_level IS NULL OR (from_level BETWEEN 1 AND 7 AND to_level BETWEEN 1 AND 7)",
            name="passage_on_scale",
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[HelpKind] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(40))
    from_level: Mapped[int | None]
    to_level: Mapped[int | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]


class HelpAnswer(SiteOwned, Base):
    """What another site answers to an offer or a request, and what it was told back.

    It is kept at the site that asked or offered; `from_site_id` is the one that answers.
    """

    __tablename__ = "help_answer"
    __table_args__ = (
        UniqueConstraint("help_id", "from_site_id"),
        CheckConstraint("from_site_id <> site_id", name="between_two_sites"),
        CheckConstraint("(accepted IS NULL) = (replied_at IS NULL)", name="replied_or_waiting"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    help_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("help.id"), index=True)
    from_site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    accepted: Mapped[bool | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    replied_at: Mapped[datetime | None]
