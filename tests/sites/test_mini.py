"""The chain in miniature: every change has its box, inside the picture."""

import re
from itertools import pairwise

from blueprints.sites import mini
from coopspace.changes.chain import Arc, Node
from coopspace.changes.glance import Glance
from coopspace.changes.rules import VISION, Effect, Level


def points(path: str) -> list[tuple[float, float]]:
    """Where a curve passes, from left to right."""
    found: list[tuple[float, float]] = []
    for letter, text in re.findall(r"([MCH])([^MCH]+)", path):
        numbers = [float(one) for one in text.split()]
        found.append((numbers[0], found[-1][1]) if letter == "H" else (numbers[-2], numbers[-1]))
    return found


def chain(direct: int, intermediate: int, ultimate: int) -> tuple[Node, ...]:
    return tuple(
        Node(f"{level.letter}{number}", level, key=float(number))
        for level, count in zip(Level, (direct, intermediate, ultimate), strict=True)
        for number in range(1, count + 1)
    )


def test_every_change_has_its_box_and_every_link_its_curve():
    nodes = chain(3, 2, 2)
    arcs = (Arc("D1", "I1"), Arc("D2", "I1"), Arc("I1", "U1"), Arc("U1", VISION))
    drawn = mini.draw(nodes, arcs, frozenset({"D3"}))
    assert len(drawn.boxes) == len(nodes)
    assert len(drawn.curves) == len(arcs)
    assert [box.lost for box in drawn.boxes].count(True) == 1
    assert points(drawn.curves[-1])[-1] == (mini.WIDTH, mini.HEIGHT / 2)


def test_sixty_changes_stay_inside_the_picture():
    drawn = mini.draw(chain(28, 22, 10), (), frozenset())
    assert len(drawn.boxes) == 60
    assert all(box.y >= 0 and box.y + drawn.tall <= mini.HEIGHT for box in drawn.boxes)
    columns = {x: sorted(box.y for box in drawn.boxes if box.x == x) for x in (6, 98, 190)}
    for places in columns.values():
        assert all(b - a >= drawn.tall for a, b in pairwise(places))


def test_a_link_that_jumps_a_level_passes_between_the_boxes():
    nodes = chain(1, 2, 1)
    arcs = (Arc("D1", "I1"), Arc("D1", "I2"), Arc("I1", "U1"), Arc("I2", "U1"), Arc("D1", "U1"))
    drawn = mini.draw(nodes, arcs, frozenset())
    [lane] = {y for x, y in points(drawn.curves[-1]) if x in (98, 116)}
    middles = [box.y + drawn.tall / 2 for box in drawn.boxes if box.x == 98]
    assert all(abs(lane - middle) > drawn.tall / 2 for middle in middles)


def test_neighbours_of_one_level_are_linked_on_their_right():
    drawn = mini.draw(chain(0, 2, 0), (Arc("I1", "I2"),), frozenset())
    assert drawn.curves[0].startswith("M116 ")
    assert drawn.curves[0].split()[-2] == "116"


def test_what_leads_to_the_vision_is_counted_over_what_is_wanted():
    nodes = (*chain(2, 1, 1), Node("I9", Level.INTERMEDIATE, Effect.NEGATIVE))
    arcs = (Arc("D1", "I1"), Arc("I1", "U1"), Arc("U1", VISION), Arc("D1", "I9"))
    seen = Glance(nodes, arcs, {})
    assert seen.on_the_way == {"D1", "I1", "U1"}
    assert seen.wanted == {"D1", "D2", "I1", "U1"}
