"""The network of a site: its map, its stakeholders, how they work together, files in and out."""

from blueprints.stakeholders import (
    editions,
    importing,
    listing,
    map_files,
    map_moving,
    map_page,
    sheets,
    supposing,
    table_files,
    telling,
)
from blueprints.stakeholders.room import bp

__all__ = [
    "bp",
    "editions",
    "importing",
    "listing",
    "map_files",
    "map_moving",
    "map_page",
    "sheets",
    "supposing",
    "table_files",
    "telling",
]
