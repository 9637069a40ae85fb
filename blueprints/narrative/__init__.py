"""The narrative over HTTP: reading it, writing it together, the assembled draft, its history."""

from blueprints.narrative import assembling, papers, views, writing
from blueprints.narrative.room import bp

__all__ = ["assembling", "bp", "papers", "views", "writing"]
