"""What is remembered of visits and of the handing over of a site. Nothing is rewritten: what is
said stands from one moment until another."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time

_WAITING = column("received_at").is_(None) & column("withdrawn_at").is_(None)


class Visit(SiteOwned, Base):
    """That somebody who supports the site went there, by its number."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("site_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    author: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]


class VisitTelling(SiteOwned, Base):
    """What is said of a visit from `at` until `until`; the one without an end stands. `withdrawn`:
    it did not take place, and `why` it was written."""

    __tablename__ = "visit_telling"
    __table_args__ = (
        UniqueConstraint("visit_id", "seq"),
        one_at_a_time(
            "uq_visit_telling_now",
            "visit_id",
        ),
        CheckConstraint("NOT withdrawn OR why <> ''", name="taken_back_with_a_reason"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    day: Mapped[date]
    words: Mapped[str] = mapped_column(Text, default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text, default="")


class SiteHandover(SiteOwned, Base):
    """That a site passes from one colleague to another. It waits until `incoming` has received it,
    or it is taken back with a reason. `leaves`: the place of `outgoing` ends once it is received.
    """

    __tablename__ = "site_handover"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        Index(
            "uq_site_handover_waiting",
            "site_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        CheckConstraint("outgoing <> incoming", name="from_one_to_another"),
        CheckConstraint("received_at IS NULL OR withdrawn_at IS NULL", name="ends_one_way"),
        CheckConstraint("(withdrawn_at IS NULL) = (why = '')", name="taken_back_with_a_reason"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    outgoing: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    incoming: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    leaves: Mapped[bool]
    received_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(Text, default="")


class SiteHandoverWord(SiteOwned, Base):
    """The word that goes with the handing over of a site, from `at` until `until`: the answers to
    four questions. The one without an end stands."""

    __tablename__ = "site_handover_word"
    __table_args__ = (
        UniqueConstraint("handover_id", "seq"),
        one_at_a_time(
            "uq_site_handover_word_now",
            "handover_id",
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    handover_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site_handover.id"), index=True)
    seq: Mapped[int]
    matters: Mapped[str] = mapped_column(Text, default="")
    promised: Mapped[str] = mapped_column(Text, default="")
    call: Mapped[str] = mapped_column(Text, default="")
    avoid: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
