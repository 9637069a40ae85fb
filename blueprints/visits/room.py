"""The blueprint of the room, its addresses, and the words that its views share."""

from typing import Any

from babel.dates import format_date
from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.durations import duration
from blueprints._shared.formatters import day, moment
from blueprints._shared.speech import language
from blueprints.visits.gathering import Gathered
from coopspace import method
from coopspace.calendar.rules import Hours, Planned
from coopspace.kernel.clock import PARIS
from coopspace.roles.rules import Holder, SupportRole, Who
from coopspace.visits.rules import Question, Since, Why

bp = Blueprint("visits", __name__)
VISIT = "/sites/<slug:site>/visite"
ONE = f"{VISIT}/<int(max=999999):number>"
HAND = "/sites/<slug:site>/transmettre"
WORD = f"{HAND}/<int(max=999999):number>"
HOUR = 60


def say(path: str) -> str:
    """A sentence of the room."""
    return method.load("visits").text(path, language())


def role_short(role: SupportRole) -> str:
    """« Confiance »."""
    return method.load("roles").text(f"roles.{role}.short", language())


def since_says(since: Since) -> str:
    """From when on what moved is told, and why from then."""
    told = {"day": day(since.day)}
    if since.why is Why.MINE:
        return str(_("Since your last visit, on %(day)s", **told))
    if since.why is Why.COLLEAGUE:
        return str(_("Since the last visit of a colleague, on %(day)s", **told))
    if since.why is Why.QUARTER:
        return str(_("Since %(day)s: no visit is noted yet", **told))
    return str(_("Since %(day)s", **told))


def holders(some: list[Holder], seen: Gathered) -> str:
    """Who holds a role, by name; an empty text when nobody does."""
    return ", ".join(_holder(one, seen) for one in some if one.here)


def _holder(one: Holder, seen: Gathered) -> str:
    if one.who is Who.PERSON:
        return seen.name(one.id)
    return seen.roles.organisations[one.id].name


def when(planned: Planned) -> str:
    """« lundi 23 novembre 2026 à 9 h »; the day alone where it lasts whole days."""
    weekday = format_date(planned.first_day, "EEEE", locale=language())
    if planned.whole_days:
        return f"{weekday} {day(planned.first_day)}"
    return f"{weekday} {moment(planned.starts.astimezone(PARIS))}"


def hours_say(hours: Hours) -> str:
    """The hours of accompaniment that are used, left, or beyond what was planned."""
    used, left = duration(hours.used or 0), hours.left
    if left is None or hours.planned is None:
        return str(_("Hours of accompaniment: %(used)s used, none planned yet", used=used))
    told = {"used": used, "planned": duration(hours.planned), "rest": duration(abs(left))}
    if left < 0:
        return str(
            _("Hours of accompaniment: %(used)s used, %(rest)s beyond the %(planned)s", **told)
        )
    return str(_("Hours of accompaniment: %(used)s used, %(rest)s left of %(planned)s", **told))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("visits"),
        "Question": Question,
        "role_short": role_short,
        "duration": duration,
        "since_says": since_says,
        "holders": holders,
        "when": when,
        "hours_say": hours_say,
        "colon": "\u00a0: " if language().startswith("fr") else ": ",
    }
