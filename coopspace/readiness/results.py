"""What a round shows: nothing of any answer before its reveal, then all that may be said of them.

`results` and `story` are the only readers of the answers of others. They ask the rule first.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.readiness import figures
from coopspace.readiness.actions import invited_count
from coopspace.readiness.figures import ItemView
from coopspace.readiness.model import ReadinessAnswer, ReadinessConclusion, ReadinessRound
from coopspace.readiness.rules import Item, Seen, as_said, to_look_at
from coopspace.rounds.holding import stage_of
from coopspace.rounds.rules import Group, Stage, shows_answers


@dataclass(frozen=True)
class Told:
    """One person's judgement of one item, in a named round. `name` is empty for who has left."""

    name: str
    view: Group
    step: int | None
    comment: str
    late: bool


@dataclass(frozen=True)
class Results:
    """Everything that a round says once it may."""

    items: tuple[ItemView, ...]
    answered: int
    invited: int
    late: int
    told: Mapping[Item, tuple[Told, ...]]
    unsigned: Mapping[Item, tuple[str, ...]]

    @property
    def missing(self) -> int:
        """How many could have answered and did not."""
        return max(0, self.invited - self.answered)

    def of(self, item: Item) -> ItemView:
        """What is said of one of the eight."""
        return self.items[list(Item).index(item)]

    @property
    def look(self) -> tuple[Item, ...]:
        """What to look at together, the most differently seen first."""
        return to_look_at(
            [
                Seen(one.item, one.shape, one.counted.spread)
                for one in self.items
                if one.counted is not None
            ]
        )


@dataclass(frozen=True)
class Past:
    """A round in the story of the site: what it showed and what was concluded."""

    round: ReadinessRound
    stage: Stage
    results: Results | None
    conclusions: Mapping[Item | None, ReadinessConclusion]


def results(session: Session, round_: ReadinessRound) -> Results | None:
    """What this round shows now; None while its answers are hidden."""
    if not shows_answers(stage_of(round_), hidden=round_.hidden):
        return None
    rows = _answers(session, [round_.id])
    invited = round_.invited if round_.invited is not None else invited_count(session, round_)
    return _read(rows, invited=invited, anonymous=round_.anonymous, names=_names(session, rows))


def story(session: Session) -> list[Past]:
    """Every round of the site in scope, newest first, in a fixed number of queries."""
    rounds = list(session.scalars(select(ReadinessRound).order_by(ReadinessRound.number.desc())))
    told = [one.id for one in rounds if stage_of(one) is Stage.REVEALED]
    rows = _answers(session, told) if told else []
    names = _names(session, rows)
    concluded: dict[uuid.UUID, dict[Item | None, ReadinessConclusion]] = {}
    for one in session.scalars(select(ReadinessConclusion).order_by(ReadinessConclusion.seq)):
        concluded.setdefault(one.round_id, {})[_item(one)] = one
    return [
        Past(
            round=one,
            stage=stage_of(one),
            results=_read(
                [row for row in rows if row.round_id == one.id],
                invited=one.invited or 0,
                anonymous=one.anonymous,
                names=names,
            )
            if one.id in told
            else None,
            conclusions=concluded.get(one.id, {}),
        )
        for one in rounds
    ]


def before(story_: Sequence[Past], round_: ReadinessRound) -> Past | None:
    """The revealed round that came before this one."""
    earlier = (
        one for one in story_ if one.round.number < round_.number and one.results is not None
    )
    return next(earlier, None)


def _item(conclusion: ReadinessConclusion) -> Item | None:
    return Item(conclusion.item) if conclusion.item else None


def _answers(session: Session, rounds: Sequence[uuid.UUID]) -> list[ReadinessAnswer]:
    query = select(ReadinessAnswer).where(ReadinessAnswer.round_id.in_(rounds))
    return list(session.scalars(query))


def _names(session: Session, rows: Sequence[ReadinessAnswer]) -> dict[uuid.UUID, str]:
    known = people.by_ids(session, (row.user_id for row in rows))
    return {user.id: user.name for user in known.values()}


def _read(
    rows: Sequence[ReadinessAnswer],
    *,
    invited: int,
    anonymous: bool,
    names: Mapping[uuid.UUID, str],
) -> Results:
    answered = sum(not row.late for row in rows)
    counted = max(invited, answered)
    items = figures.views(rows, invited=counted, anonymous=anonymous)
    told = [view.item for view in items if view.counted is not None]
    return Results(
        items=items,
        answered=answered,
        invited=counted,
        late=len(rows) - answered,
        told={} if anonymous else _told(rows, names),
        unsigned=_unsigned(rows, told) if anonymous else {},
    )


def _told(
    rows: Sequence[ReadinessAnswer], names: Mapping[uuid.UUID, str]
) -> dict[Item, tuple[Told, ...]]:
    """Who said what of each item, by step then by name: nobody is first for having been quick."""
    told: dict[Item, list[Told]] = {item: [] for item in Item}
    for row in rows:
        for item, one in as_said(row.said).items():
            told[item].append(
                Told(
                    name=names.get(row.user_id, "") if row.user_id else "",
                    view=Group(row.view) if row.view else Group.OTHER,
                    step=one.step,
                    comment=one.comment,
                    late=row.late,
                )
            )
    return {
        item: tuple(sorted(found, key=lambda one: (one.step or 0, one.name.casefold())))
        for item, found in told.items()
    }


def _unsigned(rows: Sequence[ReadinessAnswer], told: Sequence[Item]) -> dict[Item, tuple[str, ...]]:
    """Words without anybody or any step beside them, in alphabetical order, item by item; none
    of an item that too few judged to be shown."""
    whole = [as_said(row.said) for row in rows]
    return {
        item: tuple(
            sorted(
                (said[item].comment for said in whole if item in said and said[item].comment),
                key=str.casefold,
            )
        )
        for item in told
    }
