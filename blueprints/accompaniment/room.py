"""The blueprint of the room, its addresses, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.durations import duration as duration
from blueprints._shared.speech import language
from coopspace import method
from coopspace.accompaniment.reading import About
from coopspace.roles.rules import SupportRole

bp = Blueprint("accompaniment", __name__)
NOTE = "/noter"
HOME = "/sites/<slug:site>/accompagnement"
ENTRY = f"{HOME}/<int(max=999999999):number>"


def say(path: str) -> str:
    """A sentence of the seven roles."""
    return method.load("roles").text(path, language())


def role_name(role: SupportRole | str) -> str:
    """« Cultiver la confiance »."""
    return say(f"roles.{SupportRole(role)}.name")


def role_short(role: SupportRole | str) -> str:
    """« Confiance »."""
    return say(f"roles.{SupportRole(role)}.short")


def about_says(about: About | None) -> str:
    """« I3 Les familles se connaissent », « la relation CAF – Ville », or nothing."""
    if about is None:
        return ""
    if about.change:
        return f"{about.change} {about.words}".strip()
    first, last = about.ends
    return str(_("the relation %(one)s – %(other)s", one=first, other=last))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("roles"),
        "roles": tuple(SupportRole),
        "role_name": role_name,
        "role_short": role_short,
        "duration": duration,
        "about_says": about_says,
    }
