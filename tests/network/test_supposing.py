"""What would change is said with names, and never nothing."""

import random
import re

from coopspace.network.graph import Network
from coopspace.network.holding import graph_of, leaving
from coopspace.network.supposing import of_change, of_departure, of_step
from coopspace.network.trying import reaching
from coopspace.network.waves import compare
from tests.network.networks import odd
from tests.network.test_reading import english
from tests.network.test_trying import of

BLANK = re.compile(r"%\((\w+)\)")


def stepped(network: Network, a: str, b: str, level: int = 5) -> list[str]:
    return [english(fact) for fact in of_step(reaching(network, a, b, level=level))]


def test_a_step_says_who_comes_in_and_what_holds_better():
    assert stepped(of("a5b b5c c5a", alone="z"), "z", "a") == [
        "z would have its first tie.",
        "a would come to hold a part of the network alone.",
    ]
    assert stepped(of("a5b b5c c5d"), "d", "a") == ["The network would hold there without b, c."]
    assert stepped(of("a5b c5d"), "b", "c")[0] == "Two parts that nothing links would be joined."


def test_a_step_that_changes_little_says_so():
    square = of("a5b b5c c5d d5a")
    assert stepped(square, "a", "c") == [
        "One tie more or less: nothing else that we measure changes."
    ]
    assert stepped(square, "a", "c", level=2) == ["Nothing that we measure would change."]


def test_a_step_down_says_what_is_lost():
    assert stepped(of("a5b"), "a", "b", level=2) == ["a, b would lose their last tie."]
    assert (
        stepped(of("a5b b5c c5d"), "b", "c", level=2)[0] == "The network would part in two there."
    )


def left(network: Network, who: str) -> list[str]:
    return [english(fact) for fact in of_departure(leaving(graph_of(network), who))]


def test_a_departure_says_what_would_split_and_who_would_be_alone():
    assert left(of("a5b b5c b5d d5e"), "b") == [
        "Without b, this part of the network would split into 3, and 5 pairs of organisations "
        "would no longer be linked.",
        "a, c would be left without a tie of their own.",
    ]
    assert left(of("a5b b5c"), "b")[0].endswith(
        "one pair of organisations would no longer be linked."
    )


def test_a_departure_that_undoes_nothing_says_so():
    assert left(of("a5b b5c c5a"), "a") == [
        "Without a, those it works with would stay linked to one another."
    ]
    assert left(of("a5b", alone="z"), "z") == ["z has no tie yet."]


def test_a_wave_says_what_it_brought():
    said = [english(fact) for fact in of_change(compare(of("a5b b5c d2e"), of("a5b b3c c5f d5e")))]
    assert said == [
        "The network now holds there without b.",
        "d, e have their first tie.",
        "f has come onto the map.",
    ]
    assert of_change(compare(of("a5b"), of("a5b"))) == ()


def test_every_sentence_is_filled_whatever_the_networks():
    chance = random.Random(31)
    kinds = set()
    for _one in range(300):
        network, other = odd(chance), odd(chance)
        told = [*of_change(compare(network, other))]
        ids = [node.id for node in network.nodes]
        if len(ids) > 1:
            a, b = chance.sample(ids, 2)
            told += of_step(reaching(network, a, b, level=chance.randint(1, 7)))
            told += of_departure(leaving(graph_of(network), a))
        for fact in told:
            assert set(BLANK.findall(fact.sentence)) <= {*fact.numbers, *fact.who}
            assert all(fact.who.values())
            assert english(fact)
            kinds.add(fact.kind)
    assert len(kinds) > 14
