"""The network survey: opened at the site, answered by personal links."""

from blueprints.survey import answering, asking, linking
from blueprints.survey.room import bp

__all__ = ["answering", "asking", "bp", "linking"]
