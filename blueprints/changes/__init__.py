"""The change strategy over HTTP: the canvas, the changes, the links."""

from blueprints.changes import canvas, editing, links, moving
from blueprints.changes.room import bp

__all__ = ["bp", "canvas", "editing", "links", "moving"]
