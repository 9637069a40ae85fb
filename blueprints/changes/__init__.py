"""The change strategy over HTTP: the canvas, the changes, the links, the page to print."""

from blueprints.changes import (
    canvas,
    editing,
    importing,
    links,
    moving,
    past,
    poster,
    taking,
    template,
)
from blueprints.changes.room import bp

__all__ = [
    "bp",
    "canvas",
    "editing",
    "importing",
    "links",
    "moving",
    "past",
    "poster",
    "taking",
    "template",
]
