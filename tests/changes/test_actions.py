"""What people do with changes: nothing is lost, codes are never reused."""

import pytest

from coopspace.changes import actions, linking
from coopspace.changes.chain import Arc
from coopspace.changes.held import chain_of, find, links_of
from coopspace.changes.rules import Effect, Level, Nature, Progress, System
from coopspace.kernel import audit
from coopspace.kernel.base import OutOfScope
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import store


def journal(desk):
    return [(one.action, one.details) for one in audit.journal(desk.session, desk.site.id)]


def test_a_change_is_added_with_the_next_code_of_its_level(desk):
    desk.draw("D1", "D2", "I1", "U1", "D3")
    change = desk.change("D2")
    with desk.look() as session:
        assert store.read(session, change.statement_id).text == "What D2 says"
        assert store.read(session, change.description_id).text == ""
    assert change.nature == Nature.KNOWLEDGE
    assert desk.change("I1").nature == Nature.PRACTICE
    assert journal(desk)[0] == ("change:add", {"code": "D3"})


def test_a_change_is_added_with_everything_that_is_said_of_it(desk):
    desk.draw("U1", "I1")
    desk.draw(
        "I2",
        nature=Nature.BEHAVIOUR,
        effect=Effect.NEGATIVE,
        who="  Residents ",
        systems=[System.POLITICAL, System.BUILT],
        horizon="06/2030",
        description="More",
        comes_from=["I1"],
        leads_to=["U1", "V"],
    )
    change = desk.change("I2")
    assert (change.who, change.horizon, change.effect) == ("Residents", "2030-06", "negative")
    assert change.systems == {System.BUILT, System.POLITICAL}
    with desk.look() as session:
        assert set(chain_of(session).arcs) == {Arc("I1", "I2"), Arc("I2", "U1"), Arc("I2", "V")}


def test_a_newcomer_stands_beside_what_it_is_linked_with_and_nobody_else_moves(desk):
    desk.draw("D1", "D2", "D3", "I1", "I2", "I3")
    with desk.look() as session:
        before = {node.code: node.key for node in chain_of(session).nodes}
    desk.draw("I4", comes_from=["D1"])
    with desk.look() as session:
        after = {node.code: node.key for node in chain_of(session).nodes}
    assert after.pop("I4") < after["I2"]
    assert after == before


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"statement": " "}, "statement"),
        ({"who": "x" * 300}, "who"),
        ({"horizon": "soon"}, "horizon"),
        ({"leads_to": ["D1"]}, "leads_to"),
        ({"comes_from": ["U1"]}, "comes_from"),
    ],
)
def test_what_is_refused_adds_nothing_at_all(desk, wrong, field):
    desk.draw("D1", "U1")
    given = {"statement": "Something", **wrong}
    with pytest.raises(Refusal) as refused, desk.act() as session:
        actions.add(session, desk.site, by=desk.world.state, level=Level.INTERMEDIATE, **given)
    assert refused.value.field == field
    with pytest.raises(NotFound):
        desk.change("I1")


@pytest.mark.parametrize("code", ["D9", "V", "", "d", "D1' OR 1=1"])
def test_a_code_that_nobody_bears_is_not_found(desk, code):
    desk.draw("D1")
    with pytest.raises(NotFound):
        desk.change(code)


def test_a_statement_is_reworded_and_its_wordings_are_kept(desk):
    desk.draw("D1")
    change = desk.change("D1")
    with desk.act() as session:
        written = actions.reword(
            session, change, by=desk.world.civil, statement=" Other\nwords ", seen=1
        )
    assert written.saved
    with desk.act() as session:
        again = actions.restore(session, change, by=desk.world.state, number=1)
    assert (again.text, again.restores) == ("What D1 says", 1)
    with desk.look() as session:
        assert [one.text for one in store.history(session, change.statement_id)] == [
            "What D1 says",
            "Other words",
            "What D1 says",
        ]


def test_two_people_who_reword_at_once_both_keep_their_words(desk):
    desk.draw("D1")
    change = desk.change("D1")
    for who, words in ((desk.world.civil, "First"), (desk.world.state, "Second")):
        with desk.act() as session:
            written = actions.reword(session, change, by=who, statement=words, seen=1)
    assert (written.saved, written.merged) == (True, True)
    assert set(written.mine.text.split()) == {"Second", "First"}


