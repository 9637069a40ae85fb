"""The sentences of the journal about alerts and the agenda of those who follow several sites."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

FACILITATION: dict[str, Saying] = {
    "alert:set_aside": Saying(
        Kind.ACCOMPANIMENT, N_("%(who)s sets an alert about the site aside, with a reason.")
    ),
    "alert:bring_back": Saying(
        Kind.ACCOMPANIMENT, N_("%(who)s brings back an alert about the site.")
    ),
    "agenda:make": Saying(Kind.CALENDAR, N_("%(who)s makes a link to their agenda for a diary.")),
    "agenda:revoke": Saying(Kind.CALENDAR, N_("%(who)s revokes the link to their agenda.")),
}
"""The reason itself stands with the alert. Links stand in the journal of the house."""
