"""What is remembered of a survey: until when, who has a link, whom they picked, what they judged.

The answers on levels stand in `RelationView`, as the stakeholders' room keeps them.
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id
from coopspace.stakeholders.rules import NAME_MAX
from coopspace.survey.rules import ADDRESS_MAX, NOT_KNOWN, STEPS


class Survey(SiteOwned, Base):
    """What a wave asks, and until when."""

    __tablename__ = "survey"
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_wave.id"), primary_key=True)
    closes_at: Mapped[datetime]
    six: Mapped[bool] = mapped_column(default=False)


class Respondent(SiteOwned, Base):
    """Who answers for an organisation in one wave. `name` and `email` are shown to nobody else
    than those who wrote them; both are erased when the survey closes.
    """

    __tablename__ = "survey_respondent"
    __table_args__ = (UniqueConstraint("wave_id", "stakeholder_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wave_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("network_wave.id"))
    stakeholder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"))
    name: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    email: Mapped[str] = mapped_column(String(ADDRESS_MAX), default="")
    locale: Mapped[str] = mapped_column(String(2), default="fr")
    added: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]


class SurveyDoor(Base):
    """The one link of a respondent that works: only its digest is kept.

    It says which site it leads to, so it is read before any site is entered.
    """

    __tablename__ = "survey_door"
    __table_args__ = (UniqueConstraint("token_hash"),)
    respondent_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("survey_respondent.id"), primary_key=True
    )
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


def _mark(name: str) -> CheckConstraint:
    return CheckConstraint(
        f"{name} IS NULL OR {name} BETWEEN {NOT_KNOWN} AND {STEPS}", name=f"{name}_on_scale"
    )


class Picked(SiteOwned, Base):
    """A partner that a respondent picked, and the six published questions on it."""

    __tablename__ = "survey_picked"
    __table_args__ = (
        UniqueConstraint("respondent_id", "stakeholder_id"),
        _mark("openness"),
        _mark("reliability"),
        _mark("mission"),
        _mark("power"),
        _mark("involvement"),
        _mark("resources"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    respondent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_respondent.id"))
    stakeholder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stakeholder.id"))
    openness: Mapped[int | None]
    reliability: Mapped[int | None]
    mission: Mapped[int | None]
    power: Mapped[int | None]
    involvement: Mapped[int | None]
    resources: Mapped[int | None]
