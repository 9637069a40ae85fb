"""No individual answer follows from what the sites show, whatever is asked and subtracted (RGPD-6).

What leaves a round is a cell fixed at its reveal. Two things are proved. A cell leaves every answer
open: whoever it is of, at least two levels remain possible. And a page is made of cells alone: two
programmes whose cells are the same and whose answers differ show the same, to every pair of
questions, and before and after a late answer, a withdrawal, a new site. Leaky variants are caught.
"""

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.compare import drawing, reading, rules
from coopspace.compare.rules import Item, Middle, SiteView, Step, Wanted
from coopspace.continuum import actions as rounds
from coopspace.continuum import answering
from coopspace.continuum.model import ContinuumAnswer, ContinuumRound
from coopspace.continuum.rules import FEWEST, Figure, Placed, figure
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from tests.compare.acts import a_round, look, share, site_of, take_back
from tests.ledger import count
from tests.world import World

PAIRS = 10_000
INVITED = 8
DAY = datetime(2030, 3, 17, tzinfo=UTC)
TOPICS = ("health", "housing", "food")
Answers = tuple[int, ...]
World_ = tuple[tuple[str, tuple[Answers, ...], frozenset[Item], tuple[str, ...]], ...]
"""Sites of the pure proof: a name, the answers of each round, what is shared, the topics."""


@cache
def multisets(size: int) -> list[Answers]:
    """Every way in which so many people can answer, in order."""
    return list(itertools.combinations_with_replacement(range(1, 8), size))


def by_cell(size: int) -> dict[Figure | None, list[Answers]]:
    """The answers that each cell may stand for."""
    found: dict[Figure | None, list[Answers]] = {}
    for answers in multisets(size):
        found.setdefault(figure(answers, invited=INVITED), []).append(answers)
    return found


CELLS = {size: by_cell(size) for size in range(1, 8)}


@pytest.mark.parametrize("size", range(1, 8))
def test_a_cell_leaves_every_answer_open(size: int):
    for cell, behind in CELLS[size].items():
        assert (cell is None) is (size < FEWEST)
        possible = {level for answers in behind for level in answers}
        assert len(possible) >= 2, cell


def page(world: World_, wanted: Wanted, published=figure) -> object:
    """What the page shows of these sites: the cards, the drawings, the strip, the counts."""
    sites = [_site(one, published) for one in sorted(world)]
    kept = [one for one in sites if rules.fits(one, wanted, ours=None)]
    axis = drawing.axis(kept)
    return (
        kept,
        drawing.by_round(kept),
        [drawing.drawing(one, axis) for one in kept] if axis else [],
        [rules.went(one.steps, 4, 5) for one in kept],
        len(kept),
    )


def _site(one, published: Callable[..., Figure | None]) -> SiteView:
    name, told, shared, topics = one
    steps = []
    for number, answers in enumerate(told, 1):
        cell = published(answers, invited=INVITED)
        middle = (
            Middle(
                cell.low, cell.high, cell.lower_quarter, cell.upper_quarter, cell.answered, INVITED
            )
            if cell
            else None
        )
        steps.append(Step(number, DAY.replace(year=2029 + number), middle=middle))
    view = SiteView(slug=name, name=name, topics=topics, steps=tuple(steps))
    return rules.shown(view, shared)


def a_world(chance: random.Random) -> World_:
    return tuple(
        (
            f"Site {number}",
            tuple(
                chance.choice(multisets(chance.randint(1, 7)))
                for _one in range(chance.randint(0, 3))
            ),
            frozenset(chance.sample(list(Item), chance.randint(0, 7))),
            tuple(chance.sample(TOPICS, chance.randint(0, 2))),
        )
        for number in range(chance.randint(1, 5))
    )


def twin(world: World_, chance: random.Random) -> World_:
    """The same cells, other answers: below five, another number of people too."""
    return tuple(
        (name, tuple(_other(a, chance) for a in told), *rest) for name, told, *rest in world
    )


def _other(answers: Answers, chance: random.Random) -> Answers:
    cell = figure(answers, invited=INVITED)
    if cell is None:
        return chance.choice(multisets(chance.randint(1, FEWEST - 1)))
    return chance.choice(CELLS[len(answers)][cell])


def a_question(chance: random.Random) -> Wanted:
    return Wanted(
        topics=frozenset(chance.sample(TOPICS, chance.randint(0, 1))),
        went_from=chance.choice((None, 3, 4)),
        went_to=chance.choice((None, 4, 5)),
    )


def later(world: World_, chance: random.Random) -> World_:
    """What happens between two looks: an item taken back or shared, a site that comes."""
    if chance.random() < 0.3:
        return (*world, *(("Site 9", *rest) for _name, *rest in a_world(chance)[:1]))
    at = chance.randrange(len(world))
    name, told, shared, topics = world[at]
    changed = (name, told, shared ^ {chance.choice(list(Item))}, topics)
    return (*world[:at], changed, *world[at + 1 :])


