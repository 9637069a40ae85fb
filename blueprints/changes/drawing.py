"""The drawing of the canvas: laid out and written once for the same chain and kind of reader.

What is remembered asks nothing of the request (no token, no name), only what is given here.
"""

from dataclasses import dataclass
from functools import lru_cache

from flask import get_template_attribute, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from blueprints.changes.room import words
from coopspace.changes.board import Asked, Marks, board
from coopspace.changes.strategy import StrategyView
from coopspace.extensions import db
from coopspace.sites.model import Site
from coopspace.vision.actions import summary
from coopspace.vision.rules import Stance


@dataclass(frozen=True)
class Horizon:
    """What the right edge of the canvas says: the vision, whether it is adopted, where it is."""

    text: str = ""
    says: str = ""
    url: str = ""


@dataclass(frozen=True)
class Reader:
    """All that the drawing depends on besides the chain: where, in which language, what acts."""

    slug: str
    locale: str
    edits: bool
    links: bool
    sprite: str


def horizon(site: Site) -> Horizon:
    """The vision as the canvas shows it."""
    vision = summary(db.session(), site)
    url = url_for("vision.show", site=site.slug)
    consents = sum(one.stance is Stance.CONSENT for one in vision.colleges.values())
    if not vision.text:
        says = ""
    elif vision.adopted:
        says = gettext("Adopted by the three parties")
    else:
        says = ngettext(
            "%(num)s party out of three consents to it",
            "%(num)s parties out of three consent to it",
            consents,
        )
    return Horizon(vision.text, says, url)


@lru_cache(maxsize=32)
def drawn(
    view: StrategyView, asked: Asked, vision: Horizon, reader: Reader, marks: Marks
) -> Markup:
    """The canvas as markup."""
    write = get_template_attribute("changes/_board.html", "canvas")
    shown = board(view.cards, view.links, asked, marks)
    written: Markup = write(reader, shown, words(), vision, asked)
    return written
