"""The door of the conditions: its blueprint, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.rounds import round_words
from blueprints._shared.speech import language
from coopspace import method
from coopspace.kernel.ordinal import Median, Spread
from coopspace.readiness.rules import Item, Outcome, Step

bp = Blueprint("readiness", __name__)
HOME = "/sites/<slug:site>/conditions"
ROUND = f"{HOME}/tours/<int(max=999999):number>"


def item_name(item: Item) -> str:
    """« Structure de soutien »."""
    return method.load("readiness").text(f"items.{item}.label", language())


def step_name(step: int | None) -> str:
    """« Des signes »; without a step, that one cannot say."""
    part = f"steps.{Step(step).code}" if step else "unknown.label"
    return method.load("readiness").text(part, language())


def quoted(step: int) -> str:
    """« des signes », inside a sentence."""
    name = step_name(step)
    return str(_("“%(words)s”", words=name[:1].lower() + name[1:]))


def middle(found: Median | None) -> str:
    """The middle of a group in words: a step, or the two that it falls between."""
    if found is None:
        return str(_("not said"))
    if not found.between:
        return quoted(found.low)
    return str(_("between %(low)s and %(high)s", low=quoted(found.low), high=quoted(found.high)))


def lying(found: Spread | None) -> str:
    """Where the answers of a group lie, in words."""
    if found is None:
        return str(_("not said"))
    if found.lowest == found.highest:
        return str(_("all at %(level)s", level=quoted(found.lowest)))
    return str(_("from %(low)s to %(high)s", low=quoted(found.lowest), high=quoted(found.highest)))


def concluded(outcome: Outcome) -> str:
    """« Nous agissons là-dessus »."""
    return method.load("readiness").text(f"conclusion.{outcome}", language())


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("readiness"),
        "all_items": tuple(Item),
        "steps": tuple(Step),
        "item_name": item_name,
        "step_name": step_name,
        "middle": middle,
        "lying": lying,
        "concluded": lambda outcome: concluded(Outcome(outcome)),
        **round_words(),
    }
