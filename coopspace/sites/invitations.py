"""Invitations: a link, for one person, to one place, once, for a week.

The link is a secret of 256 random bits: what is kept is its SHA-256. Looking at it changes
nothing; only accepting does, and no other way in (a reset password, say) opens it.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts import rules as accounts_rules
from coopspace.accounts.model import User
from coopspace.accounts.sessions import token_digest
from coopspace.kernel import audit, clock
from coopspace.kernel.permissions import Permission, Role
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites import access, actions, leads, rules
from coopspace.sites.holding import hold
from coopspace.sites.invited import STATE_SENTENCES, locked, state_of, supports, whole
from coopspace.sites.model import Invitation, Programme, Site
from coopspace.sites.rules import InvitationState, Place

VALID = timedelta(days=7)


@dataclass(frozen=True)
class Sent:
    """An invitation and its secret, known only at this moment."""

    invitation: Invitation
    token: str


def invite(session: Session, site: Site, *, email: str, name: str, place: Place, by: User) -> Sent:
    """Invite somebody to a place at a site. Raises Refusal where `by` may not give it."""
    hold(session, site.id)
    seats = actions.seats_of(session, site)
    address = accounts_rules.address_of(email)
    known = accounts.by_email(session, address)
    person = known.id if known else uuid.uuid4()
    place = rules.check_joins(actions.giver_at(session, site, by), seats, person, place)
    _check_none_waiting(session, address, Invitation.site_id == site.id)
    return _send(session, address, name, place, by=by, site=site)


def invite_lead(session: Session, programme: Programme, *, email: str, name: str, by: User) -> Sent:
    """Invite somebody to lead a programme; nobody invites themselves."""
    address = accounts_rules.address_of(email)
    known = accounts.by_email(session, address)
    if known is not None:
        rules.check_names_lead(by.id, known.id)
        if access.leads(session, known, programme.id):
            raise Refusal(
                N_("%(name)s already leads this programme."), field="email", name=known.name
            )
    _check_none_waiting(session, address, Invitation.programme_id == programme.id)
    place = Place(role=Role.PROGRAMME_LEAD)
    return _send(session, address, name, place, by=by, programme=programme)


def open_for(
    session: Session,
    name: str,
    *,
    description: str,
    lead_name: str,
    email: str,
    by: User,
) -> tuple[Programme, Sent | None]:
    """Open a programme and invite its first lead; nobody to invite when that is `by`.

    Opening it oneself lifts nobody: it is empty, and everything in it will be written knowingly.
    """
    mine = accounts_rules.address_of(email) == by.email
    programme = actions.open_programme(
        session, name, lead=by if mine else None, by=by, description=description
    )
    if mine:
        return programme, None
    return programme, invite_lead(session, programme, email=email, name=lead_name, by=by)


def resend(session: Session, invitation: Invitation, *, by: User) -> Sent:
    """Make a new link for another week; the former one opens nothing any more."""
    if invitation.accepted_at is not None:
        raise Refusal(N_("This invitation was accepted: there is nothing to send again."))
    if invitation.revoked_at is not None:
        raise Refusal(N_("This invitation was withdrawn: write a new one."))
    _check_supports(session, invitation, by)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_digest(token)
    invitation.invited_by = by.id
    invitation.expires_at = clock.now() + VALID
    session.flush()
    session.expire(invitation, ["inviter"])
    _record(session, "invitation:resend", invitation, by.id)
    return Sent(invitation, token)


def revoke(session: Session, invitation: Invitation, *, by: User) -> None:
    """Withdraw an invitation: one's own, or any for whoever manages the members."""
    if invitation.accepted_at is not None:
        raise Refusal(N_("This invitation was accepted: end the place instead."))
    if invitation.revoked_at is not None:
        return
    if by.id != invitation.invited_by and not _manages(session, invitation, by):
        raise Refusal(
            N_(
                "%(name)s sent this invitation: only they, or who manages the members, withdraw it."
            ),
            name=invitation.inviter.name,
        )
    invitation.revoked_at = clock.now()
    _record(session, "invitation:revoke", invitation, by.id)


