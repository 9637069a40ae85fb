"""The narrative is written together, follows the codes that it names, tells what assembled it."""

import pytest

from coopspace.changes import actions as changes
from coopspace.changes import ordering
from coopspace.changes.held import find
from coopspace.changes.rules import Level
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import store
from coopspace.narrative import actions, reading


def say(sentence: str, **values: str) -> str:
    return sentence % values if values else sentence


@pytest.fixture
def drawn(desk):
    desk.draw("D1", "I1", "U1")
    desk.link("D1>I1", "I1>U1", "U1>V")
    return desk


def lines(desk):
    with desk.look() as session:
        told = reading.read(session)
    return [line for block in told.blocks for line in block.lines]


def words(desk) -> str:
    return " ".join("".join(piece.text for piece in line) for line in lines(desk))


def mentions(desk) -> list[str]:
    """The codes that are mentioned; a dash before that of a change that has left."""
    pieces = [piece for line in lines(desk) for piece in line if piece.quotes]
    return [("-" if one.quotes.startswith("-") else "") + one.text for one in pieces]


def put(desk):
    with desk.act() as session:
        digest = store.digest(reading.draft(session, desk.site, say).text)
        return actions.put_draft(session, desk.site, digest=digest, say=say, by=desk.world.state)


def write(desk, text: str):
    with desk.act() as session:
        standing = reading.read(session).text
        seen = standing.token if standing else 0
        return actions.write(session, desk.site, text=text, seen=seen, by=desk.world.civil)


def assembled(desk):
    with desk.look() as session:
        return reading.read(session).assembled


def test_the_first_words_open_the_narrative_and_no_word_opens_nothing(desk):
    assert write(desk, "  ") is None
    with desk.look() as session:
        assert actions.narrative_of(session) is None
    write(desk, "Tout commence par une rencontre.")
    assert words(desk) == "Tout commence par une rencontre."


def test_two_who_write_both_keep_their_words(desk):
    write(desk, "Un. Deux.")
    with desk.look() as session:
        token = reading.read(session).text.token
    for mine in ("Zéro. Un. Deux.", "Un. Deux. Trois."):
        with desk.act() as session:
            actions.write(session, desk.site, text=mine, seen=token, by=desk.world.state)
    assert words(desk) == "Zéro. Un. Deux. Trois."


def test_a_change_that_is_named_is_called_by_its_code_of_today(drawn):
    write(drawn, "Tout commence ici")
    with drawn.act() as session:
        actions.name_change(session, drawn.site, code="U1", by=drawn.world.state)
    assert words(drawn) == "Tout commence ici (U1)"
    drawn.draw("D2")
    with drawn.act() as session:
        actions.name_change(session, drawn.site, code="D2", by=drawn.world.state)
        ordering.to_level(session, find(session, "D2"), by=drawn.world.state, level=Level.ULTIMATE)
    assert words(drawn) == "Tout commence ici (U1) (U2)"
    assert mentions(drawn) == ["U1", "U2"]


def test_a_change_that_ended_keeps_its_last_code_and_is_said_to_have_left(drawn):
    with drawn.act() as session:
        actions.name_change(session, drawn.site, code="I1", by=drawn.world.state)
        changes.end(session, find(session, "I1"), by=drawn.world.state)
    assert mentions(drawn) == ["-I1"]
    with pytest.raises(Refusal), drawn.act() as session:
        actions.name_change(session, drawn.site, code="I1", by=drawn.world.state)


def test_a_draft_is_put_in_with_its_mentions_and_says_that_nobody_wrote_it(drawn):
    put(drawn)
    assert mentions(drawn) == ["D1", "I1", "U1"]
    assert assembled(drawn).whole
    with drawn.act() as session:
        change = find(session, "D1")
        changes.reword(session, change, by=drawn.world.state, statement="Autrement", seen=1)
    put(drawn)
    assert "Autrement (D1)." in words(drawn)
    assert mentions(drawn) == ["D1", "I1", "U1"]
    assert assembled(drawn).whole


def test_what_people_rewrite_is_counted_until_nothing_is_left_of_the_draft(drawn):
    text = put(drawn).text
    write(drawn, text.replace("This leads to the vision.", "Et nous y voilà."))
    some = assembled(drawn)
    assert not some.whole
    assert 0 < some.left < some.of
    write(drawn, "Tout est à nous.")
    assert assembled(drawn) is None


def test_no_draft_replaces_the_words_of_people(drawn):
    write(drawn, "Nos mots.")
    with pytest.raises(Refusal):
        put(drawn)
    assert words(drawn) == "Nos mots."


def test_a_draft_that_the_chain_has_left_behind_is_not_put_in(drawn):
    with drawn.look() as session:
        digest = store.digest(reading.draft(session, drawn.site, say).text)
    drawn.draw("D2")
    with pytest.raises(Refusal), drawn.act() as session:
        actions.put_draft(session, drawn.site, digest=digest, say=say, by=drawn.world.state)
    with drawn.look() as session:
        assert actions.narrative_of(session) is None


def test_an_empty_chain_has_no_draft(desk):
    with pytest.raises(Refusal):
        put(desk)


def test_an_earlier_wording_stands_again(desk):
    with pytest.raises(NotFound), desk.act() as session:
        actions.restore(session, desk.site, number=1, by=desk.world.state)
    write(desk, "Un.")
    write(desk, "Deux.")
    with desk.act() as session:
        actions.restore(session, desk.site, number=1, by=desk.world.state)
    assert words(desk) == "Un."


def test_the_other_site_has_its_own_narrative(desk):
    write(desk, "Ici.")
    desk.site = desk.world.other_site
    assert words(desk) == ""
