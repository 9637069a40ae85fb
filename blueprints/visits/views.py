"""Preparing a visit, on one page; and what is known of a site when it changes hands."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires
from blueprints.visits.forms import SinceForm, VisitForm, WhyForm
from blueprints.visits.gathering import Gathered, gather
from blueprints.visits.room import HAND, VISIT, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.clock import PARIS
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.visits import handing, rules, visiting
from coopspace.visits.rules import Since


@dataclass(frozen=True)
class Looked:
    """From when on, as the address asks, and what a visitor has to know."""

    form: SinceForm
    since: Since
    seen: Gathered


@bp.get(VISIT)
@requires(Permission.VISIT_PREPARE)
def prepare(site: Site) -> ResponseReturnValue:
    """What moved since last time, what waits, what to ask there."""
    return visit_page(site)


@bp.get(HAND)
@requires(Permission.SITE_HAND)
def dossier(site: Site) -> ResponseReturnValue:
    """The word of who hands the site over, and everything that waits here."""
    return dossier_page(site)


def visit_page(site: Site, form: VisitForm | None = None) -> str:
    """The page of a visit; `form` is what was sent and refused."""
    looked = look(site)
    blank = VisitForm(formdata=None, data={"day": clock.today()})
    return render_template(
        "visits/prepare.html",
        site=site,
        form=form or blank,
        today=clock.today(),
        moment=datetime.combine(looked.since.day, time.min, tzinfo=PARIS),
        **_told(looked),
    )


def dossier_page(site: Site, why: WhyForm | None = None) -> str:
    """The page of a site that changes hands; `why` is what was sent and refused."""
    session = db.session()
    looked = look(site)
    passed = handing.handovers(session)
    named = people.by_ids(session, {one for found in passed for one in found.people()})
    return render_template(
        "visits/dossier.html",
        site=site,
        passed=passed,
        latest=next((one for one in passed if one.row.withdrawn_at is None), None),
        named=named,
        me=me(),
        why=why or WhyForm(formdata=None),
        today=clock.today(),
        **_told(looked),
    )


def look(site: Site) -> Looked:
    """What stands today, and from which day on what moved is told."""
    session = db.session()
    form = SinceForm(request.args)
    mine: list[date] = []
    others: list[date] = []
    for one in visiting.visits(session):
        (mine if one.author == me().id else others).append(one.day)
    since = rules.since(chosen=form.day(), mine=mine, others=others, today=clock.today())
    return Looked(form, since, gather(session, site, since))


def _told(looked: Looked) -> dict[str, Any]:
    return {"seen": looked.seen, "since": looked.since, "asked": looked.form}
