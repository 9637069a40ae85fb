"""The reading of the chain: what a careful reader would ask, and what people answer to it."""

from blueprints.review import answering, views
from blueprints.review.room import bp

__all__ = ["answering", "bp", "views"]
