"""Going to a site, and handing it over to a colleague."""

from blueprints.visits import handing, views, visiting
from blueprints.visits.room import bp

__all__ = ["bp", "handing", "views", "visiting"]
