"""CoopSpace: a workspace where the three parties of a territory steer one change together."""

__version__ = "0.1.0"
