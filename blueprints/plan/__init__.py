"""The common action plan: reading it, writing actions, saying what they contribute to."""

from blueprints.plan import files, reaching, views, writing
from blueprints.plan.room import bp

__all__ = ["bp", "files", "reaching", "views", "writing"]
