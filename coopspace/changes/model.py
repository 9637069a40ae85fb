"""What is remembered of the chain: changes, the codes they had, what was said of them, links,
judgements, tidyings."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from coopspace.changes.rules import (
    WHO_MAX,
    Effect,
    Level,
    Nature,
    Progress,
    System,
)
from coopspace.kernel.base import Base, SiteOwned, new_id
from coopspace.sites.model import College


class Systems(TypeDecorator[frozenset[System]]):
    """A set of systems, kept as their names in the order of the method, separated by spaces."""

    impl = String(60)
    cache_ok = True

    def process_bind_param(self, value: Iterable[System] | None, dialect: Dialect) -> str:
        """Unknown names are refused with ValueError."""
        chosen = {System(one) for one in value or ()}
        return " ".join(system.value for system in System if system in chosen)

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[System]:
        """The same set for the same words: rows compare fast."""
        return _read_systems(value or "")


_SETS: dict[str, frozenset[System]] = {}


def _read_systems(words: str) -> frozenset[System]:
    if words not in _SETS:
        _SETS[words] = frozenset(System(word) for word in words.split())
    return _SETS[words]


def _one_of(column: str, choices: Iterable[object]) -> str:
    return f"{column} IN ({', '.join(repr(str(choice)) for choice in choices)})"


class Change(SiteOwned, Base):
    """One change of the chain. Its words are shared texts; the rest is versioned by `version`."""

    __tablename__ = "change"
    __table_args__ = (
        UniqueConstraint("site_id", "level", "number"),
        CheckConstraint(_one_of("level", Level), name="known_level"),
        CheckConstraint(_one_of("nature", Nature), name="known_nature"),
        CheckConstraint(_one_of("effect", Effect), name="known_effect"),
        CheckConstraint("number > 0", name="number_from_one"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    level: Mapped[Level] = mapped_column(String(20))
    number: Mapped[int]
    nature: Mapped[Nature] = mapped_column(String(20))
    effect: Mapped[Effect] = mapped_column(String(24))
    who: Mapped[str] = mapped_column(String(WHO_MAX))
    systems: Mapped[frozenset[System]] = mapped_column(Systems)
    horizon: Mapped[str | None] = mapped_column(String(10))
    progress: Mapped[Progress | None] = mapped_column(String(20))
    key: Mapped[float]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    description_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def code(self) -> str:
        """The short code that stands today."""
        return f"{Level(self.level).letter}{self.number}"


class ChangeCode(SiteOwned, Base):
    """Every code a change ever had: never given to another one, so old addresses still lead."""

    __tablename__ = "change_code"
    __table_args__ = (UniqueConstraint("site_id", "level", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change.id"), index=True)
    level: Mapped[Level] = mapped_column(String(20))
    number: Mapped[int]
    since: Mapped[datetime]


class Link(SiteOwned, Base):
    """One change contributes to another, or to the vision when there is no `target_id`.

    One row per pair for ever: a link that comes back is the same link, with its history.
    `ended_with` is the change whose end took it along, and with which it will come back.
    """

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("source_id", "target_id"),
        CheckConstraint("source_id <> target_id", name="not_to_itself"),
        CheckConstraint("strength BETWEEN 1 AND 3", name="known_strength"),
        Index(
            "uq_link_source_id_vision",
            "source_id",
            unique=True,
            sqlite_where=text("target_id IS NULL"),
            postgresql_where=text("target_id IS NULL"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    source_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change.id"), index=True)
    target_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("change.id"), index=True)
    strength: Mapped[int | None] = mapped_column(SmallInteger)
    disputed: Mapped[bool] = mapped_column(default=False)
    rationale_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    assumption_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_with: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("change.id"))


class LinkConfidence(SiteOwned, Base):
    """What one college said it believes of a link. Only added to: the latest of each stands."""

    __tablename__ = "link_confidence"
    __table_args__ = (
        UniqueConstraint("link_id", "number"),
        CheckConstraint("value BETWEEN 1 AND 4", name="known_value"),
        CheckConstraint(_one_of("college", College), name="known_college"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("link.id"), index=True)
    number: Mapped[int]
    college: Mapped[College] = mapped_column(String(20))
    value: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class ChangeProgress(SiteOwned, Base):
    """A judgement of where a change stands, with its reason. Only added to."""

    __tablename__ = "change_progress"
    __table_args__ = (
        UniqueConstraint("change_id", "number"),
        CheckConstraint(_one_of("judgement", Progress), name="known_judgement"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change.id"), index=True)
    number: Mapped[int]
    judgement: Mapped[Progress] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class ChangeSaying(SiteOwned, Base):
    """What was said of a change besides its words. Only added to: the latest stands.

    Before its first row nobody knows: this was not kept from the beginning.
    """

    __tablename__ = "change_saying"
    __table_args__ = (
        UniqueConstraint("change_id", "number"),
        CheckConstraint(_one_of("nature", Nature), name="known_nature"),
        CheckConstraint(_one_of("effect", Effect), name="known_effect"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("change.id"), index=True)
    number: Mapped[int]
    nature: Mapped[Nature] = mapped_column(String(20))
    effect: Mapped[Effect] = mapped_column(String(24))
    who: Mapped[str] = mapped_column(String(WHO_MAX))
    systems: Mapped[frozenset[System]] = mapped_column(Systems)
    horizon: Mapped[str | None] = mapped_column(String(10))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class LinkStrength(SiteOwned, Base):
    """How strong a link was said to be. Only added to: the latest stands; none before: unknown."""

    __tablename__ = "link_strength"
    __table_args__ = (
        UniqueConstraint("link_id", "number"),
        CheckConstraint("strength BETWEEN 1 AND 3", name="known_strength"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("link.id"), index=True)
    number: Mapped[int]
    strength: Mapped[int | None] = mapped_column(SmallInteger)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class Tidying(SiteOwned, Base):
    """One tidying of the columns: the order keys before and after, so that it can be undone."""

    __tablename__ = "tidying"
    __table_args__ = (UniqueConstraint("site_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class StrategyImport(SiteOwned, Base):
    """A file that was brought in, as one event that can be undone.

    Until somebody confirms it (`done_at`), nothing of it is written: `content` holds what was read
    of the file. From then on `content` says which changes and links came, and in which words.
    """

    __tablename__ = "strategy_import"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        CheckConstraint("undone_at IS NULL OR done_at IS NOT NULL", name="done_before_undone"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    format: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    changes: Mapped[int] = mapped_column(default=0)
    links: Mapped[int] = mapped_column(default=0)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    undone_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]
