"""What is said of a network: first things first, with names, whole in both languages."""

import json
import random
import re
from dataclasses import replace

from coopspace import method
from coopspace.network import figures
from coopspace.network.figures import ORDER, Unit
from coopspace.network.graph import Network, Node, View
from coopspace.network.measures import measure
from coopspace.network.ranges import Range, certainty
from coopspace.network.reading import Fact, facts
from coopspace.network.trying import openings
from tests.network.networks import odd, plausible

BLANK = re.compile(r"%\((\w+)\)[sd]")


def star(size: int = 12) -> Network:
    nodes = tuple(
        Node(f"o{n:02}", f"N{n}", ("state", "authority", "civil")[n % 3]) for n in range(size)
    )
    return Network(nodes, tuple(View("o00", one.id, 5) for one in nodes[1:]))


def said(network: Network) -> list[str]:
    """Every fact in English, names by their ids."""
    return [english(fact) for fact in facts(measure(network), openings(network))]


def english(fact: Fact) -> str:
    who = {name: ", ".join(ids) for name, ids in fact.who.items()}
    more = {name: ", ".join(ids) for name, ids in fact.more_who.items()}
    return f"{fact.sentence % {**fact.numbers, **who, **fact.sectors}} {fact.more % more}".strip()


def kinds(network: Network) -> list[str]:
    return [fact.kind for fact in facts(measure(network), openings(network))]


def test_a_network_that_one_organisation_holds_says_so_first_with_its_name():
    first = said(star())[0]
    assert first == (
        "The network holds by one organisation alone: o00. Without it, 10 others would be cut off "
        "from the rest."
    )


def test_a_network_that_nobody_holds_alone_says_so():
    ring = star()
    ids = [node.id for node in ring.nodes]
    round_ = Network(
        ring.nodes, tuple(View(a, b, 4) for a, b in zip(ids, ids[1:] + ids[:1], strict=True))
    )
    assert said(round_)[0].startswith("No organisation holds the network alone")
    assert "All organisations are linked, directly or through others." in said(round_)


def test_missing_answers_are_said_beside_what_they_could_change():
    network = star()
    asked = frozenset(network.by_id)
    loose = replace(network, asked=asked, answered=asked - {"o03"})
    assert said(loose)[0].endswith("The missing answers could change this.")
    refusing = tuple(View(one.id, "o03", 2) for one in network.nodes if one.id != "o03")
    firm = replace(loose, views=network.views + refusing)
    assert said(firm)[0].endswith("Whatever the missing answers say, this stays true of o00.")


def test_who_is_left_out_is_named_with_a_question():
    network = star()
    alone = replace(network, nodes=(*network.nodes, Node("z", "Z", "civil")))
    assert "One organisation has no tie yet: z. Who could invite them?" in said(alone)


def test_a_gap_between_two_views_is_named_as_a_subject():
    network = star()
    apart = replace(network, views=(*network.views, View("o01", "o00", 2), View("o02", "o00", 5)))
    assert any(
        sentence.startswith("Of 2 relations told by both sides, one is seen two levels apart")
        and "o00 and o01" in sentence
        for sentence in said(apart)
    )


def test_a_step_worth_a_try_names_both_and_what_it_would_free():
    network = star()
    known = replace(network, views=(*network.views, View("o01", "z", 5), View("z", "o02", 3)))
    grown = replace(known, nodes=(*network.nodes, Node("z", "Z", "civil")))
    assert said(grown)[-1] == (
        "If o02 and z came to assist each other, the network would hold there without o01."
    )


def test_a_first_tie_is_told_when_nothing_else_would_change():
    network = star()
    grown = replace(
        network,
        nodes=(*network.nodes, Node("z", "Z", "civil")),
        views=(*network.views, View("o00", "z", 2)),
    )
    assert said(grown)[-1] == "If o00 and z came to assist each other, z would have its first tie."


def test_nothing_is_read_where_no_figure_may_be_given():
    assert facts(measure(star(9))) == ()
    network = star()
    unanswered = replace(network, asked=frozenset(network.by_id), answered=frozenset(["o01"]))
    assert facts(measure(unanswered)) == ()
    assert figures.figures(measure(unanswered)) == ()


def test_a_network_without_a_tie_says_only_that():
    low = Network(star().nodes, (View("o00", "o01", 3),))
    assert kinds(low) == ["no_tie"]


def test_what_could_break_comes_before_what_is_shared_out():
    order = kinds(plausible(24, 58))
    assert order[0] == "fragile"
    assert order.index("isolated") < order.index("across") < order.index("levels")


def test_every_sentence_is_filled_whatever_the_network():
    chance = random.Random(17)
    seen = set()
    for _one in range(400):
        network = odd(chance, most=16)
        for fact in facts(measure(network), openings(network)):
            given = {**fact.numbers, **fact.who, **fact.sectors}
            assert set(BLANK.findall(fact.sentence)) <= set(given)
            assert set(BLANK.findall(fact.more)) <= set(fact.more_who)
            assert all(given[name] for name in BLANK.findall(fact.sentence) if name in fact.who)
            assert english(fact)
            seen.add(fact.kind)
    assert {"fragile", "isolated", "pieces", "across", "views", "opening", "closed_trios"} <= seen


def test_every_figure_has_its_words_in_both_languages():
    words = method.load("network")
    for key in ORDER:
        for part in ("name", "formula", "read", "caution"):
            assert f"measures.{key}.{part}" in words
            assert words[f"measures.{key}.{part}"].source
    for key in words["measures"]:
        assert set(words[f"measures.{key}"]) == {"name", "formula", "read", "caution"}


def test_every_figure_has_its_range_where_answers_are_missing():
    network = plausible(30, 70, missing=0.2)
    found = certainty(network)
    assert found is not None
    assert set(ORDER) <= set(found.ranges)
    given = figures.figures(measure(network))
    assert [figure.key for figure in given] == list(ORDER)
    for figure in given:
        assert isinstance(figure.range, Range)
        assert figure.answers.whole == 30
        if figure.value is not None and figure.key not in ("same", "reciprocity"):
            assert figure.range.low - 1e-9 <= figure.value <= figure.range.high + 1e-9
    complete = figures.figures(measure(plausible(30, 70)))
    assert all(figure.range is None for figure in complete)


def test_figures_are_finite_plain_values():
    chance = random.Random(23)
    for _one in range(100):
        for figure in figures.figures(measure(odd(chance, most=14))):
            assert figure.unit in Unit
            json.dumps([figure.value, figure.part, figure.whole], allow_nan=False)
