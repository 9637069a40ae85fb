"""Texts as people type and paste them, made fit to keep: one form, no margins, within a bound.

What is pasted brings what nobody sees: the line breaks of slides (vertical tabs), accents in two
parts, controls that no spreadsheet or document may hold. They would surface far from the form, in
a search that misses or a file that does not open; so every room keeps its texts through here.
"""

import re
import unicodedata

from coopspace.kernel.refusal import N_, Refusal

OVER = N_("Keep this under %(most)d characters.")
"""What is said beside a text that is too long; a room that can say more passes its own."""

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\n]+")
_UNSEEN = frozenset({"Cc", "Cs"})
_NEVER = frozenset("\ufffe\uffff")


def clean(text: str) -> str:
    """The text in its one form: accents composed (NFC), lines that end in ``\\n``, nothing that
    cannot be written in UTF-8 or in XML. No-break spaces stay: French needs them."""
    text = _BREAKS.sub("\n", text)
    if not text.isprintable():
        text = "".join(one for one in text if _is_seen(one))
    return unicodedata.normalize("NFC", text)


def _is_seen(one: str) -> bool:
    return one in "\n\t" or (one not in _NEVER and unicodedata.category(one) not in _UNSEEN)


def words(text: str | None, field: str, most: int, *, needed: str = "", over: str = OVER) -> str:
    """A text of several lines without margins. Raises Refusal beside `field` when it is longer
    than `most` characters, and, with `needed` (the sentence that asks for it), when it is empty."""
    return _bounded(clean(text or "").strip(), field, most, needed, over)


def line(text: str | None, field: str, most: int, *, needed: str = "", over: str = OVER) -> str:
    """As `words`, in one line: what separates its words is one space, or a no-break space."""
    return _bounded(_BLANKS.sub(" ", clean(text or "")).strip(), field, most, needed, over)


def _bounded(found: str, field: str, most: int, needed: str, over: str) -> str:
    if needed and not found:
        raise Refusal(needed, field=field)
    if len(found) > most:
        raise Refusal(over, field=field, most=most)
    return found
