"""The personal link of an organisation: 256 random bits, of which only a digest is kept.

A respondent has one row here at most: there are never two links that work for one organisation.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.accounts.sessions import token_digest
from coopspace.edition import reading as edition
from coopspace.kernel import clock
from coopspace.kernel.base import enter_site
from coopspace.kernel.refusal import N_, Refusal
from coopspace.mail import Letter
from coopspace.sites.model import Site
from coopspace.stakeholders import held
from coopspace.stakeholders.model import NetworkWave, Stakeholder
from coopspace.survey import actions, rules
from coopspace.survey.actions import Asked, Running
from coopspace.survey.model import Respondent, Survey, SurveyDoor

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Entered:
    """What a link opens: its site, its survey, and the organisation that it speaks for."""

    site: Site
    running: Running
    respondent: Respondent
    stakeholder: Stakeholder


@dataclass(frozen=True)
class Made:
    """A link that was made, for whoever hands it out: its secret is kept nowhere."""

    name: str
    token: str
    email: str
    locale: str


def make(session: Session, running: Running, respondent: Respondent, *, by: User) -> str:
    """A link for this organisation; the one before opens nothing any more. Its secret is returned
    and kept nowhere."""
    _check_open(session, running)
    token = _renewed(session, respondent)
    _note(session, "survey:link", running, by)
    return token


def make_missing(session: Session, running: Running, *, by: User) -> list[Made]:
    """A link for every organisation that has neither a link nor an answer, by name."""
    _check_open(session, running)
    made = _all_renewed(session, running, lambda one: not (one.has_link or one.answered))
    if made:
        _note(session, "survey:links", running, by, count=len(made))
    return made


def remind(session: Session, running: Running, *, by: User) -> list[Made]:
    """Another link, to be sent, for everybody who gave an address and has not answered."""
    _check_open(session, running)
    made = _all_renewed(session, running, lambda one: one.has_address and not one.answered)
    if not made:
        raise Refusal(N_("Nobody to write to: no address is known of those who have not answered."))
    _note(session, "survey:remind", running, by, count=len(made))
    return made


def send(
    session: Session, running: Running, addresses: Mapping[str, str], *, locale: str, by: User
) -> list[Made]:
    """Another link, to be sent, for each organisation whose address is given, by public id."""
    _check_open(session, running)
    respondents = actions.respondents(session, running.wave)
    given = {ref: text for ref, text in addresses.items() if text.strip() and ref in respondents}
    if not given:
        raise Refusal(N_("Write one address at least."))
    for ref, text in given.items():
        rules.address_of(text, field=f"to_{ref}")
        keep_address(session, respondents[ref], text, locale=locale)
    made = _all_renewed(session, running, lambda one: one.ref in given)
    _note(session, "survey:send", running, by, count=len(made))
    return made


def _all_renewed(session: Session, running: Running, wanted: Callable[[Asked], bool]) -> list[Made]:
    respondents = actions.respondents(session, running.wave)
    return [
        Made(one.name, _renewed(session, who), who.email, who.locale)
        for one in actions.asked(session, running.wave)
        if wanted(one)
        for who in (respondents[one.ref],)
    ]


def _check_open(session: Session, running: Running) -> None:
    held.hold(session, running.wave.site_id)
    if not running.open:
        raise Refusal(N_("This survey is closed."))


def _renewed(session: Session, respondent: Respondent) -> str:
    token = secrets.token_urlsafe(32)
    door = session.get(SurveyDoor, respondent.id)
    if door is None:
        door = SurveyDoor(respondent_id=respondent.id, site_id=respondent.site_id)
        session.add(door)
    door.token_hash, door.made_at = token_digest(token), clock.now()
    session.flush()
    return token


def revoke(session: Session, running: Running, respondent: Respondent, *, by: User) -> None:
    """The link of this organisation opens nothing any more; what it said stays."""
    held.hold(session, respondent.site_id)
    door = session.get(SurveyDoor, respondent.id)
    if door is not None:
        session.delete(door)
        session.flush()
        _note(session, "survey:revoke", running, by)


def keep_address(session: Session, respondent: Respondent, email: str, *, locale: str) -> str:
    """Remember where the letter of this organisation goes, until the survey closes."""
    respondent.email = rules.address_of(email)
    respondent.locale = locale
    session.flush()
    return respondent.email


def enter(session: Session, token: str) -> Entered | None:
    """What is behind a link, its site entered; None for one that opens nothing."""
    if not _SHAPE.fullmatch(token):
        return None
    door = session.scalar(select(SurveyDoor).where(SurveyDoor.token_hash == token_digest(token)))
    with_words = [joinedload(Site.programme)]
    site = session.get(Site, door.site_id, options=with_words) if door else None
    if door is None or site is None or site.ended_at is not None:
        return None
    enter_site(session, site.id)
    edition.speak(session, site.programme)
    respondent = session.get_one(Respondent, door.respondent_id)
    running = Running(
        session.get_one(NetworkWave, respondent.wave_id),
        session.get_one(Survey, respondent.wave_id),
    )
    stakeholder = session.get_one(Stakeholder, respondent.stakeholder_id)
    return Entered(site, running, respondent, stakeholder)


def letter(to: str, link: str, *, place: str, until: str, locale: str, again: bool) -> Letter:
    """The letter that carries a link, or reminds of it."""
    return Letter(
        to=to,
        locale=locale,
        subject=N_("Reminder: with whom do we work? %(place)s")
        if again
        else N_("With whom do we work? %(place)s"),
        paragraphs=(
            N_("%(place)s asks the organisations around it how they work with each other."),
            N_(
                "This link is your organisation’s own. It takes less than ten minutes, until "
                "%(until)s; you can stop and come back:"
            ),
        ),
        link=link,
        after=(
            N_("It replaces any link that you received before.")
            if again
            else N_("Keep this letter: the link brings you back to your answers."),
            N_("If you do not wish to answer, do nothing."),
        ),
        words={"place": place, "until": until},
    )


def _note(session: Session, action: str, running: Running, by: User, **more: object) -> None:
    held.note(
        session,
        action,
        site_id=running.wave.site_id,
        by=by.id,
        on=("wave", running.wave.number),
        number=running.wave.number,
        **more,
    )
