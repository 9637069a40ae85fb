"""What is remembered of the log. Nothing is rewritten: what an entry says stands from one moment
until another; a correction, a taking back and a putting back are the next telling."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.accompaniment.rules import MINUTES_MAX
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.roles.rules import SupportRole


class AccompanimentEntry(SiteOwned, Base):
    """An entry of somebody at a site, by its number. `mark` was made on their device before it was
    sent: a second arrival of the same one is the same entry."""

    __tablename__ = "accompaniment_entry"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        UniqueConstraint("site_id", "author", "mark"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    mark: Mapped[uuid.UUID]
    author: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]


class AccompanimentTelling(SiteOwned, Base):
    """What an entry says from `at` until `until`; the one without an end stands. `withdrawn`: it
    was taken back, and `why`. What it concerns is a change, or a relation without sides."""

    __tablename__ = "accompaniment_telling"
    __table_args__ = (
        UniqueConstraint("entry_id", "seq"),
        one_at_a_time(
            "uq_accompaniment_telling_now",
            "entry_id",
        ),
        Index("ix_accompaniment_telling_day", "site_id", "day"),
        CheckConstraint(f"minutes BETWEEN 1 AND {MINUTES_MAX}", name="lasts_a_day_at_most"),
        CheckConstraint("change_id IS NULL OR one_id IS NULL", name="concerns_one_thing"),
        CheckConstraint("(one_id IS NULL) = (other_id IS NULL)", name="relations_have_two_ends"),
        CheckConstraint("NOT withdrawn OR why <> ''", name="taken_back_with_a_reason"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accompaniment_entry.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[SupportRole] = mapped_column(String(20))
    minutes: Mapped[int]
    day: Mapped[date]
    moved: Mapped[str] = mapped_column(Text, default="")
    change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("change.id"), index=True)
    one_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder.id"))
    other_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder.id"))
    withdrawn: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text, default="")
