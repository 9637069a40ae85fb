"""What a round shows: nothing of any answer before its reveal, then all that may be said of them.

`results` is the only reader of the answers of others. It asks the rule first.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.continuum import rules
from coopspace.continuum.actions import invited_count, stage_of
from coopspace.continuum.model import ContinuumAnswer, ContinuumConclusion, ContinuumRound
from coopspace.continuum.rules import LEVELS, Group, Shape, Stage
from coopspace.kernel import ordinal
from coopspace.kernel.ordinal import Median, Spread


@dataclass(frozen=True)
class Told:
    """One person's position and words, in a named round. `name` is empty for who has left."""

    name: str
    view: Group
    level: int
    desired: int | None
    stay: bool
    fact: str
    advances: str
    late: bool


@dataclass(frozen=True)
class GroupView:
    """How one group sees the site; `counts` is None where too few of it answered to be shown."""

    group: Group
    counts: tuple[int, ...] | None = None
    desired: Median | None = None

    @property
    def size(self) -> int:
        """How many of it answered; 0 where it is not said."""
        return sum(self.counts or ())

    @property
    def median(self) -> Median | None:
        """The middle of its answers."""
        return ordinal.median(ordinal.answers_of(self.counts or ()))

    @property
    def spread(self) -> Spread | None:
        """Where its answers lie."""
        return ordinal.spread(ordinal.answers_of(self.counts or ()))


@dataclass(frozen=True)
class Axis:
    """One of the two axes: how many stand at each of its steps, and the middle of them."""

    name: str
    counts: tuple[int, ...]

    @property
    def median(self) -> Median | None:
        """The middle of the answers on this axis."""
        return ordinal.median(ordinal.answers_of(self.counts))


@dataclass(frozen=True)
class Results:
    """Everything that a revealed round says."""

    counts: tuple[int, ...]
    desired_counts: tuple[int, ...]
    staying: int
    invited: int
    median: Median | None
    desired: Median | None
    spread: Spread | None
    if_all: Median | None
    groups: tuple[GroupView, ...]
    shape: Shape
    apart: Group | None
    axes: tuple[Axis, ...]
    finding: str
    told: tuple[Told, ...] = ()
    facts: tuple[str, ...] = ()
    advances: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """How many answers the figures rest on; those that came late are told beside them."""
        return sum(self.counts)

    @property
    def missing(self) -> int:
        """How many could have answered and did not."""
        return max(0, self.invited - self.answered)

    @property
    def late(self) -> tuple[Told, ...]:
        """What was said after the reveal."""
        return tuple(one for one in self.told if one.late)


def results(session: Session, round_: ContinuumRound) -> Results | None:
    """What this round shows now; None while its levels are hidden."""
    if not rules.shows_answers(stage_of(round_), hidden=round_.hidden):
        return None
    rows = list(
        session.scalars(select(ContinuumAnswer).where(ContinuumAnswer.round_id == round_.id))
    )
    invited = round_.invited if round_.invited is not None else invited_count(session, round_)
    return _read(rows, invited=invited, anonymous=round_.anonymous, names=_names(session, rows))


def _read(
    rows: Sequence[ContinuumAnswer],
    *,
    invited: int,
    anonymous: bool,
    names: Mapping[uuid.UUID, str],
) -> Results:
    counted = [row for row in rows if not row.late]
    levels = [row.level for row in counted]
    desired = [row.desired for row in counted if row.desired is not None]
    groups = _groups(counted, anonymous=anonymous)
    shown = {one.group: one.counts for one in groups if one.counts is not None}
    found = ordinal.counts(levels, steps=LEVELS)
    axes = tuple(
        Axis(name, ordinal.counts(values, steps=rules.AXIS_STEPS))
        for name in ("trust", "structure")
        if (values := [value for row in counted if (value := getattr(row, name)) is not None])
        and (not anonymous or len(values) >= rules.FEWEST)
    )
    by_axis = {axis.name: ordinal.answers_of(axis.counts) for axis in axes}
    shape = rules.shape_of(found, shown)
    # Fewer than five wishes in an anonymous round would each be somebody's; that fewer than five
    # stay would join what somebody sees with what they want
    wishes = [] if anonymous and len(desired) < rules.FEWEST else desired
    staying = sum(row.stay for row in counted)
    return Results(
        counts=found,
        desired_counts=ordinal.counts(wishes, steps=LEVELS),
        staying=staying if not anonymous or staying >= rules.FEWEST else 0,
        invited=max(invited, len(counted)),
        median=ordinal.median(levels),
        desired=ordinal.median(wishes),
        spread=ordinal.spread(levels),
        if_all=ordinal.median_if(levels, missing=max(0, invited - len(levels)), steps=LEVELS),
        groups=groups,
        shape=shape,
        apart=rules.apart_from(shown) if shape is Shape.COLLEGE_APART else None,
        axes=axes,
        finding=rules.axes_finding(by_axis.get("trust", ()), by_axis.get("structure", ())),
        told=() if anonymous else _told(rows, names),
        facts=_unsigned(row.fact for row in counted) if anonymous else (),
        advances=_unsigned(row.advances for row in counted) if anonymous else (),
    )


