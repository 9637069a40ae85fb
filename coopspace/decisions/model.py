"""What is remembered of decisions. Nothing is rewritten: what frames a decision stands from one
moment until another, positions and events are added."""

import uuid
from datetime import date, datetime
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

from coopspace.decisions.rules import Happened, Outcome
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.positions.model import Taken, taken_holds
from coopspace.sites.model import College


class Decision(SiteOwned, Base):
    """A decision of a site, by its number; its proposal is a shared text. `decided_at` is empty
    while it is open: nobody writes the proposal of one that was decided."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("site_id", "number"), UniqueConstraint("document_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class DecisionFraming(SiteOwned, Base):
    """What a decision is about and how it is taken, from `at` until `until`; the one without an end
    stands. `content` is `rules.stored`."""

    __tablename__ = "decision_framing"
    __table_args__ = (
        UniqueConstraint("decision_id", "seq"),
        one_at_a_time("uq_decision_framing_now", "decision_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class DecisionSeat(SiteOwned, Base):
    """That somebody is asked for their position, from `at` until `until`."""

    __tablename__ = "decision_seat"
    __table_args__ = (one_at_a_time("uq_decision_seat_now", "decision_id", "user_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))


class DecisionPosition(Taken, Base):
    """What somebody said of one exact wording of the proposal; `college` is theirs on that day."""

    __tablename__ = "decision_position"
    __table_args__ = (UniqueConstraint("decision_id", "seq"), *taken_holds())
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"), index=True)
    college: Mapped[College | None] = mapped_column(String(20))


class DecisionEvent(SiteOwned, Base):
    """An outcome as a person wrote it, or a decision opened again with its reason: in the order of
    `seq`. `number` is the wording of the proposal on that day; `day` is when it was decided."""

    __tablename__ = "decision_event"
    __table_args__ = (
        UniqueConstraint("decision_id", "seq"),
        CheckConstraint("words <> ''", name="says_something"),
        CheckConstraint("(kind = 'outcome') = (outcome IS NOT NULL)", name="outcome_is_said"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[Happened] = mapped_column(String(20))
    outcome: Mapped[Outcome | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
