"""What may be shown of a site, which sites a reader keeps, and that nothing orders them."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from coopspace.compare import rules
from coopspace.compare.rules import (
    Age,
    Item,
    Likeness,
    Mapped,
    Middle,
    SiteView,
    Size,
    Step,
    Wanted,
)
from coopspace.continuum.rules import Outcome
from coopspace.kernel.refusal import Refusal

DAY = datetime(2030, 3, 17, tzinfo=UTC)
HALF = Middle(3, 4, 3, 5, answered=6, invited=9)


def right(number: int, level: int) -> Step:
    return Step(number=number, at=DAY, outcome=Outcome.RIGHT, level=level)


FULL = SiteView(
    slug="a",
    name="A",
    topics=("health",),
    systems=("built",),
    size=Size.TO_3000,
    since_year=2024,
    age=Age.TO_TWO,
    steps=(Step(1, DAY, Outcome.RIGHT, 4, HALF, words="Mots.", advances="Avancées."),),
    contacts=("Ada",),
    network=Mapped(("La mairie",), 0),
)


def test_nothing_is_shown_of_a_site_that_shares_nothing():
    assert rules.shown(FULL, ()) == SiteView(slug="a", name="A")


@pytest.mark.parametrize("item", list(Item))
def test_an_item_opens_itself_and_nothing_else(item: Item):
    seen = rules.shown(FULL, {item})
    step = seen.steps[0] if seen.steps else Step(1, DAY)
    assert bool(step.outcome or step.level) is (item is Item.CONCLUSION)
    assert bool(step.middle) is (item is Item.MIDDLE)
    assert bool(step.words or step.advances) is (item is Item.ADVANCES)
    assert bool(seen.topics or seen.systems) is (item is Item.TOPICS)
    assert bool(seen.size or seen.age or seen.since_year) is (item is Item.SIZE)
    assert bool(seen.contacts) is (item is Item.CONTACT)
    assert bool(seen.network) is (item is Item.NETWORK)


def test_a_round_of_few_says_that_it_is_silent_and_no_more():
    quiet = SiteView(slug="a", name="A", steps=(Step(1, DAY),))
    assert rules.shown(quiet, {Item.MIDDLE}).steps == (Step(1, DAY, masked=True),)
    assert rules.shown(quiet, {Item.CONCLUSION}).steps == ()


def test_where_a_site_stands_is_what_it_said_is_right_else_its_middle():
    assert right(1, 4).position == (4, 4)
    assert Step(1, DAY, middle=HALF).position == (3, 4)
    assert Step(1, DAY, Outcome.TOWARDS, 6, HALF).position == (3, 4)
    assert Step(1, DAY, Outcome.TOWARDS, 6).position is None
    assert Step(1, DAY, Outcome.TALK).position is None


def test_a_passage_is_the_shortest_one_and_may_go_down():
    path = (right(1, 4), right(2, 4), right(3, 3), right(4, 5), right(5, 4))
    assert [one.number for one in rules.went(path, 4, 5)] == [2, 3, 4]
    assert [one.number for one in rules.went(path, 5, 4)] == [4, 5]
    assert rules.went(path, 2, 5) == ()


def test_between_two_levels_is_at_neither():
    path = (Step(1, DAY, middle=HALF), right(2, 5))
    assert rules.went(path, 4, 5) == ()
    assert rules.went(path, 3, 5) == ()


def test_a_site_like_ours_has_two_reasons_said_in_words():
    ours = SiteView("o", "O", topics=("health", "food"), size=Size.TO_3000, steps=(right(1, 4),))
    near = SiteView("n", "N", topics=("food",), size=Size.TO_3000)
    far = SiteView("f", "F", topics=("food",), size=Size.OVER_30000)
    assert rules.reasons(ours, near) == (Likeness.TOPICS, Likeness.SIZE)
    assert rules.fits(near, Wanted(alike=True), ours=ours)
    assert not rules.fits(far, Wanted(alike=True), ours=ours)
    assert not rules.fits(ours, Wanted(alike=True), ours=ours)
    assert not rules.fits(near, Wanted(alike=True), ours=None)


@pytest.mark.parametrize(
    ("since", "age"),
    [(2030, Age.FIRST_YEAR), (2029, Age.TO_TWO), (2028, Age.TO_TWO), (2027, Age.TO_FIVE),
     (2025, Age.TO_FIVE), (2024, Age.LONGER), (None, None)],
)  # fmt: skip
def test_the_age_of_a_site(since, age):
    assert rules.age_of(since, year=2030) is age


def test_a_filter_keeps_only_who_shares_what_it_asks():
    hidden = rules.shown(FULL, {Item.CONCLUSION})
    for wanted in (
        Wanted(topics=frozenset({"health"})),
        Wanted(sizes=frozenset({Size.TO_3000})),
        Wanted(ages=frozenset({Age.TO_TWO})),
    ):
        assert rules.fits(FULL, wanted, ours=None)
        assert not rules.fits(hidden, wanted, ours=None)


def test_no_field_of_what_a_reader_asks_puts_sites_in_order():
    names = {one.name for one in fields(Wanted)}
    assert names == {"topics", "sizes", "ages", "went_from", "went_to", "alike"}


def test_years_and_passages_are_refused_with_a_sentence():
    with pytest.raises(Refusal, match="topics that matter most"):
        rules.profile_of("abcdefg", None, known="abcdefg", year=2030)
    with pytest.raises(Refusal, match="four digits"):
        rules.profile_of((), 2031, known=(), year=2030)
    for pair in ((4, None), (None, 4), (4, 4)):
        with pytest.raises(Refusal, match="Choose the level"):
            rules.passage_of(*pair)
    assert rules.passage_of(None, None) is None
    assert rules.passage_of(4, 3) == (4, 3)
