"""Who leads a programme: named, handed over, never left without anybody."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites import rules
from coopspace.sites.model import Programme, ProgrammeLead


def leads_of(session: Session, programme_id: uuid.UUID) -> list[ProgrammeLead]:
    """Today's leads, the longest-standing first."""
    return list(
        session.scalars(
            select(ProgrammeLead)
            .where(ProgrammeLead.programme_id == programme_id, ProgrammeLead.ended_at.is_(None))
            .options(joinedload(ProgrammeLead.user))
            .order_by(ProgrammeLead.since, ProgrammeLead.id)
        )
    )


def led_by(session: Session, person: User) -> list[Programme]:
    """The programmes that somebody leads today, by name, be there no site in them."""
    query = (
        select(Programme)
        .join(ProgrammeLead, ProgrammeLead.programme_id == Programme.id)
        .where(ProgrammeLead.user_id == person.id, ProgrammeLead.ended_at.is_(None))
        .order_by(Programme.name)
    )
    return list(session.scalars(query))


def name_lead(session: Session, programme: Programme, *, person: User, by: User) -> ProgrammeLead:
    """Name one more lead. Raises Refusal when they already lead, or when it is oneself."""
    rules.check_names_lead(by.id, person.id)
    if person.id in _people(_locked(session, programme)):
        raise Refusal(N_("%(name)s already leads this programme."), field="email", name=person.name)
    lead = ProgrammeLead(
        programme_id=programme.id, user_id=person.id, since=clock.now(), ended_at=None
    )
    session.add(lead)
    session.flush()
    audit.record(
        session,
        "lead:name",
        site_id=None,
        actor_id=by.id,
        on=("programme", programme.id),
        person=person.id,
    )
    return lead


def end_lead(session: Session, programme: Programme, *, lead_id: uuid.UUID, by: User) -> None:
    """End somebody's lead, or one's own, as long as another one remains."""
    leads = _locked(session, programme)
    lead = next((lead for lead in leads if lead.id == lead_id), None)
    if lead is None:
        raise NotFound
    working = {lead.user_id for lead in leads if lead.user.disabled_at is None}
    rules.check_leads_remain(working, lead.user_id)
    lead.ended_at = clock.now()
    audit.record(
        session,
        "lead:end",
        site_id=None,
        actor_id=by.id,
        on=("programme", programme.id),
        person=lead.user_id,
    )


def hand_over(session: Session, programme: Programme, *, to: User, by: User) -> None:
    """Leave the lead to somebody else in one act. Raises Refusal when `by` does not lead."""
    mine = next((one for one in _locked(session, programme) if one.user_id == by.id), None)
    if mine is None:
        raise Refusal(N_("You do not lead this programme: name a lead instead."), field="email")
    if to.id == by.id:
        raise Refusal(N_("You already lead this programme: choose somebody else."), field="email")
    if to.id not in _people(_locked(session, programme)):
        name_lead(session, programme, person=to, by=by)
    end_lead(session, programme, lead_id=mine.id, by=by)


def _locked(session: Session, programme: Programme) -> list[ProgrammeLead]:
    session.execute(
        select(Programme.id).where(Programme.id == programme.id).with_for_update(**HELD)
    )
    return leads_of(session, programme.id)


def _people(leads: list[ProgrammeLead]) -> set[uuid.UUID]:
    return {lead.user_id for lead in leads}
