"""Signing in and out, invitations, one's own account."""

from blueprints.accounts.views import bp

__all__ = ["bp"]
