"""The blueprint of the room, its addresses, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.planned import plan_words
from coopspace import method
from coopspace.changes.rules import LEVEL_PLURALS, Level, Strength
from coopspace.kernel.refusal import N_

bp = Blueprint("plan", __name__)
HOME = "/sites/<slug:site>/actions"
ACTION = f"{HOME}/<int(max=999999):number>"
MOVED: dict[str, str] = {
    "title": N_("what is to be done"),
    "kind": N_("action or experiment"),
    "state": N_("where it stands"),
    "why": N_("why it stands there"),
    "pilot": N_("the pilot"),
    "pilot_name": N_("the pilot"),
    "partners": N_("the partners"),
    "others": N_("the partners"),
    "starts": N_("the dates"),
    "ends": N_("the dates"),
    "effort": N_("the effort"),
    "resources": N_("the resources"),
    "learnt": N_("what was learnt"),
}
"""What each field of a description is called in its history."""
GRADES: dict[Strength, str] = {
    Strength.DECISIVE: N_("decisively"),
    Strength.CLEAR: N_("clearly"),
    Strength.SOME: N_("a little"),
}
"""How surely a change is reached."""


def level_name(level: Level | str) -> str:
    """« Changements directs »."""
    return str(_(LEVEL_PLURALS[Level(level)]))


def grade_name(grade: int) -> str:
    """« décisif » : how surely a change is reached."""
    return str(_(GRADES[Strength(grade)]))


def moved_names(moved: tuple[str, ...]) -> list[str]:
    """What was said otherwise, each thing once."""
    return list(dict.fromkeys(str(_(MOVED[one])) for one in moved))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        **plan_words(),
        "words": method.load("plan"),
        "level_name": level_name,
        "grade_name": grade_name,
        "moved_names": moved_names,
    }
