"""What passes the guard cannot harm pycrdt; what a browser really sends passes."""

import json
import multiprocessing
import random

import pytest
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment

from coopspace.live import guard, merging, wire
from coopspace.live.wire import Malformed
from tests import ledger
from tests.live.writers import Replica

ROUNDS = 30_000
MARKS = (
    {"bold": True, "header": 2},
    {"italic": True, "list": "bullet"},
    {"list": "ordered", "header": None},
    {"link": "https://cite.example/a?b=c#d"},
    {"link": "mailto:mairie@cite.example", "bold": None},
)


def real_updates(chance: random.Random) -> list[bytes]:
    """Updates of three people who type, erase, mark and hear each other late."""
    people = [Replica(chance.getrandbits(32)) for _ in range(3)]
    made: list[bytes] = []
    for _ in range(60):
        person = chance.choice(people)
        person.scribble(chance)
        if chance.random() < 0.1 and person.words:
            person.text.format(0, merging.units(person.words[:1]), chance.choice(MARKS))
        for update in person.take():
            made.append(update)
            for other in people:
                if other is not person:
                    other.hear(update)
    return [*made, people[0].doc.get_update(), people[0].doc.get_update(people[0].doc.get_state())]


def test_what_people_really_send_passes():
    chance = random.Random(1)
    for _ in range(20):
        for update in real_updates(chance):
            guard.check(update)


def test_a_change_says_what_it_reaches_and_what_it_deletes():
    person = Replica(7)
    person.type("é😀")
    person.erase(0, 1)
    typed, erased = person.take()
    assert guard.check(typed).reaches == {7: 3}
    assert guard.check(erased).deletes == {7: [(0, 1)]}
    assert guard.check(wire.NOTHING).empty
    assert guard.clocks(person.doc.get_state()) == {7: 3}


def test_every_truncation_of_a_real_update_is_refused():
    for update in real_updates(random.Random(2)):
        for length in range(len(update)):
            with pytest.raises(Malformed):
                guard.check(update[:length])
        with pytest.raises(Malformed):
            guard.check(update + b"\x00")


def _other_shapes() -> dict[str, bytes]:
    shapes = {}
    for name, root in (
        ("array", Array([1])),
        ("map", Map({"a": 1})),
        ("nested", Array([Array([1])])),
        ("tree", XmlFragment([XmlElement("p")])),
        ("another name", Text("x")),
    ):
        doc = Doc()
        doc["other"] = root
        shapes[name] = doc.get_update()
    doc = Doc()
    text = doc.get("text", type=Text)
    text.insert_embed(0, {"image": "x"})
    shapes["embed"] = doc.get_update()
    doc = Doc()
    doc.get("text", type=Text).insert(0, "x", {"style": {"deep": [[1]]}})
    shapes["deep mark"] = doc.get_update()
    return shapes


@pytest.mark.parametrize("shape", sorted(_other_shapes()))
def test_only_one_flat_text_may_be_written(shape: str):
    with pytest.raises(Malformed):
        guard.check(_other_shapes()[shape])


def item(
    content: bytes, *, clock: int = 0, count: int = 1, start: bytes = b"\x01\x04text"
) -> bytes:
    head = wire.uint(1) + wire.uint(count) + wire.uint(5) + wire.uint(clock)
    return head + content[:1] + start + content[1:] + b"\x00"


def test_what_crashes_pycrdt_is_refused():
    nested = b"\x08\x01" + b"\x75\x01" * 20_000 + b"\x7e"
    with pytest.raises(Malformed):
        guard.check(item(nested))
    guard.check(item(b"\x04\x01a"))
    for clock in (2**31 - 1, 2**31, 2**52):
        with pytest.raises(Malformed):
            guard.check(item(b"\x04\x01a", clock=clock))


