"""What people ask over HTTP: one package a room, registered in menu order from `ROOMS`."""

from dataclasses import dataclass

from flask import Blueprint

from blueprints import (
    accompaniment,
    accounts,
    advances,
    agreement,
    calendar,
    changes,
    compare,
    continuum,
    decisions,
    discussion,
    edition,
    facilitation,
    home,
    indicators,
    liveliness,
    narrative,
    notices,
    plan,
    readiness,
    review,
    roles,
    search,
    sites,
    stakeholders,
    survey,
    vision,
    visits,
    yearly,
)
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_


@dataclass(frozen=True)
class Room:
    """A registered blueprint, and its line in the menu of a site, its own or another room's."""

    blueprint: Blueprint
    label: str = ""
    endpoint: str = ""
    permission: Permission | None = None
    beside: str = ""


ROOMS: tuple[Room, ...] = (
    Room(home.bp),
    Room(accounts.bp),
    Room(sites.bp, N_("The site"), "sites.dashboard", Permission.SITE_READ),
    Room(vision.bp, N_("Vision"), "vision.show", Permission.VISION_READ),
    Room(changes.bp, N_("Strategy"), "changes.index", Permission.CHANGE_READ),
    Room(plan.bp, beside="changes"),
    Room(indicators.bp, beside="changes"),
    Room(review.bp, beside="changes"),
    Room(narrative.bp, beside="changes"),
    Room(continuum.bp, N_("Cooperation"), "continuum.index", Permission.CONTINUUM_READ),
    Room(stakeholders.bp, N_("Network"), "stakeholders.index", Permission.STAKEHOLDER_READ),
    Room(agreement.bp, N_("Agreement"), "agreement.show", Permission.AGREEMENT_READ),
    Room(decisions.bp, beside="agreement"),
    Room(discussion.bp, beside="agreement"),
    Room(survey.bp, beside="stakeholders"),
    Room(readiness.bp, beside="continuum"),
    Room(advances.bp, beside="continuum"),
    Room(roles.bp, beside="accompaniment"),
    Room(
        accompaniment.bp,
        N_("Accompaniment"),
        "roles.index",
        Permission.SUPPORT_READ,
    ),
    Room(liveliness.bp, beside="accompaniment"),
    Room(visits.bp, beside="accompaniment"),
    Room(yearly.bp, beside="accompaniment"),
    Room(sites.members_bp, N_("Members"), "members.index", Permission.MEMBER_READ),
    Room(compare.bp, beside="continuum"),
    Room(calendar.bp, beside="sites"),
    Room(facilitation.bp, beside="accompaniment"),
    Room(search.bp),
    Room(notices.bp),
    Room(edition.bp),
    Room(sites.invitations_bp),
    Room(sites.programmes_bp),
)
"""Every room, in menu order: registration, menu and tests all read it."""
