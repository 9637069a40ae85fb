"""What is remembered of the seven roles at a site. Nothing is rewritten: who holds a role, what is
said of it and how somebody judges it stand from one moment until another."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.roles.rules import SupportRole
from coopspace.sites.model import College


class RoleHandover(SiteOwned, Base):
    """That a role passed from some hands to others, with the word that went with it."""

    __tablename__ = "role_handover"
    __table_args__ = (UniqueConstraint("site_id", "role", "seq"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    role: Mapped[SupportRole] = mapped_column(String(20))
    seq: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class RoleHolding(SiteOwned, Base):
    """That a person of the site, or an organisation of its map, holds a role from `at` until
    `until`; the handovers that began and ended it tell why."""

    __tablename__ = "role_holding"
    __table_args__ = (
        one_at_a_time("uq_role_holding_person_now", "site_id", "role", "user_id"),
        one_at_a_time("uq_role_holding_organisation_now", "site_id", "role", "stakeholder_id"),
        CheckConstraint("(user_id IS NULL) <> (stakeholder_id IS NULL)", name="one_holder"),
        CheckConstraint("(until IS NULL) = (ended_id IS NULL)", name="ended_by_a_handover"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    role: Mapped[SupportRole] = mapped_column(String(20))
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    stakeholder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder.id"))
    begun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("role_handover.id"))
    ended_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("role_handover.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]


class RoleTelling(SiteOwned, Base):
    """What is said of a role from `at` until `until`: what is done, what is missing, what comes
    next, by which day and by whom. The one without an end stands."""

    __tablename__ = "role_telling"
    __table_args__ = (
        UniqueConstraint("site_id", "role", "seq"),
        one_at_a_time("uq_role_telling_now", "site_id", "role"),
        CheckConstraint("(step = '') = (step_day IS NULL)", name="step_has_a_day"),
        CheckConstraint("(step = '') = (step_person IS NULL)", name="step_has_a_person"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    role: Mapped[SupportRole] = mapped_column(String(20))
    seq: Mapped[int]
    activities: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[str] = mapped_column(Text, default="")
    step: Mapped[str] = mapped_column(Text, default="")
    step_day: Mapped[date | None]
    step_person: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]


class RoleJudgement(SiteOwned, Base):
    """How far somebody finds a role covered in a quarter, and why; without a coverage, that they
    cannot say. `period` is the first day of the quarter, `college` theirs on that day."""

    __tablename__ = "role_judgement"
    __table_args__ = (
        one_at_a_time("uq_role_judgement_now", "site_id", "role", "period", "user_id"),
        CheckConstraint("coverage IS NULL OR coverage BETWEEN 1 AND 4", name="coverage_on_scale"),
        CheckConstraint("coverage IS NULL OR reason <> ''", name="says_why"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    role: Mapped[SupportRole] = mapped_column(String(20))
    period: Mapped[date]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    college: Mapped[College | None] = mapped_column(String(20))
    coverage: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    until: Mapped[datetime | None]
