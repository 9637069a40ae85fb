"""Files of the network of a programme: its organisations, its groups, what it tells."""

from collections.abc import Iterator, Mapping
from itertools import islice

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import merged_network as sentences
from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.compare.room import NETWORK, bp, said
from coopspace.compare import measuring, pooled
from coopspace.compare.measuring import Standing
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Programme
from coopspace.stakeholders.rules import SECTORS, Sector

MOST = 20_000
"""A file holds so many organisations at most: those of most sites and most ties come first."""


@bp.get(f"{NETWORK}.<{TABLES}:suffix>")
@requires(Permission.PROGRAMME_COMPARE)
def network_file(programme: Programme, suffix: str) -> ResponseReturnValue:
    """What the page shows, of the sites that share their network."""
    session = db.session()
    stands = measuring.standing(session, programme)
    if stands.found is None:
        raise Refusal(N_("Nothing has been measured yet of a network that sites share."))
    pool = pooled.pool(session, programme)
    names = {f"{pool.site[one.site_id].slug}/{one.ref}": one.name for one in pool.organisations}
    return download(
        f"{programme.slug}_network", suffix, book=_book(programme, stands, names), lead=()
    )


def _book(programme: Programme, stands: Standing, names: Mapping[str, str]) -> Book:
    return Book(
        title=f"{_('The network of the programme')} – {programme.name}",
        language=language(),
        made_at=clock.now(),
        sheets=(_organisations(programme, stands, names), _told(stands, names)),
        about=str(_("To read with it")),
    )


def _organisations(programme: Programme, stands: Standing, names: Mapping[str, str]) -> Sheet:
    columns = (
        Column(str(_("Organisation"))),
        Column(str(_("Sector"))),
        Column(str(_("Sites"))),
        Column(str(_("Ties")), Kind.NUMBER),
        Column(str(_("Group")), Kind.NUMBER),
        Column(str(_("Holds a part of the network alone"))),
    )
    notes = (
        (str(_("Programme")), programme.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("To read with it")), said("network.what")),
        (
            str(_("What is shared")),
            str(_("As the sites tell it on their maps: nobody’s answer is counted here.")),
        ),
    )
    rows = tuple(islice(_rows(stands, names), MOST))
    return Sheet(str(_("Organisations")), columns, rows, notes)


def _rows(stands: Standing, names: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    assert stands.found is not None
    sites = {one.slug: one.name for one in stands.sites}
    for key, places, college, ties, group, holds in stands.found.nodes:
        known = [place for place in places if place in names]
        if known:
            yield (
                names.get(key, names[known[0]]),
                str(_(SECTORS[Sector(college)])),
                ", ".join(sites[place.partition("/")[0]] for place in known),
                ties,
                group + 1 if group >= 0 else None,
                str(_("yes")) if holds else None,
            )


def _told(stands: Standing, names: Mapping[str, str]) -> Sheet:
    told = tuple((one.said,) for one in sentences.readings(stands, names))
    return Sheet(str(_("What the network tells")), (Column(str(_("What it tells"))),), told)
