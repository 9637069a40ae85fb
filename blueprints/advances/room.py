"""The blueprint of the room, and the words that its views share."""

from typing import Any

from flask import Blueprint

from blueprints._shared.register import register_words
from coopspace import method

bp = Blueprint("advances", __name__)
HOME = "/sites/<slug:site>/avancees"
ENTRY = f"{HOME}/<int(max=999999):number>"


@bp.context_processor
def _words() -> dict[str, Any]:
    return {**register_words(), "words": method.load("advances")}
