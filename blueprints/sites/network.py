"""What the dashboard says of the network: the first things that its map tells, in the same words,
and how many of those who were asked have answered; or the invitation to draw the map."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from blueprints._shared import network_sentences as sentences
from blueprints._shared.gate import may
from blueprints._shared.network_sentences import Reading
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.stakeholders.glance import NetworkGlance, glance


@dataclass(frozen=True)
class NetworkSaid:
    """Some sentences, who told them, and one gesture."""

    says: tuple[Reading, ...]
    told_by: str
    label: str
    href: str


def network(session: Session, site: Site) -> NetworkSaid | None:
    """What there is to say of the map; None for whoever may not read it."""
    if not may(Permission.STAKEHOLDER_READ):
        return None
    found = glance(session, site)
    if not found.organisations:
        return _none(site)
    return NetworkSaid(
        says=sentences.readings(found.facts, found.names) or _few(found),
        told_by=_told_by(found),
        label=gettext("Read the map"),
        href=url_for("stakeholders.index", site=site.slug),
    )


def _few(found: NetworkGlance) -> tuple[Reading, ...]:
    """What there is to say where no figure of the whole is given."""
    return (Reading(sentences.summary(found), sentences.silence(found)),)


def _told_by(found: NetworkGlance) -> str:
    if not found.answers.whole:
        return ""
    said = sentences.answered(found)
    return gettext("A survey is open: %(said)s", said=said) if found.running else said


def _none(site: Site) -> NetworkSaid:
    draws = may(Permission.STAKEHOLDER_EDIT)
    return NetworkSaid(
        says=(
            Reading(
                gettext("Who works with whom around this change? The map is still empty."),
                ""
                if draws
                else gettext("The trio, the facilitator and the core group draw the map."),
            ),
        ),
        told_by="",
        label=gettext("Draw the map") if draws else gettext("See the map"),
        href=url_for("stakeholders.index", site=site.slug),
    )
