"""Sites and programmes: the dashboard, who takes part, who may do what."""

from blueprints.sites import members
from blueprints.sites.views import bp

__all__ = ["bp", "members"]