@pytest.mark.parametrize(
    "content",
    [
        b"\x04\x00",  # no words
        b"\x04\x02\xff\xff",  # not UTF-8
        b"\x04\x03\xed\xa0\x80",  # a lone surrogate
        b"\x06\x01b\x03NaN",
        b'\x06\x01b\x08"\\ud800"',
        b"\x06\x01b\x041e99",
        b"\x06\x01b\x0a9999999999",
        b"\x01\x00",  # nothing deleted
        b"\x07\x00",  # a nested type
        b"\x09\x01a\x7e",  # a document inside
        b"\x03\x01a",  # bytes
    ],
)
def test_odd_contents_are_refused(content: bytes):
    with pytest.raises(Malformed):
        guard.check(item(content))


def test_an_absurd_count_is_refused_before_it_costs_anything():
    for update in (b"\xff\xff\xff\x7f", b"\x01\xff\xff\xff\x7f\x05\x00", b"\x00\xff\xff\x7f"):
        with pytest.raises(Malformed):
            guard.check(update)


def mutated(update: bytes, chance: random.Random) -> bytes:
    out = bytearray(update)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out))
        act = chance.random()
        if act < 0.6:
            out[at] = chance.choice((0, 1, 127, 128, 255, out[at] ^ 1 << chance.randrange(8)))
        elif act < 0.8:
            out.insert(at, chance.randrange(256))
        elif len(out) > 1:
            del out[at]
    return bytes(out)


def _apply_mutants(seed: int, rounds: int, said: "multiprocessing.Queue[int]") -> None:
    """Whatever the guard accepts is applied for real, on top of a real document."""
    chance = random.Random(seed)
    accepted = 0
    for _ in range(rounds // 1000):
        updates = real_updates(chance)
        base = merging.load(updates[: len(updates) // 2])
        for _ in range(1000):
            update = mutated(chance.choice(updates), chance)
            try:
                guard.check(update)
            except Malformed:
                continue
            accepted += 1
            base.apply_update(update)
        merging.load([base.get_update()])
    said.put(accepted)


@pytest.mark.parametrize("seed", [11, 12])
def test_what_the_guard_accepts_never_ends_the_process(seed: int):
    context = multiprocessing.get_context("spawn")
    said = context.Queue()
    child = context.Process(target=_apply_mutants, args=(seed, ROUNDS, said))
    child.start()
    accepted = said.get(timeout=60)
    child.join(60)
    assert child.exitcode == 0
    assert accepted > ROUNDS // 20
    ledger.count("mutated updates accepted and applied without a crash", accepted)


def mark(name: str, value: object) -> bytes:
    """An update that bears this mark, as browsers write it."""
    key, said = name.encode(), json.dumps(value, ensure_ascii=False).encode()
    return item(b"\x06" + wire.uint(len(key)) + key + wire.uint(len(said)) + said)


@pytest.mark.parametrize(("name", "value"), [pair for marks in MARKS for pair in marks.items()])
def test_the_marks_that_a_text_may_bear_pass(name: str, value: object):
    assert guard.check(mark(name, value)).reaches == {5: 1}
    assert guard.check(mark(name, None)).reaches == {5: 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bold", False),
        ("bold", 1),
        ("bold", "true"),
        ("italic", "italic"),
        ("header", 1),
        ("header", True),
        ("header", "2"),
        ("list", "checked"),
        ("list", True),
        ("link", "javascript:alert(1)"),
        ("link", "JAVASCRIPT:alert(1)"),
        ("link", "data:text/html,x"),
        ("link", "//cite.example/"),
        ("link", "https:"),
        ("link", "https://a b"),
        ("link", 'https://a"onclick="x'),
        ("link", "https://a/<script>"),
        ("link", "https://a/é"),
        ("link", "https://a/\n"),
        ("link", "https://a/" + "x" * 2_000),
        ("link", True),
        ("underline", True),
        ("color", "red"),
        ("style", "color:red"),
        ("class", "x"),
        ("image", "https://a/b.png"),
        ("", True),
        ("Bold", True),
    ],
)
def test_every_other_mark_is_refused(name: str, value: object):
    with pytest.raises(Malformed):
        guard.check(mark(name, value))


def test_a_mark_let_in_before_does_not_keep_a_log_from_being_read():
    update = mark("underline", True)
    assert guard.known(update).reaches == {5: 1}
    assert guard.deletions(update) == {}
    with pytest.raises(Malformed):
        guard.known(mark("style", {"deep": [1]}))
