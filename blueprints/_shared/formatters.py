"""How moments and days are written for people: Europe/Paris, French rules in French."""

import re
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time
from markupsafe import Markup

from blueprints._shared.speech import language
from coopspace.kernel.clock import PARIS

_NBSP = "\u00a0"
_LOOSE = re.compile(r" (?=[:;!?»%€])|(?<=«) ")


def _local(value: date | datetime) -> date:
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value


def _written(value: date | datetime, pattern: str) -> str:
    return _set(_local(value), pattern, language())


@lru_cache(maxsize=4096)
def _set(local: date, pattern: str, language: str) -> str:
    """A day as it is written; a page of many sites writes the same days over and over."""
    text = format_date(local, pattern, locale=language)
    if language == "fr" and local.day == 1:
        text = text.replace("1 ", "1er ", 1)
    return text.replace(" ", _NBSP)


def day(value: date | datetime) -> str:
    """« 17 mars 2026 », « 1er mars 2026 »; "17 March 2026" in English."""
    return _written(value, "d MMMM y")


def short_day(value: date | datetime) -> str:
    """« 26 févr. », for tight places; "26 Feb"."""
    return _written(value, "d MMM")


def month(value: date | datetime) -> str:
    """« févr. 2026 », under a drawing that spans years; "Feb 2026"."""
    return _written(value, "MMM y")


def whole_month(value: date | datetime) -> str:
    """« novembre 2026 », above what happened in it; "November 2026"."""
    return _written(value, "MMMM y")


def moment(value: datetime) -> str:
    """« 17 mars 2026 à 6 h 30 »; "17 March 2026 at 6:30 am"."""
    local = value.astimezone(PARIS)
    if language() == "fr":
        return f"{day(value)} à {local.hour}{_NBSP}h{_NBSP}{local.minute:02d}"
    return f"{day(value)} at {format_time(local.time(), 'h:mm a', locale='en')}"


def time_tag(value: datetime, form: str = "day") -> Markup:
    """A `<time>` with the machine form, showing `form`: day, short_day, hour or moment."""
    shown = {"day": day, "short_day": short_day, "hour": hour, "moment": moment}[form](value)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), shown)


def held(text: str) -> str:
    """What people typed, its French punctuation held to its word: no line begins with a colon.

    What was escaped already stays so, and is not escaped twice.
    """
    made = _LOOSE.sub(_NBSP, text)
    return type(text)(made) if hasattr(text, "__html__") else made


FILTERS = {
    "day": day,
    "held": held,
    "moment": moment,
    "month": month,
    "short_day": short_day,
    "time_tag": time_tag,
    "whole_month": whole_month,
}


def hour(moment: datetime) -> str:
    """« 9 h 30 »; "9:30 am"."""
    local = moment.astimezone(PARIS)
    if language() != "fr":
        return str(format_time(local.time(), "h:mm a", locale="en")).replace(" ", "\u00a0")
    return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02d}" if local.minute else "")
