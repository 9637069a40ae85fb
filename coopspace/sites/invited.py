"""Invitations as they are read: what has become of each, and who may still send another."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts import actions as accounts
from coopspace.accounts.model import User
from coopspace.accounts.sessions import token_digest
from coopspace.kernel import clock
from coopspace.kernel.held import HELD
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import N_, NotFound
from coopspace.sites import access, rules
from coopspace.sites.model import Invitation, Membership, Programme, ProgrammeLead, Site
from coopspace.sites.rules import InvitationState

STATE_SENTENCES: dict[InvitationState, str] = {
    InvitationState.EXPIRED: N_("This invitation has passed its date: ask for another one."),
    InvitationState.ACCEPTED: N_("This invitation was already used: sign in with your account."),
    InvitationState.REVOKED: N_("This invitation was withdrawn: ask for another one."),
    InvitationState.UNSUPPORTED: N_(
        "Whoever sent this invitation can no longer give this place: ask for another one."
    ),
}


@dataclass(frozen=True)
class Listed:
    """An invitation as those who may invite read it."""

    invitation: Invitation
    state: InvitationState


def find(session: Session, token: str) -> Listed:
    """The invitation of this link with its state. Raises NotFound for a link that never was."""
    invitation = session.scalar(whole().where(Invitation.token_hash == token_digest(token)))
    if invitation is None:
        raise NotFound
    return Listed(invitation, state_of(session, invitation))


def of_site(session: Session, site: Site) -> list[Listed]:
    """The invitations of a site that led to nothing yet, the latest first."""
    rows = session.scalars(
        whole()
        .where(
            Invitation.site_id == site.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.created_at.desc())
    )
    return _listed(session, list(rows), site.programme_id)


def of_programme(session: Session, programme: Programme) -> list[Listed]:
    """The invitations to lead a programme that led to nothing yet, the latest first."""
    rows = session.scalars(
        whole()
        .where(
            Invitation.programme_id == programme.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.created_at.desc())
    )
    return _listed(session, list(rows), programme.id)


def one_of_site(session: Session, site: Site, invitation_id: uuid.UUID) -> Invitation:
    """One invitation of this site, locked. Raises NotFound."""
    return locked(
        session, whole().where(Invitation.id == invitation_id, Invitation.site_id == site.id)
    )


def one_of_programme(
    session: Session, programme: Programme, invitation_id: uuid.UUID
) -> Invitation:
    """One invitation to lead this programme, locked. Raises NotFound."""
    return locked(
        session,
        whole().where(Invitation.id == invitation_id, Invitation.programme_id == programme.id),
    )


def has_account(session: Session, invitation: Invitation) -> bool:
    """Whether the invited address already signs in here: asked by whoever holds the link."""
    return accounts.by_email(session, invitation.email) is not None


def locked(session: Session, query: Select[Invitation]) -> Invitation:
    """The one invitation of this query, locked until the act is over. Raises NotFound."""
    found = session.scalar(query.with_for_update(of=Invitation, **HELD))
    if found is None:
        raise NotFound
    return found


def whole() -> Select[Invitation]:
    """Invitations with everything that their page says."""
    return select(Invitation).options(
        joinedload(Invitation.site).joinedload(Site.programme),
        joinedload(Invitation.programme),
        joinedload(Invitation.inviter),
    )


def state_of(session: Session, invitation: Invitation) -> InvitationState:
    """What has become of an invitation at this moment."""
    return _told(invitation, supports(session, invitation, invitation.inviter))


def _told(invitation: Invitation, supported: bool) -> InvitationState:
    return rules.invitation_state(
        now=clock.now(),
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
        revoked_at=invitation.revoked_at,
        supported=supported,
    )


def supports(session: Session, invitation: Invitation, giver: User) -> bool:
    """Whether somebody may give the invited place today."""
    if invitation.programme is not None:
        held = access.programme_permissions(session, giver, invitation.programme)
        return Permission.PROGRAMME_EDIT in held
    roles = access.roles_at(session, giver, invitation.site) if invitation.site else ()
    return invitation.role in rules.roles_given_by(roles)


def _listed(session: Session, rows: list[Invitation], programme_id: uuid.UUID) -> list[Listed]:
    """The states of several invitations, whatever their number in two queries."""
    if not rows:
        return []
    senders = {row.invited_by for row in rows}
    roles: dict[uuid.UUID, set[Role]] = {sender: set() for sender in senders}
    for user_id in session.scalars(
        select(ProgrammeLead.user_id).where(
            ProgrammeLead.programme_id == programme_id,
            ProgrammeLead.ended_at.is_(None),
            ProgrammeLead.user_id.in_(senders),
        )
    ):
        roles[user_id].add(Role.PROGRAMME_LEAD)
    for user_id, role in session.execute(
        select(Membership.user_id, Membership.role).where(
            Membership.site_id == rows[0].site_id,
            Membership.ended_at.is_(None),
            Membership.user_id.in_(senders),
        )
    ):
        roles[user_id].add(Role(role))
    return [Listed(row, _told(row, _supported(row, roles[row.invited_by]))) for row in rows]


def _supported(row: Invitation, roles: set[Role]) -> bool:
    if row.inviter.disabled_at is not None:
        return False
    if row.programme_id is not None:
        edits = any(Permission.PROGRAMME_EDIT in ROLE_PERMISSIONS[role] for role in roles)
        return edits or row.inviter.is_administrator
    return row.role in rules.roles_given_by(roles)
