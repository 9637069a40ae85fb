"""The seven roles to take away: the page's table, every judgement, every handover."""

import uuid
from collections.abc import Iterable

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.roles.room import (
    HOME,
    Names,
    bp,
    coverage_name,
    holder_name,
    quarter_name,
    role_name,
)
from blueprints.roles.views import today
from coopspace.accounts import people
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.roles import reading
from coopspace.roles.reading import Judged, Line, Roles
from coopspace.roles.rules import Coverage, Holder
from coopspace.sites.model import COLLEGE_LABELS, College, Site

Rows = tuple[tuple[Cell, ...], ...]


@bp.get(f"{HOME}.<{TABLES}:suffix>")
@requires(Permission.SUPPORT_READ)
def roles_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The roles as a table, then every judgement, then every handover, one a line."""
    return download(f"{site.slug}_roles", suffix, book=_book(site))


def _book(site: Site) -> Book:
    session = db.session()
    seen, quarter = today(site)
    judged = reading.every_judgement(session)
    passed = [
        (line, one) for line in seen.lines for one in reading.passings(session, line.role, seen)
    ]
    ids = seen.people() | {one.person for one in judged} | {one.by for _line, one in passed}
    ids |= {one.id for _line, passing in passed for one in (*passing.came, *passing.left)}
    names = people.by_ids(session, ids)
    notes = (
        (str(_("Site")), site.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("Judged for")), quarter_name(quarter)),
        (str(_("To read with it")), str(_("Coverage is counted step by step: it has no average."))),
    )
    sheets = [Sheet(str(_("The seven roles")), _columns(), _rows(seen, names), notes)]
    if judged:
        sheets.append(Sheet(str(_("Judgements")), _judged_columns(), _judged_rows(judged, names)))
    if passed:
        sheets.append(
            Sheet(
                str(_("Handovers")),
                _passed_columns(),
                tuple(
                    (
                        line.role.number,
                        role_name(line.role),
                        one.at.astimezone(clock.PARIS).date(),
                        _all(one.came, seen, names),
                        _all(one.left, seen, names),
                        one.words or None,
                        _person(one.by, names),
                    )
                    for line, one in passed
                ),
            )
        )
    return Book(
        title=f"{_('The seven roles')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=tuple(sheets),
        about=str(_("To read with it")),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Number")), Kind.NUMBER),
        *(Column(str(one)) for one in (_("Role"), _("Who holds it"), _("What we do"))),
        *(Column(coverage_name(one), Kind.NUMBER) for one in Coverage),
        Column(coverage_name(None), Kind.NUMBER),
        *(Column(str(one)) for one in (_("What is missing"), _("The next step"))),
        Column(str(_("By which day")), Kind.DAY),
        Column(str(_("Who takes it"))),
    )


def _rows(seen: Roles, names: Names) -> Rows:
    return tuple(_row(line, seen, names) for line in seen.lines)


def _row(line: Line, seen: Roles, names: Names) -> tuple[Cell, ...]:
    told = line.told
    return (
        line.role.number,
        role_name(line.role),
        _all((one.holder for one in line.holdings), seen, names) or str(_("nobody")),
        told.activities or None,
        *line.spread.counts,
        line.spread.unknown,
        told.missing or None,
        told.step or None,
        told.day,
        _person(told.person, names) if told.person else None,
    )


def _judged_columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Number")), Kind.NUMBER),
        *(Column(str(one)) for one in (_("Role"), _("Quarter"), _("Who"), _("Party"))),
        *(Column(str(one)) for one in (_("Judgement"), _("Why"))),
        Column(str(_("Day")), Kind.DAY),
    )


def _judged_rows(judged: Iterable[Judged], names: Names) -> Rows:
    return tuple(
        (
            one.role.number,
            role_name(one.role),
            quarter_name(one.quarter),
            _person(one.person, names),
            str(_(COLLEGE_LABELS[College(one.college)])) if one.college else None,
            coverage_name(one.coverage),
            one.reason or None,
            one.at.astimezone(clock.PARIS).date(),
        )
        for one in judged
    )


def _passed_columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Number")), Kind.NUMBER),
        Column(str(_("Role"))),
        Column(str(_("Day")), Kind.DAY),
        *(Column(str(one)) for one in (_("Took it up"), _("Laid it down"), _("In a few words"))),
        Column(str(_("Written by"))),
    )


def _all(some: Iterable[Holder], seen: Roles, names: Names) -> str | None:
    return ", ".join(holder_name(one, seen, names) for one in some) or None


def _person(id_: uuid.UUID, names: Names) -> str:
    return names[id_].name if id_ in names else str(_("someone who has left"))
