"""The blueprint of the room, its addresses, and the words that its views share."""

from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.formatters import day, hour
from blueprints._shared.gate import me
from blueprints._shared.speech import language
from coopspace import method
from coopspace.calendar.rules import PARIS, Audience, Happened, Kind, Part, Planned

bp = Blueprint("calendar", __name__)
HOME = "/dispositifs/<slug:programme>/calendrier"
EVENT = f"{HOME}/<int(max=999999):event>"
SITE = "/sites/<slug:site>/calendrier"
AT_SITE = f"{SITE}/<int(max=999999):event>"
FEED = "/calendrier/<string(maxlength=64):feed_token>.ics"


def say(path: str) -> str:
    """A sentence of the room."""
    return method.load("calendar").text(path, language())


def kind_name(kind: Kind | str) -> str:
    """« Formation »."""
    return say(f"kinds.{Kind(kind)}.label")


def part_name(part: Part | str) -> str:
    """« Apprendre : ce qui change »."""
    return say(f"parts.{Part(part)}.label")


def audience_name(audience: Audience | str) -> str:
    """« Les trinômes »."""
    return say(f"audiences.{Audience(audience)}.label")


def happened_name(happened: Happened | str) -> str:
    """« Déplacé »."""
    return say(f"happened.{Happened(happened)}.label")


def month_name(first: date) -> str:
    """« Novembre 2026 »."""
    text = str(format_date(first, "LLLL y", locale=language()))
    return text[:1].upper() + text[1:].replace(" ", "\u00a0")


def weekday(one: date) -> str:
    """« lundi »."""
    return str(format_date(one, "EEEE", locale=language()))


def full_day(one: date) -> str:
    """« lundi 23 novembre 2026 »."""
    return f"{weekday(one)} {day(one)}"


def when(planned: Planned) -> str:
    """« lundi 23 novembre 2026, de 9 h à 17 h »."""
    first, last = planned.first_day, planned.last_day
    if planned.whole_days and first == last:
        return full_day(first)
    if planned.whole_days:
        return str(_("from %(first)s to %(last)s", first=full_day(first), last=full_day(last)))
    start, end = hour(planned.starts), hour(planned.ends)
    if first == last:
        return str(_("%(day)s, %(start)s to %(end)s", day=full_day(first), start=start, end=end))
    return str(
        _(
            "from %(first)s at %(start)s to %(last)s at %(end)s",
            first=full_day(first),
            start=start,
            last=full_day(planned.ends.astimezone(PARIS).date()),
            end=end,
        )
    )


def days_of(halves: int) -> str:
    """« 1,5 jour »: in French what is below two is singular."""
    many = halves // 2 if language() == "fr" else 1 + (halves != 2)
    count = format_decimal(halves / 2, locale=language())
    return str(ngettext("%(count)s day", "%(count)s days", many, count=count))


def hours_of(minutes: int) -> str:
    """« 7,5 heures »."""
    many = abs(minutes) // 60 if language() == "fr" else 1 + (minutes != 60)
    count = format_decimal(minutes / 60, locale=language())
    return str(ngettext("%(count)s hour", "%(count)s hours", many, count=count))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "me": me,
        "words": method.load("calendar"),
        "say": say,
        "kind_name": kind_name,
        "part_name": part_name,
        "audience_name": audience_name,
        "happened_name": happened_name,
        "month_name": month_name,
        "weekday": weekday,
        "full_day": full_day,
        "when": when,
        "days_of": days_of,
        "hours_of": hours_of,
    }
