"""French text cut into words: lower case, elisions apart, punctuation kept. Read once a text."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:[-·.][^\W_]+)*['’]?|[.;:!?…,()]")
_WHOLE = {"aujourd'": "aujourd'hui", "quelqu'": "quelqu'un", "presqu'": "presqu'"}
"""Words whose apostrophe elides nothing, by the piece that ends with it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text as words: `words[i]` in lower case, `proper` the places of those written with a
    capital though they open nothing."""

    words: tuple[str, ...]
    proper: frozenset[int]

    def __len__(self) -> int:
        return len(self.words)

    def at(self, place: int) -> str:
        """The word at this place, nothing beyond either end."""
        return self.words[place] if 0 <= place < len(self.words) else ""


def said(text: str) -> Said:
    """The words of a text, in order."""
    found: list[str] = []
    proper: set[int] = set()
    for piece in _TOKEN.findall(text):
        word = piece.replace("’", "'").lower()
        if found and found[-1] in _WHOLE and word in ("hui", "un", "une"):
            found[-1] += word
            continue
        if piece[0].isupper() and found and found[-1] not in ".!?;:…":
            proper.add(len(found))
        found.append(word)
    return Said(tuple(found), frozenset(proper))


def plain(text: str) -> str:
    """A short text as its words only, to be held against others."""
    return " ".join(word for word in said(text).words if word[0].isalnum())
