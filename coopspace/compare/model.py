"""What is remembered of sharing: who agreed to what and since when, what a site works on, help; and
of the network of a programme: which organisations are one, and what was measured of it.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.compare.rules import Ending, HelpKind, Item, Size
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time


class SharedItem(SiteOwned, Base):
    """One item that a site shares with the others, until it takes it back."""

    __tablename__ = "shared_item"
    __table_args__ = (one_at_a_time("uq_shared_item_now", "site_id", "item", ends="withdrawn_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    item: Mapped[Item] = mapped_column(String(20))
    shared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    shared_at: Mapped[datetime]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]


class SiteProfile(SiteOwned, Base):
    """What a site works on, how many people live there, since which year it works together."""

    __tablename__ = "site_profile"
    __table_args__ = (UniqueConstraint("site_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    topics: Mapped[str] = mapped_column(String(400))
    size: Mapped[Size | None] = mapped_column(String(20))
    since_year: Mapped[int | None]
    described_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    described_at: Mapped[datetime]


class SiteContact(SiteOwned, Base):
    """Somebody who said that other sites may contact them; nobody is named by somebody else."""

    __tablename__ = "site_contact"
    __table_args__ = (one_at_a_time("uq_site_contact_now", "site_id", "user_id", ends="ended_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class Help(SiteOwned, Base):
    """Help that a site offers or looks for. It is not deleted: it ends."""

    __tablename__ = "help"
    __table_args__ = (
        CheckConstraint("(from_level IS NULL) = (to_level IS NULL)", name="passage_has_two_ends"),
        CheckConstraint(
            "from_level IS NULL OR (from_level BETWEEN 1 AND 7 AND to_level BETWEEN 1 AND 7)",
            name="passage_on_scale",
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[HelpKind] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(40))
    from_level: Mapped[int | None]
    to_level: Mapped[int | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]


class HelpAnswer(SiteOwned, Base):
    """What another site answers to an offer or a request, and what it was told back.

    It is kept at the site that asked or offered; `from_site_id` is the one that answers.
    """

    __tablename__ = "help_answer"
    __table_args__ = (
        UniqueConstraint("help_id", "from_site_id"),
        CheckConstraint("from_site_id <> site_id", name="between_two_sites"),
        CheckConstraint("(accepted IS NULL) = (replied_at IS NULL)", name="replied_or_waiting"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    help_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("help.id"), index=True)
    from_site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    accepted: Mapped[bool | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    replied_at: Mapped[datetime | None]


class OrganisationMatch(Base):
    """That two organisations of two sites are the same, or are not, as the programme's lead says.

    It names rows and no words: what a site shares no more is read nowhere through it. The pairs
    said in one act are taken back together (`act`).
    """

    __tablename__ = "organisation_match"
    __table_args__ = (
        one_at_a_time("uq_organisation_match_now", "one_id", "other_id", ends="undone_at"),
        CheckConstraint("one_id <> other_id", name="of_two"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    same: Mapped[bool]
    act: Mapped[uuid.UUID]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    undone_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]


class NetworkMeasure(Base):
    """One measuring of the network of a programme: asked for, under way, ended.

    `beat_at` is when its process was last alive. What was found holds public ids and counts, no
    name; it is emptied as soon as one of the sites it was read from shares no more.
    """

    __tablename__ = "network_measure"
    __table_args__ = (
        one_at_a_time("uq_network_measure_now", "programme_id", ends="ended_at"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ends_somehow"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=0)
    organisations: Mapped[int]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Ending | None] = mapped_column(String(20))
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    engine: Mapped[str] = mapped_column(String(20), default="")
    seconds: Mapped[float | None]
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    nodes: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
