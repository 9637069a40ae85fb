"""Taking a position on exact words: checked against what was seen, kept once."""

import pytest

from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.positions import taking
from coopspace.positions.taking import Replaced, Seen
from tests.vision.acts import OTHER, SENTENCE, agree, now, write


def test_whoever_speaks_of_other_words_is_shown_those_they_saw(session, world):
    write(session, world, SENTENCE)
    before = now(session, world)
    write(session, world, OTHER)
    with saving(session), in_site(session, world.site.id):
        standing = store.fix(session, before.document_id)
        taking.check_seen(
            session, standing, Seen(standing.number, standing.digest), otherwise="Read again."
        )
        for digest, shown in ((before.digest, SENTENCE), ("0" * 64, None)):
            with pytest.raises(Replaced, match="Read again") as refused:
                taking.check_seen(
                    session, standing, Seen(before.number, digest), otherwise="Read again."
                )
            assert (refused.value.seen, refused.value.standing.text) == (shown, OTHER)


def test_earlier_words_are_read_again_with_what_changed(session, world):
    write(session, world, SENTENCE)
    agree(session, world, "state")
    was = [one for status in now(session, world).colleges.values() for one in status.said]
    write(session, world, OTHER)
    with in_site(session, world.site.id):
        standing = store.read(session, now(session, world).document_id)
        found = taking.earlier(session, standing, was)
        assert [(one.words.text, one.at) for one in found] == [(SENTENCE, was[0].at)]
        assert ("added", "2040") in found[0].parts
        assert taking.earlier(session, standing, []) == []
