"""What the map shows of a network: plain values, no fixture."""

import pytest

from blueprints.stakeholders.asking import Face, Size, matches, wishes
from blueprints.stakeholders.drawing import SCREEN, STROKES, drawn, outline
from blueprints.stakeholders.scene import LARGEST, NAMED_AT_MOST, SMALLEST, STRONGEST, Asked
from blueprints.stakeholders.tables import GRID_AT_MOST, grid, ordered
from coopspace.network.graph import Network, Node, View
from coopspace.stakeholders.rules import SECTORS
from tests.stakeholders.nets import network, places, shown

MADE = network(24, 60)
SHAPELESS = {"civil", "other"}
"""Both are round; one is full, the other hollow."""


def read(**given: str):
    names = {node.id: node.name for node in MADE.nodes}
    return wishes(given, waves=(1, 2), names=names, many=False)


def test_every_relation_is_one_line_told_from_the_first_name():
    scene = shown(MADE)
    assert len(scene.lines) == len(MADE.ties)
    for line in scene.lines:
        a, b = scene.by_id[line.a], scene.by_id[line.b]
        assert a.name.casefold() <= b.name.casefold()
        views = {(v.source, v.target): v.level for v in MADE.views}
        assert (line.there, line.back) == (views.get((a.id, b.id)), views.get((b.id, a.id)))
        assert line.level == min(one for one in (line.there, line.back) if one)


@pytest.mark.parametrize("least", range(1, 8))
def test_lines_below_the_level_asked_for_are_left_out(least: int):
    lines = shown(MADE, Asked(least=least)).lines
    assert len(lines) == sum(tie.level >= least for tie in MADE.ties)


def test_a_sector_is_shown_with_those_it_works_with():
    scene = shown(MADE, Asked(sector="health"))
    health = {node.id for node in MADE.nodes if node.college == "health"}
    assert health <= {mark.id for mark in scene.marks}
    assert all(health & {line.a, line.b} for line in scene.lines)
    assert len(scene.marks) < len(MADE.nodes)


def test_a_ring_and_a_kind_of_exchange_sift_too():
    core = {node.id for node in MADE.nodes if node.ring == "core"}
    assert all(core & {one.a, one.b} for one in shown(MADE, Asked(ring="core")).lines)
    assert all("funding" in one.kinds for one in shown(MADE, Asked(kind="funding")).lines)
    assert len(shown(MADE, Asked(kind="funding")).marks) == len(MADE.nodes)


def test_one_organisation_is_looked_at_among_the_others_or_alone_with_its_partners():
    who = MADE.ties[0].a
    among, alone = shown(MADE, Asked(chosen=who)), shown(MADE, Asked(chosen=who, around=True))
    assert len(among.lines) == len(MADE.ties)
    assert {one.near for one in among.lines} == {True, False}
    assert alone.lines
    assert all(one.near for one in alone.lines)
    assert {mark.id for mark in alone.marks} == {m.id for m in among.marks if m.near or m.chosen}


def test_two_waves_are_told_apart():
    before = Network(
        MADE.nodes,
        (
            View(MADE.ties[0].a, MADE.ties[0].b, 2),
            View(MADE.nodes[-1].id, MADE.nodes[-2].id, 6),
        ),
    )
    scene = shown(MADE, before=before)
    kinds = {one.change for one in scene.lines}
    gone = [one for one in scene.lines if one.change == "gone"]
    assert kinds >= {"new", "gone"}
    assert [one.level for one in gone] == [6]
    assert not gone[0].counts
    moved = next(one for one in scene.lines if {one.a, one.b} == {*_ends(MADE.ties[0])})
    assert moved.before == 2
    assert scene.compared


def _ends(tie):
    return (tie.a, tie.b)


def test_in_a_crowd_the_strongest_alone_are_named():
    few, many = network(NAMED_AT_MOST, 200), network(NAMED_AT_MOST + 1, 200)
    assert all(mark.named for mark in shown(few).marks)
    assert sum(mark.named for mark in shown(many).marks) == STRONGEST


