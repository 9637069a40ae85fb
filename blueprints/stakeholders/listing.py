"""The list of stakeholders: searched, sifted and sorted by address, with or without script."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints.stakeholders.forms import SiftForm
from blueprints.stakeholders.room import LIST, bp
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.stakeholders import networks, sheets
from coopspace.stakeholders.listing import Order, rows, sifted, sorted_by, tags_in


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how the column is sorted now."""

    order: Order
    url: str
    sorted: str


@bp.get(LIST)
@requires(Permission.STAKEHOLDER_READ)
def listed(site: Site) -> ResponseReturnValue:
    """Everybody on the map, with how many work with each."""
    session = db.session()
    seen = networks.seen(session)
    everybody = rows(seen)
    form = SiftForm(request.args)
    form.offer(tags_in(everybody))
    shown = sorted_by(sifted(everybody, form.wish()), form.order(), backwards=form.backwards())
    return render_template(
        "stakeholders/list.html",
        site=site,
        form=form,
        rows=shown,
        total=len(everybody),
        subjects=sheets.subjects(seen, sheets.talks(session)),
        heads={head.order.value: head for head in _heads(site, form)},
        departed=networks.departed(session),
    )


def _heads(site: Site, form: SiftForm) -> Iterable[Head]:
    """Each column leads to the list sorted by it, and the one it is sorted by to its reverse."""
    address = partial(url_for, ".listed", site=site.slug)
    for order in Order:
        chosen = order is form.order()
        turned = chosen and not form.backwards()
        url = address(**form.query(order=order, backwards=turned))  # type: ignore[arg-type]
        yield Head(order, url, ("descending" if form.backwards() else "ascending") * chosen)
