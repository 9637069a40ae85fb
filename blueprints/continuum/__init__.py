"""The continuum: rounds of positioning, answering them, joining by code, projecting."""

from blueprints.continuum import answering, joining, projecting, running, views
from blueprints.continuum.room import bp

__all__ = ["answering", "bp", "joining", "projecting", "running", "views"]
