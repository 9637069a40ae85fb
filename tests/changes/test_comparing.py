"""Two moments compared, in plain values: each thing that can become of a change or a link."""

from dataclasses import replace

import pytest

from coopspace.changes.actions import Attributes
from coopspace.changes.comparing import Became, compare, only
from coopspace.changes.past import PastCard, PastChain, PastLink
from coopspace.changes.rules import Effect, Nature, Progress, Strength

SAID = Attributes(Nature.KNOWLEDGE, Effect.INTENDED, "Les familles", frozenset(), "2030")


def chain(*cards: PastCard, links: tuple[PastLink, ...] = (), ever: str = "") -> PastChain:
    return PastChain(
        {card.id: card for card in cards},
        {link.id: link for link in links},
        frozenset(ever) | {card.id for card in cards},
    )


A = PastCard("a", "D1", "Les familles se connaissent", SAID)
B = PastCard("b", "I1", "Les familles s’entraident", SAID)
AB = PastLink("ab", "a", "b", Strength.CLEAR)
TO_VISION = PastLink("bV", "b", "V")


def became(older: PastChain, newer: PastChain) -> dict[str, tuple[str, ...]]:
    return {turn.card.code: turn.became for turn in compare(older, newer).turns if turn.became}


def test_nothing_becomes_of_what_is_the_same():
    same = chain(A, B, links=(AB, TO_VISION))
    assert not only(same).moved
    assert [turn.card for turn in only(same).turns] == [A, B]


def test_a_change_is_added_or_brought_back_or_ended():
    assert became(chain(A), chain(A, B)) == {"I1": (Became.ADDED,)}
    assert became(chain(A, ever="b"), chain(A, B)) == {"I1": (Became.BACK,)}
    assert became(chain(A, B), chain(A, ever="b")) == {"I1": (Became.ENDED,)}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (replace(A, statement="Les familles se rencontrent"), Became.REWORDED),
        (replace(A, code="I9"), Became.MOVED),
        (replace(A, progress=Progress.ROOTED), Became.JUDGED),
        (replace(A, said=replace(SAID, who="Les bailleurs")), Became.DESCRIBED),
    ],
)
def test_a_change_that_differs_says_in_which_respect(now, expected):
    turn = next(iter(compare(chain(A), chain(now)).turns))
    assert turn.became == (expected,)
    assert turn.said == (("who",) if expected is Became.DESCRIBED else ())


def test_a_rewording_is_told_word_by_word():
    now = replace(A, statement="Les familles se rencontrent")
    turn = next(iter(compare(chain(A), chain(now)).turns))
    removed = [text for op, text in turn.words if op == "removed"]
    assert removed == ["connaissent"]


def test_what_was_not_kept_never_counts_as_a_difference():
    unknown = replace(A, said=None)
    assert became(chain(unknown), chain(A)) == {}
    untold = replace(AB, told=False, strength=None)
    assert not compare(chain(A, B, links=(untold,)), chain(A, B, links=(AB,))).moved


def test_a_link_drawn_or_ended_says_that_both_its_ends_are_linked_otherwise():
    shown = compare(chain(A, B), chain(A, B, links=(AB,)))
    assert [turn.card.code for turn in shown.of(Became.RELINKED)] == ["D1", "I1"]
    assert [(one.source, one.target) for one in shown.linked(Became.ADDED)] == [("D1", "I1")]
    gone = compare(chain(A, B, links=(TO_VISION,)), chain(A, B))
    assert [(one.source, one.target) for one in gone.linked(Became.ENDED)] == [("I1", "V")]


def test_a_link_of_a_change_that_ended_keeps_the_code_it_had():
    shown = compare(chain(A, B, links=(AB,)), chain(A, ever="b"))
    assert [(one.source, one.target) for one in shown.linked(Became.ENDED)] == [("D1", "I1")]


def test_a_link_that_was_said_to_be_stronger_is_named():
    strong = replace(AB, strength=Strength.DECISIVE)
    shown = compare(chain(A, B, links=(AB,)), chain(A, B, links=(strong,)))
    assert shown.linked(Became.DESCRIBED)[0].then == AB
