"""The sentences of the journal about the action plan."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

PLAN: dict[str, Saying] = {
    "plan:write": Saying(
        Kind.STRATEGY,
        N_("%(who)s puts action no. %(number)s on the plan."),
        N_("%(who)s puts several actions on the plan."),
    ),
    "plan:describe": Saying(
        Kind.STRATEGY,
        N_("%(who)s says action no. %(number)s of the plan anew."),
        N_("%(who)s says several actions of the plan anew."),
    ),
    "plan:support": Saying(
        Kind.STRATEGY, N_("%(who)s says which actions support action no. %(number)s.")
    ),
    "plan:contribute": Saying(
        Kind.STRATEGY,
        N_("%(who)s says which changes action no. %(number)s contributes to."),
        N_("%(who)s says which changes several actions contribute to."),
    ),
}
"""What is written, said anew, and tied to the strategy."""
