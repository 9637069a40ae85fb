"""The blueprint of the room, its addresses, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.indicated import indicator_words
from coopspace import method
from coopspace.changes.rules import LEVEL_PLURALS, Level
from coopspace.kernel.refusal import N_

bp = Blueprint("indicators", __name__)
HOME = "/sites/<slug:site>/indicateurs"
INDICATOR = f"{HOME}/<int(max=999999):number>"
MEASURE = f"{INDICATOR}/mesures/<int(max=9999):measure>"
MOVED: dict[str, str] = {
    "name": N_("its sentence"),
    "definition": N_("what it measures"),
    "unit": N_("the unit"),
    "direction": N_("what we hope for"),
    "method": N_("the method"),
    "who": N_("who collects it"),
    "rhythm": N_("how often"),
    "start": N_("the starting point"),
    "start_on": N_("the starting point"),
    "aim": N_("the aim"),
    "aim_words": N_("the aim"),
    "aim_on": N_("the aim"),
    "changes": N_("the changes that it shows"),
}
"""What each field of an indicator is called in its history."""


def level_name(level: Level | str) -> str:
    """« Changements directs »."""
    return str(_(LEVEL_PLURALS[Level(level)]))


def moved_names(moved: tuple[str, ...]) -> list[str]:
    """What was said otherwise, each thing once."""
    return list(dict.fromkeys(str(_(MOVED[one])) for one in moved))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        **indicator_words(),
        "words": method.load("indicators"),
        "level_name": level_name,
        "moved_names": moved_names,
    }
