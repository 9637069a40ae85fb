"""The sentences of the journal about visits, and about a site that passes to a colleague."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

VISITS: dict[str, Saying] = {
    "visit:note": Saying(
        Kind.ACCOMPANIMENT,
        N_("%(who)s notes a visit to the site."),
        N_("%(who)s notes several visits to the site."),
    ),
    "visit:correct": Saying(Kind.ACCOMPANIMENT, N_("%(who)s corrects a visit to the site.")),
    "visit:take_back": Saying(
        Kind.ACCOMPANIMENT, N_("%(who)s says that a visit did not take place.")
    ),
    "visit:put_back": Saying(Kind.ACCOMPANIMENT, N_("%(who)s puts a visit to the site back.")),
    "site:hand": Saying(
        Kind.MEMBERS, N_("%(who)s hands the site over, from %(after)s to %(person)s.")
    ),
    "site:hand_word": Saying(
        Kind.MEMBERS, N_("%(who)s completes the word by which the site passes to %(person)s.")
    ),
    "site:receive": Saying(Kind.MEMBERS, N_("%(person)s has received the site from %(after)s.")),
    "site:hand_back": Saying(
        Kind.MEMBERS, N_("%(who)s takes back that the site passes to %(person)s.")
    ),
}
"""Who went there, and to whom the site passes: never the words of either."""
