"""Indicators as people read them: by change, and one alone."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints.indicators.room import HOME, INDICATOR, bp
from coopspace.accounts import people
from coopspace.changes.rules import Level
from coopspace.changes.strategy import CardRow, strategy_view
from coopspace.extensions import db
from coopspace.indicators.held import indicator_of
from coopspace.indicators.reading import Line, indicators, of_change, tellings
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.sites.model import Site


@bp.get(HOME)
@requires(Permission.INDICATOR_READ)
def index(site: Site) -> ResponseReturnValue:
    """Each change with what will show it; those that have nothing yet are said too."""
    lines = indicators(db.session())
    cards = cards_of(site)
    rows = [(card, of_change(lines, card.code)) for card in cards]
    today = clock.today()
    return render_template(
        "indicators/index.html",
        site=site,
        levels=[
            (level, some)
            for level in Level
            if (some := [row for row in rows if row[0].level is level])
        ],
        loose=[one for one in lines if one.ended is None and not one.changes],
        ended=[one for one in lines if one.ended is not None],
        bare=sum(not some for _card, some in rows),
        late=sum(one.is_late(today) for one in lines),
        standing=sum(one.ended is None for one in lines),
        total=len(lines),
        file=partial(url_for, ".indicators_file", site=site.slug),
    )


@bp.get(INDICATOR)
@requires(Permission.INDICATOR_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One indicator: what was measured, drawn then told; how it was said before."""
    session = db.session()
    indicator = indicator_of(session, number)
    line = line_of(number)
    told = tellings(session, indicator)
    named = [
        indicator.written_by,
        *(one.by for one in told),
        *(by for one in (*line.measures, *line.corrected) for by in (one.by, one.ended_by) if by),
        *([line.ended.by] if line.ended and line.ended.by else []),
    ]
    return page(
        site,
        line,
        "indicators/show.html",
        told=told,
        people=people.by_ids(session, named),
    )


def line_of(number: int) -> Line:
    """The indicator of this number as it stands. Raises NotFound."""
    for one in indicators(db.session()):
        if one.number == number:
            return one
    raise NotFound


def page(site: Site, line: Line, template: str, **more: Any) -> str:
    """A page of one indicator."""
    return render_template(template, site=site, line=line, says=statements(cards_of(site)), **more)


def cards_of(site: Site) -> tuple[CardRow, ...]:
    """The living changes, in reading order."""
    return strategy_view(db.session(), site).cards


def statements(cards: Iterable[CardRow]) -> dict[str, str]:
    """What each living change says, by its code."""
    return {card.code: card.statement for card in cards}
