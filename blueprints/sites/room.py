"""The doors of the room: one blueprint for the site, one for its members, its invitations, and
one for programmes."""

from flask import Blueprint

site_bp = Blueprint("sites", __name__, url_prefix="/sites/<slug:site>")
members_bp = Blueprint("members", __name__, url_prefix="/sites/<slug:site>/membres")
invitations_bp = Blueprint("invitations", __name__, url_prefix="/invitations")
programmes_bp = Blueprint("programmes", __name__, url_prefix="/dispositifs")
