"""The door of the change strategy: its blueprint, its addresses, and what its views share."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from babel.dates import format_date
from flask import Blueprint, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.routing import BaseConverter

from blueprints._shared import formatters
from blueprints._shared.speech import language
from coopspace.changes import rules
from coopspace.changes.horizon import horizon_parts
from coopspace.sites.model import Site

bp = Blueprint("changes", __name__, url_prefix="/sites/<slug:site>/strategie")
_Choice = TypeVar("_Choice", bound=Enum)


class Code(BaseConverter):
    """The short code of a change in an address: `I4`, or `i4` as people type it."""

    regex = r"[DIUdiu][1-9][0-9]{0,5}"


class End(BaseConverter):
    """The end of a link: the code of a change, or `V` for the vision."""

    regex = r"(?:[DIUdiu][1-9][0-9]{0,5}|[Vv])"


@bp.record_once
def _converters(state: BlueprintSetupState) -> None:
    state.app.url_map.converters.update(code=Code, end=End)


def canvas(site: Site, code: str = "") -> str:
    """The address of the canvas, with the card `code` opened."""
    return url_for("changes.index", site=site.slug, carte=code or None, _anchor=code or None)


def page(site: Site, code: str) -> str:
    """The address of a change's own page."""
    return url_for("changes.show", site=site.slug, code=code)


def link_page(site: Site, source: str, target: str) -> str:
    """The address of a link's own page."""
    return url_for("changes.link_page", site=site.slug, source=source, target=target)


def choices(labels: Mapping[_Choice, str]) -> list[tuple[str, str]]:
    """A list of choices in the reader's language, for a form."""
    return [(str(choice.value), gettext(label)) for choice, label in labels.items()]


def listed(words: Iterable[str]) -> str:
    """Several things said in a row: « I1, I2 et la vision »."""
    said = list(words)
    if len(said) < 2:
        return "".join(said)
    return str(gettext("%(first)s and %(last)s", first=", ".join(said[:-1]), last=said[-1]))


def until(kept: str) -> str:
    """A horizon as people read it: « 2030 », « juin 2030 », « 30 juin 2030 »."""
    year, month, day = horizon_parts(kept)
    if month is None:
        return str(year)
    moment = date(year, month, day or 1)
    if day is None:
        return str(format_date(moment, "MMMM y", locale=language()))
    return formatters.day(moment)


def words() -> dict[str, dict[str, str]]:
    """The words of every choice in the reader's language, looked up once."""
    return _words(language())


@cache
def _words(_locale: str) -> dict[str, dict[str, str]]:
    return {
        name: {str(choice.value): gettext(label) for choice, label in labels.items()}
        for name, labels in _LABELS.items()
    }


_LABELS: dict[str, Mapping[Any, str]] = {
    "level": rules.LEVEL_LABELS,
    "levels": rules.LEVEL_PLURALS,
    "saying": rules.LEVEL_SAYINGS,
    "question": rules.LEVEL_QUESTIONS,
    "nature": rules.NATURE_LABELS,
    "system": rules.SYSTEM_LABELS,
    "effect": rules.EFFECT_LABELS,
    "mark": rules.EFFECT_MARKS,
    "strength": rules.STRENGTH_LABELS,
    "confidence": rules.CONFIDENCE_LABELS,
    "progress": rules.PROGRESS_LABELS,
}
