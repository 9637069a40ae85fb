"""The four shifts of perspective, for the pages where they help: words in force, read each time."""

from coopspace import method
from coopspace.method import Section


def four_shifts() -> Section:
    """Their title, then each with its label and what it asks of us."""
    found: Section = method.load("changes")["shifts"]
    return found
