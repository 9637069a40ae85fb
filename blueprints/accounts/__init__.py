"""Signing in and out, links that arrive by mail, one's own account, keeping the house."""

from blueprints.accounts import administration, links, own, views
from blueprints.accounts.room import bp

__all__ = ["administration", "bp", "links", "own", "views"]
