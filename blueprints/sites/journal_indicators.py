"""The sentences of the journal about the indicators of changes."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

INDICATORS: dict[str, Saying] = {
    "indicator:write": Saying(
        Kind.STRATEGY,
        N_("%(who)s says what will show a change: indicator no. %(number)s."),
        N_("%(who)s says several indicators of changes."),
    ),
    "indicator:describe": Saying(
        Kind.STRATEGY,
        N_("%(who)s says indicator no. %(number)s anew."),
        N_("%(who)s says several indicators anew."),
    ),
    "indicator:measure": Saying(
        Kind.STRATEGY,
        N_("%(who)s writes a measure of indicator no. %(number)s."),
        N_("%(who)s writes several measures of indicators."),
    ),
    "indicator:correct": Saying(
        Kind.STRATEGY, N_("%(who)s corrects a measure of indicator no. %(number)s.")
    ),
    "indicator:withdraw": Saying(
        Kind.STRATEGY, N_("%(who)s withdraws a measure of indicator no. %(number)s.")
    ),
    "indicator:end": Saying(
        Kind.STRATEGY, N_("%(who)s ends indicator no. %(number)s, with what was learnt.")
    ),
}
"""What is said, measured, corrected and ended."""
