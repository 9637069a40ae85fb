"""Words that a spreadsheet would compute, and how they come and go unharmed (SEC-44).

CSV says nothing of what its cells are: an apostrophe before what looks like a formula keeps it a
text. Words that already begin with apostrophes before a formula are given one more, so that what
comes back is exactly what left.
"""

import re

_FORMULA = re.compile("^'*(?:\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def harmless(text: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_said(text: str) -> str:
    """What was made harmless, as its author wrote it."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:]) else text
