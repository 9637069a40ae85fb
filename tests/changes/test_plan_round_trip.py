"""A plan that is taken away and brought back is what it was, with its strategy, in every format."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from coopspace.changes.cells import listed, parted
from coopspace.changes.rules import Level, Nature, Strength, code_order
from coopspace.changes.written import ChangeLine, Written, in_order
from coopspace.kernel.refusal import Refusal
from coopspace.plan import actions, rules
from coopspace.plan.coming import Wishes
from coopspace.plan.rules import Described, Effort, Kind, State
from coopspace.plan.written import ActionLine, line_of, written
from coopspace.stakeholders.rules import name_key
from tests.changes.brought import bring, looked
from tests.changes.test_round_trip import exported, lines, strategies, texts
from tests.stakeholders.acts import add

names = lines.filter(lambda text: name_key(text).strip() not in ("", "-", "–", "—", "/"))
"""How organisations may be called; a dash alone names nobody."""
days = st.none() | st.dates()


@st.composite
def plans(draw, codes: list[str], network: list[str]) -> tuple[ActionLine, ...]:
    """Any plan over these changes and organisations, with everything that can be said of it."""
    numbers = draw(st.lists(st.integers(1, 999_999), unique=True, max_size=4))
    whole = [_action(draw, number, codes, network) for number in sorted(numbers)]
    pairs = (
        draw(st.sets(st.tuples(st.sampled_from(numbers), st.sampled_from(numbers))))
        if (numbers)
        else set()
    )
    beside = {number: {number} for number in numbers}
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    return tuple(
        one._replace(supports=tuple(sorted(beside[one.number] - {one.number}))) for one in whole
    )


def _action(draw, number: int, codes: list[str], network: list[str]) -> ActionLine:
    starts, ends = draw(days), draw(days)
    if starts and ends:
        starts, ends = min(starts, ends), max(starts, ends)
    pilot = draw(st.sampled_from(["", *network]))
    state = draw(st.sampled_from(State))
    said = Described(
        title=draw(lines.filter(bool))[: rules.TITLE_MAX],
        kind=draw(st.sampled_from(Kind)),
        state=state,
        why=draw(texts.filter(bool) if state is State.STOPPED else texts),
        pilot=pilot,
        pilot_name="" if pilot else draw(lines),
        partners=tuple(draw(st.sets(st.sampled_from(network)))) if network else (),
        others=draw(lines),
        starts=starts,
        ends=ends,
        effort=draw(st.none() | st.sampled_from(Effort)),
        resources=draw(texts),
        learnt=draw(texts),
    )
    given = {code: draw(st.sampled_from(Strength)) for code in draw(_some(codes))}
    told = tuple(sorted(given.items(), key=lambda one: code_order(one[0])))
    return line_of(number, rules.whole(said), ActionLine(0, "", contributions=told))


def _some(codes: list[str]):
    return st.sets(st.sampled_from(codes)) if codes else st.just(set())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_a_plan_comes_back_as_it_left(kind, language):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategies(), st.lists(names, max_size=4, unique_by=name_key), st.data())
    def holds(whole: Written, network: list[str], data: st.DataObject) -> None:
        plan = data.draw(plans([one.code for one in whole.changes], network))
        assume(whole.changes or plan)
        come_back(whole, network, plan, kind, language)

    holds()


def come_back(
    whole: Written, network: list[str], plan: tuple[ActionLine, ...], kind: str, language: str
) -> None:
    """A file of all this, read where nothing stands and where it stands already, says the same."""
    made = exported(whole, kind, language, plan)
    found = looked(kind, made, network=network)
    assert found.faults == ()
    came = [one.said for one in found.strategy.changes]
    assert in_order(came, [one.said for one in found.strategy.links]) == whole
    assert tuple(one.said for one in found.plan.actions) == plan
    again = looked(kind, made, standing=whole, plan=plan, network=network)
    assert again.faults == ()
    assert not again.adds
    assert tuple(one.said for one in again.plan.actions) == plan


@pytest.mark.parametrize("words", ["I½", "I1 2", "I1 (2)", "i1 : 2"])
def test_a_code_and_its_strength_are_never_taken_for_the_words_of_a_change(words):
    change = ChangeLine("I1", Level.INTERMEDIATE, words, Nature.PRACTICE)
    told = (("I1", Strength.CLEAR),)
    plan = line_of(1, rules.whole(Described("Un repas")), ActionLine(0, "", contributions=told))
    come_back(Written((change,), ()), [], (plan,), "json", "fr")


@given(st.lists(st.text(st.sampled_from("a;|\n\"' ,")).map(str.strip).filter(bool)))
def test_several_words_of_one_cell_are_parted_where_they_were_joined(words):
    assert parted(listed(words)) == words


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ods", "json"])
def test_the_plan_of_a_site_is_known_again_or_comes_beside_itself(visitor, desk, suffix):
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    partner = add(desk.session, desk.world, "La régie ; l’autre")
    pilot = add(desk.session, desk.world, "Mairie")
    by = desk.world.state
    with desk.act() as session:
        said = Described("Un repas", pilot=pilot, partners=(partner,), others="Nous ; vous")
        first = actions.write(session, desk.site, said=said, by=by)
        actions.write(session, desk.site, said=Described("Deux"), supports={1}, by=by)
        given = {"D1": Strength.CLEAR, "I1": Strength.SOME}
        actions.contribute(session, first, strengths=given, seen=0, by=by)
    with desk.look() as session:
        before = written(session)
    assert (before[0].pilot, before[0].partners) == ("Mairie", ("La régie ; l’autre",))
    visitor.sign_in(by)
    made = visitor.get(f"/sites/{desk.site.slug}/strategie/export.{suffix}").data
    with desk.act() as session, pytest.raises(Refusal, match="already says all of it"):
        bring(session, desk.site, made, by=by, kind=suffix)
    with desk.act() as session:
        done = bring(session, desk.site, made, by=by, kind=suffix, wishes=Wishes(anew=True))
        assert (done.changes, done.links) == (2, 1)
    with desk.look() as session:
        assert written(session)[:2] == before
        after = written(session)[2:]
    assert [one.number for one in after] == [3, 4]
    assert [one.supports for one in after] == [(4,), (3,)]
    assert after[0].contributions == (("D2", Strength.CLEAR), ("I2", Strength.SOME))
    for one, was in zip(after, before, strict=True):
        assert one.described() == was.described()
