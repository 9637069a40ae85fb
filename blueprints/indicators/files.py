"""The indicators to take away: what each is, and every measure."""

from collections.abc import Iterable, Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.indicated import direction_name, rhythm_name
from blueprints._shared.speech import language
from blueprints.indicators.room import HOME, bp
from coopspace.accounts import people
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.indicators.reading import Line, indicators
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@bp.get(f"{HOME}/export.<{TABLES}:suffix>")
@requires(Permission.INDICATOR_READ)
def indicators_file(site: Site, suffix: str) -> ResponseReturnValue:
    """Every indicator, and every measure, those that were corrected included."""
    lines = indicators(db.session())
    notes = ((str(_("Site")), site.name), (str(_("Made on")), day(clock.now())))
    book = Book(
        title=f"{_('Indicators')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=(
            Sheet(str(_("Indicators")), _of_lines(), tuple(_line(one) for one in lines), notes),
            Sheet(str(_("Measures")), _of_measures(), tuple(_measures(lines))),
        ),
        about=str(_("To read with it")),
    )
    return download(f"{site.slug}_indicateurs", suffix, book=book)


def _columns(some: Sequence[tuple[str, Kind]]) -> tuple[Column, ...]:
    return tuple(Column(str(heading), kind) for heading, kind in some)


def _of_lines() -> tuple[Column, ...]:
    return _columns(
        [
            (_("Number"), Kind.NUMBER),
            *((one, Kind.TEXT) for one in (_("What will show it"), _("Changes"))),
            *((one, Kind.TEXT) for one in (_("What exactly is measured"), _("Unit"))),
            *((one, Kind.TEXT) for one in (_("What we hope for"), _("How often we look"))),
            (_("Who collects it"), Kind.TEXT),
            (_("Source, or how it is collected"), Kind.TEXT),
            (_("Starting point"), Kind.NUMBER),
            (_("Day of the starting point"), Kind.DAY),
            (_("Latest figure"), Kind.NUMBER),
            (_("Day of the latest figure"), Kind.DAY),
            (_("Aim, as a figure"), Kind.NUMBER),
            (_("Aim, in words"), Kind.TEXT),
            (_("Day of the aim"), Kind.DAY),
            (_("Ended on"), Kind.DAY),
            (_("What was learnt"), Kind.TEXT),
        ]
    )


def _line(one: Line) -> tuple[Cell, ...]:
    said, last = one.said, one.figures[-1] if one.figures else None
    return (
        one.number,
        said.name,
        ", ".join(one.changes) or None,
        said.definition or None,
        said.unit or None,
        direction_name(said.direction),
        rhythm_name(said.rhythm),
        said.who or None,
        said.method or None,
        said.start,
        said.start_on,
        last.value if last else None,
        last.on if last else None,
        said.aim,
        said.aim_words or None,
        said.aim_on,
        one.ended.at.astimezone(clock.PARIS).date() if one.ended else None,
        one.ended.learnt if one.ended else None,
    )


def _of_measures() -> tuple[Column, ...]:
    return _columns(
        [
            (_("Number"), Kind.NUMBER),
            (_("What will show it"), Kind.TEXT),
            (_("Measure"), Kind.NUMBER),
            (_("Of the day"), Kind.DAY),
            (_("Value"), Kind.NUMBER),
            *((one, Kind.TEXT) for one in (_("Unit"), _("What was seen, in words"))),
            *((one, Kind.TEXT) for one in (_("Where it comes from"), _("Written by"))),
            (_("Instead of measure"), Kind.NUMBER),
            *((one, Kind.TEXT) for one in (_("Stands"), _("Why it was corrected"))),
        ]
    )


def _measures(lines: Sequence[Line]) -> Iterable[tuple[Cell, ...]]:
    everyone = people.by_ids(
        db.session(), (one.by for line in lines for one in (*line.measures, *line.corrected))
    )
    for line in lines:
        for one in sorted((*line.measures, *line.corrected), key=lambda some: some.number):
            yield (
                line.number,
                line.said.name,
                one.number,
                one.on,
                one.value,
                line.said.unit or None,
                one.words or None,
                one.source or None,
                everyone[one.by].name if one.by in everyone else None,
                one.instead_of,
                str(_("yes") if one.until is None else _("no")),
                one.why or None,
            )
