"""Which organisations of several sites are one: the lead of the programme looks and says."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.compare.forms import ActForm
from blueprints.compare.room import NETWORK, bp
from coopspace.compare import matching, pooled
from coopspace.compare.alike import WHY_LABELS
from coopspace.compare.truth import TOGETHER
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Programme
from coopspace.stakeholders.rules import SECTORS, Sector

MATCHING = f"{NETWORK}/rapprochements"
PROPOSED, LISTED = 20, 50


@bp.get(MATCHING)
@requires(Permission.NETWORK_MERGE)
def matches(programme: Programme) -> ResponseReturnValue:
    """What could be one, what was said, and a search for what no proposal found."""
    session = db.session()
    pool = pooled.pool(session, programme)
    proposals = matching.proposed(session, programme, pool)
    spoken = matching.decided(session, programme, pool)
    asked = request.args.get("q", "")[:120].strip()
    start = _start("apres", len(proposals))
    spoken_from = _start("dits", len(spoken))
    return render_template(
        "compare/matching.html",
        programme=programme,
        pool=pool,
        proposals=proposals[start : start + PROPOSED],
        total=len(proposals),
        start=start,
        more=start + PROPOSED if len(proposals) > start + PROPOSED else None,
        spoken=spoken[spoken_from : spoken_from + LISTED],
        spoken_total=len(spoken),
        spoken_more=spoken_from + LISTED if len(spoken) > spoken_from + LISTED else None,
        asked=asked,
        found=matching.search(pool, asked) if asked else [],
        together=TOGETHER,
        why=lambda one: _(WHY_LABELS[one]),
        sector=lambda one: _(SECTORS[Sector(one.sector)]),
        place=lambda one: f"{pool.site[one.site_id].slug}/{one.ref}",
        act=ActForm(),
    )


@bp.post(MATCHING)
@requires(Permission.NETWORK_MERGE)
def match(programme: Programme) -> ResponseReturnValue:
    """Say that some are one, or that none is another."""
    same = request.form.get("verdict") != "different"
    try:
        with saving() as session:
            pool = pooled.pool(session, programme)
            ids = {f"{pool.site[o.site_id].slug}/{o.ref}": o.id for o in pool.organisations}
            chosen = request.form.getlist("who")
            if not set(chosen) <= ids.keys():
                raise NotFound
            speak = matching.say_same if same else matching.say_different
            speak(session, programme, who=[ids[one] for one in chosen], by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(
            _("From now on they are one in the network of the programme.")
            if same
            else _("They stay apart, and are not proposed again.")
        )
    return _back(programme)


@bp.post(f"{MATCHING}/<uuid:act>/annuler")
@requires(Permission.NETWORK_MERGE)
def unmatch(programme: Programme, act: uuid.UUID) -> ResponseReturnValue:
    """Take back what was said in one act."""
    with saving() as session:
        matching.undo(session, programme, act=act, by=me())
    flash(_("Taken back: nothing is said of them any more."))
    return _back(programme)


def _start(name: str, total: int) -> int:
    asked = request.args.get(name, 0, type=int)
    return asked if 0 <= asked < total else 0


def _back(programme: Programme) -> ResponseReturnValue:
    return redirect(url_for(".matches", programme=programme.slug), code=303)
