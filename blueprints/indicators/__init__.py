"""The indicators of changes: reading them, saying what will show a change, measuring."""

from blueprints.indicators import files, measuring, views, writing
from blueprints.indicators.room import bp

__all__ = ["bp", "files", "measuring", "views", "writing"]
