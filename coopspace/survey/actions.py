"""What the facilitator and the trio do: open a survey, make and end its links, close it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held, waves
from coopspace.stakeholders.model import NetworkWave, Stakeholder, StakeholderTelling, WaveParty
from coopspace.stakeholders.rules import name_key
from coopspace.survey import rules
from coopspace.survey.model import Respondent, Survey, SurveyDoor


@dataclass(frozen=True)
class Running:
    """A survey with its wave."""

    wave: NetworkWave
    survey: Survey

    @property
    def open(self) -> bool:
        """Whether it takes answers now."""
        return rules.takes_answers(
            closes_at=self.survey.closes_at, closed_at=self.wave.closed_at, now=clock.now()
        )


@dataclass(frozen=True)
class Asked:
    """An organisation that is asked, as those who ask see it: never what it says."""

    ref: str
    name: str
    answered: bool
    has_link: bool
    has_address: bool


def open_survey(
    session: Session,
    site: Site,
    *,
    name: str,
    closes_at: datetime | None,
    asked: Iterable[str],
    six: bool,
    by: User,
) -> Running:
    """Begin a survey of these organisations, by public id; nobody has a link yet."""
    held.hold(session, site.id)
    chosen = [held.stakeholder_of(session, ref) for ref in sorted(set(asked))]
    here = [one for one in chosen if not held.telling_of(session, one).ended]
    rules.check_asked(len(here))
    until = rules.check_closing(closes_at, now=clock.now())
    wave = waves.open_survey(session, site, name=name, by=by)
    survey = Survey(wave_id=wave.id, site_id=site.id, closes_at=until, six=six)
    session.add(survey)
    waves.ask(session, wave, here)
    for one in here:
        session.add(Respondent(site_id=site.id, wave_id=wave.id, stakeholder_id=one.id))
    session.flush()
    return Running(wave, survey)


def prolong(session: Session, running: Running, *, closes_at: datetime | None, by: User) -> None:
    """Choose another closing day, while the survey is not closed."""
    held.hold(session, running.wave.site_id)
    _check_not_closed(running)
    running.survey.closes_at = rules.check_closing(closes_at, now=clock.now())
    session.flush()
    _note(session, "survey:prolong", running, by)


def close(session: Session, running: Running, *, by: User) -> None:
    """End a survey for good; the names of who answered and their addresses are erased."""
    waves.close_survey(session, running.wave, by=by)
    for one in respondents(session, running.wave).values():
        one.name = one.email = ""
    session.flush()


def survey_of(session: Session, number: int) -> Running:
    """The survey of this number at the site in scope. Raises NotFound."""
    wave = waves.wave_of(session, number)
    survey = session.get(Survey, wave.id)
    if survey is None:
        raise NotFound
    return Running(wave, survey)


def surveys(session: Session) -> list[Running]:
    """The surveys of the site in scope, the newest first."""
    query = (
        select(NetworkWave, Survey)
        .join(Survey, Survey.wave_id == NetworkWave.id)
        .order_by(NetworkWave.number.desc())
    )
    return [Running(wave, survey) for wave, survey in session.execute(query)]


def asked(session: Session, wave: NetworkWave) -> list[Asked]:
    """Who is asked, by name, and whether they answered."""
    query = (
        select(
            Stakeholder.ref,
            StakeholderTelling.name,
            WaveParty.answered_at,
            Respondent.id,
            Respondent.email,
        )
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .join(WaveParty, WaveParty.stakeholder_id == Stakeholder.id)
        .join(
            Respondent,
            (Respondent.stakeholder_id == Stakeholder.id)
            & (Respondent.wave_id == WaveParty.wave_id),
        )
        .where(WaveParty.wave_id == wave.id, StakeholderTelling.until.is_(None))
    )
    rows = session.execute(query).all()
    doors = set(
        session.scalars(
            select(SurveyDoor.respondent_id).where(
                SurveyDoor.respondent_id.in_([row[3] for row in rows])
            )
        )
    )
    found = [
        Asked(ref, name, at is not None, id_ in doors, bool(email))
        for ref, name, at, id_, email in rows
    ]
    return sorted(found, key=lambda one: name_key(one.name))


def respondent_of(session: Session, wave: NetworkWave, stakeholder: Stakeholder) -> Respondent:
    """Who answers for an organisation that was asked. Raises NotFound."""
    found = session.scalar(
        select(Respondent).where(
            Respondent.wave_id == wave.id, Respondent.stakeholder_id == stakeholder.id
        )
    )
    if found is None:
        raise NotFound
    return found


def respondents(session: Session, wave: NetworkWave) -> dict[str, Respondent]:
    """Who answers for each organisation that is asked, by its public id."""
    query = (
        select(Stakeholder.ref, Respondent)
        .join(Stakeholder, Stakeholder.id == Respondent.stakeholder_id)
        .where(Respondent.wave_id == wave.id)
    )
    return {ref: respondent for ref, respondent in session.execute(query)}


def _check_not_closed(running: Running) -> None:
    if running.wave.closed_at is not None:
        raise Refusal(N_("This survey is closed."))


def _note(session: Session, action: str, running: Running, by: User) -> None:
    held.note(
        session,
        action,
        site_id=running.wave.site_id,
        by=by.id,
        on=("wave", running.wave.number),
        number=running.wave.number,
    )
