"""What is remembered of stakeholders. What is said of them is never rewritten: it stands from one
moment until another, so that the map of any day can be drawn again.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    column,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.stakeholders.rules import (
    NAME_MAX,
    PLACE_MAX,
    Exchange,
    Kind,
    Origin,
    Ring,
    Sector,
    WaveKind,
)

_BAR = "|"


class Tags(TypeDecorator[tuple[str, ...]]):
    """Some words in the order given, separated by bars."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:
        """A bar inside a word becomes a slash."""
        return _BAR.join(word.replace(_BAR, "/") for word in value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """The same words."""
        return tuple(value.split(_BAR)) if value else ()


class Exchanges(TypeDecorator[frozenset[Exchange]]):
    """A set of kinds of exchange, kept as their names in the order of the list."""

    impl = String(120)
    cache_ok = True

    def process_bind_param(self, value: Iterable[Exchange] | None, dialect: Dialect) -> str:
        """Unknown names are refused with ValueError."""
        chosen = {Exchange(one) for one in value or ()}
        return " ".join(one.value for one in Exchange if one in chosen)

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Exchange]:
        """The same set for the same words: rows compare fast."""
        words = value or ""
        if words not in _SETS:
            _SETS[words] = frozenset(Exchange(word) for word in words.split())
        return _SETS[words]


_SETS: dict[str, frozenset[Exchange]] = {}


def _scale(name: str, most: int) -> CheckConstraint:
    return CheckConstraint(
        f"{name} IS NULL OR {name} BETWEEN 1 AND {most}", name=f"{name}_on_scale"
    )


class Stakeholder(SiteOwned, Base):
    """One organisation or person of the map: who they are in addresses and files, where they stand
    on the picture. `foreign_id` is how the file that brought them names them; `pinned` says that
    somebody moved them by hand.
    """

    __tablename__ = "stakeholder"
    __table_args__ = (
        UniqueConstraint("site_id", "ref"),
        CheckConstraint("(x IS NULL) = (y IS NULL)", name="placed_or_not"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ref: Mapped[str] = mapped_column(String(8))
    foreign_id: Mapped[str] = mapped_column(String(80), default="")
    x: Mapped[float | None]
    y: Mapped[float | None]
    pinned: Mapped[bool] = mapped_column(default=False)


class StakeholderTelling(SiteOwned, Base):
    """What is said of a stakeholder from `at` until `until`; the one without an end stands.

    `ended` says that they left the map meanwhile; `import_id` which file said it.
    """

    __tablename__ = "stakeholder_telling"
    __table_args__ = (
        UniqueConstraint("stakeholder_id", "seq"),
        one_at_a_time("uq_stakeholder_telling_now", "stakeholder_id"),
        CheckConstraint("name <> ''", name="has_a_name"),
        CheckConstraint("ended = (why <> '')", name="ends_with_a_reason"),
        _scale("influence", 4),
        _scale("interest", 4),
        _scale("engagement", 4),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    stakeholder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    import_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder_import.id"))
    ended: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[Kind] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    sector: Mapped[Sector] = mapped_column(String(20))
    mission: Mapped[str] = mapped_column(Text, default="")
    actions: Mapped[str] = mapped_column(Text, default="")
    constraints: Mapped[str] = mapped_column(Text, default="")
    levers: Mapped[str] = mapped_column(Text, default="")
    ring: Mapped[Ring | None] = mapped_column(String(20))
    influence: Mapped[int | None]
    interest: Mapped[int | None]
    engagement: Mapped[int | None]
    tags: Mapped[tuple[str, ...]] = mapped_column(Tags)
    place: Mapped[str] = mapped_column(String(PLACE_MAX), default="")


class NetworkWave(SiteOwned, Base):
    """A dated state of the network that is kept: an edition of the map, or a survey.

    An edition opens and closes at one moment. What is said after `closed_at` is not in it.
    """

    __tablename__ = "network_wave"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("kind = 'survey' OR closed_at = opened_at", name="an_edition_is_a_moment"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="in_order"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    kind: Mapped[WaveKind] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]


class WaveParty(SiteOwned, Base):
    """That a stakeholder was asked in a survey, and whether they answered: never what."""

    __tablename__ = "wave_party"
    __table_args__ = (UniqueConstraint("wave_id", "stakeholder_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_wave.id"))
    stakeholder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class RelationView(SiteOwned, Base):
    """One side's view of its work with another, from `at` until `until`.

    On the map it is the site's own. An answer belongs to its author, stands in its wave, is kept
    in one row that its author may change, and is shown only once both sides opened it:
    `offered_at` by its author, `accepted_at` by the other.
    """

    __tablename__ = "relation_view"
    __table_args__ = (
        one_at_a_time(
            "uq_relation_view_map", "source_id", "target_id", where=column("origin") == "map"
        ),
        one_at_a_time(
            "uq_relation_view_answer",
            "wave_id",
            "source_id",
            "target_id",
            where=column("origin") == "answer",
        ),
        CheckConstraint("source_id <> target_id", name="not_of_oneself"),
        CheckConstraint("(origin = 'answer') = (wave_id IS NOT NULL)", name="answers_have_a_wave"),
        CheckConstraint(
            "origin = 'answer' OR (offered_at IS NULL AND accepted_at IS NULL)",
            name="only_answers_are_opened",
        ),
        CheckConstraint("ended = (why <> '')", name="ends_with_a_reason"),
        CheckConstraint("level BETWEEN 1 AND 7", name="level_on_scale"),
        _scale("desired", 7),
        _scale("trust", 4),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    source_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    target_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    origin: Mapped[Origin] = mapped_column(String(10))
    wave_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("network_wave.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    import_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder_import.id"))
    ended: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[int]
    desired: Mapped[int | None]
    trust: Mapped[int | None]
    kinds: Mapped[frozenset[Exchange]] = mapped_column(Exchanges)
    fact: Mapped[str] = mapped_column(Text, default="")
    said_on: Mapped[date]
    offered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]


class PerceptionTalk(SiteOwned, Base):
    """That two sides talked about their two views, on which day, and what was said.

    It closes the difference as it stood: `source_level` and `target_level`. Another difference
    between the same two, later, is another subject. Rows are only added.
    """

    __tablename__ = "perception_talk"
    __table_args__ = (CheckConstraint("words <> ''", name="says_something"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    source_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    target_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    source_level: Mapped[int]
    target_level: Mapped[int]
    happened_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class StakeholderImport(SiteOwned, Base):
    """A file that was brought in, as one event that can be taken back.

    Until somebody confirms it (`done_at`), nothing of it is on the map: `content` holds what was
    read of the file, and is emptied then.
    """

    __tablename__ = "stakeholder_import"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        CheckConstraint("undone_at IS NULL OR done_at IS NOT NULL", name="done_before_undone"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    format: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    undone_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]
