"""The door of the continuum: its blueprint, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.register import register_words
from blueprints._shared.rounds import round_words
from blueprints._shared.speech import language
from coopspace import method
from coopspace.continuum.rules import Level, Outcome
from coopspace.kernel.ordinal import Median, Spread

bp = Blueprint("continuum", __name__)
HOME = "/sites/<slug:site>/continuum"
ROUND = f"{HOME}/tours/<int(max=999999):number>"


def level_name(level: int) -> str:
    """« Coordination »."""
    return method.load("continuum").text(f"levels.{Level(level).code}.label", language())


def level_means(level: int) -> str:
    """What the method says of a level, in one sentence."""
    return method.load("continuum").text(f"levels.{Level(level).code}.definition", language())


def middle(found: Median | None) -> str:
    """The middle of a group in words: a level, or the two that it falls between."""
    if found is None:
        return str(_("not said"))
    if not found.between:
        return level_name(found.low)
    return str(
        _("between %(low)s and %(high)s", low=level_name(found.low), high=level_name(found.high))
    )


def lying(found: Spread | None) -> str:
    """Where the answers of a group lie, in words."""
    if found is None:
        return str(_("not said"))
    if found.lowest == found.highest:
        return str(_("all at %(level)s", level=level_name(found.lowest)))
    return str(
        _(
            "from %(low)s to %(high)s",
            low=level_name(found.lowest),
            high=level_name(found.highest),
        )
    )


def half(found: Spread | None) -> str:
    """Where the middle half of a group stands, in one sentence; nothing for nobody."""
    if found is None:
        return ""
    if found.lower_quarter == found.upper_quarter:
        where = level_name(found.lower_quarter)
        return str(
            _("Half of the group, at least, stands at the same level: %(level)s.", level=where)
        )
    return str(
        _(
            "Half of the group, at least, stands from %(low)s to %(high)s.",
            low=level_name(found.lower_quarter),
            high=level_name(found.upper_quarter),
        )
    )


def concluded(outcome: Outcome, level: int | None) -> str:
    """The kind of a conclusion, in words."""
    said = method.load("continuum").text(f"conclusion.{outcome}", language())
    return said if level is None else f"{said} ({level_name(level)})"


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("continuum"),
        "levels": tuple(Level),
        "level_name": level_name,
        "level_means": level_means,
        "middle": middle,
        "lying": lying,
        "half": half,
        "concluded": concluded,
        **round_words(),
        **register_words(),
    }
