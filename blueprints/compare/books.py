"""The tables of the sites beside one another, in alphabetical order, levels in words."""

from collections.abc import Iterator

from flask_babel import gettext as _

from blueprints._shared.formatters import day
from blueprints._shared.speech import language
from blueprints.compare.room import (
    concluded,
    judged,
    measure,
    reach,
    said,
    span,
    systems_of,
    works_on,
)
from coopspace.compare.reading import Beside
from coopspace.compare.rules import SiteView, Step
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.kernel import clock
from coopspace.kernel.clock import PARIS
from coopspace.sites.model import Programme


def book(programme: Programme, shown: Beside) -> Book:
    """The rounds of each site, what it says, its conditions, how it is described."""
    sheets = [_rounds(programme, shown), _words(shown), _conditions(shown), _described(shown)]
    return Book(
        title=f"{_('Sites beside one another')} – {programme.name}",
        language=language(),
        made_at=clock.now(),
        sheets=tuple(sheet for place, sheet in enumerate(sheets) if sheet.rows or not place),
        about=str(_("To read with it")),
    )


def _texts(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(str(one)) for one in headings)


def _rounds(programme: Programme, shown: Beside) -> Sheet:
    columns = (
        Column(str(_("Site"))),
        Column(str(_("Round")), Kind.NUMBER),
        Column(str(_("Revealed on")), Kind.DAY),
        *_texts(_("Where it stood"), _("What it concluded"), _("Middle"), _("Middle half")),
        Column(str(_("Answers")), Kind.NUMBER),
        Column(str(_("Invited")), Kind.NUMBER),
    )
    notes = (
        (str(_("Programme")), programme.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("To read with it")), said("page.learn")),
        (str(_("What is shared")), said("page.agreed")),
        (str(_("Small groups")), said("page.few")),
    )
    rows = (_round(site, step) for site in shown.sites for step in site.steps)
    return Sheet(str(_("Round after round")), columns, tuple(rows), notes)


def _round(site: SiteView, step: Step) -> tuple[Cell, ...]:
    half = step.middle
    silent = str(_("fewer than five answers: nothing is said")) if step.masked else None
    return (
        site.name,
        step.number,
        step.at.astimezone(PARIS).date(),
        span(*step.position) if step.position else None,
        concluded(step.outcome, step.level) if step.outcome else None,
        span(half.low, half.high) if half else silent,
        reach(half.lower_quarter, half.upper_quarter) if half else silent,
        half.answered if half else None,
        half.invited if half else None,
    )


def _words(shown: Beside) -> Sheet:
    columns = (
        Column(str(_("Site"))),
        Column(str(_("Revealed on")), Kind.DAY),
        *_texts(_("Advances"), _("In our words")),
    )
    rows = tuple(
        (site.name, step.at.astimezone(PARIS).date(), step.advances, step.words)
        for site in shown.sites
        for step in site.steps
        if step.words or step.advances
    )
    return Sheet(str(_("What they say")), columns, rows)


def _conditions(shown: Beside) -> Sheet:
    rows = tuple((site.name, *judged(one)) for site in shown.sites for one in site.readiness)
    columns = _texts(_("Site"), _("Precondition or condition"), _("Middle"))
    return Sheet(str(_("Preconditions and conditions")), columns, rows)


def _described(shown: Beside) -> Sheet:
    columns = _texts(
        _("Site"),
        _("Territory"),
        _("Topics"),
        _("Systems of the strategy"),
        _("Size and since when"),
        _("Whom to contact"),
    )
    return Sheet(str(_("Sites")), columns, tuple(_lines(shown)))


def _lines(shown: Beside) -> Iterator[tuple[Cell, ...]]:
    for site in shown.sites:
        if site.shares:
            yield (
                site.name,
                site.territory,
                works_on(site),
                systems_of(site),
                measure(site),
                ", ".join(site.contacts),
            )