def test_sizes_stay_in_their_bounds_and_follow_the_measure():
    marks = sorted(shown(MADE).marks, key=lambda mark: mark.measure)
    assert [mark.radius for mark in marks] == sorted(mark.radius for mark in marks)
    assert marks[0].radius == SMALLEST
    assert marks[-1].radius == LARGEST


@pytest.mark.parametrize("size", [0, 1, 2])
def test_the_smallest_networks_are_drawn(size: int):
    nodes = tuple(Node(f"r{place}", f"Nom {place}", "other") for place in range(size))
    found = drawn(shown(Network(nodes, ())))
    assert len(found.spots) == size
    assert found.bands == ()


def test_each_sector_has_a_shape_of_its_own_and_each_level_a_stroke():
    paths = {one.value: outline(one.value, 8) for one in SECTORS}
    alone = [path for one, path in paths.items() if one not in SHAPELESS]
    assert len(set(alone)) == len(alone) == len(SECTORS) - len(SHAPELESS)
    assert len(set(STROKES.values())) == len(STROKES) == 7


def test_everything_stands_on_the_sheet_and_the_same_at_every_drawing():
    found = drawn(shown(MADE))
    assert found == drawn.__wrapped__(shown(MADE))
    for spot in found.spots:
        assert 0 < spot.x < SCREEN.width
        assert 0 < spot.y < SCREEN.height
        assert spot.word
    assert {(s.x, s.y) for s in found.spots} == {SCREEN.at(*p) for p in places(MADE).values()}


def test_names_hide_each_other_less_than_if_all_stood_below():
    found = drawn(shown(MADE))
    assert len({spot.word.anchor for spot in found.spots if spot.word}) > 1


def test_the_grid_holds_each_view_once_and_is_of_sectors_in_a_crowd():
    found = grid(shown(MADE))
    cells = [one for row in found.rows for one in row.views if one is not None]
    assert len(cells) == len(MADE.views)
    counted = [pair for _code, pairs in found.pairs for pair in pairs if pair]
    assert sum(pair.relations for pair in counted) == len(MADE.ties)
    assert sum(pair.counted for pair in counted) == len(MADE.counted)
    assert not grid(shown(network(GRID_AT_MOST + 1, 200))).rows


def test_the_list_is_ordered_as_asked():
    lines = shown(MADE).lines
    levels = [one.level for one in ordered(lines, "niveau")]
    assert levels == sorted(levels, reverse=True)
    assert ordered(lines, "ecart")[0].gap == max(one.gap for one in lines)
    assert ordered(lines, "nom") == list(lines)


def test_an_address_is_understood_whatever_was_typed():
    assert read() == read(niveau="9", secteur="x", vague="7", vue="?", taille="!", tri="haut")
    asked = read(niveau="4", secteur="civil", vague="2", avec="1", vue="matrice", taille="liens")
    assert (asked.asked.least, asked.asked.sector) == (4, "civil")
    assert (asked.wave, asked.against, asked.face, asked.size) == (2, 1, Face.MATRIX, Size.TIES)
    assert read(vague="1", avec="1").against is None
    again = wishes(
        {key: str(value) for key, value in asked.query().items()},
        waves=(1, 2),
        names={},
        many=False,
    )
    assert again == asked


def test_a_name_is_found_without_its_accents_or_offered():
    names = {node.id: node.name for node in MADE.nodes}
    assert names[read(cherche="epicerie").asked.chosen] == "Épicerie solidaire"
    assert not read(cherche="organisation").asked.chosen
    assert len(matches("organisation", names)) > 2
    assert not matches("", names)


def test_a_long_map_opens_on_the_relations_that_count():
    assert wishes({}, waves=(), names={}, many=True).asked.least == 4
    assert wishes({"niveau": "1"}, waves=(), names={}, many=True).asked.least == 1
