"""The network of a programme: what its sites' maps say together, in words first, then as groups."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from babel.numbers import format_decimal
from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import merged_network as sentences
from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.compare.communities import drawn
from blueprints.compare.forms import ActForm
from blueprints.compare.room import NETWORK, bp
from coopspace.compare import measuring, pooled, process
from coopspace.compare.measuring import Standing
from coopspace.compare.model import NetworkMeasure
from coopspace.compare.rules import STEPS, Finding
from coopspace.compare.speaking import sites_of
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Programme
from coopspace.stakeholders.rules import SECTORS, Sector, name_key

LEAF = 50
"""So many organisations stand on one page."""


@dataclass(frozen=True)
class Asked:
    """Which organisations the address asks for."""

    words: str = ""
    group: int = 0
    leaf: int = 1

    @staticmethod
    def here() -> "Asked":
        """What this address asks for; what it does not know is left aside."""
        return Asked(
            words=request.args.get("q", "")[:120].strip(),
            group=max(0, request.args.get("groupe", 0, type=int)),
            leaf=max(1, request.args.get("page", 1, type=int)),
        )


@dataclass(frozen=True)
class Rows:
    """One page of the lines of what was found: those asked for, how many they are in all."""

    lines: tuple[list[Any], ...]
    total: int
    leaf: int
    leaves: int


@bp.get(NETWORK)
@requires(Permission.PROGRAMME_COMPARE)
def network(programme: Programme) -> ResponseReturnValue:
    """What the sites that share their network make together."""
    session = db.session()
    stands = measuring.standing(session, programme)
    shown = _shown(programme, stands, Asked.here()) if stands.found else {}
    return render_template(
        "compare/network.html",
        programme=programme,
        stands=stands,
        progress=_progress(stands.under_way),
        steps=len(STEPS),
        merges=may(Permission.NETWORK_MERGE),
        own=sites_of(session, programme, person=me(), permission=Permission.SHARING_DECIDE),
        act=ActForm(),
        **shown,
    )


@bp.get(f"{NETWORK}/mesure.json")
@requires(Permission.PROGRAMME_COMPARE)
def progress(programme: Programme) -> ResponseReturnValue:
    """Where the measuring stands, for the script of the page; `over` when there is none."""
    busy = measuring.under_way(db.session(), programme)
    return jsonify(_progress(busy) or {"over": True})


@bp.post(f"{NETWORK}/mesurer")
@requires(Permission.NETWORK_MERGE)
def measure(programme: Programme) -> ResponseReturnValue:
    """Have the network measured, in a process of its own."""
    try:
        with saving() as session:
            begun = measuring.begin(session, programme, by=me()).id
    except Refusal as refusal:
        say(refusal)
    else:
        process.start(current_app.config["SQLALCHEMY_DATABASE_URI"], begun)
        flash(_("The network is being measured. This page says where it stands."))
    return redirect(url_for(".network", programme=programme.slug), code=303)


def _shown(programme: Programme, stands: Standing, asked: Asked) -> dict[str, Any]:
    assert stands.found is not None
    session = db.session()
    rows = _rows(programme, stands.found, asked)
    places = {place for line in rows.lines for place in line[1]}
    names = pooled.names(session, stands.sites, places | set(sentences.keys(stands.found)))
    return {
        "found": stands.found.summary,
        "readings": sentences.readings(stands, names),
        "silence": sentences.silence(stands.found),
        "drawing": drawn(stands.found.summary["drawing"]),
        "rows": rows,
        "names": names,
        "site_names": {one.slug: one.name for one in stands.sites},
        "around": lambda ids: sentences.listed([names[one] for one in ids if one in names]),
        "asked": asked,
        "file_address": partial(url_for, ".network_file", programme=programme.slug),
        "number": lambda count: format_decimal(count, locale=language()),
        "sector": lambda code: _(SECTORS[Sector(code)]),
    }


def _rows(programme: Programme, found: Finding, asked: Asked) -> Rows:
    """The lines that the address asks for, one page of them."""
    lines = found.nodes
    if asked.group:
        lines = [line for line in lines if line[4] == asked.group - 1]
    if asked.words:
        wanted = _called(programme, asked.words)
        lines = [line for line in lines if not wanted.isdisjoint(line[1])]
    leaves = max(1, -(-len(lines) // LEAF))
    leaf = min(asked.leaf, leaves)
    return Rows(tuple(lines[(leaf - 1) * LEAF : leaf * LEAF]), len(lines), leaf, leaves)


def _called(programme: Programme, words: str) -> frozenset[str]:
    """The places of the organisations in whose name all these words stand."""
    asked = name_key(words).split()
    pool = pooled.pool(db.session(), programme)
    return frozenset(
        f"{pool.site[one.site_id].slug}/{one.ref}"
        for one in pool.organisations
        if all(word in name_key(one.name) for word in asked)
    )


def _progress(row: NetworkMeasure | None) -> dict[str, Any]:
    """Where a measuring stands: at which step of how many, and for how long."""
    if row is None:
        return {}
    step = max(1, row.step)
    what = str(_(list(STEPS.values())[step - 1]))
    return {
        "step": step,
        "said": str(
            _(
                "Step %(step)d of %(steps)d: %(what)s. Begun %(seconds)d seconds ago.",
                step=step,
                steps=len(STEPS),
                what=what,
                seconds=int((clock.now() - row.asked_at).total_seconds()),
            )
        ),
    }