def told_apart(pairs: int, published=figure) -> int:
    """How many pairs of questions tell two programmes of the same cells apart."""
    chance, found = random.Random(11), 0
    for _one in range(pairs):
        world = a_world(chance)
        other = twin(world, chance)
        first, second = a_question(chance), a_question(chance)
        seed = chance.random()
        then, other_then = (later(w, random.Random(seed)) for w in (world, other))
        looks = ((world, other, first), (world, other, second), (then, other_then, second))
        found += any(page(a, q, published) != page(b, q, published) for a, b, q in looks)
    return found


def test_ten_thousand_pairs_of_questions_tell_nobodys_answer():
    assert told_apart(PAIRS) == 0
    count("pairs of questions about sites, from which no answer follows", PAIRS)


def _of_three(answers: Sequence[int], *, invited: int) -> Figure | None:
    """A leak: groups of three are shown."""
    many = (*answers, *answers)
    return figure(many, invited=invited) if len(answers) >= 3 else None


def _with_extremes(answers: Sequence[int], *, invited: int) -> Figure | None:
    """A leak: the lowest and the highest answer leave the site."""
    cell = figure(answers, invited=invited)
    return replace(cell, lower_quarter=min(answers), upper_quarter=max(answers)) if cell else None


def _counted(answers: Sequence[int], *, invited: int) -> Figure | None:
    """A leak: how many answered a round of few."""
    return figure(answers, invited=invited) or Figure(len(answers), invited, 1, 1, 1, 1)


@pytest.mark.parametrize("leak", [_of_three, _with_extremes, _counted])
def test_a_leak_is_caught(leak):
    assert told_apart(300, leak) > 0


def _twins(session: Session, world: World) -> list[Site]:
    pairs = (([2, 3, 4, 4, 5], [3, 3, 4, 4, 7]), ([4, 5], [1, 7, 6]))
    sites = []
    for number, levels in enumerate(itertools.chain(*pairs)):
        site = site_of(session, world, f"Jumeau {number}")
        a_round(session, world, site, levels, at=DAY)
        share(session, world, site, Item.MIDDLE, Item.SIZE)
        sites.append(site)
    return sites


def cells(session: Session, world: World, site: Site) -> object:
    """What a site shows, its name aside."""
    seen = next(one for one in look(session, world.programme).sites if one.slug == site.slug)
    return replace(seen, slug="", name="")


@pytest.mark.engines("sqlite")  # what is read is the same rows; both engines are told in test_pages
def test_the_page_shows_cells_and_a_late_answer_moves_none(session: Session, world: World):
    sites = _twins(session, world)
    assert cells(session, world, sites[0]) == cells(session, world, sites[1])
    assert cells(session, world, sites[2]) == cells(session, world, sites[3])
    before = [cells(session, world, one) for one in sites]
    _late(session, world, sites[0], level=7)
    _late(session, world, sites[2], level=1)
    assert [cells(session, world, one) for one in sites] == before
    _erase_one(session, sites[1])
    assert [cells(session, world, one) for one in sites] == before
    take_back(session, world, sites[0], Item.MIDDLE)
    seen = next(one for one in look(session, world.programme).sites if one.slug == sites[0].slug)
    assert seen.steps == ()
    share(session, world, sites[0], Item.MIDDLE)
    assert cells(session, world, sites[0]) == before[0]


@pytest.mark.engines("sqlite")  # the same
def test_a_page_that_counts_again_is_caught(session: Session, world: World, monkeypatch):
    """The leak that the fixed cell closes: a page which reads the answers of today."""
    sites = _twins(session, world)
    filled = reading._fill_steps

    def counting(session_, known, where, *, whole):
        filled(session_, known, where, whole=whole)
        for one in known:
            levels = session_.scalars(
                select(ContinuumAnswer.level).where(ContinuumAnswer.site_id == one.id)
            ).all()
            steps = [replace(step, middle=figure(levels, invited=30)) for step in one.view.steps]
            one.view = replace(one.view, steps=tuple(steps))

    monkeypatch.setattr(reading, "_fill_steps", counting)
    before = cells(session, world, sites[0])
    _late(session, world, sites[0], level=7)
    assert cells(session, world, sites[0]) != before


def _late(session: Session, world: World, site: Site, *, level: int) -> None:
    """A member answers after the reveal."""
    with saving(session), in_site(session, site.id):
        author = answering.Author(device="late".ljust(24, "x"), user_id=world.state.id)
        answering.answer(
            session, rounds.round_of(session, 1), author=author, placed=Placed(level=level)
        )


def _erase_one(session: Session, site: Site) -> None:
    """One of the answers is erased, as a person may ask one day."""
    with saving(session), in_site(session, site.id):
        first = session.scalars(
            select(ContinuumAnswer).join(
                ContinuumRound, ContinuumRound.id == ContinuumAnswer.round_id
            )
        ).first()
        session.delete(first)
        session.flush()
