"""The words of the method, both languages side by side, read from `seeds/method`.

Changing a sentence is a change of a file; every sentence says where it comes from.
"""

from coopspace.method.reader import Entry, Misprint, Section, load, read, rooms, take_own

__all__ = ["Entry", "Misprint", "Section", "load", "read", "rooms", "take_own"]
