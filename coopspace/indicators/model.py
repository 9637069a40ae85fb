"""What is remembered of indicators. Nothing is rewritten: what is said of one, the changes that it
shows and each measure stand from one moment until another."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from coopspace.indicators.figures import exact, plain
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time


class Figure(TypeDecorator[Decimal]):
    """An exact figure on every database: kept as the text that says it."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """In its one writing."""
        return None if value is None else plain(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The same figure."""
        return None if value is None else exact(Decimal(value))


class Indicator(SiteOwned, Base):
    """One indicator of a site, by its number. It ends with what was learnt; it stays."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("(ended_at IS NULL) = (learnt = '')", name="ends_with_what_was_learnt"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    learnt: Mapped[str] = mapped_column(Text, default="")


class IndicatorTelling(SiteOwned, Base):
    """What is said of an indicator from `at` until `until`; the one without an end stands.
    `content` is `rules.stored`."""

    __tablename__ = "indicator_telling"
    __table_args__ = (
        UniqueConstraint("indicator_id", "seq"),
        one_at_a_time("uq_indicator_telling_now", "indicator_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class IndicatorChange(SiteOwned, Base):
    """That an indicator shows a change, from `at` until `until`."""

    __tablename__ = "indicator_change"
    __table_args__ = (one_at_a_time("uq_indicator_change_now", "indicator_id", "change_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id"), index=True)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))


class IndicatorMeasure(SiteOwned, Base):
    """What was measured of one day, from `at` until somebody corrected it (`until`, `why`); one
    stands for a day. `instead_of` is the number of the measure that it corrects."""

    __tablename__ = "indicator_measure"
    __table_args__ = (
        UniqueConstraint("indicator_id", "number"),
        one_at_a_time("uq_indicator_measure_now", "indicator_id", "measured_on"),
        CheckConstraint("value IS NOT NULL OR words <> ''", name="says_something"),
        CheckConstraint("(until IS NULL) = (why = '')", name="ends_with_a_reason"),
        CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id"), index=True)
    number: Mapped[int]
    measured_on: Mapped[date]
    value: Mapped[Decimal | None] = mapped_column(Figure())
    words: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    instead_of: Mapped[int | None]
    until: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    why: Mapped[str] = mapped_column(Text, default="")
