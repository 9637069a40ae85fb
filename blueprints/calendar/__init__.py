"""The calendar of a programme and of its sites: reading, writing, enrolling, who came, feeds."""

from blueprints.calendar import attending, documents, feeds, following, views, writing
from blueprints.calendar.room import bp

__all__ = ["attending", "bp", "documents", "feeds", "following", "views", "writing"]
