"""The register of advances: reading it, writing in it, correcting, ending, taking it away."""

from blueprints.advances import files, views, writing
from blueprints.advances.room import bp

__all__ = ["bp", "files", "views", "writing"]
