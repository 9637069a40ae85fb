"""What is remembered of the plan. Nothing is rewritten: what is said of an action, what it
contributes to and what supports it stand from one moment until another."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time

DISCUSSED = "action"
"""What discussions call an action; its number names it."""


class PlanAction(SiteOwned, Base):
    """An action or an experiment of a site, by its number."""

    __tablename__ = "plan_action"
    __table_args__ = (UniqueConstraint("site_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]


class PlanTelling(SiteOwned, Base):
    """What is said of an action from `at` until `until`; the one without an end stands. `content`
    is `rules.stored`."""

    __tablename__ = "plan_telling"
    __table_args__ = (
        UniqueConstraint("action_id", "seq"),
        one_at_a_time("uq_plan_telling_now", "action_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_action.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class PlanContribution(SiteOwned, Base):
    """That an action contributes to a change, and how much: on the scale of links, from `at` until
    `until`."""

    __tablename__ = "plan_contribution"
    __table_args__ = (
        one_at_a_time("uq_plan_contribution_now", "action_id", "change_id"),
        CheckConstraint("strength BETWEEN 1 AND 3", name="known_strength"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_action.id"), index=True)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change.id"), index=True)
    strength: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))


class PlanSupport(SiteOwned, Base):
    """That two actions support each other, from `at` until `until`: the one that was written first
    is `one_id`."""

    __tablename__ = "plan_support"
    __table_args__ = (
        one_at_a_time("uq_plan_support_now", "one_id", "other_id"),
        CheckConstraint("one_id <> other_id", name="not_itself"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_action.id"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_action.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
