"""What may enter a shared text: a Yjs update is read here, whole, before anything else touches it.

pycrdt trusts what it is given: 40 kB of nested arrays end the process, absurd clocks raise a
`BaseException` (0.14.13). And an update is committed before it is applied, so that a bad one would
spoil its text for ever. Here only one flat text named `text` passes, with the marks of `formats`.
"""

import json
from dataclasses import dataclass, field

from coopspace.live import formats, wire
from coopspace.live.wire import Malformed

ROOT = b"text"
"""The name of the one text that a document holds."""
CLOCKS = 2**31
MOST_CLIENTS = 20_000
MOST_STRUCTS = 200_000
LONGEST_STRING = 200_000
LONGEST_MARK = 2_048
_GC, _DELETED, _STRING, _FORMAT, _SKIP = 0, 1, 4, 6, 10


@dataclass
class Change:
    """What an update brings: the clocks it spans by client, and what it deletes."""

    starts: dict[int, int] = field(default_factory=dict)
    reaches: dict[int, int] = field(default_factory=dict)
    deletes: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it brings nothing at all."""
        return not self.reaches and not self.deletes


def check(update: bytes) -> Change:
    """Read an update in full. Raises Malformed for anything but additions to one flat text, whose
    marks are those that a text may bear."""
    return _Reader(update, strict=True).read()


def known(update: bytes) -> Change:
    """Read an update that our log holds: it may have come when other marks were let in."""
    return _Reader(update, strict=False).read()


def deletions(update: bytes) -> dict[int, list[tuple[int, int]]]:
    """The deletions that an update of our own carries: ranges (from, to) by client, in order."""
    found = known(update).deletes
    return {client: sorted(ranges) for client, ranges in found.items()}


def clocks(vector: bytes) -> dict[int, int]:
    """Read a state vector: how far each client is known. Raises Malformed."""
    count, at = wire.number(vector, 0)
    if count > MOST_CLIENTS:
        raise Malformed("too many clients")
    known = {}
    for _ in range(count):
        client, at = wire.number(vector, at)
        clock, at = wire.number(vector, at)
        if clock >= CLOCKS:
            raise Malformed("a clock is absurd")
        known[client] = clock
    if at != len(vector):
        raise Malformed("bytes follow the state vector")
    return known


class _Reader:
    """One pass over one update. A class, not nested functions: those are reference cycles, and
    at a thousand keystrokes a second the collector then stops everybody for a tenth of a second.
    """

    __slots__ = ("at", "change", "data", "strict", "structs")

    def __init__(self, data: bytes, *, strict: bool) -> None:
        self.data = data
        self.strict = strict
        self.at = 0
        self.structs = 0
        self.change = Change()

    def read(self) -> Change:
        clients = self._count(MOST_CLIENTS)
        for _ in range(clients):
            self._client()
        self._deletions()
        if self.at != len(self.data):
            raise Malformed("bytes follow the update")
        return self.change

    def _number(self) -> int:
        at = self.at
        data = self.data
        if at < len(data) and data[at] < 128:
            self.at = at + 1
            return data[at]
        value, self.at = wire.number(data, at)
        return value

    def _count(self, most: int) -> int:
        count = self._number()
        if count > most or count > len(self.data) - self.at:
            raise Malformed("a count is absurd")
        return count

    def _client(self) -> None:
        count = self._count(MOST_STRUCTS)
        client = self._number()
        clock = self._number()
        self.structs += count
        if not count or self.structs > MOST_STRUCTS or client in self.change.reaches:
            raise Malformed("structs are out of order")
        real = False
        for _ in range(count):
            length, skipped = self._struct(client, clock)
            if not real and not skipped:
                self.change.starts[client] = clock
            clock += length
            real = real or not skipped
            if clock >= CLOCKS:
                raise Malformed("a clock is absurd")
        if real:
            self.change.reaches[client] = clock

    def _struct(self, client: int, clock: int) -> tuple[int, bool]:
        """Read one struct; returns its length and whether it only skips."""
        if self.at >= len(self.data):
            raise Malformed("the update ends before a struct")
        info = self.data[self.at]
        self.at += 1
        kind = info & 31
        if kind in (_GC, _SKIP):
            if info != kind:
                raise Malformed("a struct has flags that mean nothing")
            return self._length(), kind == _SKIP
        self._place(info, client, clock)
        return self._content(kind), False

    def _place(self, info: int, client: int, clock: int) -> None:
        """Between which two neighbours: known ones, or the root text itself."""
        for flag in (128, 64):
            if info & flag:
                neighbour, at = self._number(), self._number()
                if at >= CLOCKS or (neighbour == client and at >= clock):
                    raise Malformed("a neighbour cannot be known yet")
        if info & 192:
            return
        if self._number() != 1 or info & 32:
            raise Malformed("only the text itself may be written to")
        if self._piece(len(ROOT)) != ROOT:
            raise Malformed("only the text named “text” may be written to")

    def _content(self, kind: int) -> int:
        if kind == _STRING:
            return self._string()
        if kind == _DELETED:
            return self._length()
        if kind == _FORMAT:
            self._mark()
            return 1
        raise Malformed("only words and marks may be written")

    def _length(self) -> int:
        length = self._number()
        if not 0 < length < CLOCKS:
            raise Malformed("a length is absurd")
        return length

    def _piece(self, most: int) -> bytes:
        length = self._number()
        end = self.at + length
        if length > most or end > len(self.data):
            raise Malformed("a piece is too long")
        found = self.data[self.at : end]
        self.at = end
        return found

    def _string(self) -> int:
        """Words; their length counts UTF-16 units, as browsers do."""
        try:
            words = self._piece(4 * LONGEST_STRING).decode()
        except UnicodeDecodeError:
            raise Malformed("words are not UTF-8") from None
        length = len(words)
        if not words.isascii():
            length += sum(letter > "\uffff" for letter in words)
        if not 0 < length <= LONGEST_STRING:
            raise Malformed("words are missing or too many")
        return length

    def _mark(self) -> None:
        """A formatting mark: a name and a plain value."""
        try:
            name = self._piece(64).decode()
            value = json.loads(self._piece(LONGEST_MARK).decode(), parse_constant=_refuse)
            plain = value is None or isinstance(value, bool | str | int)
            whole = not isinstance(value, int) or abs(value) < 2**31
            str(value).encode()
        except (ValueError, RecursionError):
            raise Malformed("a mark cannot be read") from None
        if not plain or not whole:
            raise Malformed("a mark has a plain value")
        if self.strict and not formats.allowed(name, value):
            raise Malformed("a mark is none of those that a text may bear")

    def _deletions(self) -> None:
        for _ in range(self._count(MOST_CLIENTS)):
            client = self._number()
            count = self._count(MOST_STRUCTS)
            if not count or client in self.change.deletes:
                raise Malformed("deletions are out of order")
            ranges = []
            for _ in range(count):
                clock = self._number()
                end = clock + self._length()
                if end >= CLOCKS:
                    raise Malformed("a clock is absurd")
                ranges.append((clock, end))
            self.change.deletes[client] = ranges


def _refuse(_name: str) -> object:
    raise ValueError
