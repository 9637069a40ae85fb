"""The sentences of the journal about the programme's calendar, training and accompaniment."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

CALENDAR: dict[str, Saying] = {
    "event:plan": Saying(Kind.CALENDAR, N_("%(who)s plans an event of the programme.")),
    "event:change": Saying(Kind.CALENDAR, N_("%(who)s changes an event of the programme.")),
    "event:move": Saying(Kind.CALENDAR, N_("%(who)s moves an event of the programme.")),
    "event:cancel": Saying(Kind.CALENDAR, N_("%(who)s cancels an event of the programme.")),
    "event:restore": Saying(Kind.CALENDAR, N_("%(who)s brings back an event of the programme.")),
    "document:add": Saying(Kind.CALENDAR, N_("%(who)s adds a document of the programme.")),
    "document:end": Saying(
        Kind.CALENDAR, N_("%(who)s takes a document of the programme off the list.")
    ),
    "training:enrol": Saying(
        Kind.CALENDAR, N_("%(who)s says who of the site is enrolled in a training.")
    ),
    "training:attend": Saying(
        Kind.CALENDAR, N_("%(who)s writes who of the site came to an event of the programme.")
    ),
    "hours:plan": Saying(
        Kind.CALENDAR, N_("%(who)s writes the hours of accompaniment planned for the site.")
    ),
    "feed:make": Saying(Kind.CALENDAR, N_("%(who)s makes a link to the calendar for their diary.")),
    "feed:revoke": Saying(Kind.CALENDAR, N_("%(who)s revokes their link to the calendar.")),
}
"""Events of the programme stand in the journal of the house; the rest in that of the site."""
