"""The log of the support structure: noting in ten seconds, reading, correcting, taking away."""

from blueprints.accompaniment import correcting, files, noting, pocket, views
from blueprints.accompaniment.room import bp

__all__ = ["bp", "correcting", "files", "noting", "pocket", "views"]
