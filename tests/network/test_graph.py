import random

from coopspace.network.graph import Network, Node, Silence, Tie, View, without


def nodes(letters: str) -> tuple[Node, ...]:
    return tuple(Node(letter, letter.upper(), "civil") for letter in letters)


def test_a_tie_stands_at_the_lower_of_the_two_levels():
    network = Network(nodes("ab"), (View("a", "b", 6), View("b", "a", 4)))
    (tie,) = network.ties
    assert tie == Tie("a", "b", 6, 4)
    assert (tie.level, tie.gap, tie.counts) == (4, 2, True)


def test_a_tie_that_one_side_told_has_no_gap():
    (tie,) = Network(nodes("ab"), (View("b", "a", 5),)).ties
    assert (tie.there, tie.back, tie.level, tie.gap) == (None, 5, 5, None)


def test_a_relation_below_the_fourth_level_is_shown_and_not_counted():
    network = Network(nodes("abc"), (View("a", "b", 3), View("b", "c", 4)))
    assert [(tie.a, tie.b) for tie in network.ties] == [("a", "b"), ("b", "c")]
    assert [(tie.a, tie.b) for tie in network.counted] == [("b", "c")]


def test_the_lower_level_decides_whether_a_tie_counts():
    assert Network(nodes("ab"), (View("a", "b", 7), View("b", "a", 3))).counted == ()


def test_what_is_said_of_oneself_or_of_a_stranger_is_no_tie():
    assert (
        Network(nodes("ab"), (View("a", "a", 7), View("a", "z", 7), View("z", "b", 7))).ties == ()
    )


def test_an_answer_speaks_before_the_map_and_of_two_alike_the_lower_level():
    views = (View("a", "b", 2), View("a", "b", 6, origin="answer"), View("a", "b", 3))
    assert Network(nodes("ab"), views).ties[0].there == 6
    twice = (View("a", "b", 5), View("a", "b", 4), View("a", "b", 7))
    assert Network(nodes("ab"), twice).ties[0].there == 4


def test_the_order_of_rows_changes_nothing():
    chance = random.Random(4)
    people = [Node(str(n), f"n{n}", "state") for n in range(12)] + [Node("3", "again", "civil")]
    views = [
        View(str(chance.randrange(12)), str(chance.randrange(12)), chance.randint(1, 7))
        for _one in range(40)
    ]
    first = Network(tuple(people), tuple(views))
    for _time in range(5):
        chance.shuffle(people)
        chance.shuffle(views)
        again = Network(tuple(people), tuple(views))
        assert (again, again.ties) == (first, first.ties)
    assert len(first.nodes) == 12


def test_no_figure_of_the_whole_below_ten_or_under_seventy_per_cent():
    ten = nodes("abcdefghij")
    asked = frozenset("abcdefghij")
    assert Network(ten[:9], ()).silence is Silence.FEW
    assert Network(ten, ()).silence is None
    assert Network(ten, (), asked, frozenset("abcdef")).silence is Silence.UNANSWERED
    assert Network(ten, (), asked, frozenset("abcdefz")).silence is Silence.UNANSWERED
    seven = Network(ten, (), asked, frozenset("abcdefg"))
    assert (seven.silence, seven.missing) == (None, frozenset("hij"))


def test_a_network_without_somebody_keeps_the_rest():
    network = Network(
        nodes("abc"), (View("a", "b", 5), View("b", "c", 5)), frozenset("ab"), frozenset("a")
    )
    left = without(network, ["a"])
    assert [node.id for node in left.nodes] == ["b", "c"]
    assert [(tie.a, tie.b) for tie in left.ties] == [("b", "c")]
    assert (left.asked, left.answered) == (frozenset("b"), frozenset())
