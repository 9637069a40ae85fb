"""What real yjs writes we read, and it reads ours: recorded by `fixtures/record.mjs`."""

import base64
import json
import random
import uuid
from itertools import pairwise
from pathlib import Path

import pytest

from coopspace.live import guard, merging, wire
from coopspace.live.room import Room
from tests import ledger

FIXTURES = Path(__file__).parent / "fixtures"
YJS = json.loads((FIXTURES / "yjs.json").read_text())
OURS = json.loads((FIXTURES / "ours.json").read_text())
LOCK = Path(__file__).parents[2] / "static" / "live" / "package-lock.json"


def raw(text: str) -> bytes:
    return base64.b64decode(text)


def test_the_recording_is_of_the_version_that_browsers_run():
    packages = json.loads(LOCK.read_text())["packages"]
    assert packages["node_modules/yjs"]["version"] == YJS["yjs"]


@pytest.mark.parametrize("recorded", YJS["sessions"])
def test_sessions_of_yjs_are_read_line_by_line(recorded):
    room = Room(uuid.uuid4(), uuid.uuid4(), seq=0)
    room.fill([])
    waiting = [raw(one["update"]) for one in recorded["log"]]
    while waiting:
        left = []
        for update in waiting:
            change = guard.check(update)
            if room.follows(change):
                room.land(room.seq + 1, update, change=change)
            else:
                left.append(update)
        assert len(left) < len(waiting)
        waiting = left
    assert merging.raw(room.doc) == recorded["text"]
    vector = {str(client): clock for client, clock in guard.clocks(room.doc.get_state()).items()}
    assert vector == recorded["vector"]
    assert room.written == {int(client): clock for client, clock in recorded["vector"].items()}
    ledger.count("updates of yjs read, the text is the same", len(recorded["log"]))


@pytest.mark.parametrize("recorded", YJS["sessions"])
def test_whole_states_of_yjs_are_read_squashed_and_merged(recorded):
    for name in ("whole", "merged"):
        update = raw(recorded[name])
        guard.check(update)
        assert merging.raw(merging.load([update])) == recorded["text"], name
        assert merging.raw(merging.load([merging.load([update]).get_update()])) == recorded["text"]
    gaps = guard.check(raw(recorded["gaps"]))
    assert not guard.check(raw(recorded["whole"])).empty
    assert gaps.reaches
    doc = merging.load([raw(recorded["gaps"]), raw(recorded["whole"])])
    assert merging.raw(doc) == recorded["text"]


def test_marks_of_quill_are_kept():
    for recorded in YJS["sessions"]:
        if not recorded["rich"]:
            continue
        doc = merging.load([raw(recorded["whole"])])
        marked = [(words, attributes or {}) for words, attributes in merging.text_of(doc).diff()]
        told = [(one["insert"], one.get("attributes", {})) for one in recorded["delta"]]
        assert marked == told


def test_frames_of_y_protocols_are_read():
    frames = {name: wire.decode(raw(data)) for name, data in YJS["frames"].items()}
    assert {name: (one.kind, one.step) for name, one in frames.items()} == {
        "step1": (wire.SYNC, wire.STEP1),
        "step2": (wire.SYNC, wire.STEP2),
        "update": (wire.SYNC, wire.UPDATE),
        "awareness": (wire.AWARENESS, 0),
        "query": (wire.QUERY_AWARENESS, 0),
    }
    assert guard.clocks(frames["step1"].body) == {4711: 10}
    assert merging.raw(merging.load([frames["step2"].body])) == "Bonjour 👋"
    [said] = wire.decode_presences(frames["awareness"].body, most=1)
    assert (said.client, json.loads(said.state)["user"]) == (4711, {"name": "Zoé"})
    for frame, again in (
        (frames["step1"], wire.sync(wire.STEP1, frames["step1"].body)),
        (frames["awareness"], wire.awareness([said])),
    ):
        assert again in map(raw, YJS["frames"].values()), frame.kind


@pytest.mark.parametrize("made", OURS["sessions"])
def test_yjs_read_the_same_words_in_what_we_write(made):
    assert made["read"] == made["text"]
    assert made["whole_read"] == made["text"]
    log = [raw(one) for one in made["log"]]
    assert merging.raw(merging.load(log)) == made["text"]


def test_half_an_update_of_yjs_is_refused_and_never_ends_the_process():
    chance = random.Random(9)
    log = [raw(one["update"]) for recorded in YJS["sessions"] for one in recorded["log"]]
    for update, _ in pairwise(chance.sample(log, 100)):
        for end in range(1, len(update)):
            with pytest.raises(wire.Malformed):
                guard.check(update[:end])
