"""How an action of the plan is told, wherever a page shows one."""

from typing import Any

from flask_babel import gettext as _

from blueprints._shared.speech import language
from coopspace import method
from coopspace.changes.rules import STRENGTH_LABELS, Strength
from coopspace.plan.rules import EFFORT_LABELS, STATE_LABELS, Effort, Kind, State


def kind_name(kind: Kind | str) -> str:
    """« Expérimentation »."""
    return method.load("plan").text(f"kinds.{Kind(kind)}.label", language())


def state_name(state: State | str) -> str:
    """« En cours »."""
    return str(_(STATE_LABELS[State(state)]))


def effort_name(effort: int | None) -> str:
    """« effort léger »."""
    return str(_(EFFORT_LABELS[Effort(effort)])) if effort else str(_("effort not said"))


def strength_name(strength: int) -> str:
    """« Contribue nettement »."""
    return str(_(STRENGTH_LABELS[Strength(strength)]))


def plan_words() -> dict[str, Any]:
    """What the templates that show actions are given."""
    return {
        "kind_name": kind_name,
        "state_name": state_name,
        "effort_name": effort_name,
        "strength_name": strength_name,
    }
