"""The blueprint of the room, its addresses, and the words that its views share."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from blueprints._shared.durations import duration
from blueprints._shared.speech import language
from coopspace import method
from coopspace.continuum.rules import Level, Outcome
from coopspace.kernel.refusal import NotFound
from coopspace.roles.rules import Coverage, SupportRole

bp = Blueprint("yearly", __name__)
SITE = "/sites/<slug:site>/bilan"
PROGRAMME = "/dispositifs/<slug:programme>/bilan"
PRINTED = "any(pdf,docx,odt)"
FILES = ("pdf", "docx", "odt", "xlsx", "ods", "csv")
"""What is offered, in this order."""


def say(path: str) -> str:
    """A sentence of the yearly page."""
    return method.load("yearly").text(path, language())


def of_roles(path: str) -> str:
    """A sentence of the seven roles."""
    return method.load("roles").text(path, language())


def role_name(role: SupportRole) -> str:
    """« Cultiver la confiance »."""
    return of_roles(f"roles.{role}.name")


def role_short(role: SupportRole) -> str:
    """« Confiance »."""
    return of_roles(f"roles.{role}.short")


def coverage_name(step: Coverage) -> str:
    """« Assuré le plus souvent »."""
    return of_roles(f"coverage.{step.code}")


def level_name(level: int) -> str:
    """« Coordination »."""
    return method.load("continuum").text(f"levels.{Level(level).code}.label", language())


def concluded(outcome: Outcome, level: int | None) -> str:
    """« Ce niveau nous convient (Coordination) »."""
    said = method.load("continuum").text(f"conclusion.{outcome}", language())
    return said if level is None else f"{said} ({level_name(level)})"


def month_name(first: date) -> str:
    """« novembre 2026 »."""
    return str(format_date(first, "MMMM y", locale=language())).replace(" ", "\u00a0")


def month_letter(first: date) -> str:
    """« N », where twelve months stand side by side."""
    return str(format_date(first, "LLLLL", locale=language()))


def month_alone(first: date) -> str:
    """« novembre »."""
    return str(format_date(first, "LLLL", locale=language()))


def asked_year() -> int | None:
    """The year that the address names, or None. Raises NotFound for what is no year."""
    text = request.args.get("annee", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise NotFound
    return int(text)


def file_address(what: str, where: str, *, suffix: str, **asked: str | int) -> str:
    """Where the year of a site, or of a programme, is taken in this format."""
    kind = "table" if suffix in ("csv", "xlsx", "ods") else "file"
    return url_for(f".{what}_{kind}", **{what: where}, suffix=suffix, **asked)  # type: ignore[arg-type]


def time_of(minutes: int) -> str:
    """« 412 h 30 », or a dash."""
    return duration(minutes) if minutes else "–"


def nobody_named() -> str:
    """Who is meant where a file names nobody."""
    return str(_("somebody of the site"))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "say": say,
        "of_roles": of_roles,
        "role_name": role_name,
        "role_short": role_short,
        "duration": duration,
        "time_of": time_of,
        "month_letter": month_letter,
        "month_alone": month_alone,
        "files": FILES,
        "words": method.load("roles"),
    }
