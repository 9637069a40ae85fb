"""Who may do what, in one table.

The gate reads it, the page "who may do what" prints it, the tests walk it. Nothing else in the
code asks for a role: it asks for a permission.
"""

from enum import StrEnum

from coopspace.kernel.refusal import N_


class Role(StrEnum):
    """What a person is at a site (or, for the lead, in the programme that the site belongs to)."""

    PROGRAMME_LEAD = "programme_lead"
    FACILITATOR = "facilitator"
    TRIO = "trio"
    CONTRIBUTOR = "contributor"
    OBSERVER = "observer"


class Permission(StrEnum):
    """`<resource>:<action>`: one line of the page "who may do what"."""

    PROGRAMME_READ = "programme:read"
    PROGRAMME_EDIT = "programme:edit"
    METHOD_WORD = "method:word"
    SITE_CREATE = "site:create"
    SITE_READ = "site:read"
    SITE_EDIT = "site:edit"
    MEMBER_READ = "member:read"
    MEMBER_INVITE = "member:invite"
    MEMBER_MANAGE = "member:manage"
    ADHERENCE_RECORD = "adherence:record"
    AUDIT_READ = "audit:read"
    VISION_READ = "vision:read"
    VISION_EDIT = "vision:edit"
    VISION_CONSENT = "vision:consent"
    CHANGE_READ = "change:read"
    CHANGE_EDIT = "change:edit"
    CHANGE_END = "change:end"
    LINK_EDIT = "link:edit"
    CONFIDENCE_GIVE = "confidence:give"
    PLAN_READ = "plan:read"
    PLAN_EDIT = "plan:edit"
    INDICATOR_READ = "indicator:read"
    INDICATOR_EDIT = "indicator:edit"
    CONTINUUM_READ = "continuum:read"
    CONTINUUM_ANSWER = "continuum:answer"
    CONTINUUM_RUN = "continuum:run"
    READINESS_READ = "readiness:read"
    READINESS_ANSWER = "readiness:answer"
    READINESS_RUN = "readiness:run"
    ADVANCE_READ = "advance:read"
    ADVANCE_EDIT = "advance:edit"
    STAKEHOLDER_READ = "stakeholder:read"
    STAKEHOLDER_EDIT = "stakeholder:edit"
    STAKEHOLDER_ASK = "stakeholder:ask"
    AGREEMENT_READ = "agreement:read"
    AGREEMENT_EDIT = "agreement:edit"
    AGREEMENT_PUT = "agreement:put"
    AGREEMENT_SIGN = "agreement:sign"
    DECISION_READ = "decision:read"
    DECISION_EDIT = "decision:edit"
    DECISION_SPEAK = "decision:speak"
    SUPPORT_READ = "support:read"
    SUPPORT_EDIT = "support:edit"
    SUPPORT_JUDGE = "support:judge"
    SUPPORT_HAND = "support:hand"
    DISCUSSION_READ = "discussion:read"
    DISCUSSION_WRITE = "discussion:write"
    ACCOMPANIMENT_READ = "accompaniment:read"
    ACCOMPANIMENT_LOG = "accompaniment:log"
    CALENDAR_READ = "calendar:read"
    CALENDAR_EDIT = "calendar:edit"
    TRAINING_ENROL = "training:enrol"
    SITE_FOLLOW = "site:follow"
    VISIT_PREPARE = "visit:prepare"
    SITE_HAND = "site:hand"
    PROGRAMME_COMPARE = "programme:compare"
    PROGRAMME_TELL = "programme:tell"
    SHARING_DECIDE = "sharing:decide"
    HELP_EXCHANGE = "help:exchange"
    NETWORK_MERGE = "network:merge"
    PLATFORM_ADMIN = "platform:admin"


ROLE_LABELS: dict[Role, str] = {
    Role.PROGRAMME_LEAD: N_("Programme lead"),
    Role.FACILITATOR: N_("Facilitator of the support structure"),
    Role.TRIO: N_("Member of the trio"),
    Role.CONTRIBUTOR: N_("Contributor"),
    Role.OBSERVER: N_("Observer"),
}

