"""Sites and programmes: the dashboard, who takes part, who may do what, the journal."""

from blueprints.sites import (
    activity,
    adhering,
    dashboard,
    invitations,
    inviting,
    members,
    programmes,
    since,
    views,
)
from blueprints.sites.room import invitations_bp, members_bp, programmes_bp
from blueprints.sites.room import site_bp as bp

__all__ = [
    "activity",
    "adhering",
    "bp",
    "dashboard",
    "invitations",
    "invitations_bp",
    "inviting",
    "members",
    "members_bp",
    "programmes",
    "programmes_bp",
    "since",
    "views",
]
