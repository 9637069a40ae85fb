"""How an entry of the register of advances is told, wherever a page shows one."""

from typing import Any

from babel.dates import format_date

from blueprints._shared.formatters import day
from blueprints._shared.speech import language
from coopspace import method
from coopspace.advances.register import Entry
from coopspace.advances.rules import Kind, Precision


def kind_name(kind: Kind | str) -> str:
    """« Tournant »."""
    return method.load("advances").text(f"kinds.{Kind(kind)}.label", language())


def kind_means(kind: Kind | str) -> str:
    """What an entry of this kind tells, in one sentence."""
    return method.load("advances").text(f"kinds.{Kind(kind)}.definition", language())


def happened(entry: Entry) -> str:
    """« 17 mars 2026 », or « mars 2026 » where only the month is known."""
    if entry.precision is Precision.DAY:
        return day(entry.happened_on)
    return format_date(entry.happened_on, "MMMM y", locale=language()).replace(" ", "\u00a0")


def register_words() -> dict[str, Any]:
    """What the templates that show entries are given."""
    return {"kind_name": kind_name, "kind_means": kind_means, "happened": happened}
