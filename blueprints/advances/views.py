"""The register as people read it, and one entry with its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from babel.dates import format_date
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import may, requires
from blueprints._shared.speech import language
from blueprints.advances.forms import EntryForm, FilterForm
from blueprints.advances.room import ENTRY, HOME, bp
from coopspace.accounts import people
from coopspace.advances import actions, rules
from coopspace.advances.register import Entry, Register, links_of, register
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Looked:
    """The entries that the address asks for, and the form that says which."""

    form: FilterForm
    standing: list[Entry]
    ended: list[Entry]
    total: int


@bp.get(HOME)
@requires(Permission.ADVANCE_READ)
def index(site: Site) -> ResponseReturnValue:
    """The register, newest first, with a form to add a line in a few seconds."""
    return page(site, entry_form() if may(Permission.ADVANCE_EDIT) else None)


@bp.get(ENTRY)
@requires(Permission.ADVANCE_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One entry, and how it was said before."""
    session = db.session()
    advance = actions.advance_of(session, number)
    said = actions.wordings_of(session, advance)
    told = register(session)
    entry = next(one for one in (*told.standing, *told.ended) if one.number == number)
    return render_template(
        "advances/entry.html",
        site=site,
        entry=entry,
        wordings=said,
        people=people.by_ids(session, [one.by for one in said]),
    )


def page(site: Site, form: EntryForm | None) -> str:
    """The register with this form, empty or refused."""
    looked = look(register(db.session()))
    return render_template(
        "advances/index.html",
        site=site,
        form=form,
        filter=looked.form,
        months=_by_month(looked.standing),
        ended=looked.ended,
        shown=len(looked.standing),
        total=looked.total,
        file=partial(url_for, ".register_file", **{"site": site.slug, **looked.form.query()}),  # type: ignore[arg-type]
    )


def look(told: Register) -> Looked:
    """The entries that the address asks for."""
    form = FilterForm(request.args)
    form.validate()
    wished = partial(rules.chosen, kind=form.kind(), since=form.du.data, until=form.au.data)
    return Looked(form, wished(told.standing), wished(told.ended), len(told.standing))


def entry_form(**data: object) -> EntryForm:
    """A form of an entry with what may be chosen at this site."""
    form = EntryForm(data={"happened_on": clock.today(), **data})
    form.offer(*links_of(db.session()))
    return form


def _by_month(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries under the month in which they happened."""
    months = groupby(entries, key=lambda one: (one.happened_on.year, one.happened_on.month))
    return [
        (format_date(found[0].happened_on, "MMMM y", locale=language()), found)
        for found in (list(some) for _month, some in months)
    ]
