"""What is remembered beside what the rooms hold: the alerts that somebody set aside, and the links
by which diaries read an agenda. Nothing of an alert is rewritten."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.facilitation.rules import Rule
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time


class AlertAside(SiteOwned, Base):
    """That somebody set an alert aside, and why, from `at` until `until`. `day` is the last day on
    which it stays aside, if they said one; `mark` the facts that they had read."""

    __tablename__ = "alert_aside"
    __table_args__ = (
        one_at_a_time(
            "uq_alert_aside_now",
            "site_id",
            "rule",
            "about",
        ),
        CheckConstraint("why <> ''", name="says_why"),
        CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[Rule] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(60), default="")
    mark: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    day: Mapped[date | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class AgendaDoor(Base):
    """Somebody's own link to their agenda over several sites: only its digest is kept. It says
    whose it is, so it is read before any site is entered."""

    __tablename__ = "agenda_door"
    __table_args__ = (UniqueConstraint("token_hash"), UniqueConstraint("user_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
