"""The year of a site, to read and to print.

Whoever opens this page reads the site, and reads names in it as everywhere else at the site. The
files are made to be handed on: see `files`.
"""

from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints.yearly.files import member_here, nothing_after
from blueprints.yearly.room import SITE, asked_year, bp, file_address
from blueprints.yearly.telling import account, named
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.yearly import reading, rules

STEPS = 8
"""How high the months of the drawing may be."""


@bp.get(SITE)
@requires(Permission.ACCOMPANIMENT_READ)
def show(site: Site) -> ResponseReturnValue:
    """What the support structure did in a year, and what moved after."""
    year = reading.year(db.session(), site, asked_year())
    asked: dict[str, Any] = {"annee": year.year} if request.args.get("annee") else {}
    return render_template(
        "yearly/site.html",
        site=site,
        year=year,
        told=account(site, year, names=True),
        heights=rules.steps_of([one.minutes for one in year.months], STEPS),
        backbone=named(year.backbone.items(), "backbone"),
        missions=named(year.missions.items(), "missions"),
        file=partial(file_address, "site", site.slug, **asked),
        named_file=partial(file_address, "site", site.slug, noms="1", **asked),
        may_name=member_here(site),
        nothing_after=nothing_after,
    )
