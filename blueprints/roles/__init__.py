"""The seven roles of the support structure: reading, handing over, describing, judging."""

from blueprints.roles import acting, files, views
from blueprints.roles.room import bp

__all__ = ["acting", "bp", "files", "views"]
