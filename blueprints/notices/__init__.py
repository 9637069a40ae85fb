"""Notices: what concerns me in all my sites, how I am written to, how letters are stopped."""

from blueprints.notices import stopping, views
from blueprints.notices.room import bp

__all__ = ["bp", "stopping", "views"]
