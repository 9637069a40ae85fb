"""Search: everything that I may read in my sites, by the words that it holds."""

from blueprints.search.views import bp

__all__ = ["bp"]
