"""What a line of the journal is about, and the shape of its sentence."""

from dataclasses import dataclass
from enum import StrEnum

from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_


class Kind(StrEnum):
    """What a line is about: the filter of the journal."""

    MEMBERS = "membres"
    VISION = "vision"
    STRATEGY = "strategie"
    CONTINUUM = "continuum"
    NETWORK = "reseau"
    AGREEMENT = "entente"
    DISCUSSION = "discussions"
    ACCOMPANIMENT = "accompagnement"
    CALENDAR = "calendrier"
    SHARING = "partage"
    SITE = "site"
    ACCOUNTS = "comptes"


KIND_LABELS: dict[Kind, str] = {
    Kind.MEMBERS: N_("Members"),
    Kind.VISION: N_("Vision"),
    Kind.STRATEGY: N_("Strategy"),
    Kind.CONTINUUM: N_("Cooperation"),
    Kind.NETWORK: N_("Network"),
    Kind.AGREEMENT: N_("Agreement"),
    Kind.DISCUSSION: N_("Discussions"),
    Kind.ACCOMPANIMENT: N_("Accompaniment"),
    Kind.CALENDAR: N_("Calendar"),
    Kind.SHARING: N_("Other sites"),
    Kind.SITE: N_("Site"),
}
"""The kinds that the journal of a site can hold; accounts have lines in the house's own only."""


KIND_READ: dict[Kind, Permission] = {
    Kind.MEMBERS: Permission.MEMBER_READ,
    Kind.VISION: Permission.VISION_READ,
    Kind.STRATEGY: Permission.CHANGE_READ,
    Kind.CONTINUUM: Permission.CONTINUUM_READ,
    Kind.NETWORK: Permission.STAKEHOLDER_READ,
    Kind.AGREEMENT: Permission.AGREEMENT_READ,
    Kind.DISCUSSION: Permission.DISCUSSION_READ,
    Kind.ACCOMPANIMENT: Permission.ACCOMPANIMENT_READ,
    Kind.CALENDAR: Permission.CALENDAR_READ,
    Kind.SHARING: Permission.SITE_READ,
    Kind.SITE: Permission.SITE_READ,
}
"""What opens the lines of each kind to whoever may not read the whole journal."""


@dataclass(frozen=True)
class Saying:
    """How one action is told."""

    kind: Kind
    sentence: str
    several: str = ""
