"""The yearly page of a site and of a programme: to read, to print, to take away."""

from blueprints.yearly import files, programme, views
from blueprints.yearly.room import bp

__all__ = ["bp", "files", "programme", "views"]
