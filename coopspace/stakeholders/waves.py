"""Waves: editions of the map that are kept, and surveys with who was asked and who answered.

What an answer says is in `answers`; here is only that there is one.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock, typed
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held, rules
from coopspace.stakeholders.model import NetworkWave, Stakeholder, WaveParty
from coopspace.stakeholders.rules import WaveKind


def keep_edition(session: Session, site: Site, *, name: str, by: User) -> NetworkWave:
    """Keep the map as it stands now under a name, to come back to it and to compare."""
    wave = _open(session, site, name=name, kind=WaveKind.EDITION, by=by)
    wave.closed_at, wave.closed_by = wave.opened_at, by.id
    session.add(wave)
    session.flush()
    _note(session, "wave:keep", wave, by)
    return wave


def open_survey(session: Session, site: Site, *, name: str, by: User) -> NetworkWave:
    """Begin a survey: its answers stand apart from those of the surveys before. One at a time."""
    wave = _open(session, site, name=name, kind=WaveKind.SURVEY, by=by)
    if session.scalar(select(NetworkWave.id).where(NetworkWave.closed_at.is_(None)).limit(1)):
        raise Refusal(N_("A survey is open: close it first."))
    session.add(wave)
    session.flush()
    _note(session, "wave:open", wave, by)
    return wave


def close_survey(session: Session, wave: NetworkWave, *, by: User) -> None:
    """End a survey: from here on nothing is added to it, and it is never written over."""
    held.hold(session, wave.site_id)
    if wave.closed_at is not None:
        return
    wave.closed_at, wave.closed_by = clock.now(), by.id
    session.flush()
    _note(session, "wave:close", wave, by)


def ask(session: Session, wave: NetworkWave, stakeholders: Iterable[Stakeholder]) -> None:
    """Remember that these stakeholders are asked; whoever is already asked stays so."""
    known = {one.stakeholder_id for one in parties(session, wave)}
    for one in stakeholders:
        if one.id not in known:
            session.add(
                WaveParty(
                    site_id=wave.site_id,
                    wave_id=wave.id,
                    stakeholder_id=one.id,
                    asked_at=clock.now(),
                )
            )
    session.flush()


def has_answered(session: Session, wave: NetworkWave, stakeholder: Stakeholder) -> None:
    """Remember that a stakeholder who was asked has answered, the first time that they do."""
    for party in parties(session, wave):
        if party.stakeholder_id == stakeholder.id and party.answered_at is None:
            party.answered_at = clock.now()
    session.flush()


def parties(session: Session, wave: NetworkWave) -> list[WaveParty]:
    """Who was asked in a survey."""
    return list(session.scalars(select(WaveParty).where(WaveParty.wave_id == wave.id)))


def waves_of(session: Session) -> list[NetworkWave]:
    """The waves of the site in scope, the newest first."""
    return list(session.scalars(select(NetworkWave).order_by(NetworkWave.number.desc())))


def wave_of(session: Session, number: int) -> NetworkWave:
    """The wave of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(NetworkWave).where(NetworkWave.number == number))
    if found is None:
        raise NotFound
    return found


def before(session: Session, wave: NetworkWave) -> NetworkWave | None:
    """The edition or survey that was closed last among those before this one."""
    return session.scalar(
        select(NetworkWave)
        .where(NetworkWave.number < wave.number, NetworkWave.closed_at.is_not(None))
        .order_by(NetworkWave.number.desc())
        .limit(1)
    )


def latest_survey(session: Session) -> NetworkWave | None:
    """The survey that was opened last, if there was one."""
    return session.scalar(
        select(NetworkWave)
        .where(NetworkWave.kind == WaveKind.SURVEY)
        .order_by(NetworkWave.number.desc())
        .limit(1)
    )


def _open(session: Session, site: Site, *, name: str, kind: WaveKind, by: User) -> NetworkWave:
    held.hold(session, site.id)
    kept = typed.line(name, "name", rules.NAME_MAX)
    if not kept:
        raise Refusal(N_("Give it a name: “Spring 2026”, for instance."), field="name")
    return NetworkWave(
        id=uuid.uuid4(),
        site_id=site.id,
        number=(session.scalar(select(func.max(NetworkWave.number))) or 0) + 1,
        kind=kind,
        name=kept,
        opened_by=by.id,
        opened_at=clock.now(),
    )


def _note(session: Session, action: str, wave: NetworkWave, by: User) -> None:
    held.note(
        session,
        action,
        site_id=wave.site_id,
        by=by.id,
        on=("wave", wave.number),
        number=wave.number,
    )
