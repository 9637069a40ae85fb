"""Frames are read whole or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.live import wire
from coopspace.live.wire import Malformed, Presence

numbers = st.integers(0, wire.LARGEST - 1)


@given(numbers)
def test_a_number_survives_the_wire(value: int):
    assert wire.number(wire.uint(value), 0) == (value, len(wire.uint(value)))


@given(st.integers(0, 2), st.binary(max_size=400))
def test_a_frame_survives_the_wire(step: int, body: bytes):
    assert wire.decode(wire.sync(step, body)) == (wire.SYNC, step, body)


@given(st.lists(st.tuples(numbers, numbers, st.text(max_size=9)), max_size=5))
def test_presences_survive_the_wire(rows: list[tuple[int, int, str]]):
    said = [Presence(*row) for row in rows if row[2] != "null"]
    frame = wire.decode(wire.awareness(said))
    assert wire.decode_presences(frame.body, most=5) == said


@given(st.binary(max_size=60), st.integers(0, 2))
def test_every_truncation_is_refused(body: bytes, step: int):
    frame = wire.sync(step, body)
    for length in range(len(frame)):
        with pytest.raises(Malformed):
            wire.decode(frame[:length])
    with pytest.raises(Malformed):
        wire.decode(frame + b"\x00")


@given(st.binary(max_size=40))
def test_any_bytes_are_a_frame_or_malformed(data: bytes):
    try:
        frame = wire.decode(data)
    except Malformed:
        return
    assert frame.kind in (wire.SYNC, wire.AWARENESS, wire.QUERY_AWARENESS)


@pytest.mark.parametrize(
    "frame",
    [b"", b"\x00\x03\x00", b"\x02\x00\x00", b"\x78\x01", b"\xff" * 9, b"\x80" * 12, b"\x03\x00"],
)
def test_what_a_client_may_not_send_is_refused(frame: bytes):
    with pytest.raises(Malformed):
        wire.decode(frame)


def test_presences_are_bounded_and_utf8():
    with pytest.raises(Malformed):
        wire.decode_presences(wire.encode_presences([Presence(1, 1, "{}")] * 3), most=2)
    with pytest.raises(Malformed):
        wire.decode_presences(b"\x01\x01\x01\x01\xff", most=2)


def test_our_frames_have_the_bytes_that_the_protocol_says():
    assert wire.ack(300) == bytes((120, 0xAC, 0x02))
    assert wire.denied("read-only") == b"\x02\x00\x09read-only"
