"""What a lead, or a facilitator at their own sites, keeps in view: training attended, hours."""

import uuid
from collections.abc import Iterable

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires
from blueprints.calendar.room import HOME, bp
from coopspace.accompaniment.used import minutes_used
from coopspace.accounts import people
from coopspace.calendar import reading
from coopspace.calendar.rules import Viewer
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Programme


@bp.get(f"{HOME}/suivi")
@requires(Permission.CALENDAR_EDIT)
def follow(programme: Programme) -> ResponseReturnValue:
    """Each site: people enrolled, days attended, hours planned."""
    session = db.session()
    looking = reading.viewer(session, me(), programme)
    ids = [one.id for one in reading.sites_of(session, programme)]
    sites = reading.followed(
        session, programme, looking, used=minutes_used(session, _reach(ids, looking))
    )
    everybody = {one for followed in sites for one in followed.trained.people}
    return render_template(
        "calendar/follow.html",
        programme=programme,
        sites=sites,
        people=people.by_ids(session, everybody),
    )


def _reach(sites: Iterable[uuid.UUID], looking: Viewer) -> list[uuid.UUID]:
    """Those that a lead leads, or a facilitator facilitates."""
    return [one for one in sites if looking.leads or one in looking.writes_at]
