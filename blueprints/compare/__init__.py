"""Sites beside one another: the page of the programme, what a site shares, help between sites."""

from blueprints.compare import (
    answering,
    files,
    helping,
    matching,
    network,
    network_files,
    sharing,
    steering,
    views,
)
from blueprints.compare.room import bp

__all__ = [
    "answering",
    "bp",
    "files",
    "helping",
    "matching",
    "network",
    "network_files",
    "sharing",
    "steering",
    "views",
]
