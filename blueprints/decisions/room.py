"""The blueprint of the room, its addresses, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.speech import language
from blueprints._shared.ways import method_means, method_name
from coopspace import method
from coopspace.agreement.questions import by_code
from coopspace.decisions.rules import Lack, Outcome, Stance
from coopspace.sites.model import COLLEGE_LABELS, College

bp = Blueprint("decisions", __name__)
HOME = "/sites/<slug:site>/decisions"
DECISION = f"{HOME}/<int(max=999999):number>"


def say(path: str) -> str:
    """A sentence of the room."""
    return method.load("decisions").text(path, language())


def stance_name(stance: Stance | str) -> str:
    """« Réserve »."""
    return say(f"stances.{Stance(stance)}.label")


def outcome_name(outcome: Outcome | str) -> str:
    """« Adoptée avec des changements »."""
    return say(f"outcomes.{Outcome(outcome)}.label")


def clause_name(code: str) -> str:
    """The heading of a clause of the agreement; of one that it no longer asks, a general one."""
    known = by_code().get(code)
    return known.heading.text(language()) if known else str(_("Another clause"))


def college_name(college: str | None) -> str:
    """« Société civile », or nothing."""
    return str(_(COLLEGE_LABELS[College(college)])) if college else ""


def lack_says(lack: Lack, count: int) -> str:
    """What the method would still ask, in one kind sentence."""
    said = {
        Lack.NO_WORDS: _("The proposal has no words yet."),
        Lack.NOBODY: _("Nobody is asked for their position yet."),
        Lack.NO_ADVICE: _("Nobody has given their advice yet."),
        Lack.NO_NAME: _("It is not said who decides."),
        Lack.NOT_CARRIED: _("There are not more votes for than against."),
        Lack.OBJECTION: ngettext(
            "%(num)s objection is not lifted.", "%(num)s objections are not lifted.", count
        ),
        Lack.AWAITED: ngettext(
            "%(num)s person has not spoken yet.", "%(num)s people have not spoken yet.", count
        ),
        Lack.EARLIER: ngettext(
            "%(num)s person spoke of an earlier wording and is asked again.",
            "%(num)s people spoke of an earlier wording and are asked again.",
            count,
        ),
    }
    return str(said[lack])


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("decisions"),
        "method_name": method_name,
        "method_means": method_means,
        "stance_name": stance_name,
        "outcome_name": outcome_name,
        "clause_name": clause_name,
        "college_word": college_name,
        "lack_says": lack_says,
    }
