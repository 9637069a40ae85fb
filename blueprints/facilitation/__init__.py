"""The facilitator's view over several sites: its pages, its alerts, its agenda."""

from blueprints.facilitation import agenda, alerts, feeds, views
from blueprints.facilitation.room import bp

__all__ = ["agenda", "alerts", "bp", "feeds", "views"]
