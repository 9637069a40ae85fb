"""The cooperation agreement: read, written section by section or one question at a time, and what
is settled beside its text."""

from blueprints.agreement import beside, texts, views, writing
from blueprints.agreement.room import bp

__all__ = ["beside", "bp", "texts", "views", "writing"]
