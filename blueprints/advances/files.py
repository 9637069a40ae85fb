"""The register to take away: the entries that the page shows, filtered as it is."""

from collections.abc import Iterable

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.register import happened, kind_name
from blueprints._shared.speech import language
from blueprints.advances.room import HOME, bp
from blueprints.advances.views import Looked, look
from coopspace.advances.register import Entry, register
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@bp.get(f"{HOME}.<{TABLES}:suffix>")
@requires(Permission.ADVANCE_READ)
def register_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The register as a table; the lines that ended follow, with their reasons."""
    looked = look(register(db.session()))
    return download(f"{site.slug}_avancees", suffix, book=_book(site, looked))


def _book(site: Site, looked: Looked) -> Book:
    columns = (
        Column(str(_("Day")), Kind.DAY),
        *(Column(str(one)) for one in (_("When"), _("Kind"), _("What has moved?"))),
        *(Column(str(one)) for one in (_("Round"), _("Change"), _("Written by"), _("Remark"))),
    )
    wished = [f"{name} {wish}" for name, wish in looked.form.query().items()]
    notes = (
        (str(_("Site")), site.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("Filter")), ", ".join(wished) or str(_("all"))),
    )
    sheets = [Sheet(str(_("The register of advances")), columns, _rows(looked.standing), notes)]
    if looked.ended:
        sheets.append(Sheet(str(_("Entries that ended")), columns, _rows(looked.ended)))
    return Book(
        title=f"{_('The register of advances')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=tuple(sheets),
        about=str(_("To read with it")),
    )


def _rows(entries: Iterable[Entry]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            one.happened_on,
            happened(one),
            kind_name(one.kind),
            one.words,
            str(one.round) if one.round else None,
            one.change or None,
            one.by or _("someone who has left"),
            _remark(one),
        )
        for one in entries
    )


def _remark(entry: Entry) -> str | None:
    if entry.ended_on:
        return str(_("Ended on %(day)s: %(why)s", day=day(entry.ended_on), why=entry.ended_why))
    if entry.concluded:
        return str(_("concluded by the group"))
    return str(_("corrected")) if entry.corrected else None