def described(desk, **words):
    said = {
        "nature": Nature.KNOWLEDGE,
        "effect": Effect.INTENDED,
        "who": "",
        "systems": (),
        "horizon": "",
        **words,
    }
    with desk.act() as session:
        return actions.describe(session, find(session, "D1"), by=desk.world.state, **said)


def test_two_people_who_describe_at_once_both_see_what_the_other_said(desk):
    desk.draw("D1")
    assert described(desk, seen=1, who="Residents").saved
    late = described(desk, seen=1, who="Landlords", systems=[System.BUILT])
    assert not late.saved
    assert (late.mine.who, late.theirs.who) == ("Landlords", "Residents")
    assert desk.change("D1").who == "Residents"
    assert described(desk, seen=2, who="Landlords").saved
    assert desk.change("D1").version == 3


def test_saying_the_same_thing_late_is_no_conflict(desk):
    desk.draw("D1")
    described(desk, seen=1, who="Residents")
    assert described(desk, seen=1, who="Residents").saved
    assert desk.change("D1").version == 2


def test_progress_is_judged_with_a_reason_and_earlier_judgements_are_kept(desk):
    desk.draw("D1")
    for judgement, reason in ((Progress.FIRST_SIGNS, "Two said so"), (Progress.ROOTED, "All do")):
        with desk.act() as session:
            actions.judge_progress(
                session,
                find(session, "D1"),
                by=desk.world.civil,
                judgement=judgement,
                reason=reason,
            )
    assert desk.change("D1").progress == Progress.ROOTED
    with pytest.raises(Refusal), desk.act() as session:
        actions.judge_progress(
            session, find(session, "D1"), by=desk.world.civil, judgement=Progress.ROOTED, reason=" "
        )
    assert journal(desk)[0][1]["judgement"] == "rooted"


def finish(desk, code, reason=""):
    with desk.act() as session:
        return actions.end(session, find(session, code), by=desk.world.state, reason=reason)


def come_back(desk, code):
    with desk.act() as session:
        return actions.bring_back(session, find(session, code), by=desk.world.state)


def test_an_ended_change_leaves_with_its_links_and_comes_back_with_them(desk):
    desk.draw("D1", "I1", "U1")
    desk.link("D1>I1", "I1>U1", "U1>V")
    assert finish(desk, "I1", "Done elsewhere") == 2
    with desk.look() as session:
        assert set(chain_of(session).arcs) == {Arc("U1", "V")}
        assert len(links_of(session, find(session, "I1"), ended=True)) == 2
    assert desk.change("I1").end_reason == "Done elsewhere"
    with pytest.raises(Refusal, match="already ended"):
        finish(desk, "I1")
    assert come_back(desk, "I1") == []
    with desk.look() as session:
        assert set(chain_of(session).arcs) == {Arc("D1", "I1"), Arc("I1", "U1"), Arc("U1", "V")}
    with pytest.raises(Refusal, match="already in"):
        come_back(desk, "I1")


def test_its_code_is_never_given_to_another(desk):
    desk.draw("D1", "D2")
    finish(desk, "D2")
    desk.draw("D3")


def test_a_link_that_would_close_a_loop_does_not_come_back_and_is_named(desk):
    desk.draw("I1", "I2", "I3")
    desk.link("I1>I2", "I2>I3")
    finish(desk, "I2")
    desk.link("I3>I1")
    assert come_back(desk, "I2") == [Arc("I2", "I3")]
    with desk.look() as session:
        assert set(chain_of(session).arcs) == {Arc("I3", "I1"), Arc("I1", "I2")}


def test_a_link_between_two_ended_changes_waits_for_both(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    finish(desk, "D1")
    finish(desk, "I1")
    assert come_back(desk, "D1") == []
    with desk.look() as session:
        assert chain_of(session).arcs == ()
    assert come_back(desk, "I1") == []
    with desk.look() as session:
        assert chain_of(session).arcs == (Arc("D1", "I1"),)


def test_a_link_ended_by_hand_does_not_come_back_by_itself(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    with desk.act() as session:
        linking.unlink(session, links_of(session, find(session, "D1"))[0], by=desk.world.state)
    finish(desk, "D1")
    come_back(desk, "D1")
    with desk.look() as session:
        assert chain_of(session).arcs == ()


def test_the_chain_of_another_site_is_out_of_reach(desk):
    desk.draw("D1")
    with pytest.raises(OutOfScope):
        find(desk.session, "D1")
    desk.site = desk.world.other_site
    with pytest.raises(NotFound):
        desk.change("D1")
    desk.draw("D1")
