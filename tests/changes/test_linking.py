"""What people do with links."""

import pytest

from coopspace.changes import linking
from coopspace.changes.actions import bring_back, end
from coopspace.changes.chain import Arc
from coopspace.changes.held import chain_of, find, find_link
from coopspace.changes.rules import Confidence, Strength
from coopspace.kernel import audit
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import store
from coopspace.sites.model import College


def test_a_link_is_drawn_with_its_reasons(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1", rationale="Because", assumption="If", strength=Strength.DECISIVE)
    link = desk.a_link("D1>I1")
    assert link.strength == Strength.DECISIVE
    with desk.look() as session:
        assert store.read(session, link.rationale_id).text == "Because"
        assert store.read(session, link.assumption_id).text == "If"
        newest = audit.journal(session, desk.site.id)[0]
    assert (newest.action, newest.details) == ("link:add", {"source": "D1", "target": "I1"})


def test_a_loop_is_refused_with_the_loop_spelled_out(desk):
    desk.draw("I1", "I2", "I3", "U1")
    desk.link("I1>I2", "I2>I3", "I3>U1")
    with pytest.raises(Refusal) as refused:
        desk.link("I3>I1")
    assert refused.value.words["loop"] == "I3 → I1 → I2 → I3"
    with desk.look() as session:
        assert len(chain_of(session).arcs) == 3


@pytest.mark.parametrize(
    "pair, says", [("I1>D1", "later"), ("I1>I1", "itself"), ("D1>I1", "already leads")]
)
def test_what_the_chain_cannot_carry_is_refused(desk, pair, says):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    with pytest.raises(Refusal, match=says) as refused:
        desk.link(pair)
    assert refused.value.field == "target"


def test_nothing_is_linked_with_an_ended_change(desk):
    desk.draw("D1", "I1")
    with desk.act() as session:
        end(session, find(session, "I1"), by=desk.world.state)
    with pytest.raises(Refusal, match="I1 has ended"):
        desk.link("D1>I1")


def test_an_ended_link_comes_back_as_the_same_link(desk):
    desk.draw("U1")
    desk.link("U1>V", rationale="Because")
    first = desk.a_link("U1>V").id
    for _ in range(2):
        with desk.act() as session:
            linking.unlink(session, find_link(session, "U1", "V"), by=desk.world.state)
        with pytest.raises(Refusal, match="already ended"), desk.act() as session:
            linking.unlink(session, find_link(session, "U1", "V"), by=desk.world.state)
        desk.link("U1>V")
    assert desk.a_link("U1>V").id == first


def test_a_link_is_brought_back_only_if_the_chain_still_carries_it(desk):
    desk.draw("I1", "I2")
    desk.link("I1>I2")
    with desk.act() as session:
        linking.unlink(session, find_link(session, "I1", "I2"), by=desk.world.state)
    desk.link("I2>I1")
    with pytest.raises(Refusal, match="loop"), desk.act() as session:
        linking.bring_back_link(session, find_link(session, "I1", "I2"), by=desk.world.state)
    with desk.act() as session:
        linking.unlink(session, find_link(session, "I2", "I1"), by=desk.world.state)
    with desk.act() as session:
        linking.bring_back_link(session, find_link(session, "I1", "I2"), by=desk.world.state)
    with pytest.raises(Refusal, match="already in"), desk.act() as session:
        linking.bring_back_link(session, find_link(session, "I1", "I2"), by=desk.world.state)
    with desk.look() as session:
        assert chain_of(session).arcs == (Arc("I1", "I2"),)


def test_a_link_waits_for_its_ended_change(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    with desk.act() as session:
        end(session, find(session, "I1"), by=desk.world.state)
    with pytest.raises(Refusal, match="bring it back first"), desk.act() as session:
        linking.bring_back_link(session, find_link(session, "D1", "I1"), by=desk.world.state)
    with desk.act() as session:
        bring_back(session, find(session, "I1"), by=desk.world.state)
    assert desk.a_link("D1>I1").ended_at is None


def complete(desk, **words):
    said = {
        "seen": 1,
        "strength": None,
        "rationale": "",
        "rationale_seen": 0,
        "assumption": "",
        "assumption_seen": 0,
        **words,
    }
    with desk.act() as session:
        return linking.complete(
            session, find_link(session, "D1", "I1"), by=desk.world.state, **said
        )


def test_two_people_who_complete_a_link_lose_nothing(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    assert complete(desk, strength=Strength.SOME, rationale="First").saved
    late = complete(desk, strength=Strength.DECISIVE, rationale="Second", assumption="If")
    assert not late.saved
    assert set(late.rationale.mine.text.split()) == {"Second", "First"}
    assert late.assumption.saved
    assert (late.strength_mine, late.strength_theirs) == (Strength.DECISIVE, Strength.SOME)
    assert desk.a_link("D1>I1").strength == Strength.SOME
    assert complete(
        desk,
        seen=2,
        strength=Strength.DECISIVE,
        rationale="Both",
        rationale_seen=1,
        assumption="If",
        assumption_seen=1,
    ).saved
    assert desk.a_link("D1>I1").strength == Strength.DECISIVE


def believe(desk, who, college, value, reason="We saw it"):
    with desk.act() as session:
        linking.give_confidence(
            session,
            find_link(session, "D1", "I1"),
            by=who,
            college=college,
            value=value,
            reason=reason,
        )


def test_each_college_speaks_for_itself_and_its_latest_word_stands(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    believe(desk, desk.world.state, College.STATE, Confidence.RATHER)
    believe(desk, desk.world.authority, College.LOCAL_AUTHORITY, Confidence.SURE)
    assert not desk.a_link("D1>I1").disputed
    believe(desk, desk.world.civil, College.CIVIL_SOCIETY, Confidence.DOUBT, "Nobody came")
    assert desk.a_link("D1>I1").disputed
    with desk.look() as session:
        standing = linking.standing_of(session, find_link(session, "D1", "I1"))
    assert [(one.college, one.value) for one in standing] == [
        ("state", 3),
        ("local_authority", 4),
        ("civil_society", 1),
    ]
    believe(desk, desk.world.civil, College.CIVIL_SOCIETY, Confidence.SURE, "Twelve came")
    assert not desk.a_link("D1>I1").disputed
    with desk.look() as session:
        assert len(linking.said_of(session, find_link(session, "D1", "I1"))) == 4


def test_confidence_needs_a_reason_and_a_living_link(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    with pytest.raises(Refusal):
        believe(desk, desk.world.state, College.STATE, Confidence.SURE, " ")
    with desk.act() as session:
        linking.unlink(session, find_link(session, "D1", "I1"), by=desk.world.state)
    with pytest.raises(Refusal, match="has ended"):
        believe(desk, desk.world.state, College.STATE, Confidence.SURE)


def test_a_pair_that_was_never_linked_is_not_found(desk):
    desk.draw("D1", "I1")
    with pytest.raises(NotFound):
        desk.a_link("D1>I1")
    with pytest.raises(NotFound):
        desk.a_link("D1>V")
