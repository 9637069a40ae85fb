"""Words written on paper, so to say, brought into a living text: fork what was seen, splice, merge.

A form carries the whole text as its author left it. What they changed is worked out against what
they had before their eyes, made on a copy of that state, and merged as if they had typed offline:
whatever others wrote meanwhile stays. The same save sent twice is recognised and adds nothing.
"""

import hashlib
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from pycrdt import Doc, Text, merge_updates

from coopspace.live import wire
from coopspace.live.difference import difference

ROOT = "text"
"""The name of the one text that a document holds."""


class Splice(NamedTuple):
    """Take `removed` characters away at a place, then put `added` there."""

    at: int
    removed: int
    added: str


def text_of(doc: Doc[Text]) -> Text:
    """The one text of a document."""
    return doc.get(ROOT, type=Text)


def _counts_bytes() -> bool:
    """Whether pycrdt counts UTF-8 bytes (0.14) or characters (announced upstream)."""
    doc: Doc[Text] = Doc()
    text_of(doc).insert(0, "é😀")
    return {2: False, 6: True}[len(text_of(doc))]


BYTES = _counts_bytes()
"""The unit of pycrdt's offsets, found out at import: a wrong guess inserts at the end, silently."""


def units(words: str) -> int:
    """The length of these words as pycrdt counts it."""
    return len(words.encode()) if BYTES else len(words)


def clean(text: str) -> str:
    """Canonical form: NFC, line ends as \\n, no control characters, no blank ends."""
    return tidy(text).strip()


def tidy(text: str) -> str:
    """Canonical form of a piece of text: its blank ends stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isprintable():
        return text
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept)


def load(updates: Iterable[bytes]) -> Doc[Text]:
    """A document made of these updates, in order."""
    doc: Doc[Text] = Doc(allow_multithreading=True)
    text_of(doc)
    for update in updates:
        if update != wire.NOTHING:
            doc.apply_update(update)
    return doc


def raw(doc: Doc[Text]) -> str:
    """The words of a document as they were typed."""
    return str(text_of(doc))


def seed(document_id: uuid.UUID, text: str) -> bytes:
    """The first state of a text that was never live: the same bytes wherever it is made."""
    if not text:
        return wire.NOTHING
    doc: Doc[Text] = Doc(client_id=identity("seed", document_id), allow_multithreading=True)
    text_of(doc).insert(0, text)
    return doc.get_update()


def identity(*of: object) -> int:
    """A client id (52 bits) drawn from what is written, so that the same save has the same one."""
    name = "\x1f".join(str(one) for one in of)
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> 12


def merge(base: bytes, words: str, *, client: int) -> bytes | None:
    """The update by which whoever saw `base` arrives at `words`; None when they changed nothing.

    `words` is in canonical form. Blank ends that a live author is typing are left alone.
    """
    doc: Doc[Text] = Doc(client_id=client, allow_multithreading=True)
    text = text_of(doc)
    if base != wire.NOTHING:
        doc.apply_update(base)
    old = str(text)
    seen = clean(old)
    if seen == words:
        return None
    start = old.find(seen) if seen else 0
    if start < 0:  # typed in another canonical form: compared as it was typed
        start, seen = 0, old
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        at = units(old[:start])
        for splice in splices(seen, words):
            _apply(text, splice, at)
    doc.unobserve(watch)
    return made[0] if made else None


def apart(head: bytes, update: bytes, words: str, *, client: int) -> bytes:
    """The update, with a space wherever words of a form would touch words that others put there.

    Two people who each replaced the same sentence find both sentences, not one glued word.
    """
    doc: Doc[Text] = Doc(client_id=client, allow_multithreading=True)
    doc.apply_update(head)
    text = text_of(doc)
    deltas: list[dict[str, Any]] = []
    seen = text.observe(partial(_note, deltas))
    doc.apply_update(update)
    text.unobserve(seen)
    gaps = list(_gaps(deltas, str(text), words))
    if not gaps:
        return update
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        for gap in reversed(gaps):
            text.insert(gap, " ")
    doc.unobserve(watch)
    return merge_updates(update, *made)


def _note(deltas: list[dict[str, Any]], event: Any) -> None:
    deltas += event.delta


def _gaps(deltas: Iterable[dict[str, Any]], after: str, words: str) -> Iterator[int]:
    """Places in `after` (in pycrdt's unit) where what was added touches what it did not touch in
    `words`."""
    at = 0
    for delta in deltas:
        at += delta.get("retain", 0)
        added = delta.get("insert", "")
        start = len(after.encode()[:at].decode()) if BYTES else at
        at += units(added)
        if not added or added not in words:
            continue
        end = start + len(added)
        before, following = after[max(0, start - 1) : start], after[end : end + 1]
        if _touch(before, added) and before + added not in words:
            yield at - units(added)
        if _touch(added, following) and added + following not in words:
            yield at


def _touch(one: str, other: str) -> bool:
    """Whether a word begins right after something that is not blank."""
    return bool(one and other) and not one[-1].isspace() and other[0].isalnum()


def merged_text(base: str, theirs: str, mine: str) -> str:
    """Two texts written over the same one, brought together: what both added is there."""
    common = seed(uuid.UUID(int=0), base)
    doc = load([common])
    for name, words in (("theirs", clean(theirs)), ("mine", clean(mine))):
        update = merge(common, words, client=identity(name, words))
        if update:
            doc.apply_update(update)
    return clean(raw(doc))


def splices(old: str, new: str) -> Iterator[Splice]:
    """What leads from `old` to `new`, from the end to the beginning so that places stay true.

    Offsets are in pycrdt's unit. Between two words only the letters that differ are replaced:
    somebody who is inside the same word keeps their place.
    """
    found = []
    at = 0
    removed = ""
    for part in (*difference(old, new), None):
        if part is not None and part.op == "removed":
            removed = part.text
            continue
        added = part.text if part is not None and part.op == "added" else ""
        if removed or added:
            found.append(_trimmed(at, removed, added))
            at += units(removed)
            removed = ""
        if part is not None and part.op == "same":
            at += units(part.text)
    return reversed([one for one in found if one.removed or one.added])


def _trimmed(at: int, removed: str, added: str) -> Splice:
    """A word that was lengthened or shortened keeps its letters; another is replaced whole."""
    start = 0
    while start < min(len(removed), len(added)) and removed[start] == added[start]:
        start += 1
    end = 0
    while end < min(len(removed), len(added)) - start and removed[-1 - end] == added[-1 - end]:
        end += 1
    kept = start + end
    if 2 * kept < max(len(removed), len(added)) or kept < min(len(removed), len(added)):
        start = end = 0
    at += units(removed[:start])
    removed = removed[start : len(removed) - end]
    return Splice(at, units(removed), added[start : len(added) - end])


def _apply(text: Text, splice: Splice, offset: int) -> None:
    at = offset + splice.at
    if splice.removed:
        del text[at : at + splice.removed]
    if splice.added:
        text.insert(at, splice.added)
