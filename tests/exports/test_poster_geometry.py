"""The page holds: nothing overflows, overlaps or crosses, and people find their cards again."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace.changes.rules import STATEMENT_MAX, VISION, Level
from coopspace.exports.poster import paper
from coopspace.exports.poster.board import LANE_CLEAR, LANE_PITCH
from coopspace.exports.poster.frame import Frame
from coopspace.exports.poster.letters import POINT, Paragraph
from coopspace.exports.poster.links import sun_edge
from coopspace.exports.poster.paper import PAPERS, Format
from coopspace.exports.poster.poster import PosterChange, PosterLink
from coopspace.exports.poster.sheet import Options, Sheet, fits_one_page, sheets
from tests.exports import samples

ONE_LANE = 2 * LANE_CLEAR + LANE_PITCH
"""What a card may move when a link of another column passes elsewhere."""
SIZES = {
    "empty": (0, 0, 0),
    "one": (1, 0, 0),
    "thirty": (13, 11, 6),
    "sixty": (28, 21, 11),
    "sixty, most of them direct": (38, 15, 7),
    "sixty, as many of each": (20, 20, 20),
}
LINKS = {"thirty": 60, "sixty": 150, "sixty, most of them direct": 150}
LINKS["sixty, as many of each"] = 150


def sample(name: str):
    if name == "the Trois-Ponts":
        return samples.poster()
    changes = samples.changes_of(*SIZES[name])
    return samples.poster(changes, samples.links_of(changes, LINKS.get(name, 0)))


def one_sheet(poster, format: Format = Format.A3, **options: bool) -> Sheet:
    (sheet,) = sheets(poster, Options(format=format, **options))
    return sheet


@pytest.fixture(params=[*SIZES, "the Trois-Ponts"])
def sheet(request) -> Sheet:
    return one_sheet(sample(request.param))


def boxes(sheet: Sheet) -> dict[str, tuple[float, float, float, float]]:
    return {one.code: (one.x, one.y, one.right, one.bottom) for one in sheet.board.cards.values()}


def points(curve, steps: int = 24):
    for p0, p1, p2, p3 in curve.pieces:
        for step in range(steps + 1):
            t = step / steps
            yield tuple(
                (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
                for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
            )


def paragraphs_of(frame: Frame) -> list[Paragraph]:
    found = [frame.over, frame.title, frame.vision_over, frame.vision, frame.held_by, frame.key]
    found += [text for head in frame.heads for text in (head.title, head.saying)]
    found += [head.question for head in frame.heads if head.question]
    found += [text for voice in frame.voices for text in (voice.name, voice.said)]
    found += [sign.name for sign in frame.signs]
    found += [*frame.key_lines, *frame.live, *([frame.notes] if frame.notes else [])]
    return found


def ends(paragraph: Paragraph) -> tuple[float, float, float, float]:
    last = paragraph.lines[-1]
    below = max((run.style.size for run in last), default=0) * 0.24
    above = max(run.style.size for run in paragraph.lines[0]) * 0.74
    bottom = paragraph.y + paragraph.pitch * (len(paragraph.lines) - 1) + below
    return paragraph.x, paragraph.y - above, paragraph.x + paragraph.width, bottom


def test_no_text_leaves_its_card(sheet):
    for card in sheet.board.cards.values():
        for paragraph in card.paragraphs:
            left, top, right, bottom = ends(paragraph)
            assert left > 0, card.code
            assert top > 0, card.code
            assert right < card.width, card.code
            assert bottom < card.height, card.code


def test_no_card_overlaps_another_or_leaves_the_board(sheet):
    setting = sheet.board.setting
    for _, top, right, bottom in boxes(sheet).values():
        assert setting.top - 1e-6 <= top
        assert bottom <= setting.bottom + 1e-6
        assert right < setting.sun_x
    for one, other in itertools.combinations(boxes(sheet).values(), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] < other[1] or other[3] < one[1]


def test_no_link_passes_through_a_card(sheet):
    for curve in sheet.curves:
        for x, y in points(curve):
            for code, (left, top, right, bottom) in boxes(sheet).items():
                inside = left + 0.01 < x < right - 0.01 and top < y < bottom
                assert not inside, (curve.link, code)


def test_no_link_crosses_the_light_it_reaches(sheet):
    for curve in sheet.curves:
        for x, y in points(curve):
            assert x < sun_edge(sheet.board.setting, y), curve.link


def test_every_link_is_drawn_from_its_source_to_its_target(sheet):
    cards = sheet.board.cards
    assert {curve.link for curve in sheet.curves} == set(sheet.poster.links)
    for curve in sheet.curves:
        source = cards[curve.link.source]
        (x, y), *_ = curve.pieces[0]
        assert x == source.right
        assert source.y < y < source.bottom
        if curve.link.target != VISION:
            target = cards[curve.link.target]
            assert curve.tip[0] in (target.x, target.right)
            assert target.y < curve.tip[1] < target.bottom


def test_two_links_of_a_card_never_share_their_end(sheet):
    starts = [(curve.link.source, curve.pieces[0][0]) for curve in sheet.curves]
    tips = [(curve.link.target, curve.tip) for curve in sheet.curves]
    assert len(set(starts)) == len(starts)
    assert len(set(tips)) == len(tips)


def test_links_bend_without_a_break(sheet):
    for curve in sheet.curves:
        for before, after in itertools.pairwise(curve.pieces):
            assert before[3] == after[0]


@pytest.mark.parametrize("format", Format)
def test_no_letter_is_smaller_than_the_smallest(format):
    for name in ("empty", "the Trois-Ponts", "thirty", "sixty", "sixty, as many of each"):
        for page in sheets(sample(name), Options(format=format, room_to_write=True)):
            texts = [one for card in page.board.cards.values() for one in card.paragraphs]
            for paragraph in (*texts, *paragraphs_of(page.frame)):
                for run in itertools.chain.from_iterable(paragraph.lines):
                    assert run.style.size >= 7 * POINT - 1e-9, run.text


@pytest.mark.parametrize("options", [{}, {"room_to_write": True}])
@pytest.mark.parametrize("format", Format)
def test_what_surrounds_the_cards_stays_on_the_page_and_apart(format, options):
    for page in sheets(sample("the Trois-Ponts"), Options(format=format, **options)):
        placed = [ends(one) for one in paragraphs_of(page.frame)]
        x, y, size = page.frame.code_box
        placed.append((x, y, x + size, y + size))
        for left, top, right, bottom in placed:
            assert left >= 0
            assert top >= 0
            assert right <= page.paper.width
            assert bottom <= page.paper.height
        for one, other in itertools.combinations(placed, 2):
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)


def test_the_vision_stays_within_its_light(sheet):
    vision, setting = sheet.frame.vision, sheet.board.setting
    for number, line in enumerate(vision.lines):
        y = vision.y + number * vision.pitch
        assert vision.x > sun_edge(setting, y)
        assert vision.x + line[-1].x + line[-1].width <= sheet.paper.width


def test_fourteen_changes_are_written_to_be_read_from_two_metres():
    page = one_sheet(sample("the Trois-Ponts"))
    assert page.board.setting.points == 14
    assert page.frame.vision.lines[0][0].style.size >= 27 * POINT


@pytest.mark.parametrize("name", ["sixty", "sixty, most of them direct", "sixty, as many of each"])
def test_sixty_changes_and_a_hundred_and_fifty_links_stand_on_one_page(name):
    page = one_sheet(sample(name))
    assert len(page.board.cards) == 60
    assert len(page.curves) == 150
    assert page.board.setting.points >= 8


@pytest.mark.parametrize("name", ["the Trois-Ponts", "thirty", "sixty"])
@pytest.mark.parametrize("level", Level)
def test_adding_a_card_reorders_nothing_and_leaves_the_other_columns_in_place(name, level):
    before = sample(name)
    new = PosterChange(f"{level.letter}99", level, "Le quartier se raconte.", ("cultural",))
    after = replace(before, changes=(*before.changes, new))
    old, page = one_sheet(before), one_sheet(after)
    for one in Level:
        codes = [card.code for card in old.board.cards.values() if card.change.level is one]
        still = [card.code for card in page.board.cards.values() if card.change.level is one]
        assert [code for code in still if code != new.code] == codes
        if one is not level and old.board.setting == page.board.setting:
            for code in codes:
                assert abs(page.board.cards[code].y - old.board.cards[code].y) < ONE_LANE


def test_adding_a_card_to_an_airy_page_keeps_the_others_columns_where_they_were():
    before = sample("the Trois-Ponts")
    new = PosterChange("U4", Level.ULTIMATE, "Le quartier se raconte.", ("cultural",))
    old, page = one_sheet(before), one_sheet(replace(before, changes=(*before.changes, new)))
    assert old.board.setting == page.board.setting
    moved = {c for c in old.board.cards if old.board.cards[c] != page.board.cards[c]}
    assert moved == {"U1", "U2", "U3"}


def test_the_options_of_the_page_move_nothing():
    plain = one_sheet(sample("the Trois-Ponts"))
    other = one_sheet(sample("the Trois-Ponts"), saves_ink=True, room_to_write=True)
    assert plain.board == other.board
    assert plain.curves == other.curves


def test_beyond_one_page_each_ultimate_change_gets_its_own():
    changes = samples.changes_of(50, 40, 8)
    poster = samples.poster(changes, samples.links_of(changes, 240))
    pages = sheets(poster)
    assert not fits_one_page(poster, Format.A3)
    assert len(pages) > 1
    assert all(page.board.fits for page in pages)
    goals = [page.poster.part.goals for page in pages]
    assert {goal for one in goals for goal in one} == {f"U{n}" for n in range(1, 9)}
    assert {code for page in pages for code in page.board.cards} == {one.code for one in changes}
    numbers = [page.poster.part.number for page in pages]
    assert numbers == list(range(1, len(pages) + 1))


def test_a_page_of_several_says_so():
    page = sheets(sample("the Trois-Ponts"), Options(by_goal=True))[1]
    assert page.frame.over.text == "Stratégie de changement · Page 2 of 4: what leads to U2"


def test_a_page_of_several_shows_all_that_leads_to_its_change_and_nothing_else():
    pages = sheets(sample("the Trois-Ponts"), Options(by_goal=True))
    assert [set(page.board.cards) for page in pages] == [
        {"U1", "I1", "I2", "I3", "D1", "D2", "D3"},
        {"U2", "I3", "I4", "D3", "D4"},
        {"U3", "I5", "D5"},
        {"D6"},
    ]


def test_a_card_names_what_it_leads_to_even_on_another_page():
    page = sheets(sample("the Trois-Ponts"), Options(by_goal=True))[0]
    said = [one.text for one in page.board.cards["I3"].paragraphs]
    assert said[-1] == "Mène\u00a0à\u00a0U1, U2"
    assert {curve.link.target for curve in page.curves} == {"I1", "I2", "I3", "U1", VISION}


def test_changes_that_all_lead_to_one_are_shared_over_several_pages():
    changes = (*samples.changes_of(70, 40, 1),)
    links = [PosterLink(f"D{n}", f"I{n % 40 + 1}") for n in range(1, 71)]
    links += [PosterLink(f"I{n}", "U1") for n in range(1, 41)]
    pages = sheets(samples.poster(changes, links))
    assert len(pages) > 1
    assert all(page.board.fits and "U1" in page.board.cards for page in pages)
    assert {code for page in pages for code in page.board.cards} == {one.code for one in changes}


def test_a_chain_inside_one_level_is_shared_too():
    changes = samples.changes_of(120, 0, 0)
    links = [PosterLink(f"D{n}", f"D{n + 1}") for n in range(1, 120)]
    pages = sheets(samples.poster(changes, links))
    assert {code for page in pages for code in page.board.cards} == {one.code for one in changes}
    assert all(page.board.fits for page in pages)


def test_the_longest_statement_of_the_method_stays_on_its_card_in_full():
    longest = ("Les habitants du quartier et les agents savent " * 9)[:STATEMENT_MAX].strip()
    changes = (PosterChange("D1", Level.DIRECT, longest, ("built", "cultural")),)
    page = one_sheet(samples.poster(changes, []))
    assert page.board.cards["D1"].paragraphs[0].text == f"D1 {longest}"


def test_a_long_site_name_stays_on_its_line():
    page = one_sheet(replace(sample("the Trois-Ponts"), title="Communauté de communes " * 14))
    assert len(page.frame.title.lines) == 1
    assert page.frame.title.x + page.frame.title.width < page.board.setting.sun_x


@pytest.mark.parametrize("words", [40, 120, 400])
def test_a_long_vision_stays_in_its_light(words):
    page = one_sheet(replace(sample("the Trois-Ponts"), vision="accompagnement partagé " * words))
    vision = page.frame.vision
    assert page.frame.vision_over.y > 0.1 * page.paper.height
    assert vision.y + vision.pitch * len(vision.lines) < 0.92 * page.paper.height
    assert max(line[-1].x + line[-1].width for line in vision.lines) + vision.x < page.paper.width


def test_an_empty_column_asks_its_question():
    page = one_sheet(sample("one"))
    asked = {head.level: bool(head.question) for head in page.frame.heads}
    assert asked == {Level.DIRECT: False, Level.INTERMEDIATE: True, Level.ULTIMATE: True}


@st.composite
def chains(draw):
    counts = [draw(st.integers(0, 9)) for _ in Level]
    changes = [
        PosterChange(
            f"{level.letter}{number + 1}",
            level,
            draw(st.text(min_size=1, max_size=STATEMENT_MAX)),
            tuple(draw(st.sets(st.sampled_from(["built", "economic", "political", "cultural"])))),
            warning=draw(st.sampled_from(["", "Ne mène à aucun changement"])),
        )
        for level, count in zip(Level, counts, strict=True)
        for number in range(count)
    ]
    pairs = [
        (one.code, other.code)
        for one, other in itertools.combinations(changes, 2)
        if one.level.rank <= other.level.rank
    ] + [(one.code, VISION) for one in changes]
    linked = draw(st.lists(st.sampled_from(pairs), max_size=30, unique=True)) if pairs else []
    return samples.poster(tuple(changes), [PosterLink(*one) for one in linked])


@given(chains(), st.sampled_from(Format))
@settings(max_examples=40, deadline=None)
def test_whatever_people_write_the_page_holds(poster, format):
    for page in sheets(poster, Options(format=format)):
        assert page.board.fits
        test_no_text_leaves_its_card(page)
        test_no_card_overlaps_another_or_leaves_the_board(page)
        test_no_link_passes_through_a_card(page)
        test_no_link_crosses_the_light_it_reaches(page)


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_letter_and_line_is_legible_in_black_and_white():
    for color in (paper.INK, paper.INK_2, paper.ALERT):
        assert contrast(color, paper.PAPER) >= 4.5
    assert contrast(paper.INK, paper.SUN) >= 4.5
    for color in (*paper.CURVES, *paper.COLLEGE_COLORS.values(), paper.CARD_EDGE):
        assert contrast(color, paper.PAPER) >= 3
    assert PAPERS[Format.A3].smallest == PAPERS[Format.A4].smallest
