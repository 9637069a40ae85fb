"""The network to take away as tables and graphs: what the pages show, and nothing else."""

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import count, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.stakeholders.moment import Moment, moment_of
from blueprints.stakeholders.room import HOME, bp, level_name
from coopspace.exports import graphs
from coopspace.exports.graphs import Lines
from coopspace.exports.sheets import Book, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import RING_LABELS, Site
from coopspace.stakeholders import networks
from coopspace.stakeholders.columns import CONNECTIONS, ELEMENTS, Value, tables
from coopspace.stakeholders.networks import Seen
from coopspace.stakeholders.rules import EXCHANGES, KINDS, SECTORS

_NUMBERS = ("Influence", "Interest", "Engagement", "X", "Y", "Weight", "Desired", "Trust")
_WORDS = {
    code.value: label
    for labels in (SECTORS, KINDS, RING_LABELS, EXCHANGES)
    for code, label in labels.items()
}
_GRAPHS = {"graphml": graphs.graphml, "gexf": graphs.gexf, "json": graphs.as_json}
RELATIONS = "relations"
"""What `?table=` says for the second table of a CSV, which holds one only."""


@bp.get(f"{HOME}/export.<any(csv,xlsx,ods):suffix>")
@requires(Permission.STAKEHOLDER_READ)
def tables_file(site: Site, suffix: str) -> ResponseReturnValue:
    """Elements and connections as Kumu and Gephi read them. A CSV holds one table: the elements,
    or with `?table=relations` the connections."""
    shown, seen = _asked()
    sheets = _sheets(seen)
    wanted = sheets
    name = f"{site.slug}_reseau"
    if suffix == "csv":
        chosen = request.args.get("table") == RELATIONS
        wanted = sheets[1:] if chosen else sheets[:1]
        name = f"{name}_relations" if chosen else f"{name}_organisations"
    book = Book(
        title=f"{_('The network')} – {site.name}{_dated(shown)}",
        language=language(),
        made_at=clock.now(),
        sheets=wanted,
    )
    return download(name, suffix, book=book)


@bp.get(f"{HOME}/export.<any(graphml,gexf,json):suffix>")
@requires(Permission.STAKEHOLDER_READ)
def graph_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The network for other tools: codes rather than words, so that it comes back whole."""
    count(suffix)
    shown, seen = _asked()
    elements, connections = tables(seen, level_name=level_name, word=lambda code: code)
    lines = Lines(f"{site.name}{_dated(shown)}, {day(clock.now())}", (*elements,), (*connections,))
    return send_file(
        BytesIO(_GRAPHS[suffix](lines)),
        mimetype=graphs.TYPES[suffix],
        as_attachment=True,
        download_name=f"coopspace_{site.slug}_reseau_{clock.today():%Y-%m-%d}.{suffix}",
        etag=False,
    )


def _asked() -> tuple[Moment, Seen]:
    """The moment that the address asks for, and the network of then."""
    session = db.session()
    shown = moment_of(session, request.args)
    return shown, networks.seen(session, wave=shown.wave, on=shown.on)


def _dated(shown: Moment) -> str:
    """« – 1er septembre 2026 » where it is not the network of today."""
    return f" – {shown.name}" if shown.past else ""


def _sheets(seen: Seen) -> tuple[Sheet, ...]:
    elements, connections = tables(
        seen, level_name=level_name, word=lambda code: str(_(_WORDS[code]))
    )
    return (
        _sheet("Elements", tuple(ELEMENTS), elements),
        _sheet("Connections", tuple(CONNECTIONS), connections),
    )


def _sheet(title: str, headings: tuple[str, ...], lines: list[dict[str, Value]]) -> Sheet:
    kinds = {**dict.fromkeys(_NUMBERS, Kind.NUMBER), "Date": Kind.DAY}
    return Sheet(
        title,
        tuple(Column(one, kinds.get(one, Kind.TEXT)) for one in headings),
        tuple(tuple(line[one] for one in headings) for line in lines),
    )
