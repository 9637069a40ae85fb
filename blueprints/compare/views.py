"""The page of a programme where sites stand beside one another, in alphabetical order only."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires
from blueprints.compare.forms import FilterForm, step
from blueprints.compare.room import COMPARE, bp, likeness
from coopspace.compare import drawing, helping, reading, rules
from coopspace.compare.drawing import Axis, Drawing
from coopspace.compare.reading import Beside
from coopspace.compare.rules import Age, SiteView, Size, Step, Wanted
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Programme

HELPS_SHOWN = 4


@dataclass(frozen=True)
class Card:
    """One site on the page: what it shows, its drawing, why it is there."""

    site: SiteView
    drawing: Drawing | None
    alike: tuple[str, ...]
    passage: tuple[Step, ...]


@bp.get(COMPARE)
@requires(Permission.PROGRAMME_COMPARE)
def programme(programme: Programme) -> ResponseReturnValue:
    """The paths of the sites, what they say they did between two levels, who is like us."""
    wanted = asked()
    shown = reading.beside(
        db.session(),
        programme,
        viewer=me(),
        wanted=wanted,
        ours=request.args.get("nous", ""),
        leaf=request.args.get("page", 1, type=int),
    )
    with_ours = (*shown.sites, *((shown.ours,) if shown.ours else ()))
    axis = drawing.axis(with_ours)
    return render_template(
        "compare/programme.html",
        programme=programme,
        shown=shown,
        wanted=wanted,
        form=FilterForm(request.args),
        cards=cards(shown, wanted, axis),
        axis=axis,
        ghost=drawing.drawing(shown.ours, axis) if shown.ours and axis else None,
        strip=strip(shown, request.args.get("par", "")),
        by_half="par" in request.args and request.args["par"] == "semestre",
        kept=kept(),
        file_address=partial(url_for, ".file", programme=programme.slug, **_filed(shown.leaf)),
        helps=helping.listed(db.session(), programme, limit=HELPS_SHOWN),
        tall=drawing.HEIGHT,
        wide=drawing.WIDTH,
        left=drawing.LEFT,
        lane=drawing.LANE,
        y=drawing.y,
    )


def asked() -> Wanted:
    """Which sites the address asks for; what it does not know is left aside."""
    return Wanted(
        topics=frozenset(request.args.getlist("theme")),
        sizes=frozenset(one for one in Size if one.value in request.args.getlist("taille")),
        ages=frozenset(one for one in Age if one.value in request.args.getlist("age")),
        went_from=step(request.args.get("de")),
        went_to=step(request.args.get("vers")),
        alike=request.args.get("comme") == "nous",
    )


def cards(shown: Beside, wanted: Wanted, axis: Axis | None) -> list[Card]:
    """The sites of the page, each with its drawing."""
    return [
        Card(
            site=one,
            drawing=drawing.drawing(one, axis) if axis and one.path else None,
            alike=_alike(shown.ours, one) if wanted.alike else (),
            passage=rules.went(one.steps, *wanted.passage) if wanted.passage else (),
        )
        for one in shown.sites
    ]


def strip(shown: Beside, by: str) -> drawing.Strip:
    """The same sites in columns: by round, or by half-year."""
    placed = [one for one in shown.sites if one.steps]
    return drawing.by_half_year(placed) if by == "semestre" else drawing.by_round(placed)


def kept() -> dict[str, Any]:
    """What the address asks for and that links to the other pages keep."""
    names = ("theme", "taille", "age", "de", "vers", "nous", "comme", "par")
    return {
        name: values
        for name in names
        if (values := [one[:40] for one in request.args.getlist(name) if one][:20])
    }


def _filed(leaf: int) -> dict[str, Any]:
    """What the files of this page are asked with: they have no columns to choose."""
    asked_for = {name: values for name, values in kept().items() if name != "par"}
    return {**asked_for, "page": leaf} if leaf > 1 else asked_for


def _alike(ours: SiteView | None, other: SiteView) -> tuple[str, ...]:
    if ours is None:
        return ()
    return tuple(likeness(reason, ours, other) for reason in rules.reasons(ours, other))
