"""What tables call each thing that is said of a change and of a link: one list for both ways."""

from collections.abc import Callable, Mapping

from coopspace.changes import rules
from coopspace.changes.rules import VISION, System
from coopspace.changes.written import ChangeLine, LinkLine, Written
from coopspace.kernel.refusal import N_

Say = Callable[[str], str]
"""A word in the reader's language."""

CHANGES: dict[str, str] = {
    "code": N_("Code"),
    "level": N_("Level"),
    "statement": N_("What will have changed"),
    "who": N_("Who changes"),
    "nature": N_("Nature"),
    "effect": N_("Effect"),
    "systems": N_("Systems"),
    "horizon": N_("By when"),
    "description": N_("Description"),
    "leads_to": N_("Contributes to"),
}
LINKS: dict[str, str] = {
    "source": N_("From which change"),
    "target": N_("To which change"),
    "strength": N_("How much it contributes"),
    "rationale": N_("Why one leads to the other"),
    "assumption": N_("What this supposes"),
}
PROGRESS = N_("Progress")
"""Goes out as a last column; a file does not bring judgements in."""
LABELS: dict[str, Mapping[str, str]] = {"changes": CHANGES, "links": LINKS}
BETWEEN = ", "


def change_row(one: ChangeLine, leads_to: list[str], say: Say) -> tuple[str, ...]:
    """A change as the cells of a line, in the words of the reader; where it stands comes last."""
    return (
        one.code,
        say(rules.LEVEL_LABELS[one.level]),
        one.statement,
        one.who,
        say(rules.NATURE_LABELS[one.nature]),
        say(rules.EFFECT_LABELS[one.effect]),
        BETWEEN.join(say(rules.SYSTEM_LABELS[two]) for two in System if two in one.systems),
        one.horizon or "",
        one.description,
        BETWEEN.join(leads_to),
        say(rules.PROGRESS_LABELS[one.progress]) if one.progress else "",
    )


def link_row(one: LinkLine, say: Say) -> tuple[str, ...]:
    """A link as the cells of a line."""
    strength = say(rules.STRENGTH_LABELS[one.strength]) if one.strength else ""
    return one.source, one.target, strength, one.rationale, one.assumption


def as_data(whole: Written) -> dict[str, list[dict[str, object]]]:
    """The strategy as JSON has it: codes rather than words, so that it reads alike everywhere."""
    return {
        "changes": [
            {
                "code": one.code,
                "level": one.level.value,
                "statement": one.statement,
                "who": one.who,
                "nature": one.nature.value,
                "effect": one.effect.value,
                "systems": [two.value for two in System if two in one.systems],
                "horizon": one.horizon,
                "description": one.description,
                "progress": one.progress.value if one.progress else None,
            }
            for one in whole.changes
        ],
        "links": [
            {
                "source": one.source,
                "target": one.target,
                "strength": int(one.strength) if one.strength else None,
                "rationale": one.rationale,
                "assumption": one.assumption,
            }
            for one in whole.links
        ],
    }


def says(whole: Written, vision: str) -> dict[str, str]:
    """What each code says, the vision included."""
    return {VISION: vision, **{one.code: one.statement for one in whole.changes}}
