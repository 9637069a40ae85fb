"""The list of stakeholders: searched, sifted and sorted by address, with or without script."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from flask import get_template_attribute, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.stakeholders.forms import SiftForm
from blueprints.stakeholders.moment import Moment, moment_of
from blueprints.stakeholders.room import LIST, bp, ring_name, sector_name
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.stakeholders import networks, sheets
from coopspace.stakeholders.listing import Order, Row, rows, sifted, sorted_by, tags_in
from coopspace.stakeholders.rules import ENGAGEMENT, INFLUENCE, REF_LENGTH, Ring, Sector

UNSAID = "–"


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how the column is sorted now."""

    order: Order
    url: str
    sorted: str


class Line(NamedTuple):
    """What a line of the list says."""

    ref: str
    name: str
    place: str
    sector: Sector
    ring: Ring | None
    ties: int
    influence: int | None
    engagement: int | None


@dataclass(frozen=True)
class Cells:
    """What the cells may say, said once: hundreds of lines say the same over and over.
    `sheet` is what the address of each page begins with."""

    sheet: str
    sectors: dict[str, Markup]
    rings: dict[Ring | None, str]
    ties: dict[int, str]
    influence: dict[int | None, str]
    engagement: dict[int | None, str]


@bp.get(LIST)
@requires(Permission.STAKEHOLDER_READ)
def listed(site: Site) -> ResponseReturnValue:
    """Everybody on the map, with how many work with each."""
    session = db.session()
    shown_at = moment_of(session, request.args)
    seen = networks.seen(session, wave=shown_at.wave, on=shown_at.on)
    everybody = rows(seen)
    form = SiftForm(request.args)
    form.offer(tags_in(everybody))
    shown = sorted_by(sifted(everybody, form.wish()), form.order(), backwards=form.backwards())
    return render_template(
        "stakeholders/list.html",
        site=site,
        form=form,
        shown=len(shown),
        lines=_written(tuple(map(_line, shown)), _sheet(site), language()),
        total=len(everybody),
        moment=shown_at,
        subjects=[] if shown_at.past else sheets.subjects(seen, sheets.talks(session)),
        heads={head.order.value: head for head in _heads(site, form, shown_at)},
        departed=[] if shown_at.past else networks.departed(session),
    )


@lru_cache(maxsize=32)
def _written(lines: tuple[Line, ...], sheet: str, language: str) -> Markup:
    """The body of the table, written once for as long as its lines say the same."""
    cells = Cells(
        sheet=sheet,
        sectors={one: _sector(one, sector_name(one)) for one in Sector},
        rings={None: UNSAID, **{one: ring_name(one) for one in Ring}},
        ties={number: _with(number) for number in {one.ties for one in lines}},
        influence={None: UNSAID, **{step: str(_(word)) for step, word in INFLUENCE.items()}},
        engagement={None: UNSAID, **{step: str(_(word)) for step, word in ENGAGEMENT.items()}},
    )
    write = get_template_attribute("stakeholders/_list_lines.html", "lines")
    written: Markup = write(lines, cells)
    return written


def _line(row: Row) -> Line:
    one, said = row.organisation, row.organisation.said
    return Line(
        one.ref, said.name, said.place, said.sector, said.ring, row.ties,
        said.influence, said.engagement,
    )  # fmt: skip


def _sheet(site: Site) -> str:
    return url_for(".show", site=site.slug, ref="~" * REF_LENGTH).rstrip("~")


def _sector(code: str, word: str) -> Markup:
    write = get_template_attribute("stakeholders/_sector.html", "sector")
    written: Markup = write(code, word)
    return written


def _with(number: int) -> str:
    if not number:
        return str(_("nobody yet"))
    return str(ngettext("%(num)s stakeholder", "%(num)s stakeholders", number))


def _heads(site: Site, form: SiftForm, at: Moment) -> Iterable[Head]:
    """Each column leads to the list sorted by it, and the one it is sorted by to its reverse."""
    address = partial(url_for, ".listed", site=site.slug, **at.query)  # type: ignore[arg-type]
    for order in Order:
        chosen = order is form.order()
        turned = chosen and not form.backwards()
        url = address(**form.query(order=order, backwards=turned))  # type: ignore[arg-type]
        yield Head(order, url, ("descending" if form.backwards() else "ascending") * chosen)
