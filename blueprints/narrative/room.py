"""The blueprint of the narrative, its address, its forms, and what its pages share."""

from typing import Any

from flask import Blueprint, g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField

from blueprints._shared.forms import Form
from blueprints._shared.texts import SeenField
from coopspace.changes.rules import LEVEL_LABELS, LEVEL_PLURALS, Level
from coopspace.extensions import db
from coopspace.narrative import reading
from coopspace.narrative.reading import Beside
from coopspace.sites.model import Site

bp = Blueprint("narrative", __name__)
HOME = "/sites/<slug:site>/strategie/recit"


class NarrativeForm(Form):
    """The next words of the narrative, and the wording that they replace."""

    text = TextAreaField(_l("The narrative"))
    text_seen = SeenField()


class NameForm(Form):
    """The change that is named at the end of the text."""

    code = SelectField(_l("The change to name"), validate_choice=False)


class DraftForm(Form):
    """The draft that was read, by its digest."""

    digest = HiddenField()


def beside(site: Site) -> dict[str, Any]:
    """The chain as the pages show it beside the text, level by level."""
    chain = reading.beside(db.session(), site)
    return {
        "chain": [
            (gettext(LEVEL_PLURALS[level]), [one for one in chain if one.level is level])
            for level in Level
        ],
        "canvas": url_for("changes.index", site=site.slug),
    }


def choices(chain: list[Beside]) -> dict[str, list[tuple[str, str]]]:
    """The changes that a form may name, by their codes, under the name of their level."""
    return {
        gettext(LEVEL_LABELS[level]): [
            (one.code, f"{one.code} {one.statement}") for one in chain if one.level is level
        ]
        for level in Level
    }


def offer(chain: list[Beside]) -> None:
    """The formatted text of this page may name these: the layout brings what it takes."""
    g.quotables = [
        (gettext(LEVEL_LABELS[level]), [(one.ref, one.code) for one in chain if one.level is level])
        for level in Level
    ]
