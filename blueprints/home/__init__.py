"""The front door: where to go, how the pages look, what the house says of itself."""

from blueprints.home.views import bp

__all__ = ["bp"]