def accept(session: Session, token: str, *, person: User) -> Invitation:
    """Take the place with an account: the one whose address was invited, and no other."""
    invitation = _waiting(session, token)
    if person.email != invitation.email:
        raise Refusal(
            N_("This invitation is for %(email)s: sign out, then open the link again."),
            email=invitation.email,
        )
    _seat(session, invitation, person)
    return invitation


def accept_as_new(
    session: Session, token: str, *, name: str, password: str, locale: str = "fr"
) -> User:
    """Open the account of the invited address and take the place, in one act."""
    invitation = _waiting(session, token)
    person = accounts.open_account(
        session,
        invitation.email,
        name=name,
        password=password,
        locale=locale,
        context=_words_around(invitation),
    )
    _seat(session, invitation, person)
    return person


def _send(
    session: Session,
    address: str,
    name: str,
    place: Place,
    *,
    by: User,
    site: Site | None = None,
    programme: Programme | None = None,
) -> Sent:
    token, moment = secrets.token_urlsafe(32), clock.now()
    invitation = Invitation(
        site_id=site.id if site else None,
        programme_id=programme.id if programme else None,
        email=address,
        name=accounts_rules.name_of(name),
        role=place.role,
        college=place.college,
        ring=place.ring,
        capacity=place.capacity,
        token_hash=token_digest(token),
        invited_by=by.id,
        created_at=moment,
        expires_at=moment + VALID,
        accepted_at=None,
        revoked_at=None,
    )
    session.add(invitation)
    session.flush()
    _record(session, "invitation:send", invitation, by.id)
    return Sent(invitation, token)


def _seat(session: Session, invitation: Invitation, person: User) -> None:
    """Give the place, once: the rules are asked again in the name of whoever invited."""
    giver = invitation.inviter
    invitation.accepted_at = clock.now()
    if invitation.programme is not None:
        leads.name_lead(session, invitation.programme, person=person, by=giver)
        _record(session, "invitation:accept", invitation, person.id)
    elif invitation.site is not None:
        site = invitation.site
        hold(session, site.id)
        seats = actions.seats_of(session, site)
        place = rules.check_joins(
            actions.giver_at(session, site, giver), seats, person.id, invitation.place
        )
        actions.seat(
            session,
            site,
            person=person,
            place=place,
            action="invitation:accept",
            actor_id=person.id,
            sender=giver.id,
        )


def _words_around(invitation: Invitation) -> list[str]:
    """Names that a password must not be made of: the place that it opens."""
    if invitation.site is None:
        return [invitation.programme.name] if invitation.programme else []
    site = invitation.site
    return [site.name, site.territory, site.programme.name]


def _waiting(session: Session, token: str) -> Invitation:
    """The invitation of this link while it can still be accepted, locked."""
    found = locked(session, whole().where(Invitation.token_hash == token_digest(token)))
    state = state_of(session, found)
    if state is not InvitationState.WAITING:
        raise Refusal(STATE_SENTENCES[state])
    return found


def _check_supports(session: Session, invitation: Invitation, giver: User) -> None:
    if not supports(session, invitation, giver):
        raise Refusal(
            N_("A role never gives more than it holds. Who can give this one: %(who)s."),
            translated={"who": rules.who_gives(Role(invitation.role))},
        )


def _manages(session: Session, invitation: Invitation, person: User) -> bool:
    if invitation.site is None:
        return supports(session, invitation, person)
    place = access.standing(session, person, invitation.site)
    return place is not None and place.may(Permission.MEMBER_MANAGE)


def _check_none_waiting(session: Session, address: str, here: ColumnElement[bool]) -> None:
    waiting = session.scalar(
        select(Invitation.id)
        .where(
            here,
            Invitation.email == address,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .limit(1)
    )
    if waiting is not None:
        raise Refusal(
            N_("An invitation to this address is already in the list: send it again from there."),
            field="email",
        )


def _record(session: Session, action: str, invitation: Invitation, actor_id: uuid.UUID) -> None:
    audit.record(
        session,
        action,
        site_id=invitation.site_id,
        actor_id=actor_id,
        on=("invitation", invitation.id),
        role=invitation.role,
        college=invitation.college,
        sender=invitation.invited_by,
    )
