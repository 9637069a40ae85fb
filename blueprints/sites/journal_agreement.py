"""The sentences of the journal about the agreement, the decisions and the discussions."""

from blueprints.sites.journal_kinds import Kind, Saying
from coopspace.kernel.refusal import N_

AGREEMENT: dict[str, Saying] = {
    "clause:reword": Saying(
        Kind.AGREEMENT,
        N_("%(who)s words a clause of the agreement."),
        N_("%(who)s words several clauses of the agreement."),
    ),
    "clause:keep_aside": Saying(
        Kind.AGREEMENT,
        N_("%(who)s writes a clause while somebody else does: both texts are kept."),
    ),
    "clause:restore": Saying(
        Kind.AGREEMENT, N_("%(who)s brings an earlier wording of a clause back.")
    ),
    "agreement:add": Saying(Kind.AGREEMENT, N_("%(who)s adds to the agreement: %(part)s.")),
    "agreement:describe": Saying(
        Kind.AGREEMENT, N_("%(who)s says anew, in the agreement: %(part)s.")
    ),
    "agreement:restore": Saying(
        Kind.AGREEMENT, N_("%(who)s brings back what the agreement said before: %(part)s.")
    ),
    "agreement:end": Saying(Kind.AGREEMENT, N_("%(who)s takes out of the agreement: %(part)s.")),
    "agreement:bring_back": Saying(
        Kind.AGREEMENT, N_("%(who)s puts back into the agreement: %(part)s.")
    ),
    "agreement:name": Saying(
        Kind.AGREEMENT,
        N_("%(who)s names what the agreement governs: a change or a relation."),
        N_("%(who)s names several changes or relations that the agreement governs."),
    ),
    "agreement:unname": Saying(
        Kind.AGREEMENT,
        N_("%(who)s names no longer a change or a relation that the agreement governed."),
        N_("%(who)s names no longer several changes or relations that the agreement governed."),
    ),
    "agreement:put": Saying(
        Kind.AGREEMENT, N_("%(who)s puts version %(number)s of the agreement to signature.")
    ),
    "agreement:sign": Saying(
        Kind.AGREEMENT, N_("%(who)s%(for_college)s signs version %(number)s of the agreement.")
    ),
    "agreement:stand": Saying(
        Kind.AGREEMENT,
        N_("%(who)s signs last: version %(number)s of the agreement stands from now on."),
    ),
    "agreement:refuse": Saying(
        Kind.AGREEMENT,
        N_("%(who)s%(for_college)s does not sign version %(number)s of the agreement."),
    ),
    "agreement:withdraw": Saying(
        Kind.AGREEMENT, N_("%(who)s withdraws version %(number)s of the agreement.")
    ),
    "agreement:remind": Saying(
        Kind.AGREEMENT,
        N_("%(who)s reminds those who have not signed version %(number)s of the agreement."),
    ),
    "agreement:attach": Saying(
        Kind.AGREEMENT,
        N_("%(who)s adds a PDF signed elsewhere to version %(number)s of the agreement."),
    ),
    "agreement:detach": Saying(
        Kind.AGREEMENT,
        N_("%(who)s erases a PDF that was added to version %(number)s of the agreement."),
    ),
    "suggestion:open": Saying(
        Kind.AGREEMENT, N_("%(who)s suggests other words for a clause: %(suggestion)s.")
    ),
    "suggestion:accept": Saying(Kind.AGREEMENT, N_("%(who)s accepts %(suggestion)s.")),
    "suggestion:refuse": Saying(
        Kind.AGREEMENT, N_("%(who)s does not accept %(suggestion)s, and says why.")
    ),
    "suggestion:withdraw": Saying(Kind.AGREEMENT, N_("%(who)s withdraws %(suggestion)s.")),
    "agreement:take": Saying(
        Kind.AGREEMENT, N_("%(who)s takes from the agreement of another site: %(start)s.")
    ),
    "agreement:bring": Saying(
        Kind.AGREEMENT, N_("%(who)s brings a document into the agreement: %(start)s.")
    ),
    "agreement:untake": Saying(
        Kind.AGREEMENT, N_("%(who)s takes back what came into the agreement from: %(start)s.")
    ),
    "decision:open": Saying(Kind.AGREEMENT, N_("%(who)s opens %(decision)s.")),
    "decision:frame": Saying(
        Kind.AGREEMENT, N_("%(who)s says anew how it is decided: %(decision)s.")
    ),
    "decision:ask": Saying(Kind.AGREEMENT, N_("%(who)s says who is asked: %(decision)s.")),
    "decision:position": Saying(Kind.AGREEMENT, N_("%(who)s takes a position: %(decision)s.")),
    "decision:adopted": Saying(
        Kind.AGREEMENT, N_("%(who)s writes an outcome, adopted: %(decision)s.")
    ),
    "decision:changed": Saying(
        Kind.AGREEMENT, N_("%(who)s writes an outcome, adopted with changes: %(decision)s.")
    ),
    "decision:not_adopted": Saying(
        Kind.AGREEMENT, N_("%(who)s writes an outcome, not adopted: %(decision)s.")
    ),
    "decision:postponed": Saying(
        Kind.AGREEMENT, N_("%(who)s writes an outcome, postponed: %(decision)s.")
    ),
    "decision:reopen": Saying(Kind.AGREEMENT, N_("%(who)s opens again: %(decision)s.")),
    "proposal:reword": Saying(Kind.AGREEMENT, N_("%(who)s words a proposal: %(decision)s.")),
    "proposal:keep_aside": Saying(
        Kind.AGREEMENT,
        N_("%(who)s writes a proposal while somebody else does: both texts are kept."),
    ),
    "proposal:restore": Saying(
        Kind.AGREEMENT, N_("%(who)s brings an earlier wording back: %(decision)s.")
    ),
    "discussion:begin": Saying(
        Kind.DISCUSSION,
        N_("%(who)s begins a discussion about %(topic)s."),
        N_("%(who)s begins several discussions."),
    ),
    "discussion:reply": Saying(
        Kind.DISCUSSION,
        N_("%(who)s comments on %(topic)s."),
        N_("%(who)s sends several comments."),
    ),
    "discussion:correct": Saying(
        Kind.DISCUSSION, N_("%(who)s corrects their comment on %(topic)s.")
    ),
    "discussion:take_back": Saying(
        Kind.DISCUSSION, N_("%(who)s takes back their comment on %(topic)s.")
    ),
    "discussion:resolve": Saying(
        Kind.DISCUSSION,
        N_("%(who)s resolves a discussion about %(topic)s."),
        N_("%(who)s resolves several discussions."),
    ),
    "discussion:reopen": Saying(
        Kind.DISCUSSION, N_("%(who)s opens again a discussion about %(topic)s.")
    ),
}
"""What is written, signed, decided and discussed together."""
