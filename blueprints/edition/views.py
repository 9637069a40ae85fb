"""The sentences of the method, room by room: ours beside those of the programme."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints.edition.forms import LONGEST_SEARCH, SearchForm
from blueprints.edition.room import HOME, ROOM, blocks, bp, in_order
from coopspace.edition import reading
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Programme

MOST = 60
"""So many sentences that were looked for stand on a page."""


@bp.get(HOME)
@requires(Permission.METHOD_WORD)
def index(programme: Programme) -> ResponseReturnValue:
    """The rooms, what is reworded in each, and a search through all of them."""
    session = db.session()
    sought, only = _asked()
    found, many = [], 0
    if sought or only:
        groups = reading.groups(session, programme, sought=sought, only=only)
        many = sum(len(one.lines) for one in groups)
        found = [(one.key.partition(".")[0], one) for one in _first(groups)]
    known = {one.name: one for one in reading.rooms(session, programme)}
    return render_template(
        "edition/index.html",
        programme=programme,
        form=SearchForm(request.args),
        rooms=[known[name] for name in in_order(known)],
        found=[
            (room, blocks(group for name, group in found if name == room))
            for room in in_order({name for name, _group in found})
        ],
        many=many,
        most=MOST,
        sought=sought,
        only=only,
    )


@bp.get(ROOM)
@requires(Permission.METHOD_WORD)
def room(programme: Programme, method_room: str) -> ResponseReturnValue:
    """Every sentence of a room, ours and the programme’s."""
    groups = reading.groups(db.session(), programme, room=method_room)
    return render_template(
        "edition/room.html", programme=programme, room=method_room, blocks=blocks(groups)
    )


def _asked() -> tuple[str, bool]:
    sought = request.args.get("q", "").strip()
    if len(sought) > LONGEST_SEARCH:
        abort(400)
    return sought, request.args.get("nos") == "1"


def _first(groups: list[reading.Group]) -> list[reading.Group]:
    """The groups that hold the first sentences found."""
    kept, many = [], 0
    for one in groups:
        if many >= MOST:
            break
        kept.append(one)
        many += len(one.lines)
    return kept
