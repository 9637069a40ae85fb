"""Files of the sites beside one another: what is shared, for the sites that the address asks for.

Levels are words in them, never numbers: no spreadsheet puts the sites in the order of their level.
"""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import FILES, PRINTED, download
from blueprints._shared.gate import me, requires
from blueprints.compare.books import book
from blueprints.compare.room import COMPARE, bp, level_name, said, span
from blueprints.compare.views import asked
from coopspace.compare import drawing, reading
from coopspace.compare.drawing import Axis
from coopspace.compare.reading import Beside
from coopspace.continuum.rules import LEVELS
from coopspace.exports.drawings import FACE, Drawing
from coopspace.exports.poster.letters import printable
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Programme

EVERY = 10_000
"""A table holds every site that was asked for; a drawing, those of one page."""
ACROSS, CARD_WIDE, CARD_TALL = 3, 352, 212


@bp.get(f"{COMPARE}.<{FILES}:suffix>")
@requires(Permission.PROGRAMME_COMPARE)
def file(programme: Programme, suffix: str) -> ResponseReturnValue:
    """What the page shows of the sites that share it."""
    drawn = suffix == "svg" or suffix in PRINTED
    shown = reading.beside(
        db.session(),
        programme,
        viewer=me(),
        wanted=asked(),
        ours=request.args.get("nous", ""),
        leaf=request.args.get("page", 1, type=int) if drawn else 1,
        most=reading.PAGE if drawn else EVERY,
        taken_away=True,
    )
    axis = drawing.axis(shown.sites)
    if axis is None and drawn:
        raise Refusal(N_("Nothing can be drawn before a site shares its rounds."))
    return download(
        f"{programme.slug}_sites",
        suffix,
        book=book(programme, shown),
        drawing=partial(_drawing, programme, shown, axis) if axis else None,
        lead=(said("page.learn"), said("page.few")),
    )


def _drawing(programme: Programme, shown: Beside, axis: Axis) -> Drawing:
    """The paths of the sites as small drawings on the same axes, in alphabetical order."""
    placed = [one for one in shown.sites if one.path]
    alt = " ".join(
        str(
            _(
                "The path of %(site)s: %(path)s",
                site=one.name,
                path=", ".join(span(*step.position) for step in one.path if step.position),
            )
        )
        + "."
        for one in placed
    )
    title = f"{_('Sites beside one another')} – {programme.name}"
    cards = [
        {
            "name": printable(one.name),
            "drawing": drawing.drawing(one, axis),
            "x": 24 + (rank % ACROSS) * CARD_WIDE,
            "y": 96 + (rank // ACROSS) * CARD_TALL,
        }
        for rank, one in enumerate(placed)
    ]
    svg = render_template(
        "compare/paths.svg",
        title=printable(title),
        alt=printable(alt),
        face=FACE,
        cards=cards,
        axis=axis,
        width=24 + ACROSS * CARD_WIDE,
        height=110 + -(-len(cards) // ACROSS) * CARD_TALL,
        names=[level_name(number) for number in range(1, LEVELS + 1)],
        left=drawing.LEFT,
        wide=drawing.WIDTH,
        lane=drawing.LANE,
        y_of=drawing.y,
    )
    return Drawing(svg, alt or title)
