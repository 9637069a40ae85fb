"""The cooperation agreement: read, written section by section or one question at a time, what is
settled beside its text, the words that are suggested, and the versions that are signed."""

from blueprints.agreement import (
    attaching,
    beside,
    borrowing,
    governing,
    quoting,
    signing,
    starting,
    suggesting,
    taking,
    texts,
    verifying,
    versions,
    views,
    writing,
)
from blueprints.agreement.room import bp

__all__ = [
    "attaching",
    "beside",
    "borrowing",
    "bp",
    "governing",
    "quoting",
    "signing",
    "starting",
    "suggesting",
    "taking",
    "texts",
    "verifying",
    "versions",
    "views",
    "writing",
]
