"""The conditions: rounds of judgements on the eight, answering them, looking at them together."""

from blueprints.readiness import answering, files, running, views
from blueprints.readiness.room import bp

__all__ = ["answering", "bp", "files", "running", "views"]
