"""The sentence of each kind of line of the journal: who did what, in the present tense.

A test reads every action that the code records and finds its sentence here. `several` says the
same of several things at once, where a page folds neighbouring lines.
"""

from blueprints.sites.journal_agreement import AGREEMENT
from blueprints.sites.journal_calendar import CALENDAR
from blueprints.sites.journal_edition import EDITION
from blueprints.sites.journal_facilitation import FACILITATION
from blueprints.sites.journal_indicators import INDICATORS
from blueprints.sites.journal_kinds import Kind, Saying
from blueprints.sites.journal_narrative import NARRATIVE
from blueprints.sites.journal_plan import PLAN
from blueprints.sites.journal_roles import SUPPORT
from blueprints.sites.journal_visits import VISITS
from coopspace.kernel.refusal import N_

LINES: dict[str, Saying] = {
    "site:open": Saying(Kind.SITE, N_("%(who)s opens the site.")),
    "site:describe": Saying(Kind.SITE, N_("%(who)s describes the site anew.")),
    "programme:open": Saying(Kind.SITE, N_("%(who)s opens the programme.")),
    "programme:describe": Saying(Kind.SITE, N_("%(who)s describes the programme anew.")),
    "lead:name": Saying(Kind.MEMBERS, N_("%(who)s names %(person)s lead of the programme.")),
    "lead:end": Saying(Kind.MEMBERS, N_("%(who)s ends the lead of %(person)s.")),
    "member:join": Saying(
        Kind.MEMBERS, N_("%(who)s gives %(person)s a place: %(role)s%(for_college)s.")
    ),
    "member:return": Saying(
        Kind.MEMBERS, N_("%(who)s brings %(person)s back: %(role)s%(for_college)s.")
    ),
    "member:change": Saying(
        Kind.MEMBERS, N_("%(who)s changes the place of %(person)s: %(role)s%(for_college)s.")
    ),
    "member:end": Saying(
        Kind.MEMBERS, N_("%(who)s ends the place of %(person)s: %(role)s%(for_college)s.")
    ),
    "member:leave": Saying(Kind.MEMBERS, N_("%(who)s leaves the site: %(role)s%(for_college)s.")),
    "member:succeed": Saying(
        Kind.MEMBERS,
        N_("%(person)s takes the place of %(after)s, named by %(who)s: %(role)s%(for_college)s."),
    ),
    "adherence:record": Saying(
        Kind.MEMBERS, N_("%(who)s records that their party adheres to the approach: %(college)s.")
    ),
    "adherence:withdraw": Saying(
        Kind.MEMBERS, N_("%(who)s takes back the adherence of their party: %(college)s.")
    ),
    "invitation:send": Saying(
        Kind.MEMBERS, N_("%(who)s invites somebody: %(role)s%(for_college)s.")
    ),
    "invitation:resend": Saying(
        Kind.MEMBERS, N_("%(who)s sends an invitation again: %(role)s%(for_college)s.")
    ),
    "invitation:revoke": Saying(
        Kind.MEMBERS, N_("%(who)s withdraws an invitation: %(role)s%(for_college)s.")
    ),
    "invitation:accept": Saying(Kind.MEMBERS, N_("%(who)s joins us: %(role)s%(for_college)s.")),
    "vision:reword": Saying(Kind.VISION, N_("%(who)s rewords the vision.")),
    "vision:keep_aside": Saying(
        Kind.VISION, N_("%(who)s writes the vision while somebody else does: both texts are kept.")
    ),
    "vision:restore": Saying(
        Kind.VISION, N_("%(who)s brings an earlier wording of the vision back.")
    ),
    "vision:consent": Saying(
        Kind.VISION, N_("%(who)s consents to the vision for their party: %(college)s.")
    ),
    "vision:objection": Saying(
        Kind.VISION, N_("%(who)s objects to the vision for their party: %(college)s.")
    ),
    "reading:reword": Saying(Kind.VISION, N_("%(who)s rewords the shared reading.")),
    "reading:keep_aside": Saying(
        Kind.VISION,
        N_("%(who)s writes the shared reading while somebody else does: both texts are kept."),
    ),
    "reading:restore": Saying(
        Kind.VISION, N_("%(who)s brings an earlier wording of the shared reading back.")
    ),
    "accompaniment:log": Saying(
        Kind.ACCOMPANIMENT,
        N_("%(who)s logs what they did for a role: entry no. %(number)s."),
        N_("%(who)s logs several times what they did for a role."),
    ),
    "accompaniment:correct": Saying(
        Kind.ACCOMPANIMENT, N_("%(who)s corrects entry no. %(number)s of the log.")
    ),
    "accompaniment:take_back": Saying(
        Kind.ACCOMPANIMENT, N_("%(who)s takes back entry no. %(number)s of the log.")
    ),
    "accompaniment:put_back": Saying(
        Kind.ACCOMPANIMENT, N_("%(who)s puts back entry no. %(number)s of the log.")
    ),
    "continuum:open": Saying(
        Kind.CONTINUUM, N_("%(who)s opens round no. %(number)s of positioning.")
    ),
    "continuum:prolong": Saying(
        Kind.CONTINUUM, N_("%(who)s gives more time to round no. %(number)s of positioning.")
    ),
    "continuum:reveal": Saying(
        Kind.CONTINUUM, N_("%(who)s reveals round no. %(number)s of positioning.")
    ),
    "continuum:conclude": Saying(
        Kind.CONTINUUM, N_("%(who)s writes down the conclusion of round no. %(number)s.")
    ),
    "continuum:end": Saying(
        Kind.CONTINUUM, N_("%(who)s ends round no. %(number)s without revealing it.")
    ),
    "advance:write": Saying(
        Kind.CONTINUUM,
        N_("%(who)s writes line %(number)s of the register of advances."),
        N_("%(who)s writes several lines of the register of advances."),
    ),
    "advance:correct": Saying(
        Kind.CONTINUUM, N_("%(who)s corrects line %(number)s of the register of advances.")
    ),
    "advance:end": Saying(
        Kind.CONTINUUM, N_("%(who)s ends line %(number)s of the register of advances.")
    ),
    "continuum:new_code": Saying(
        Kind.CONTINUUM, N_("%(who)s gives round no. %(number)s another code to join.")
    ),
    "readiness:open": Saying(
        Kind.CONTINUUM, N_("%(who)s opens round no. %(number)s on our conditions.")
    ),
    "readiness:prolong": Saying(
        Kind.CONTINUUM, N_("%(who)s gives more time to round no. %(number)s on our conditions.")
    ),
    "readiness:reveal": Saying(
        Kind.CONTINUUM, N_("%(who)s reveals round no. %(number)s on our conditions.")
    ),
    "readiness:conclude": Saying(
        Kind.CONTINUUM,
        N_("%(who)s writes down a conclusion of round no. %(number)s on our conditions."),
    ),
    "readiness:end": Saying(
        Kind.CONTINUUM,
        N_("%(who)s ends round no. %(number)s on our conditions without revealing it."),
    ),
    "stakeholder:add": Saying(
        Kind.NETWORK,
        N_("%(who)s puts a stakeholder on the map."),
        N_("%(who)s puts several stakeholders on the map."),
    ),
    "stakeholder:describe": Saying(
        Kind.NETWORK,
        N_("%(who)s describes a stakeholder anew."),
        N_("%(who)s describes several stakeholders anew."),
    ),
    "stakeholder:end": Saying(Kind.NETWORK, N_("%(who)s takes a stakeholder off the map.")),
    "stakeholder:restore": Saying(
        Kind.NETWORK, N_("%(who)s brings a stakeholder back on the map.")
    ),
    "stakeholder:forget": Saying(
        Kind.NETWORK, N_("%(who)s erases what named a person who has left the map.")
    ),
    "relation:tell": Saying(
        Kind.NETWORK,
        N_("%(who)s tells how two stakeholders work together."),
        N_("%(who)s tells how several stakeholders work together."),
    ),
    "relation:end": Saying(Kind.NETWORK, N_("%(who)s takes a relation off the map.")),
    "perception:talk": Saying(
        Kind.NETWORK, N_("%(who)s writes down what two stakeholders said of their differing views.")
    ),
    "map:import": Saying(Kind.NETWORK, N_("%(who)s brings a file into the map (no. %(number)s).")),
    "map:undo": Saying(Kind.NETWORK, N_("%(who)s takes import no. %(number)s of the map back.")),
    "wave:keep": Saying(Kind.NETWORK, N_("%(who)s keeps edition no. %(number)s of the map.")),
    "wave:open": Saying(Kind.NETWORK, N_("%(who)s opens survey no. %(number)s of the network.")),
    "wave:close": Saying(Kind.NETWORK, N_("%(who)s closes survey no. %(number)s of the network.")),
    **NARRATIVE,
    **AGREEMENT,
    **PLAN,
    **INDICATORS,
    **SUPPORT,
    **CALENDAR,
    **FACILITATION,
    **VISITS,
    **EDITION,
    "survey:link": Saying(
        Kind.NETWORK, N_("%(who)s makes a link for survey no. %(number)s of the network.")
    ),
    "survey:links": Saying(
        Kind.NETWORK, N_("%(who)s makes links for survey no. %(number)s of the network: %(count)s.")
    ),
    "survey:send": Saying(
        Kind.NETWORK,
        N_("%(who)s sends links for survey no. %(number)s of the network: %(count)s."),
    ),
    "survey:remind": Saying(
        Kind.NETWORK,
        N_("%(who)s sends reminders for survey no. %(number)s of the network: %(count)s."),
    ),
    "survey:revoke": Saying(
        Kind.NETWORK, N_("%(who)s revokes a link of survey no. %(number)s of the network.")
    ),
    "survey:prolong": Saying(
        Kind.NETWORK,
        N_("%(who)s gives another closing day to survey no. %(number)s of the network."),
    ),
    "sharing:share": Saying(
        Kind.SHARING, N_("%(who)s shares with the sites of the programme: %(item)s.")
    ),
    "sharing:withdraw": Saying(Kind.SHARING, N_("%(who)s takes back what was shared: %(item)s.")),
    "match:same": Saying(
        Kind.SHARING, N_("%(who)s says which organisations of several sites are one.")
    ),
    "match:different": Saying(
        Kind.SHARING, N_("%(who)s says which organisations of several sites are not one.")
    ),
    "match:undo": Saying(
        Kind.SHARING, N_("%(who)s takes back what was said of organisations of several sites.")
    ),
    "network:measure": Saying(
        Kind.SHARING, N_("%(who)s has the network of the programme measured.")
    ),
    "site:profile": Saying(
        Kind.SHARING, N_("%(who)s says what the site works on, its size and since when.")
    ),
    "contact:agree": Saying(Kind.SHARING, N_("%(who)s agrees to be contacted by other sites.")),
    "contact:end": Saying(
        Kind.SHARING, N_("%(who)s ends the contact of %(person)s for other sites.")
    ),
    "help:offer": Saying(Kind.SHARING, N_("%(who)s offers help to the other sites.")),
    "help:ask": Saying(Kind.SHARING, N_("%(who)s asks the other sites for help.")),
    "help:end": Saying(Kind.SHARING, N_("%(who)s ends an offer or a request of help.")),
    "help:receive": Saying(Kind.SHARING, N_("%(who)s, of another site, answers about help.")),
    "help:answer": Saying(Kind.SHARING, N_("%(who)s answers another site about help.")),
    "help:accept": Saying(Kind.SHARING, N_("%(who)s replies yes to another site.")),
    "help:decline": Saying(Kind.SHARING, N_("%(who)s replies no to another site.")),
    "change:add": Saying(
        Kind.STRATEGY,
        N_("%(who)s adds the change %(code)s."),
        N_("%(who)s adds the changes %(codes)s."),
    ),
    "change:progress": Saying(
        Kind.STRATEGY,
        N_("%(who)s says where the change %(code)s stands."),
        N_("%(who)s says where the changes %(codes)s stand."),
    ),
    "change:end": Saying(
        Kind.STRATEGY,
        N_("%(who)s ends the change %(code)s."),
        N_("%(who)s ends the changes %(codes)s."),
    ),
    "change:bring_back": Saying(
        Kind.STRATEGY,
        N_("%(who)s brings the change %(code)s back."),
        N_("%(who)s brings the changes %(codes)s back."),
    ),
    "change:to_level": Saying(
        Kind.STRATEGY,
        N_("%(who)s moves a change to another level: %(was)s becomes %(code)s."),
        N_("%(who)s moves changes to another level: %(codes)s."),
    ),
    "strategy:import": Saying(
        Kind.STRATEGY,
        N_("%(who)s brings a table into the strategy (no. %(number)s)."),
    ),
    "strategy:undo": Saying(
        Kind.STRATEGY, N_("%(who)s undoes import no. %(number)s of the strategy.")
    ),
    "link:add": Saying(
        Kind.STRATEGY,
        N_("%(who)s links %(source)s to %(target)s."),
        N_("%(who)s links changes: %(codes)s."),
    ),
    "link:end": Saying(
        Kind.STRATEGY,
        N_("%(who)s unlinks %(source)s from %(target)s."),
        N_("%(who)s unlinks changes: %(codes)s."),
    ),
    "link:bring_back": Saying(
        Kind.STRATEGY,
        N_("%(who)s links %(source)s to %(target)s again."),
        N_("%(who)s links changes again: %(codes)s."),
    ),
    "link:confidence": Saying(
        Kind.STRATEGY,
        N_(
            "%(who)s says the confidence of their party (%(college)s) in the link from %(source)s "
            "to %(target)s."
        ),
        N_("%(who)s says the confidence of their party in links: %(codes)s."),
    ),
    "review:keep": Saying(
        Kind.STRATEGY, N_("%(who)s says why something that the reading asked about is kept.")
    ),
    "review:take_back": Saying(
        Kind.STRATEGY, N_("%(who)s takes an answer to the reading of the chain back.")
    ),
    "account:open": Saying(Kind.ACCOUNTS, N_("%(who)s opens an account.")),
    "account:create": Saying(Kind.ACCOUNTS, N_("%(who)s opens an account for somebody.")),
    "account:welcome": Saying(Kind.ACCOUNTS, N_("%(who)s sends a welcome link.")),
    "account:disable": Saying(Kind.ACCOUNTS, N_("%(who)s closes an account.")),
    "account:enable": Saying(Kind.ACCOUNTS, N_("%(who)s opens a closed account again.")),
    "account:sign_in": Saying(Kind.ACCOUNTS, N_("%(who)s signs in.")),
    "account:sign_out": Saying(Kind.ACCOUNTS, N_("%(who)s signs out.")),
    "account:describe": Saying(Kind.ACCOUNTS, N_("%(who)s changes their name or language.")),
    "account:password": Saying(Kind.ACCOUNTS, N_("%(who)s chooses another password.")),
    "account:forget": Saying(Kind.ACCOUNTS, N_("A link to choose another password is asked for.")),
    "account:ask_address": Saying(Kind.ACCOUNTS, N_("%(who)s asks to change address.")),
    "account:address": Saying(Kind.ACCOUNTS, N_("%(who)s changes address.")),
    "notices:choose": Saying(Kind.ACCOUNTS, N_("%(who)s says how they wish to be written to.")),
    "notices:stop": Saying(Kind.ACCOUNTS, N_("%(who)s stops letters by the link at their foot.")),
    "account:tries_spent": Saying(
        Kind.ACCOUNTS, N_("Too many wrong passwords were tried: the door waits a while.")
    ),
}
"""Every action that the code records."""

UNKNOWN = Saying(Kind.SITE, N_("%(who)s does something that this version cannot name."))
"""A line written by a later version: it is shown, never hidden."""


QUIET = frozenset(
    {
        "vision:keep_aside",
        "reading:keep_aside",
        "narrative:keep_aside",
        "clause:keep_aside",
        "agreement:remind",
        "proposal:keep_aside",
        "discussion:correct",
        "discussion:take_back",
        "accompaniment:log",
        "accompaniment:correct",
        "accompaniment:put_back",
        "accompaniment:take_back",
        "visit:correct",
        "visit:take_back",
        "visit:put_back",
        "site:hand_word",
        "invitation:resend",
        "invitation:revoke",
        "site:describe",
    }
)
"""What the journal keeps but the dashboard does not tell."""


def actions_of(kind: Kind) -> frozenset[str]:
    """The actions of one kind."""
    return frozenset(action for action, line in LINES.items() if line.kind is kind)
