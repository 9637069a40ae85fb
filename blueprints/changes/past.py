"""The strategy as it stood on a past day, and two days compared: in words, drawn, as a table."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from blueprints._shared.days import DayForm, PastDay
from blueprints._shared.gate import requires
from blueprints.changes.room import bp, until, words
from coopspace.changes import past
from coopspace.changes.chain import Arc, Node
from coopspace.changes.comparing import BECAME_LABELS, Became, Comparison, LinkTurn, Turn, compare
from coopspace.changes.comparing import only as standing_alone
from coopspace.changes.layout import Lane, arrange
from coopspace.changes.rules import LEVEL_PLURALS, Level
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.vision.adoption import status_as_of

LINK_MARKS = {Became.ADDED: "came", Became.ENDED: "gone", Became.DESCRIBED: "altered"}
SINCE = (1, 3, 12)
"""Months that one click goes back."""
CARD_MARKS = {Became.ADDED: "is-come", Became.BACK: "is-come", Became.ENDED: "is-gone"}


class TimeForm(DayForm):
    """The day to look at, and an earlier one to compare it with."""

    du = PastDay(
        _l("Compared with the day"), format=["%Y-%m-%d", "%d/%m/%Y"], validators=[Optional()]
    )

    def validate_du(self, field: DateField) -> None:
        """Earlier than the other one, so that what changed is told in the order of time."""
        if field.data and field.data >= (self.au.data or clock.today()):
            raise ValidationError(_("Choose a day before the one that is looked at."))

    @property
    def looks(self) -> bool:
        """Whether a day was asked for, and understood."""
        return bool(self.au.data or self.du.data) and not self.errors


@dataclass(frozen=True)
class Drawn:
    """One card of the drawing: what became of it, where it leads, as the marks that it bears."""

    turn: Turn
    leads: tuple[LinkTurn, ...]
    state: str


@dataclass(frozen=True)
class Drawing:
    """The columns from top to bottom, lanes included, and the curves between them."""

    columns: tuple[tuple[Level, tuple[Drawn | Lane, ...]], ...]
    curves: tuple[tuple[str, str, str], ...]


@bp.get("/dans-le-temps")
@requires(Permission.CHANGE_READ)
def in_time(site: Site) -> ResponseReturnValue:
    """`?au=2026-03-17` shows that evening's strategy, `?du=2026-01-10` what changed since."""
    session = db.session()
    form = TimeForm(request.args)
    form.validate()
    moment, before = _evening(form.au.data), _evening(form.du.data)
    chain = past.as_of(session, site, moment) if form.looks else None
    shown, older = None, None
    if chain is not None:
        older = past.as_of(session, site, before) if form.du.data else None
        shown = compare(older, chain) if older else standing_alone(chain)
    days = past.days(session, site)
    return render_template(
        "changes/in_time.html",
        site=site,
        form=form,
        today=clock.today(),
        since=list(_since(clock.today(), min(day for day, _count in days))) if days else [],
        moment=moment,
        before=before if older else None,
        chain=chain,
        older=older,
        shown=shown,
        drawing=_drawing(shown) if shown else None,
        vision=status_as_of(session, site, moment).text if chain else "",
        days=[(day, day - timedelta(days=1), count) for day, count in days],
        became={str(one): _(label) for one, label in BECAME_LABELS.items()},
        words=words(),
        until=until,
        here=partial(url_for, ".in_time", site=site.slug),
        page=partial(url_for, ".show", site=site.slug),
        link=partial(url_for, ".link_page", site=site.slug),
    )


def _since(today: date, first: date) -> Iterator[tuple[str, date]]:
    """Days to compare today with, by name, as far back as the strategy was there and once more."""
    for months in SINCE:
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        day = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        yield ngettext("%(num)s month ago", "%(num)s months ago", months), day
        if day < first:
            return


def _evening(day: date | None) -> datetime:
    """The last instant of a day; of today, this one."""
    if day is None or day >= clock.today():
        return clock.now()
    return datetime.combine(day, time.max, tzinfo=clock.PARIS)


def _drawing(shown: Comparison) -> Drawing:
    """Everything that stood on either day, in the order of the codes: places were not kept."""
    nodes = tuple(
        Node(turn.card.code, turn.card.level, key=float(place))
        for place, turn in enumerate(shown.turns)
    )
    cards = {turn.card.code: _drawn(turn, shown) for turn in shown.turns}
    arcs = tuple(Arc(one.source, one.target) for one in shown.links)
    columns = zip(LEVEL_PLURALS, arrange(nodes, arcs), strict=True)
    return Drawing(
        columns=tuple(
            (level, tuple(cards[slot] if isinstance(slot, str) else slot for slot in slots))
            for level, slots in columns
        ),
        curves=tuple((one.source, one.target, _curve(one)) for one in shown.links),
    )


def _drawn(turn: Turn, shown: Comparison) -> Drawn:
    code = turn.card.code
    state = next((CARD_MARKS[one] for one in turn.became if one in CARD_MARKS), "")
    return Drawn(
        turn=turn,
        leads=tuple(one for one in shown.links if one.source == code),
        state=state or ("is-altered" if turn.became else ""),
    )


def _curve(one: LinkTurn) -> str:
    classes = [LINK_MARKS[mark] for mark in one.became]
    if one.link.strength:
        classes.append(f"s{int(one.link.strength)}")
    if one.link.disputed:
        classes.append("disputed")
    return " ".join(classes)
