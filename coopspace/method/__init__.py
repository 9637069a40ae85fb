"""The words of the method, both languages side by side, read from `seeds/method`.

Changing a sentence is a change of a file, or of the words of a programme (`wording`); every
sentence says where it comes from.
"""

from coopspace.method.reader import (
    Entry,
    Misprint,
    Section,
    Source,
    ours,
    read,
    rooms,
    take_own,
)
from coopspace.method.wording import (
    OURS,
    Wording,
    fall_silent,
    in_force,
    kept,
    load,
    speak,
    stands_for,
)

__all__ = [
    "OURS",
    "Entry",
    "Misprint",
    "Section",
    "Source",
    "Wording",
    "fall_silent",
    "in_force",
    "kept",
    "load",
    "ours",
    "read",
    "rooms",
    "speak",
    "stands_for",
    "take_own",
]
