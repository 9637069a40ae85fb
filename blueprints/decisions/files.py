"""The register to take away: the decisions that the page shows, sifted as it is, and what each
person said of them."""

import uuid
from collections.abc import Iterable

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints._shared.ways import method_name
from blueprints.decisions.room import HOME, bp, clause_name, college_name, outcome_name, stance_name
from blueprints.decisions.views import look
from coopspace.accounts import people
from coopspace.decisions.reading import Entry, Spoken, spoken
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site

Names = dict[uuid.UUID, str]


@bp.get(f"{HOME}.<{TABLES}:suffix>")
@requires(Permission.DECISION_READ)
def register_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The register as a table, then every position, one a line."""
    looked = look()
    return download(
        f"{site.slug}_decisions", suffix, book=_book(site, looked.found, looked.form.query())
    )


def _book(site: Site, entries: list[Entry], wishes: dict[str, str]) -> Book:
    session = db.session()
    said = spoken(session, {one.number for one in entries})
    names = _names(entries, said)
    wished = [f"{name} {wish}" for name, wish in wishes.items()]
    notes = (
        (str(_("Site")), site.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("Filter")), ", ".join(wished) or str(_("all"))),
    )
    sheets = [Sheet(str(_("Decisions")), _columns(), _rows(entries, names), notes)]
    if said:
        sheets.append(Sheet(str(_("Positions")), _said_columns(), _said_rows(said, names)))
    return Book(
        title=f"{_('Decisions')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=tuple(sheets),
        about=str(_("To read with it")),
    )


def _names(entries: Iterable[Entry], said: Iterable[Spoken]) -> Names:
    ids = {one.opened_by for one in entries} | {one.said.person for one in said}
    ids |= {one.concluded.by for one in entries if one.concluded}
    return {id_: user.name for id_, user in people.by_ids(db.session(), ids).items()}


def _columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Number")), Kind.NUMBER),
        *(Column(str(one)) for one in (_("Matter"), _("Proposal"), _("Method"), _("Place"))),
        *(Column(str(one)) for one in (_("Who decides"), _("Changes"), _("Clauses"))),
        Column(str(_("Opened on")), Kind.DAY),
        *(Column(str(one)) for one in (_("Opened by"), _("Outcome"), _("In a few words"))),
        Column(str(_("Decided on")), Kind.DAY),
        Column(str(_("Written by"))),
    )


def _rows(entries: Iterable[Entry], names: Names) -> tuple[tuple[Cell, ...], ...]:
    left = str(_("someone who has left"))
    return tuple(
        (
            one.number,
            one.framing.matter,
            one.proposal,
            method_name(one.framing.method),
            ", ".join(said for said in (one.place, one.framing.where) if said) or None,
            one.framing.who or None,
            ", ".join(one.framing.changes) or None,
            ", ".join(clause_name(code) for code in one.framing.clauses) or None,
            one.opened_at.astimezone(clock.PARIS).date(),
            names.get(one.opened_by, left),
            outcome_name(one.outcome) if one.outcome else str(_("to be decided")),
            one.concluded.words if one.concluded else None,
            one.concluded.day if one.concluded else None,
            names.get(one.concluded.by, left) if one.concluded else None,
        )
        for one in entries
    )


def _said_columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Decision")), Kind.NUMBER),
        *(Column(str(one)) for one in (_("Who"), _("Party"), _("Position"), _("In their words"))),
        Column(str(_("Day")), Kind.DAY),
        Column(str(_("Remark"))),
    )


def _said_rows(said: Iterable[Spoken], names: Names) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            one.number,
            names.get(one.said.person, str(_("someone who has left"))),
            college_name(one.said.college) or None,
            stance_name(one.said.stance),
            one.said.reason or None,
            one.said.at.astimezone(clock.PARIS).date(),
            None if one.exact else str(_("on an earlier wording")),
        )
        for one in said
    )
