"""The blueprint of the room, and the words that its views share.

`HOME` itself is the page of the picture; the list, the sheets and the files stand under it.
"""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.speech import language
from coopspace import method
from coopspace.sites.model import RING_LABELS, Ring
from coopspace.stakeholders.rules import (
    ENGAGEMENT,
    EXCHANGES,
    INFLUENCE,
    INTEREST,
    KINDS,
    LEVELS,
    SECTORS,
    TRUST,
    Exchange,
    Kind,
    Sector,
)

bp = Blueprint("stakeholders", __name__)
HOME = "/sites/<slug:site>/parties-prenantes"
LIST = f"{HOME}/liste"
SHEET = f"{HOME}/<string(length=8):ref>"
LEVEL_CODES = (
    "competition",
    "coexistence",
    "communication",
    "assistance",
    "coordination",
    "collaboration",
    "integration",
)
"""The seven levels as the method names them, from 1 on."""


def level_name(level: int) -> str:
    """« Coordination »."""
    return method.load("continuum").text(f"levels.{LEVEL_CODES[level - 1]}.label", language())


def level_means(level: int) -> str:
    """What the method says of a level, in one sentence."""
    return method.load("continuum").text(f"levels.{LEVEL_CODES[level - 1]}.definition", language())


def sector_name(sector: str) -> str:
    """The sector in words."""
    return str(_(SECTORS[Sector(sector)]))


def ring_name(ring: str | None) -> str:
    """The ring in words; empty where none is said."""
    return str(_(RING_LABELS[Ring(ring)])) if ring else ""


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "levels": range(1, LEVELS + 1),
        "level_name": level_name,
        "level_means": level_means,
        "sector_name": sector_name,
        "ring_name": ring_name,
        "kind_name": lambda kind: _(KINDS[Kind(kind)]),
        "exchange_name": lambda kind: _(EXCHANGES[Exchange(kind)]),
        "influence_name": lambda step: _(INFLUENCE[step]) if step else "",
        "interest_name": lambda step: _(INTEREST[step]) if step else "",
        "engagement_name": lambda step: _(ENGAGEMENT[step]) if step else "",
        "trust_name": lambda step: _(TRUST[step]) if step else "",
    }
