"""What is remembered of advances. An entry is never rewritten: its wordings are added."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.advances.rules import Kind, Precision
from coopspace.kernel.base import Base, SiteOwned, new_id


class Advance(SiteOwned, Base):
    """One entry of the register of a site, by its number. It ends with a reason; it stays."""

    __tablename__ = "advance"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name="ends_with_a_reason"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(Text, default="")


class AdvanceWording(SiteOwned, Base):
    """What an entry says, as somebody wrote or corrected it: the latest one stands."""

    __tablename__ = "advance_wording"
    __table_args__ = (
        UniqueConstraint("advance_id", "seq"),
        CheckConstraint("words <> ''", name="says_something"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    advance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("advance.id"))
    seq: Mapped[int]
    kind: Mapped[Kind] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    precision: Mapped[Precision] = mapped_column(String(20))
    round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("continuum_round.id"))
    change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("change.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
