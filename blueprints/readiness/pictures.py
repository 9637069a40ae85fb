"""The eight on paper: a lane of four steps for each, at one round or at several."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from blueprints._shared.formatters import short_day
from blueprints.readiness.books import Shown, title_of
from blueprints.readiness.room import item_name, lying, middle, step_name
from coopspace.exports.drawings import FACE, Drawing
from coopspace.exports.poster.letters import printable
from coopspace.readiness.figures import ItemView
from coopspace.readiness.model import ReadinessRound
from coopspace.readiness.results import Past, Results
from coopspace.readiness.rules import Item, Step
from coopspace.sites.model import Site

MOST_ROUNDS = 5
"""Rounds that stay readable side by side: the latest ones."""


def round_drawing(shown: Shown) -> Drawing:
    """How many stand at each step of each of the eight."""
    return _drawn(title_of(shown.site, shown.round.number), [(shown.round, shown.results)])


def path_drawing(site: Site, told: Sequence[Past]) -> Drawing:
    """The latest rounds side by side, the first of them on the left."""
    rounds = [(past.round, past.results) for past in told if past.results is not None]
    return _drawn(f"{_('Our conditions')} – {site.name}", rounds[:MOST_ROUNDS][::-1])


def _drawn(title: str, rounds: Sequence[tuple[ReadinessRound, Results]]) -> Drawing:
    alt = printable(
        " ".join(_said(round_, view) for round_, results in rounds for view in results.items)
    )
    columns = [
        {
            "name": _("Round no. %(number)d", number=round_.number),
            "day": f"{short_day(round_.revealed_at)} {round_.revealed_at.year}"
            if round_.revealed_at
            else "",
            "results": results,
        }
        for round_, results in rounds
    ]
    drawn = render_template(
        "readiness/conditions.svg",
        title=printable(title),
        alt=alt,
        face=FACE,
        items=[(item, item_name(item)) for item in Item],
        step_names=[step_name(step) for step in (*Step, None)],
        columns=columns,
    )
    return Drawing(drawn, alt)


def _said(round_: ReadinessRound, view: ItemView) -> str:
    if view.counted is None:
        return str(
            _("Round no. %(number)d, %(item)s: not said.", number=round_.number,
              item=item_name(view.item))
        )  # fmt: skip
    return str(
        _("Round no. %(number)d, %(item)s: %(lying)s, middle %(middle)s.", number=round_.number,
          item=item_name(view.item), lying=lying(view.counted.spread),
          middle=middle(view.counted.median))
    )  # fmt: skip