PERMISSION_LABELS: dict[Permission, str] = {
    Permission.PROGRAMME_READ: N_("See the programme and its sites"),
    Permission.PROGRAMME_EDIT: N_("Describe the programme"),
    Permission.METHOD_WORD: N_("Word the method’s sentences the programme’s own way"),
    Permission.SITE_CREATE: N_("Open a site in the programme"),
    Permission.SITE_READ: N_("Read what the site writes"),
    Permission.SITE_EDIT: N_("Describe the site"),
    Permission.MEMBER_READ: N_("See who takes part"),
    Permission.MEMBER_INVITE: N_("Invite somebody"),
    Permission.MEMBER_MANAGE: N_("Change somebody’s role or end it"),
    Permission.ADHERENCE_RECORD: N_("Record that one’s party adheres to the approach"),
    Permission.AUDIT_READ: N_("Read the journal of decisions and rights"),
    Permission.VISION_READ: N_("Read the vision and its history"),
    Permission.VISION_EDIT: N_("Write the vision and the shared reading"),
    Permission.VISION_CONSENT: N_("Consent or object to a wording in the name of one’s party"),
    Permission.CHANGE_READ: N_("Read the change strategy"),
    Permission.CHANGE_EDIT: N_("Add, reword and move changes, write the narrative"),
    Permission.CHANGE_END: N_("End a change or bring it back"),
    Permission.LINK_EDIT: N_("Link and unlink changes"),
    Permission.CONFIDENCE_GIVE: N_("Say one’s party’s confidence in a link"),
    Permission.PLAN_READ: N_("Read the action plan and how far its actions reach"),
    Permission.PLAN_EDIT: N_("Write the actions of the plan and what they contribute to"),
    Permission.INDICATOR_READ: N_("Read the indicators of changes and what was measured"),
    Permission.INDICATOR_EDIT: N_("Say what will show a change, and write what is measured"),
    Permission.CONTINUUM_READ: N_("Read the rounds of positioning and what they show"),
    Permission.CONTINUUM_ANSWER: N_("Take a position on the continuum"),
    Permission.CONTINUUM_RUN: N_("Open, reveal and conclude a round of positioning"),
    Permission.READINESS_READ: N_("Read the rounds on our conditions and what they show"),
    Permission.READINESS_ANSWER: N_("Judge our preconditions and conditions"),
    Permission.READINESS_RUN: N_("Open, reveal and conclude a round on our conditions"),
    Permission.ADVANCE_READ: N_("Read the register of advances"),
    Permission.ADVANCE_EDIT: N_("Write, correct and end an entry of the register of advances"),
    Permission.STAKEHOLDER_READ: N_("Read the map of stakeholders and of their relations"),
    Permission.STAKEHOLDER_EDIT: N_("Add, describe and end stakeholders and relations"),
    Permission.STAKEHOLDER_ASK: N_("Ask stakeholders how they work with each other"),
    Permission.AGREEMENT_READ: N_("Read the cooperation agreement and its history"),
    Permission.AGREEMENT_EDIT: N_("Write the cooperation agreement"),
    Permission.AGREEMENT_PUT: N_("Put the agreement to signature, remind, withdraw it"),
    Permission.AGREEMENT_SIGN: N_("Sign the agreement, or refuse to, in the name of one’s party"),
    Permission.DECISION_READ: N_("Read the decisions, and what each said of them"),
    Permission.DECISION_EDIT: N_("Open a decision, word its proposal, write its outcome"),
    Permission.DECISION_SPEAK: N_("Take a position on a decision to which one is asked"),
    Permission.SUPPORT_READ: N_(
        "Read who holds the roles of the support structure, and the views on them"
    ),
    Permission.SUPPORT_EDIT: N_("Say what is done in a role, what is missing, what comes next"),
    Permission.SUPPORT_JUDGE: N_("Judge how far a role of the support structure is covered"),
    Permission.SUPPORT_HAND: N_("Hand over a role of the support structure"),
    Permission.DISCUSSION_READ: N_("Read the discussions about what one may read"),
    Permission.DISCUSSION_WRITE: N_("Comment, answer, resolve a discussion"),
    Permission.ACCOMPANIMENT_READ: N_("Read what was done for the seven roles, and in what time"),
    Permission.ACCOMPANIMENT_LOG: N_("Log what one does for one of the seven roles"),
    Permission.CALENDAR_READ: N_("Read what concerns one’s sites in the programme’s calendar"),
    Permission.CALENDAR_EDIT: N_(
        "Write the programme’s calendar, who came to training, the hours of accompaniment"
    ),
    Permission.TRAINING_ENROL: N_("Enrol people of the site in a training"),
    Permission.SITE_FOLLOW: N_("Keep one’s sites in view side by side, set an alert aside"),
    Permission.VISIT_PREPARE: N_("Prepare a visit to the site, and note it"),
    Permission.SITE_HAND: N_("Hand the site over to a colleague of the support structure"),
    Permission.PROGRAMME_COMPARE: N_("See what the sites of the programme agree to share"),
    Permission.PROGRAMME_TELL: N_("Tell the year of the programme, all its sites together"),
    Permission.SHARING_DECIDE: N_("Share something of the site with the others, or take it back"),
    Permission.HELP_EXCHANGE: N_("Offer help to another site, ask for it, answer"),
    Permission.NETWORK_MERGE: N_(
        "Say which organisations of several sites are one, have their network measured"
    ),
    Permission.PLATFORM_ADMIN: N_("Administer accounts and programmes"),
}

