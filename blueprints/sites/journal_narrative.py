"""The sentences of the journal about the narrative of the strategy."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

NARRATIVE: dict[str, Saying] = {
    "narrative:reword": Saying(
        Kind.STRATEGY,
        N_("%(who)s writes the narrative of the strategy."),
        N_("%(who)s goes on with the narrative of the strategy."),
    ),
    "narrative:keep_aside": Saying(
        Kind.STRATEGY,
        N_("%(who)s writes the narrative while somebody else does: both texts are kept."),
    ),
    "narrative:restore": Saying(
        Kind.STRATEGY, N_("%(who)s brings an earlier wording of the narrative back.")
    ),
    "narrative:assemble": Saying(
        Kind.STRATEGY, N_("%(who)s puts a draft assembled from the chain in the narrative.")
    ),
}
