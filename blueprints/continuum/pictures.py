"""The drawings of a round and of the path of rounds, on paper: the same places as on the page."""

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from blueprints._shared.formatters import short_day
from blueprints.continuum import sentences
from blueprints.continuum.books import Shown
from blueprints.continuum.room import concluded, level_name, lying, middle
from coopspace.continuum.results import Past
from coopspace.continuum.rules import LEVELS
from coopspace.exports.drawings import FACE, Drawing
from coopspace.exports.poster.letters import printable
from coopspace.sites.model import Site

LEVEL_COLORS = ("#1F1B52", "#57226B", "#8F2B68", "#C03E54", "#DF6D3C", "#ED9A36", "#F7C445")
ON_LEVELS = ("#FFFFFF",) * 4 + ("#231427",) * 3
MOST_DOTS = 60
A_ROW = 6


def round_drawing(shown: Shown) -> Drawing:
    """Who stands where, at one height: no level is a goal."""
    results = shown.results
    rows = max(1, *(-(-min(times, MOST_DOTS) // A_ROW) for times in results.counts))
    wishes = max(0, *(-(-min(times, MOST_DOTS) // A_ROW) for times in results.desired_counts))
    return _drawn(
        "continuum/round.svg",
        alt=" ".join(sentences.all_of(results, None)),
        title=f"{_('Round no. %(number)d', number=shown.round.number)} – {shown.site.name}",
        results=results,
        where=sentences.where(results),
        answered=sentences.answered(results),
        dot_rows=rows,
        wish_rows=wishes,
        most=MOST_DOTS,
        a_row=A_ROW,
    )


def path_drawing(site: Site, told: Sequence[Past]) -> Drawing:
    """Round after round, from the first on top: a lane of seven steps for each."""
    rounds = [one for one in reversed(told) if one.results is not None]
    said = [
        _("Round no. %(number)d: %(where)s, %(lying)s.", number=one.round.number,
          where=middle(one.results.median), lying=lying(one.results.spread))
        for one in rounds if one.results is not None
    ]  # fmt: skip
    return _drawn(
        "continuum/path.svg",
        alt=" ".join(said),
        title=f"{_('Our cooperation')} – {site.name}",
        rounds=[
            {
                "number": one.round.number,
                "day": short_day(one.round.revealed_at) + f" {one.round.revealed_at.year}"
                if one.round.revealed_at
                else "",
                "results": one.results,
                "middle": middle(one.results.median) if one.results else "",
                "concluded": concluded(one.conclusion.outcome, one.conclusion.level)
                if one.conclusion
                else "",
            }
            for one in rounds
        ],
    )


def _drawn(template: str, *, alt: str, title: str, **more: object) -> Drawing:
    drawn = render_template(
        template,
        title=printable(title),
        alt=printable(alt),
        face=FACE,
        colors=LEVEL_COLORS,
        on_colors=ON_LEVELS,
        names=[level_name(number) for number in range(1, LEVELS + 1)],
        **more,
    )
    return Drawing(drawn, alt)
