"""People who type in tests: each holds a replica, as a browser does, and hands over updates."""

import random

from pycrdt import Doc, Text

from coopspace.live import merging

LETTERS = ["a", "é", "e\u0301", "ß", " ", "\n", "😀", "👩‍🌾", "mot ", "l’", "中", "\u202f!"]


class Replica:
    """One browser: what it wrote since it was last asked is in `made`."""

    def __init__(self, client: int) -> None:
        self.doc: Doc[Text] = Doc(client_id=client)
        self.text = merging.text_of(self.doc)
        self.made: list[bytes] = []
        self._applying = False
        self._watch = self.doc.observe(self._note)

    def _note(self, event: object) -> None:
        if not self._applying:
            self.made.append(event.update)  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        return str(self.text)

    def type(self, words: str, at: int | None = None) -> None:
        """Put words after the first `at` characters (at the end when None)."""
        before = self.words
        place = len(before) if at is None else at
        self.text.insert(merging.units(before[:place]), words)

    def erase(self, start: int, length: int) -> None:
        before = self.words
        at = merging.units(before[:start])
        size = merging.units(before[start : start + length])
        if size:
            del self.text[at : at + size]

    def scribble(self, chance: random.Random) -> None:
        """One act of somebody who types, or erases now and then."""
        length = len(self.words)
        if length and chance.random() < 0.25:
            start = chance.randrange(length)
            self.erase(start, chance.randint(1, min(4, length - start)))
        else:
            self.type(chance.choice(LETTERS), chance.randint(0, length))

    def hear(self, update: bytes) -> None:
        self._applying = True
        try:
            if update != b"\x00\x00":
                self.doc.apply_update(update)
        finally:
            self._applying = False

    def take(self) -> list[bytes]:
        made, self.made = self.made, []
        return made
