"""A hundred thousand acts of people who type, paste, erase, are cut, come back, send again, while
the server dies, starts again and squashes its log: what was acknowledged is there, all converge.

Rooms, connections, the guard and the merge are the real ones; only the wire and the disk are lists,
so that thousands of acts take seconds. `test_mixture.py` does it through real servers.
"""

import asyncio
import random
import unicodedata
import uuid
from collections import deque
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace.live import guard, merging, wire
from coopspace.live.connection import Connection, Origin
from coopspace.live.door import Guest
from coopspace.live.guard import Change
from coopspace.live.limits import Limits
from coopspace.live.room import Room
from tests import ledger
from tests.live.writers import LETTERS, Replica

MARKS = 0xF0000
"""Each mark is a letter of its own that nobody erases: two UTF-16 units, four UTF-8 bytes."""
LIMITS = Limits(rate=1e9, burst=10**9, outbound=10**9)
PLACE = uuid.UUID(int=7)
ACTS = 1_000
CANONICAL = [one for one in LETTERS if unicodedata.is_normalized("NFC", one)]
"""A form rewrites words that were typed in another form: two at once would both be there."""


class House:
    """The log on a list: what is not committed is lost when the server dies."""

    def __init__(self) -> None:
        self.base, self.lines = wire.NOTHING, list[bytes]()
        self.squashed = 0
        self.waiting: deque[tuple[bytes, Change, Origin]] = deque()
        self.open()

    def open(self) -> None:
        self.room = Room(PLACE, PLACE, seq=self.squashed + len(self.lines))
        self.room.fill([self.base, *self.lines])
        self.waiting.clear()

    def submit(
        self, room: Room, update: bytes, change: Change, _guest: Guest, origin: Origin
    ) -> None:
        room.expect(change)
        self.waiting.append((update, change, origin))

    def commit(self) -> None:
        told = []
        while self.waiting:
            update, change, origin = self.waiting.popleft()
            self.lines.append(update)
            seq = self.squashed + len(self.lines)
            member = origin if isinstance(origin, Connection) else None
            assert self.room.land(seq, update, member, change)
            origin.written(seq)
            told.append(origin)
        for one in told:
            if isinstance(one, Connection):
                one.acknowledge()

    def squash(self) -> None:
        whole = merging.load([self.base, *self.lines])
        self.base, self.squashed = whole.get_update(), self.squashed + len(self.lines)
        self.lines = []


class Form:
    """A form or a request: written at once, or never."""

    def __init__(self, mark: str, safe: set[str]) -> None:
        self.mark, self.safe = mark, safe

    def written(self, seq: int | None) -> None:
        assert seq is not None
        self.safe.add(self.mark)


class Person(Replica):
    """A tab: what it sent and what was sent to it wait on two lines that may be cut."""

    def __init__(self, house: House, client: int, safe: set[str]) -> None:
        super().__init__(client)
        self.house, self.safe = house, safe
        self.up: deque[bytes] = deque()
        self.socket: Connection | None = None
        self.synced = False
        self.sent = self.given = 0
        self.typed: list[str] = []
        self.reaches: dict[int, int] = {}

    def connect(self) -> None:
        guest = Guest(PLACE, PLACE, PLACE, "", True, {})
        self.socket = Connection(self.house.room, guest, self.house.submit, LIMITS)
        self.house.room.members.add(self.socket)
        self.socket._open()
        self.up = deque([wire.sync(wire.STEP1, self.doc.get_state())])
        self.synced, self.sent, self.given, self.reaches = False, 0, 0, {}

    def cut(self) -> None:
        if self.socket is not None:
            self.house.room.members.discard(self.socket)
            self.socket = None

    def push(self) -> None:
        if self.socket is not None and self.synced:
            updates = self.take()
            for number, update in enumerate(updates, 1):
                if number == len(updates):
                    self.given = len(self.typed)
                self.send(wire.sync(wire.UPDATE, update))

    def send(self, frame: bytes) -> None:
        self.sent += 1
        self.reaches[self.sent] = self.given
        self.up.append(frame)

    def carry(self, most: int) -> None:
        """Some of what waits arrives, on either side."""
        for _ in range(most):
            if self.socket is not None and self.up:
                self.socket.take(self.up.popleft())
            if self.socket is not None and self.socket._out:
                self._read(self.socket._out.popleft())

    def _read(self, data: bytes) -> None:
        if data[0] == wire.ACK:
            count = wire.number(data, 1)[0]
            self.safe.update(self.typed[: self.reaches.get(count, 0)])
            return
        frame = wire.decode(data)
        if frame.kind != wire.SYNC:
            return
        if frame.step == wire.STEP1:
            self.take()
            self.given = len(self.typed)
            self.send(wire.sync(wire.STEP2, self.doc.get_update(frame.body)))
            return
        self.hear(frame.body)
        self.synced = self.synced or frame.step == wire.STEP2


