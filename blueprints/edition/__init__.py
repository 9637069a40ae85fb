"""The method's texts as a programme words them: looking, wording with a preview, taking back."""

from blueprints.edition import views, wording
from blueprints.edition.room import bp

__all__ = ["bp", "views", "wording"]
