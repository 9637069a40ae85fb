"""What is remembered of rounds of positioning, beside what every round remembers."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.continuum.rules import Outcome
from coopspace.kernel.base import Base, SiteOwned, new_id
from coopspace.rounds.model import UNORDERED, Answer, Mark, Round, answer_holds, round_holds


class ContinuumRound(Round, Base):
    """One round of positioning. `guests` never changes once it is opened either."""

    __tablename__ = "continuum_round"
    __table_args__ = (
        *round_holds(),
        CheckConstraint("guests OR expected = 0", name="expects_guests"),
    )
    question: Mapped[str] = mapped_column(String(200))
    guests: Mapped[bool]
    expected: Mapped[int]


class ContinuumDoor(Base):
    """By which a round is joined without an account: a short code for half a day, a long secret
    for the QR. It says which site it leads to, so it is read before any site is entered.
    """

    __tablename__ = "continuum_door"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("token"))
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("continuum_round.id"), primary_key=True)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(String(6))
    code_until: Mapped[datetime]
    token: Mapped[str] = mapped_column(String(32))


class ContinuumMark(Mark, Base):
    """That a member, or a browser, has answered a round."""

    __tablename__ = "continuum_mark"
    __table_args__ = (
        UniqueConstraint("round_id", "user_id"),
        UniqueConstraint("round_id", "device"),
        CheckConstraint("(user_id IS NULL) <> (device IS NULL)", name="one_holder"),
        UNORDERED,
    )
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("continuum_round.id"))
    device: Mapped[str | None] = mapped_column(String(64))


class ContinuumAnswer(Answer, Base):
    """One position. `name` is empty in an anonymous round, for good."""

    __tablename__ = "continuum_answer"
    __table_args__ = (
        *answer_holds(),
        CheckConstraint("level BETWEEN 1 AND 7", name="level_on_scale"),
        CheckConstraint("desired IS NULL OR desired BETWEEN 1 AND 7", name="desired_on_scale"),
        CheckConstraint("NOT stay OR desired = level", name="staying_is_here"),
        CheckConstraint("trust IS NULL OR trust BETWEEN 1 AND 5", name="trust_on_scale"),
        CheckConstraint(
            "structure IS NULL OR structure BETWEEN 1 AND 5", name="structure_on_scale"
        ),
        UNORDERED,
    )
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("continuum_round.id"))
    name: Mapped[str] = mapped_column(String(80), default="")
    level: Mapped[int]
    desired: Mapped[int | None]
    stay: Mapped[bool]
    fact: Mapped[str] = mapped_column(Text, default="")
    advances: Mapped[str] = mapped_column(Text, default="")
    trust: Mapped[int | None]
    structure: Mapped[int | None]


class ContinuumFigure(SiteOwned, Base):
    """What other sites may be shown of a revealed round, if this one agrees: fixed at its reveal.

    A late answer, or an answer that is erased one day, does not move it: the difference between
    two of its states would be somebody. There is no row for a round of fewer than five answers.
    """

    __tablename__ = "continuum_figure"
    __table_args__ = (
        CheckConstraint("answered >= 5 AND invited >= answered", name="from_five_answers_on"),
        CheckConstraint(
            "1 <= lower_quarter AND lower_quarter <= low AND low <= high "
            "AND high <= upper_quarter AND upper_quarter <= 7",
            name="in_order",
        ),
    )
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("continuum_round.id"), primary_key=True)
    answered: Mapped[int]
    invited: Mapped[int]
    low: Mapped[int]
    high: Mapped[int]
    lower_quarter: Mapped[int]
    upper_quarter: Mapped[int]


class ContinuumConclusion(SiteOwned, Base):
    """What the group concluded of a round. Rows are only added: the latest one stands."""

    __tablename__ = "continuum_conclusion"
    __table_args__ = (
        UniqueConstraint("round_id", "seq"),
        CheckConstraint("(outcome = 'talk') = (level IS NULL)", name="level_unless_talking"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("continuum_round.id"))
    seq: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(String(20))
    level: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text)
    advances: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
