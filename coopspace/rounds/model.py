"""What every round remembers. What is not remembered matters as much.

An anonymous answer holds no person, no moment, and nothing that leads to the mark which says that
a person has answered. Answers and marks are kept in the order of their random names, so that
their place on disk tells nothing of who came when.
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import SiteOwned, new_id
from coopspace.rounds.rules import Group

UNORDERED = {"sqlite_with_rowid": False}
"""SQLite numbers rows as they come, unless a table says that it is kept by its own names."""


class Round(SiteOwned):
    """A round of a site. `hidden` and `anonymous` never change once it is opened.

    `invited` is how many could have answered, counted at the reveal.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    hidden: Mapped[bool]
    anonymous: Mapped[bool]
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime]
    revealed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    revealed_at: Mapped[datetime | None]
    invited: Mapped[int | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(Text, default="")


class Mark(SiteOwned):
    """That somebody has answered a round, and nothing else: not when, not what."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[uuid.UUID]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class Answer(SiteOwned):
    """One answer. `user_id` is empty in an anonymous round, for good.

    `secret` is a digest of what only the author's browser holds: it lets them change their answer
    until the reveal, which forgets it.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[uuid.UUID]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    secret: Mapped[str | None] = mapped_column(String(64))
    view: Mapped[Group | None] = mapped_column(String(20))
    late: Mapped[bool] = mapped_column(default=False)


def round_holds() -> tuple[UniqueConstraint | CheckConstraint, ...]:
    """What the database holds true of any round."""
    return (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("hidden OR NOT anonymous", name="anonymous_is_hidden"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("revealed_at IS NULL OR ended_at IS NULL", name="revealed_or_ended"),
    )


def answer_holds() -> tuple[UniqueConstraint, ...]:
    """What the database holds true of any answer: one for each author."""
    return UniqueConstraint("round_id", "secret"), UniqueConstraint("round_id", "user_id")