class Play:
    """One text, some people, and chance."""

    def __init__(self, seed: int, people: int = 0) -> None:
        self.chance = random.Random(seed)
        self.house = House()
        self.safe: set[str] = set()
        self.made = 0
        self.people = [
            Person(self.house, self.chance.getrandbits(32), self.safe)
            for _ in range(people or self.chance.randint(2, 8))
        ]
        self.seen: list[bytes] = []
        self.acts = [
            (self.type, 60),
            (self.carry, 30),
            (self.commit, 25),
            (self.cut, 3),
            (self.replay, 4),
            (self.form, 3),
            (self.post, 4),
            (self.stumble, 3),
            (self.die, 2),
            (self.squash, 1),
        ]

    def run(self, acts: int) -> None:
        every, weights = zip(*self.acts, strict=True)
        chosen = self.chance.choices(every, weights, k=acts)
        self.follow([(act, self.chance.randrange(len(self.people))) for act in chosen])

    def follow(self, acts: Sequence[tuple[Callable[[Person], None], int]]) -> None:
        for person in self.people:
            person.connect()
        for act, who in acts:
            act(self.people[who % len(self.people)])
        self.settle()

    def mark(self) -> str:
        self.made += 1
        return chr(MARKS + self.made)

    def type(self, person: Person) -> None:
        words = person.words
        at = self.chance.randint(0, len(words))
        if at < len(words) and ord(words[at]) < MARKS and self.chance.random() < 0.3:
            person.erase(at, 1)
        elif self.chance.random() < 0.5:
            person.type(self.chance.choice(CANONICAL), at)
        else:
            mark = self.mark()
            person.type(mark, at)
            person.typed.append(mark)
        person.push()

    def carry(self, person: Person) -> None:
        person.carry(self.chance.randint(1, 12))

    def commit(self, _person: Person) -> None:
        self.house.commit()

    def cut(self, person: Person) -> None:
        if person.socket is None:
            person.connect()
        else:
            person.cut()

    def stumble(self, person: Person) -> None:
        """Back at once, with what the house took and did not write yet."""
        self.type(person)
        person.carry(5)
        person.cut()
        person.connect()
        person.carry(10)

    def replay(self, person: Person) -> None:
        """A proxy or a client sends again what was sent already."""
        if person.socket is not None and self.house.lines:
            person.send(wire.sync(wire.UPDATE, self.chance.choice(self.house.lines)))

    def form(self, _person: Person) -> None:
        """Somebody without script saves over a state that they saw a while ago."""
        self.seen.append(self.house.room.doc.get_update())
        base = self.chance.choice(self.seen[-5:])
        mark = self.mark()
        words = merging.clean(merging.raw(merging.load([base])))
        at = self.chance.randint(0, len(words))
        update = merging.merge(base, words[:at] + mark + words[at:], client=self.made)
        assert update is not None
        self.house.submit(
            self.house.room,
            update,
            guard.check(update),
            None,
            Form(mark, self.safe),  # type: ignore[arg-type]
        )

    def post(self, person: Person) -> None:
        """Everything that a browser has, over HTTP, beside its socket or instead of it."""
        update = person.doc.get_update(self.house.room.doc.get_state())
        change = guard.check(update)
        if self.house.room.follows(change):
            self.house.submit(self.house.room, update, change, None, Form("", self.safe))  # type: ignore[arg-type]

    def die(self, _person: Person) -> None:
        for person in self.people:
            person.cut()
        self.house.open()
        words = self.house.room.words
        assert {mark for mark in self.safe if mark not in words} <= {""}
        for person in self.people:
            person.connect()

    def squash(self, _person: Person) -> None:
        self.house.squash()

    def settle(self) -> None:
        """Everybody comes back, and all is said."""
        for person in self.people:
            if person.socket is None:
                person.connect()
        for _ in range(20_000):
            for person in self.people:
                person.push()
                person.carry(50)
            self.house.commit()
            if all(self._quiet(person) for person in self.people):
                return
        raise AssertionError("it never came to rest")

    def _quiet(self, person: Person) -> bool:
        socket = person.socket
        return person.synced and not (person.made or person.up or (socket and socket._out))


def all_is_well(play: Play) -> None:
    words = {person.words for person in play.people}
    assert len(words) == 1
    [one] = words
    assert one == merging.raw(play.house.room.doc)
    typed = [mark for person in play.people for mark in person.typed]
    assert sorted(one.count(mark) for mark in typed) == [1] * len(typed)
    assert [mark for mark in play.safe if mark and one.count(mark) != 1] == []
    again = merging.load([play.house.base, *play.house.lines])
    assert merging.raw(again) == one


@pytest.mark.parametrize("seed", range(10))
def test_nothing_acknowledged_is_missing_after_thousands_of_acts(seed: int):
    async def plays() -> None:
        for number in range(10):
            play = Play(100 * seed + number)
            play.run(ACTS)
            all_is_well(play)
            ledger.count("acts on live texts with cuts, replays and restarts, 0 word lost", ACTS)

    asyncio.run(plays())


ACTS_BY_NAME = ("type", "carry", "commit", "cut", "stumble", "replay", "form", "post", "die")


@settings(deadline=None, max_examples=150)
@given(
    st.integers(2, 8),
    st.lists(st.tuples(st.sampled_from(ACTS_BY_NAME), st.integers(0, 7)), max_size=60),
    st.integers(0, 2**32),
)
def test_replicas_converge_whatever_happens_in_whatever_order(people, acts, seed):
    async def play() -> None:
        one = Play(seed, people)
        one.follow([(getattr(one, name), who) for name, who in acts])
        all_is_well(one)

    asyncio.run(play())
