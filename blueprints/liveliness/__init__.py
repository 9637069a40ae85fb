"""What has gone quiet at a site, told gently."""

from blueprints.liveliness import views
from blueprints.liveliness.views import bp

__all__ = ["bp", "views"]
