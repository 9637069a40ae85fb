"""The continuum: rounds of positioning, answering them, joining by code, projecting."""

from blueprints.continuum import answering, files, joining, projecting, running, views
from blueprints.continuum.room import bp

__all__ = ["answering", "bp", "files", "joining", "projecting", "running", "views"]