_READ = frozenset(
    {
        Permission.PROGRAMME_READ,
        Permission.SITE_READ,
        Permission.MEMBER_READ,
        Permission.VISION_READ,
        Permission.CHANGE_READ,
        Permission.PLAN_READ,
        Permission.INDICATOR_READ,
        Permission.CONTINUUM_READ,
        Permission.ADVANCE_READ,
        Permission.READINESS_READ,
        Permission.STAKEHOLDER_READ,
        Permission.AGREEMENT_READ,
        Permission.DECISION_READ,
        Permission.SUPPORT_READ,
        Permission.DISCUSSION_READ,
        Permission.ACCOMPANIMENT_READ,
        Permission.CALENDAR_READ,
        Permission.PROGRAMME_COMPARE,
    }
)
_WRITE = frozenset(
    {
        Permission.VISION_EDIT,
        Permission.CHANGE_EDIT,
        Permission.LINK_EDIT,
        Permission.PLAN_EDIT,
        Permission.INDICATOR_EDIT,
        Permission.ADVANCE_EDIT,
        Permission.STAKEHOLDER_EDIT,
        Permission.AGREEMENT_EDIT,
        Permission.DECISION_EDIT,
        Permission.SUPPORT_EDIT,
        Permission.SUPPORT_JUDGE,
        Permission.DISCUSSION_WRITE,
        Permission.ACCOMPANIMENT_LOG,
    }
)
_ANSWER = frozenset(
    {Permission.CONTINUUM_ANSWER, Permission.READINESS_ANSWER, Permission.DECISION_SPEAK}
)
_ROUNDS = frozenset(
    {
        Permission.CONTINUUM_RUN,
        Permission.READINESS_RUN,
        Permission.STAKEHOLDER_ASK,
        Permission.SUPPORT_HAND,
    }
)
_RUN = frozenset(
    {
        Permission.SITE_EDIT,
        Permission.MEMBER_INVITE,
        Permission.MEMBER_MANAGE,
        Permission.AUDIT_READ,
        Permission.CALENDAR_EDIT,
        Permission.TRAINING_ENROL,
        Permission.SITE_FOLLOW,
        Permission.VISIT_PREPARE,
        Permission.SITE_HAND,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OBSERVER: _READ,
    Role.CONTRIBUTOR: _READ | _WRITE | _ANSWER,
    Role.TRIO: _READ
    | _WRITE
    | _ANSWER
    | _ROUNDS
    | {
        Permission.SITE_EDIT,
        Permission.MEMBER_INVITE,
        Permission.ADHERENCE_RECORD,
        Permission.AUDIT_READ,
        Permission.VISION_CONSENT,
        Permission.CHANGE_END,
        Permission.CONFIDENCE_GIVE,
        Permission.SHARING_DECIDE,
        Permission.HELP_EXCHANGE,
        Permission.TRAINING_ENROL,
        Permission.AGREEMENT_PUT,
        Permission.AGREEMENT_SIGN,
    },
    Role.FACILITATOR: _READ
    | _WRITE
    | _RUN
    | _ROUNDS
    | {Permission.CHANGE_END, Permission.HELP_EXCHANGE, Permission.AGREEMENT_PUT},
    Role.PROGRAMME_LEAD: _READ
    | _RUN
    | {
        Permission.PROGRAMME_EDIT,
        Permission.METHOD_WORD,
        Permission.SITE_CREATE,
        Permission.NETWORK_MERGE,
        Permission.PROGRAMME_TELL,
    },
}
"""What a role may do at a site. Nobody but the trio speaks for a college."""

ADMINISTRATOR_PERMISSIONS: frozenset[Permission] = frozenset(
    {
        Permission.PLATFORM_ADMIN,
        Permission.PROGRAMME_READ,
        Permission.PROGRAMME_EDIT,
        Permission.SITE_CREATE,
    }
)
"""The administrator keeps the house but reads no site: keys are not trust."""

_VOICE = _ANSWER | {
    Permission.VISION_CONSENT,
    Permission.CONFIDENCE_GIVE,
    Permission.ADHERENCE_RECORD,
    Permission.SHARING_DECIDE,
    Permission.AGREEMENT_SIGN,
}
ENTRUSTED: dict[Role, frozenset[Permission]] = {
    Role.PROGRAMME_LEAD: _VOICE
    | _WRITE
    | _ROUNDS
    | {Permission.CHANGE_END, Permission.HELP_EXCHANGE, Permission.AGREEMENT_PUT},
    Role.FACILITATOR: _VOICE,
}
"""What a role may hand to somebody else without doing it itself: the voice of a college is given
to the person whom the college names, and the one who installs them never speaks with it."""

GRANTABLE: dict[Role, frozenset[Role]] = {
    giver: frozenset(
        given
        for given in Role
        if given is not Role.PROGRAMME_LEAD
        and Permission.MEMBER_INVITE in held
        and ROLE_PERMISSIONS[given] <= held | ENTRUSTED.get(giver, frozenset())
    )
    for giver, held in ROLE_PERMISSIONS.items()
}
"""Which roles each role may give at a site: never more than it holds or is entrusted with."""


def who_could(permission: Permission) -> tuple[str, ...]:
    """The labels (msgids) of the roles that hold `permission`, in the order people read them."""
    return tuple(ROLE_LABELS[role] for role in Role if permission in ROLE_PERMISSIONS[role])