def _groups(rows: Sequence[ContinuumAnswer], *, anonymous: bool) -> tuple[GroupView, ...]:
    """Each group that answered; those that may not be shown say only that they are there."""
    sizes = Counter(Group(row.view) for row in rows if row.view is not None)
    shown = rules.shown_groups(sizes, anonymous=anonymous)
    found = []
    for group in Group:
        mine = [row for row in rows if row.view == group]
        wishes = [row.desired for row in mine if row.desired is not None]
        if group in shown:
            kept = wishes if not anonymous or len(wishes) >= rules.FEWEST else []
            levels = ordinal.counts((row.level for row in mine), steps=LEVELS)
            found.append(GroupView(group, levels, ordinal.median(kept)))
    if len(shown) < len(sizes) or any(row.view is None for row in rows):
        found += [GroupView(group) for group in Group if group not in shown]
    return tuple(found)


def _told(rows: Sequence[ContinuumAnswer], names: Mapping[uuid.UUID, str]) -> tuple[Told, ...]:
    """Everybody's words, by level then by name: nobody is first for having been quick."""
    told = [
        Told(
            name=names.get(row.user_id, "") if row.user_id else row.name,
            view=Group(row.view) if row.view else Group.OTHER,
            level=row.level,
            desired=row.desired,
            stay=row.stay,
            fact=row.fact,
            advances=row.advances,
            late=row.late,
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda one: (one.level, one.name.casefold())))


def _unsigned(texts: Iterable[str]) -> tuple[str, ...]:
    """Words without anybody beside them, in alphabetical order: no two lists can be joined."""
    return tuple(sorted((text for text in texts if text), key=str.casefold))


def _names(session: Session, rows: Sequence[ContinuumAnswer]) -> dict[uuid.UUID, str]:
    known = people.by_ids(session, (row.user_id for row in rows))
    return {user.id: user.name for user in known.values()}


@dataclass(frozen=True)
class Past:
    """A round in the story of the site: what it showed and what was concluded."""

    round: ContinuumRound
    stage: Stage
    results: Results | None
    conclusion: ContinuumConclusion | None


def story(session: Session) -> list[Past]:
    """Every round of the site in scope, newest first, in a fixed number of queries."""
    rounds = list(session.scalars(select(ContinuumRound).order_by(ContinuumRound.number.desc())))
    said = _by_round(session, rounds)
    everybody = [row for rows in said.values() for row in rows]
    names = _names(session, everybody)
    concluded = {
        one.round_id: one
        for one in session.scalars(select(ContinuumConclusion).order_by(ContinuumConclusion.seq))
    }
    return [
        Past(
            round=one,
            stage=stage_of(one),
            results=_read(
                said[one.id],
                invited=one.invited or 0,
                anonymous=one.anonymous,
                names=names,
            )
            if one.id in said
            else None,
            conclusion=concluded.get(one.id),
        )
        for one in rounds
    ]


def _by_round(
    session: Session, rounds: Sequence[ContinuumRound]
) -> dict[uuid.UUID, list[ContinuumAnswer]]:
    """The answers of the rounds that were revealed, and of no other."""
    told: dict[uuid.UUID, list[ContinuumAnswer]] = {
        one.id: [] for one in rounds if stage_of(one) is Stage.REVEALED
    }
    if not told:
        return told
    rows = session.scalars(select(ContinuumAnswer).where(ContinuumAnswer.round_id.in_(told)))
    for row in rows:
        told[row.round_id].append(row)
    return told


def before(story_: Sequence[Past], round_: ContinuumRound) -> Past | None:
    """The revealed round that came before this one."""
    earlier = (
        one for one in story_ if one.round.number < round_.number and one.results is not None
    )
    return next(earlier, None)
