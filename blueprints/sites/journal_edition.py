"""The sentences of the journal about the words in which a programme says the method."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

EDITION: dict[str, Saying] = {
    "wording:reword": Saying(
        Kind.SITE, N_("%(who)s words a sentence of the method the programme’s own way.")
    ),
    "wording:restore": Saying(
        Kind.SITE, N_("%(who)s brings back an earlier wording of a sentence of the method.")
    ),
    "wording:take_back": Saying(
        Kind.SITE, N_("%(who)s has a sentence of the method read in CoopSpace’s words again.")
    ),
}
"""They concern a whole programme: they stand in the journal of the house."""
