"""Discussions: threads about what a site reads together, and the link to them on any page."""

from blueprints.discussion import linking, views, writing
from blueprints.discussion.room import bp

__all__ = ["bp", "linking", "views", "writing"]
