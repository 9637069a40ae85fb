"""The strategy to take away: as tables, as data, as a text that an administration can change."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.downloads import count, download, handed_out
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
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
from coopspace.sites.model import Site

SCHEMA = SEEDS / "strategy.schema.json"
FORMATS = ("xlsx", "ods", "csv", "docx", "odt", "json")
_TEXTS = {"docx": word.written, "odt": opentext.odt}


@bp.get("/export")
@requires(Permission.CHANGE_READ)
def take_away(site: Site) -> ResponseReturnValue:
    """Every file that holds the strategy, and what each is good for."""
    whole = written(db.session())
    return render_template(
        "changes/export.html",
        site=site,
        whole=whole,
        formats=FORMATS,
        file=partial(url_for, ".strategy_file", site=site.slug),
    )


@bp.get("/export.<any(csv,xlsx,ods,docx,odt,json):suffix>")
@requires(Permission.CHANGE_READ)
def strategy_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The living strategy in one file; all but DOCX and ODT can be brought back as they are."""
    whole, name = written(db.session()), f"{site.slug}_strategie"
    if suffix in _TEXTS:
        count(suffix)
        return handed_out(name, suffix, _TEXTS[suffix](paper(site, whole)), of=clock.today())
    if suffix == "json":
        count(suffix)
        return handed_out(name, suffix, as_json(site, whole), of=clock.today())
    return download(name, suffix, book=book(whole, site=site, about=suffix != "csv"))


@bp.get("/export.schema.json")
@requires(Permission.CHANGE_READ)
def schema(site: Site) -> ResponseReturnValue:
    """What the JSON file may hold, as JSON Schema: for whoever writes one."""
    return handed_out("strategie_schema", "json", SCHEMA.read_bytes(), of=clock.today())


def book(whole: Written, *, site: Site, about: bool) -> Book:
    """The changes, then the links. A CSV holds both tables, one under the other, and no note:
    whatever stands in it can be read back."""
    notes = (
        (str(_("Site")), site.name),
        (str(_("The vision")), horizon(site).text or str(_("It is not written yet."))),
        (str(_("Made on")), day(clock.now())),
    )
    return Book(
        title=f"{_('Change strategy')} – {site.name}",
        language=language(),
        made_at=_second(clock.now()),
        sheets=tables(whole, gettext, notes if about else ()),
        about=str(_("To read with it")),
    )


def tables(
    whole: Written, say: Callable[[str], str], notes: tuple[tuple[str, str], ...] = ()
) -> tuple[Sheet, Sheet]:
    """The two tables in the words of a language, as they can be read back."""
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
    )


def as_json(site: Site, whole: Written) -> bytes:
    """The strategy as data, with what it is and where its description stands."""
    told = {
        "$schema": absolute(".schema", site=site.slug),
        "format": "coopspace-strategy",
        "version": 1,
        "site": site.name,
        "made_on": clock.today().isoformat(),
        "vision": horizon(site).text,
        **columns.as_data(whole),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
