"""What is remembered of readiness, beside what every round remembers."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id
from coopspace.readiness.rules import Item, Outcome
from coopspace.rounds.model import UNORDERED, Answer, Mark, Round, answer_holds, round_holds


class ReadinessRound(Round, Base):
    """One round of judgements on the eight.

    `stood` counts, item by item, what was answered when the round was revealed: it is written once,
    so that nothing which comes later can be told from a difference between two readings of it.
    """

    __tablename__ = "readiness_round"
    __table_args__ = (
        *round_holds(),
        CheckConstraint("(revealed_at IS NULL) = (stood IS NULL)", name="counted_at_the_reveal"),
    )
    stood: Mapped[dict[str, list[int]] | None] = mapped_column(JSON(none_as_null=True))


class ReadinessMark(Mark, Base):
    """That a member has answered a round."""

    __tablename__ = "readiness_mark"
    __table_args__ = (UniqueConstraint("round_id", "user_id"), UNORDERED)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("readiness_round.id"))


class ReadinessAnswer(Answer, Base):
    """What one member says of the eight, or of those that they have judged so far."""

    __tablename__ = "readiness_answer"
    __table_args__ = (*answer_holds(), UNORDERED)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("readiness_round.id"))
    said: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)


class ReadinessConclusion(SiteOwned, Base):
    """What the group concluded of an item, or of the whole where `item` is empty.

    Rows are only added: the latest one of each item stands.
    """

    __tablename__ = "readiness_conclusion"
    __table_args__ = (UniqueConstraint("round_id", "seq"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("readiness_round.id"))
    seq: Mapped[int]
    item: Mapped[Item | None] = mapped_column(String(20))
    outcome: Mapped[Outcome] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
