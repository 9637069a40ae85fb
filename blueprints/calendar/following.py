"""What a lead, or a facilitator at their own sites, keeps in view: training attended, hours."""

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires
from blueprints.calendar.room import HOME, bp
from coopspace.accounts import people
from coopspace.calendar import reading
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Programme


@bp.get(f"{HOME}/suivi")
@requires(Permission.CALENDAR_EDIT)
def follow(programme: Programme) -> ResponseReturnValue:
    """Each site: people enrolled, days attended, hours planned."""
    session = db.session()
    looking = reading.viewer(session, me(), programme)
    sites = reading.followed(session, programme, looking)
    everybody = {one for followed in sites for one in followed.trained.people}
    return render_template(
        "calendar/follow.html",
        programme=programme,
        sites=sites,
        people=people.by_ids(session, everybody),
    )
