"""The strategy to take away: as tables, as data, as a text that an administration can change."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.downloads import count, download, handed_out
from blueprints._shared.formatters import day
from blueprints._shared.gate import may, requires
from blueprints._shared.speech import language
from blueprints.changes.drawing import horizon
from blueprints.changes.papers import paper
from blueprints.changes.room import bp
from coopspace.changes import columns
from coopspace.changes.written import Written, written
from coopspace.exports import opentext, word
from coopspace.exports.sheets import Book, Column, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_
from coopspace.paths import SEEDS
from coopspace.plan import columns as plan_columns
from coopspace.plan.written import ActionLine
from coopspace.plan.written import written as plan_written
from coopspace.sites.model import Site

SCHEMA = SEEDS / "strategy.schema.json"
FORMATS = ("xlsx", "ods", "csv", "docx", "odt", "json")
_TEXTS = {"docx": word.written, "odt": opentext.odt}


@bp.get("/export")
@requires(Permission.CHANGE_READ)
def take_away(site: Site) -> ResponseReturnValue:
    """Every file that holds the strategy, and what each is good for."""
    return render_template(
        "changes/export.html",
        site=site,
        whole=written(db.session()),
        plan=_plan(),
        formats=FORMATS,
        file=partial(url_for, ".strategy_file", site=site.slug),
    )


@bp.get("/export.<any(csv,xlsx,ods,docx,odt,json):suffix>")
@requires(Permission.CHANGE_READ)
def strategy_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The living strategy and its plan in one file; all but DOCX and ODT can be brought back as
    they are."""
    whole, plan, name = written(db.session()), _plan(), f"{site.slug}_strategie"
    if suffix in _TEXTS:
        count(suffix)
        return handed_out(name, suffix, _TEXTS[suffix](paper(site, whole, plan)), of=clock.today())
    if suffix == "json":
        count(suffix)
        return handed_out(name, suffix, as_json(site, whole, plan), of=clock.today())
    return download(name, suffix, book=book(whole, plan, site=site, about=suffix != "csv"))


@bp.get("/export.schema.json")
@requires(Permission.CHANGE_READ)
def schema(site: Site) -> ResponseReturnValue:
    """What the JSON file may hold, as JSON Schema: for whoever writes one."""
    return handed_out("strategie_schema", "json", SCHEMA.read_bytes(), of=clock.today())


def _plan() -> tuple[ActionLine, ...]:
    """The actions, for whoever may read the plan."""
    return plan_written(db.session()) if may(Permission.PLAN_READ) else ()


def book(whole: Written, plan: Sequence[ActionLine], *, site: Site, about: bool) -> Book:
    """The changes, the links, the actions. A CSV holds the three tables, one under the other, and
    no note: whatever stands in it can be read back."""
    notes = (
        (str(_("Site")), site.name),
        (str(_("The vision")), horizon(site).text or str(_("It is not written yet."))),
        (str(_("Made on")), day(clock.now())),
    )
    return Book(
        title=f"{_('Change strategy')} – {site.name}",
        language=language(),
        made_at=_second(clock.now()),
        sheets=tables(whole, plan, gettext, notes if about else ()),
        about=str(_("To read with it")),
    )


def tables(
    whole: Written,
    plan: Sequence[ActionLine],
    say: Callable[[str], str],
    notes: tuple[tuple[str, str], ...] = (),
) -> tuple[Sheet, ...]:
    """The three tables in the words of a language, as they can be read back."""
    leads_to = whole.leads_to()
    heads = [*columns.CHANGES.values(), columns.PROGRESS]
    return (
        Sheet(
            say(N_("Changes")),
            tuple(Column(say(one)) for one in heads),
            tuple(columns.change_row(one, leads_to[one.code], say) for one in whole.changes),
            notes,
        ),
        Sheet(
            say(N_("Links")),
            tuple(Column(say(one)) for one in columns.LINKS.values()),
            tuple(columns.link_row(one, say) for one in whole.links),
        ),
        Sheet(
            say(N_("Actions")),
            tuple(Column(say(one)) for one in plan_columns.ACTIONS.values()),
            tuple(plan_columns.action_row(one, say) for one in plan),
        ),
    )


def as_json(site: Site, whole: Written, plan: Sequence[ActionLine]) -> bytes:
    """The strategy and its plan as data, with what it is and where its description stands. Version
    1 held no actions; it is still read."""
    told = {
        "$schema": absolute(".schema", site=site.slug),
        "format": "coopspace-strategy",
        "version": 2,
        "site": site.name,
        "made_on": clock.today().isoformat(),
        "vision": horizon(site).text,
        **columns.as_data(whole),
        "actions": plan_columns.as_data(plan),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
