"""The sentences of the journal about the roles of the support structure."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

SUPPORT: dict[str, Saying] = {
    "support:hand_over": Saying(
        Kind.ACCOMPANIMENT,
        N_("%(who)s hands over a role of the support structure: %(support)s."),
        N_("%(who)s hands over several roles of the support structure."),
    ),
    "support:describe": Saying(
        Kind.ACCOMPANIMENT,
        N_("%(who)s says what is done in a role, and what comes next: %(support)s."),
        N_("%(who)s says what is done in several roles, and what comes next."),
    ),
    "support:judge": Saying(
        Kind.ACCOMPANIMENT,
        N_("%(who)s judges how far a role is covered: %(support)s."),
        N_("%(who)s judges how far several roles are covered."),
    ),
}
"""What is handed over, described and judged."""
