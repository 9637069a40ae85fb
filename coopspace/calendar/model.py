"""What is remembered of a calendar. Nothing is rewritten: what is said of an event, who enrols, who
came and the hours planned stand from one moment until another."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.calendar.rules import LINE_MAX, LINK_MAX, Happened
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time


class CalendarEvent(Base):
    """An event of a programme, by its number there. It is of the whole programme: which sites it
    concerns is among what is said of it."""

    __tablename__ = "calendar_event"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    number: Mapped[int]
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime]


class CalendarSaying(Base):
    """What is said of an event, from `at` until `until`; the one without an end stands. `happened`
    is what brought these words, `words` why. `content` is `rules.stored`."""

    __tablename__ = "calendar_saying"
    __table_args__ = (
        UniqueConstraint("event_id", "seq"),
        one_at_a_time("uq_calendar_saying_now", "event_id"),
        CheckConstraint("ends >= starts", name="ends_after_it_starts"),
        CheckConstraint(
            "happened NOT IN ('moved', 'cancelled') OR words <> ''", name="says_why_it_moves"
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calendar_event.id"), index=True)
    seq: Mapped[int]
    happened: Mapped[Happened] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]


class CalendarDocument(Base):
    """A document that the sites of a programme share: its name and its address, until it ends."""

    __tablename__ = "calendar_document"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    label: Mapped[str] = mapped_column(String(LINE_MAX))
    address: Mapped[str] = mapped_column(String(LINK_MAX))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]


class CalendarDoor(Base):
    """Somebody's own link to a calendar, of the programme or of one site: only its digest is kept.

    It says where it leads, so it is read before any site is entered.
    """

    __tablename__ = "calendar_door"
    __table_args__ = (UniqueConstraint("token_hash"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    site_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("site.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


class TrainingSeat(SiteOwned, Base):
    """That somebody of a site is enrolled in a training, from `at` until `until`."""

    __tablename__ = "training_seat"
    __table_args__ = (one_at_a_time("uq_training_seat_now", "site_id", "event_id", "user_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calendar_event.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    until: Mapped[datetime | None]


class Attendance(SiteOwned, Base):
    """Whether somebody of a site came to an event, as the facilitator or the lead wrote it."""

    __tablename__ = "attendance"
    __table_args__ = (one_at_a_time("uq_attendance_now", "site_id", "event_id", "user_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calendar_event.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    came: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    until: Mapped[datetime | None]


class AccompanimentPlan(SiteOwned, Base):
    """The accompaniment that a site may count on, in minutes, from `at` until `until`."""

    __tablename__ = "accompaniment_plan"
    __table_args__ = (
        one_at_a_time("uq_accompaniment_plan_now", "site_id"),
        CheckConstraint("minutes >= 0", name="not_below_zero"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    minutes: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    until: Mapped[datetime | None]
