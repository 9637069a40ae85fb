"""What may be said of the answers to one item: counts, spread, middle; never a mean or a total."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coopspace.kernel import ordinal
from coopspace.kernel.ordinal import Median, Spread
from coopspace.readiness.model import ReadinessAnswer
from coopspace.readiness.rules import STEPS, Item, Said, as_said
from coopspace.rounds.rules import FEWEST, Group, Shape, apart_from, shape_of, shown_groups


@dataclass(frozen=True)
class Counted:
    """How many answered each of the four steps, and how many cannot say."""

    steps: tuple[int, ...]
    unknown: int = 0

    @property
    def judged(self) -> int:
        """How many gave an answer, a step or that they cannot say."""
        return sum(self.steps) + self.unknown

    @property
    def median(self) -> Median | None:
        """The middle of the steps that were given."""
        return ordinal.median(ordinal.answers_of(self.steps))

    @property
    def spread(self) -> Spread | None:
        """Where they lie."""
        return ordinal.spread(ordinal.answers_of(self.steps))


@dataclass(frozen=True)
class GroupView:
    """How one group judges an item; `counted` is None where too few of it did to be shown."""

    group: Group
    counted: Counted | None = None


@dataclass(frozen=True)
class ItemView:
    """What the answers say of one item; `counted` is None where too few judged it to be shown."""

    item: Item
    counted: Counted | None
    missing: int = 0
    groups: tuple[GroupView, ...] = ()
    shape: Shape = Shape.FEW
    apart: Group | None = None

    @property
    def if_all(self) -> Median | None:
        """The range of the middle if those who said nothing of it had said something."""
        steps = ordinal.answers_of(self.counted.steps) if self.counted else []
        return ordinal.median_if(steps, missing=self.missing, steps=STEPS)


def count(said: Iterable[Said]) -> Counted:
    """Count judgements of one item."""
    given = list(said)
    steps = (one.step for one in given if one.step is not None)
    return Counted(ordinal.counts(steps, steps=STEPS), sum(one.unknown for one in given))


def stood(rows: Sequence[ReadinessAnswer]) -> dict[str, list[int]]:
    """What is written down at the reveal: by item, the four counts, and how many cannot say."""
    whole = [as_said(row.said) for row in rows if not row.late]
    return {
        item.value: [*counted.steps, counted.unknown]
        for item in Item
        for counted in [count(said[item] for said in whole if item in said)]
    }


def views(
    rows: Sequence[ReadinessAnswer], *, invited: int, anonymous: bool
) -> tuple[ItemView, ...]:
    """The eight, in the order of the method; late answers are not counted."""
    whole = [
        (Group(row.view) if row.view else None, as_said(row.said)) for row in rows if not row.late
    ]
    return tuple(
        _view(
            item,
            [(view, said[item]) for view, said in whole if item in said],
            invited=invited,
            anonymous=anonymous,
        )
        for item in Item
    )


def _view(
    item: Item, said: Sequence[tuple[Group | None, Said]], *, invited: int, anonymous: bool
) -> ItemView:
    counted = count(one for _view, one in said)
    if anonymous and counted.judged < FEWEST:
        return ItemView(item, None)
    groups = _groups(said, anonymous=anonymous)
    steps = {one.group: one.counted.steps for one in groups if one.counted is not None}
    shape = shape_of(counted.steps, steps)
    return ItemView(
        item,
        counted,
        missing=max(0, invited - counted.judged),
        groups=groups,
        shape=shape,
        apart=apart_from(steps) if shape is Shape.COLLEGE_APART else None,
    )


def _groups(said: Sequence[tuple[Group | None, Said]], *, anonymous: bool) -> tuple[GroupView, ...]:
    """Each group that judged; those that may not be shown say only that they are there.

    Item by item: a group whose five members did not all judge it is not shown here.
    """
    sizes = Counter(view for view, _one in said if view is not None)
    unsaid = sum(view is None for view, _one in said)
    shown = shown_groups(sizes, anonymous=anonymous, unsaid=unsaid)
    found = [
        GroupView(group, count(one for view, one in said if view is group))
        for group in Group
        if group in shown
    ]
    if len(shown) < len(sizes) or unsaid:
        found += [GroupView(group) for group in Group if group not in shown]
    return tuple(found)
