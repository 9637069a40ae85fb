"""What tables call each thing that is said of an action: one list for both ways."""

from collections.abc import Iterable, Mapping

from coopspace.changes import columns
from coopspace.changes.cells import listed
from coopspace.changes.columns import LINKS, Say
from coopspace.changes.rules import STRENGTH_LABELS
from coopspace.kernel.refusal import N_
from coopspace.plan import rules
from coopspace.plan.written import ActionLine

ACTIONS: dict[str, str] = {
    "code": N_("Number"),
    "title": N_("What is to be done"),
    "kind": N_("Kind"),
    "state": N_("Where the action stands"),
    "why": N_("Why it stands there"),
    "pilot": N_("Pilot, on our network"),
    "pilot_name": N_("Pilot, if not on our network"),
    "partners": N_("Partners, on our network"),
    "others": N_("Other partners"),
    "starts": N_("Starts on"),
    "ends": N_("Ends on"),
    "effort": N_("Effort"),
    "contributions": N_("Contributes to"),
    "supports": N_("Actions that support it"),
    "resources": N_("Resources"),
    "learnt": N_("What was learnt"),
}
READ_TOO = {"strength": LINKS["strength"]}
"""Is read beside the others, and never goes out: each contribution says its own strength."""
LABELS: dict[str, Mapping[str, str]] = {**columns.LABELS, "actions": {**ACTIONS, **READ_TOO}}
"""The three tables of a strategy, in the order of its files."""


def action_row(one: ActionLine, say: Say) -> tuple[str, ...]:
    """An action as the cells of a line, in the words of the reader."""
    return (
        str(one.number),
        one.title,
        say(rules.KIND_LABELS[one.kind]),
        say(rules.STATE_LABELS[one.state]),
        one.why,
        one.pilot,
        one.pilot_name,
        listed(one.partners),
        one.others,
        one.starts.isoformat() if one.starts else "",
        one.ends.isoformat() if one.ends else "",
        say(rules.EFFORT_LABELS[one.effort]) if one.effort else "",
        listed(f"{code} ({say(STRENGTH_LABELS[given])})" for code, given in one.contributions),
        listed(map(str, one.supports)),
        one.resources,
        one.learnt,
    )


def as_data(actions: Iterable[ActionLine]) -> list[dict[str, object]]:
    """The plan as JSON has it: codes rather than words, so that it reads alike everywhere."""
    return [
        {
            "code": str(one.number),
            "title": one.title,
            "kind": one.kind.value,
            "state": one.state.value,
            "why": one.why,
            "pilot": one.pilot,
            "pilot_name": one.pilot_name,
            "partners": list(one.partners),
            "others": one.others,
            "starts": one.starts.isoformat() if one.starts else None,
            "ends": one.ends.isoformat() if one.ends else None,
            "effort": int(one.effort) if one.effort else None,
            "contributions": [
                {"change": code, "strength": int(given)} for code, given in one.contributions
            ],
            "supports": [str(number) for number in one.supports],
            "resources": one.resources,
            "learnt": one.learnt,
        }
        for one in actions
    ]
