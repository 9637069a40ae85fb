"""What a round says, against a reference written the long way, on ten thousand random sites."""

import random
import uuid
from collections import Counter
from statistics import median_high, median_low

from coopspace.continuum import results
from coopspace.continuum.model import ContinuumAnswer
from coopspace.continuum.rules import FEWEST, Group
from tests.ledger import count

SITES = 10_000


def some_answers(chance: random.Random) -> list[ContinuumAnswer]:
    """The answers of a site: from one to forty people, leaning anywhere."""
    centre = chance.randint(1, 7)
    made = []
    for _one in range(chance.randint(1, 40)):
        level = min(7, max(1, round(chance.gauss(centre, chance.choice((0.3, 1, 2.5))))))
        stay = chance.random() < 0.2
        wish = chance.choice((None, *range(1, 8)))
        both = chance.random() < 0.5
        made.append(
            ContinuumAnswer(
                id=uuid.uuid4(),
                name="",
                view=chance.choice(list(Group)),
                level=level,
                stay=stay,
                desired=level if stay else wish,
                fact=chance.choice(("", "un fait")),
                advances="",
                trust=chance.randint(1, 5) if both else None,
                structure=chance.randint(1, 5) if both else None,
                late=chance.random() < 0.05,
            )
        )
    return made


def middle_of(values: list[int]) -> tuple[int, int] | None:
    return (median_low(values), median_high(values)) if values else None


def said(found) -> tuple[int, int] | None:
    return (found.low, found.high) if found else None


def check(rows: list[ContinuumAnswer], invited: int, *, anonymous: bool) -> None:
    """Compare what is said of these answers with what they are."""
    found = results._read(rows, invited=invited, anonymous=anonymous, names={})
    counted = [row for row in rows if not row.late]
    levels = [row.level for row in counted]
    wishes = [row.desired for row in counted if row.desired]
    shown = not anonymous or len(wishes) >= FEWEST
    assert found.counts == tuple(levels.count(step) for step in range(1, 8))
    assert said(found.median) == middle_of(levels)
    assert said(found.desired) == (middle_of(wishes) if shown else None)
    stay = sum(row.stay for row in counted)
    assert found.staying == (stay if not anonymous or stay >= FEWEST else 0)
    missing = max(0, invited - len(levels))
    assert found.missing == missing
    lows, highs = levels + [1] * missing, levels + [7] * missing
    if lows:
        assert said(found.if_all) == (median_low(lows), median_high(highs))
    groups = Counter(Group(row.view) for row in counted)
    for view in found.groups:
        own = [row.level for row in counted if row.view == view.group]
        if view.counts is not None:
            assert view.counts == tuple(own.count(step) for step in range(1, 8))
            assert said(view.median) == middle_of(own)
            assert not anonymous or len(own) >= FEWEST
    seen = {view.group for view in found.groups if view.counts is not None}
    rest = sum(size for group, size in groups.items() if group not in seen)
    assert not anonymous or not seen or rest == 0 or rest >= FEWEST
    assert anonymous or seen == set(groups)
    for axis in found.axes:
        own = [getattr(row, axis.name) for row in counted if getattr(row, axis.name)]
        assert axis.counts == tuple(own.count(step) for step in range(1, 6))
        assert not anonymous or len(own) >= FEWEST
    assert bool(found.told) is not anonymous
    assert len(found.late) == (0 if anonymous else len(rows) - len(counted))


def test_what_is_said_of_ten_thousand_random_sites_is_what_they_answered():
    chance = random.Random(20260317)
    for _site in range(SITES):
        rows = some_answers(chance)
        check(rows, len(rows) + chance.randint(0, 10), anonymous=chance.random() < 0.5)
    count("random sites whose figures equal the reference", SITES)


def test_no_pair_of_things_shown_of_an_anonymous_round_gives_a_group_below_five():
    """The whole less the groups shown is what is left: five people or nobody."""
    chance = random.Random(5)
    for _site in range(2_000):
        rows = [row for row in some_answers(chance) if not row.late]
        found = results._read(rows, invited=len(rows), anonymous=True, names={})
        left = list(found.counts)
        for view in found.groups:
            left = [a - b for a, b in zip(left, view.counts or (0,) * 7, strict=True)]
        assert sum(left) == 0 or sum(left) >= min(FEWEST, len(rows))


def test_the_words_of_an_anonymous_round_are_joined_to_nothing():
    rows = some_answers(random.Random(9))
    for number, row in enumerate(rows):
        row.late = False
        row.fact, row.advances = f"fait {number}", f"avancée {99 - number}"
    found = results._read(rows, invited=len(rows), anonymous=True, names={})
    assert list(found.facts) == sorted(found.facts)
    assert list(found.advances) == sorted(found.advances)
    assert found.told == ()
