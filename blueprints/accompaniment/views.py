"""The log of a site as people read it: by month, one entry, and through two neighbouring lists."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.formatters import month
from blueprints._shared.gate import me, requires
from blueprints.accompaniment.forms import SiftForm, WithdrawForm
from blueprints.accompaniment.room import ENTRY, HOME, bp
from coopspace.accompaniment import actions, reading, rules
from coopspace.accompaniment.reading import Line
from coopspace.accompaniment.rules import Wish
from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Looked:
    """The entries that the address asks for, the form that says which, and who wrote them."""

    form: SiftForm
    found: list[Line]
    total: int
    people: dict[uuid.UUID, User]


@bp.get(HOME)
@requires(Permission.ACCOMPANIMENT_READ)
def index(site: Site) -> ResponseReturnValue:
    """Month by month: how long for each role, and what moved."""
    looked = look()
    months = rules.by_month(looked.found)
    query = looked.form.query()
    return render_template(
        "accompaniment/index.html",
        site=site,
        looked=looked,
        months=months,
        totals=rules.by_role(looked.found),
        whole=rules.total(looked.found),
        by_role={first: rules.by_role(some) for first, some in months.items()},
        sums={first: rules.total(some) for first, some in months.items()},
        sifted=bool(query),
        file=partial(url_for, ".log_file", **{"site": site.slug, **query}),  # type: ignore[arg-type]
        otherwise=url_for(".readings", **{"site": site.slug, **query}),  # type: ignore[arg-type]
    )


@bp.get(f"{HOME}/lectures")
@requires(Permission.ACCOMPANIMENT_READ)
def readings(site: Site) -> ResponseReturnValue:
    """The same entries through the six roles of 2012 and the six missions."""
    looked = look()
    totals = rules.by_role(looked.found)
    return render_template(
        "accompaniment/readings.html",
        site=site,
        looked=looked,
        totals=totals,
        backbone=rules.as_backbone(totals),
        missions=rules.as_missions(totals),
        whole=rules.total(looked.found),
    )


@bp.get(ENTRY)
@requires(Permission.ACCOMPANIMENT_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One entry: its permanent address, and all that it ever said."""
    return entry_page(site, number)


def entry_page(site: Site, number: int, withdraw: WithdrawForm | None = None) -> str:
    """The page of one entry; its author corrects it and takes it back."""
    session = db.session()
    told = reading.tellings(session, actions.entry_of(session, number))
    now = told[0]
    form = withdraw or WithdrawForm(formdata=None, data={"seen": str(now.seq)})
    return render_template(
        "accompaniment/show.html",
        site=site,
        now=now,
        told=told,
        mine=now.author == me().id,
        form=form,
        people=people.by_ids(session, [now.author]),
    )


def look() -> Looked:
    """The entries that the address asks for."""
    session = db.session()
    every = reading.entries(session, Wish())
    known = people.by_ids(session, reading.authors(every))
    form = SiftForm(request.args)
    form.offer(
        sorted(((str(id_), one.name) for id_, one in known.items()), key=lambda one: one[1]),
        [(f"{first:%Y-%m}", month(first)) for first in _months(every)],
    )
    form.validate()
    return Looked(form, reading.sifted(every, form.wish()), len(every), known)


def _months(lines: Iterable[Line]) -> list[date]:
    return list(rules.by_month(lines))
