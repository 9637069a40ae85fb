"""The register of decisions: reading it, opening a decision, speaking, concluding, taking away."""

from blueprints.decisions import concluding, files, framing, speaking, views, wording
from blueprints.decisions.room import bp

__all__ = ["bp", "concluding", "files", "framing", "speaking", "views", "wording"]
