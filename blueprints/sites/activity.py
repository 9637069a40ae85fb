"""What was done at a site, day by day, in sentences: the activity, told to each within what their
place opens, and the journal, which keeps every line and is read by those who answer for it."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Form
from blueprints._shared.gate import requires
from blueprints._shared.rounds import Day
from blueprints.sites.journal_kinds import KIND_LABELS, KIND_READ, Kind
from blueprints.sites.journal_words import LINES, QUIET
from blueprints.sites.room import site_bp as bp
from blueprints.sites.telling import Told, folded, told
from coopspace.accounts.model import User
from coopspace.discussed_kinds import open_to
from coopspace.extensions import db
from coopspace.kernel.clock import PARIS
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.sites import journal
from coopspace.sites.journal import JournalPage, Line, Wish
from coopspace.sites.model import Site

EARLIEST, LATEST = date(1970, 1, 2), date(2200, 1, 1)


class SiftForm(Form):
    """Which lines are looked for: of one person, within a period."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    qui = SelectField(_l("Who"), validate_choice=False, default="")
    du = Day(_l("From"), validators=[Optional()])
    au = Day(_l("To"), validators=[Optional()])

    def offer(self, people: Iterable[User]) -> None:
        """Those who ever did something here."""
        everybody = SelectChoice("", _("everybody"))
        self.qui.choices = [everybody, *(SelectChoice(one.id.hex, one.name) for one in people)]

    def wish(self, only: Iterable[str] | None) -> Wish:
        """What is looked for, whole days included; of an id that is nobody’s, nothing."""
        return Wish(
            only=None if only is None else frozenset(only),
            actor=_person(self.qui.data or ""),
            since=_begins(self.du.data),
            until=_begins(self.au.data, later=timedelta(days=1)),
        )

    def query(self) -> dict[str, str]:
        """The same, for an address."""
        days = {"du": self.du.data, "au": self.au.data}
        given = {name: day.isoformat() for name, day in days.items() if day}
        return {**({"qui": self.qui.data} if self.qui.data else {}), **given}


@dataclass(frozen=True)
class OneDay:
    """What was done on one day, the latest first."""

    day: date
    told: tuple[Told, ...]


@bp.get("/activite")
@requires(Permission.SITE_READ)
def activity(site: Site) -> ResponseReturnValue:
    """What was done, told as the dashboard tells it, in what the reader may open."""
    held: frozenset[Permission] = g.permissions
    kinds = {kind: label for kind, label in KIND_LABELS.items() if KIND_READ[kind] in held}
    return _page(site, kinds, whole=False, reads=open_to(held))


@bp.get("/journal")
@requires(Permission.AUDIT_READ)
def read_journal(site: Site) -> ResponseReturnValue:
    """Who did what, when: every line that was kept."""
    return _page(site, KIND_LABELS, whole=True)


def _page(
    site: Site, kinds: Mapping[Kind, str], *, whole: bool, reads: frozenset[str] = frozenset()
) -> str:
    session, kind = db.session(), _kind(request.args.get("sur", ""), kinds)
    form = SiftForm(request.args)
    form.offer(journal.actors(session, site))
    form.validate()
    before = request.args.get("avant", type=int)
    only = _actions([kind] if kind else kinds, whole=whole) if kind or not whole else None
    found = journal.page(session, site, form.wish(only), before=before)
    here = "sites.read_journal" if whole else "sites.activity"
    asked = form.query()

    def address(**more: Any) -> str:
        return url_for(here, site=site.slug, **{**asked, "sur": kind, **more})

    return render_template(
        "sites/activity.html",
        days=tuple(
            _every_line(site, found)
            if whole
            else _days(site, found, lambda line: _may_be_told(line, reads))
        ),
        older=address(avant=found.older) if found.older else "",
        newest="" if before is None else address(),
        kind=kind,
        kinds=[(one, label, address(sur=one)) for one, label in kinds.items()],
        everything=address(sur=None),
        sifted=bool(asked),
        unsifted=url_for(here, site=site.slug, sur=kind),
        form=form,
        whole=whole,
    )


def _days(site: Site, found: JournalPage, shown: Callable[[Line], bool]) -> Iterator[OneDay]:
    for day, some in _by_day(line for line in found.lines if shown(line)):
        yield OneDay(day, tuple(folded(site, some, found.names)))


def _every_line(site: Site, found: JournalPage) -> Iterator[OneDay]:
    for day, some in _by_day(found.lines):
        yield OneDay(day, tuple(told(site, line, found.names) for line in some))


def _by_day(lines: Iterable[Line]) -> Iterator[tuple[date, list[Line]]]:
    for day, some in groupby(lines, key=lambda line: line.at.astimezone(PARIS).date()):
        yield day, list(some)


def _may_be_told(line: Line, reads: frozenset[str]) -> bool:
    """Of a discussion, only where the reader may read what it is about."""
    about = line.details.get("kind")
    return not line.action.startswith("discussion:") or about in reads


def _actions(kinds: Iterable[Kind], *, whole: bool) -> set[str]:
    wanted = {*kinds}
    told = {action for action, line in LINES.items() if line.kind in wanted}
    return told if whole else told - QUIET


def _kind(asked: str, kinds: Iterable[Kind]) -> Kind | None:
    if not asked:
        return None
    known = next((kind for kind in kinds if kind.value == asked), None)
    if known is None:
        raise NotFound
    return known


def _person(asked: str) -> uuid.UUID | None:
    if not asked:
        return None
    try:
        return uuid.UUID(hex=asked)
    except ValueError as error:
        raise NotFound from error


def _begins(day: date | None, later: timedelta = timedelta()) -> datetime | None:
    """The first instant of a day; of one outside all that was ever lived here, of the nearest."""
    if day is None:
        return None
    return datetime.combine(max(EARLIEST, min(day, LATEST)) + later, time.min, tzinfo=PARIS)
