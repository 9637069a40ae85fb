"""The log to take away: the entries that the page shows, sifted as it is, and their totals."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.accompaniment.room import HOME, about_says, bp, role_name, say
from blueprints.accompaniment.views import Looked, look
from coopspace.accompaniment import rules
from coopspace.accompaniment.rules import Total
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site

N = TypeVar("N", bound=StrEnum)


@bp.get(f"{HOME}.<{TABLES}:suffix>")
@requires(Permission.ACCOMPANIMENT_READ)
def log_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The entries as a table, then the time by role and through the two neighbouring lists."""
    return download(f"{site.slug}_accompagnement", suffix, book=_book(site, look()))


def _book(site: Site, looked: Looked) -> Book:
    wished = [f"{name} {wish}" for name, wish in looked.form.query().items()]
    notes = (
        (str(_("Site")), site.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("Filter")), ", ".join(wished) or str(_("all"))),
    )
    totals = rules.by_role(looked.found)
    backbone, missions = rules.as_backbone(totals), rules.as_missions(totals)
    return Book(
        title=f"{_('Accompaniment')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=(
            Sheet(str(_("Entries")), _columns(), _rows(looked), notes),
            Sheet(
                str(_("By role")),
                _counts(),
                _counted({role_name(role): one for role, one in totals.items()}),
            ),
            Sheet(
                str(_("Six roles")),
                _counts(),
                _counted(_named("backbone", backbone)),
            ),
            Sheet(
                str(_("Six missions")),
                _counts(),
                _counted(_named("missions", missions)),
            ),
        ),
        about=str(_("To read with it")),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Number")), Kind.NUMBER),
        Column(str(_("Day")), Kind.DAY),
        Column(str(_("Who"))),
        Column(str(_("Role"))),
        Column(str(_("Minutes")), Kind.NUMBER),
        Column(str(_("What moved"))),
        Column(str(_("What it concerns"))),
    )


def _rows(looked: Looked) -> tuple[tuple[Cell, ...], ...]:
    left = str(_("someone who has left"))
    return tuple(
        (
            one.number,
            one.day,
            looked.people[one.author].name if one.author in looked.people else left,
            role_name(one.role),
            one.minutes,
            one.moved or None,
            about_says(one.about) or None,
        )
        for one in looked.found
    )


def _counts() -> tuple[Column, ...]:
    return (
        Column(str(_("Role"))),
        Column(str(_("Entries")), Kind.NUMBER),
        Column(str(_("Minutes")), Kind.NUMBER),
    )


def _counted(totals: Mapping[str, Total]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((name, one.entries, one.minutes) for name, one in totals.items())


def _named(other: str, totals: Mapping[N | None, Total]) -> dict[str, Total]:
    """One of the two neighbouring lists, in words; last, what has no place in it."""
    without = str(_("no place in this list"))
    return {say(f"{other}.{one}") if one else without: total for one, total in totals.items()}
