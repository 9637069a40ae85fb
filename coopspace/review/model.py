"""What is remembered of the reading: the answers that people gave to it. None is rewritten."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.review.rules import Rule


class ReviewAnswer(SiteOwned, Base):
    """« We keep it, because… »: an answer to one finding, from `at` until `until`. `digest` is of
    the texts that were read: the answer holds as long as they are the same."""

    __tablename__ = "review_answer"
    __table_args__ = (
        one_at_a_time(
            "uq_review_answer_now",
            "site_id",
            "rule",
            "about",
        ),
        CheckConstraint("why <> ''", name="says_why"),
        CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[Rule] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
