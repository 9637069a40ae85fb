"""The network of a site: its stakeholders, how they work together, files in and out."""

from blueprints.stakeholders import listing, sheets, telling
from blueprints.stakeholders.room import bp

__all__ = ["bp", "listing", "sheets", "telling"]
