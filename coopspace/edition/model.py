"""What a programme says in the place of a sentence of ours, and what it said before."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.edition.rules import KEY_MAX, Happened
from coopspace.kernel.base import Base, new_id, one_at_a_time


class MethodWording(Base):
    """What stands for the sentence `key` in a programme, from `at` until `until`. Without words it
    is ours again. `ours_fr` and `ours_en` are what ours said that day."""

    __tablename__ = "method_wording"
    __table_args__ = (
        UniqueConstraint("programme_id", "key", "seq"),
        one_at_a_time(
            "uq_method_wording_now",
            "programme_id",
            "key",
        ),
        CheckConstraint("(fr = '') = (en = '')", name="both_or_neither"),
        CheckConstraint("(happened = 'taken_back') = (fr = '')", name="taken_back_says_nothing"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    key: Mapped[str] = mapped_column(String(KEY_MAX))
    seq: Mapped[int]
    happened: Mapped[Happened] = mapped_column(String(20))
    fr: Mapped[str] = mapped_column(Text, default="")
    en: Mapped[str] = mapped_column(Text, default="")
    ours_fr: Mapped[str] = mapped_column(Text)
    ours_en: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
