"""The shared vision: reading it, wording it, consenting to it."""

from blueprints.vision import wordings
from blueprints.vision.views import bp

__all__ = ["bp", "wordings"]
