"""The plan as pages read it: every action with who carries it and what it contributes to, in a
number of queries that does not depend on how many there are."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.changes.model import Change
from coopspace.changes.rules import Level, Strength, code_of, code_order
from coopspace.plan import held, rules
from coopspace.plan.model import PlanAction, PlanContribution, PlanSupport, PlanTelling
from coopspace.plan.rules import AHEAD, Described, State
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Kind, name_key


@dataclass(frozen=True)
class Organisation:
    """An organisation of the network room, by its name of today; `gone` when it left the map."""

    ref: str
    name: str
    gone: bool = False


@dataclass(frozen=True)
class Line:
    """One action as it stands: what is said of it, the changes (by code) it contributes to, the
    numbers of the actions that support it. `pilot` and `partners` are names."""

    number: int
    said: Described
    seq: int
    at: datetime
    pilot: str
    partners: tuple[str, ...]
    contributions: Mapping[str, Strength]
    supports: tuple[int, ...]

    @property
    def ahead(self) -> bool:
        """Whether it is still to be done, wholly or in part."""
        return self.said.state in AHEAD

    @property
    def counts(self) -> bool:
        """Whether a change may rest on it: everything that was not stopped."""
        return self.said.state is not State.STOPPED


class Contributor(NamedTuple):
    """An action beside a change that it contributes to, and how much."""

    number: int
    said: Described
    strength: Strength


@dataclass(frozen=True)
class Told:
    """One telling of an action: who said it and when, and what it says otherwise than before."""

    by: uuid.UUID
    at: datetime
    said: Described
    moved: tuple[str, ...]


def plan(session: Session) -> list[Line]:
    """Every action of the site in scope, by number."""
    rows = session.execute(
        select(
            PlanAction.id, PlanAction.number, PlanTelling.seq, PlanTelling.at, PlanTelling.content
        )
        .join(PlanTelling, PlanTelling.action_id == PlanAction.id)
        .where(PlanTelling.until.is_(None))
        .order_by(PlanAction.number)
    ).all()
    if not rows:
        return []
    names = {one.ref: one.name for one in organisations(session)}
    given, beside = _contributions(session), _supports(session)
    return [
        _line(
            number,
            rules.read(content),
            seq=seq,
            at=at,
            names=names,
            contributions=given.get(id_, {}),
            supports=tuple(sorted(beside.get(number, ()))),
        )
        for id_, number, seq, at, content in rows
    ]


def organisations(session: Session, *, offered: bool = False) -> list[Organisation]:
    """Everybody who is or was on the map, by name; `offered`: the organisations that are on it."""
    query = (
        select(Stakeholder.ref, StakeholderTelling.name, StakeholderTelling.ended)
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .where(StakeholderTelling.until.is_(None))
    )
    if offered:
        query = query.where(
            StakeholderTelling.ended.is_(False), StakeholderTelling.kind == Kind.ORGANISATION
        )
    found = [Organisation(*row) for row in session.execute(query)]
    return sorted(found, key=lambda one: name_key(one.name))


def tellings(session: Session, action: PlanAction) -> list[Told]:
    """How an action was said, the latest first."""
    rows = held.tellings_of(session, action)
    said = [rules.read(row.content) for row in rows]
    return [
        Told(row.by, row.at, now, rules.moved(before, now) if before else ())
        for row, now, before in zip(rows, said, [*said[1:], None], strict=True)
    ]


def carried(lines: Iterable[Line]) -> list[tuple[str, list[Line], list[Line]]]:
    """Who carries what: each organisation by name, what it pilots, what it takes part in. Actions
    without a pilot come last, under an empty name."""
    pilots: dict[str, list[Line]] = {}
    partners: dict[str, list[Line]] = {}
    for one in lines:
        pilots.setdefault(one.pilot, []).append(one)
        for name in one.partners:
            partners.setdefault(name, []).append(one)
    names = sorted({*pilots, *partners} - {""}, key=name_key)
    found = [(name, pilots.get(name, []), partners.get(name, [])) for name in names]
    return found + ([("", pilots[""], [])] if "" in pilots else [])


def contributing(lines: Iterable[Line], code: str) -> list[tuple[Line, Strength]]:
    """The actions that contribute to a change, the strongest first."""
    found = [(one, one.contributions[code]) for one in lines if code in one.contributions]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].number))


def contributors(session: Session, change_id: uuid.UUID) -> list[Contributor]:
    """The actions that contribute to a change of the chain, the strongest first, in one query."""
    rows = session.execute(
        select(PlanAction.number, PlanTelling.content, PlanContribution.strength)
        .join(PlanTelling, PlanTelling.action_id == PlanAction.id)
        .join(PlanContribution, PlanContribution.action_id == PlanAction.id)
        .join(Change, Change.id == PlanContribution.change_id)
        .where(
            PlanTelling.until.is_(None),
            PlanContribution.until.is_(None),
            Change.id == change_id,
            Change.ended_at.is_(None),
        )
        .order_by(PlanContribution.strength.desc(), PlanAction.number)
    )
    return [
        Contributor(number, rules.read(content), Strength(strength))
        for number, content, strength in rows
    ]


def _line(
    number: int,
    said: Described,
    *,
    seq: int,
    at: datetime,
    names: Mapping[str, str],
    contributions: Mapping[str, Strength],
    supports: tuple[int, ...],
) -> Line:
    partners = [names[one] for one in said.partners if one in names]
    return Line(
        number=number,
        said=said,
        seq=seq,
        at=at,
        pilot=names.get(said.pilot, "") or said.pilot_name,
        partners=tuple(sorted(partners, key=name_key)),
        contributions=dict(sorted(contributions.items(), key=lambda one: code_order(one[0]))),
        supports=supports,
    )


def _contributions(session: Session) -> dict[uuid.UUID, dict[str, Strength]]:
    rows = session.execute(
        select(PlanContribution.action_id, Change.level, Change.number, PlanContribution.strength)
        .join(Change, Change.id == PlanContribution.change_id)
        .where(PlanContribution.until.is_(None), Change.ended_at.is_(None))
    )
    found: dict[uuid.UUID, dict[str, Strength]] = {}
    for action, level, number, strength in rows:
        found.setdefault(action, {})[code_of(Level(level), number)] = Strength(strength)
    return found


def _supports(session: Session) -> dict[int, list[int]]:
    one, other = aliased(PlanAction), aliased(PlanAction)
    rows: Sequence[tuple[int, int]] = [
        (first, second)
        for first, second in session.execute(
            select(one.number, other.number)
            .select_from(PlanSupport)
            .join(one, one.id == PlanSupport.one_id)
            .join(other, other.id == PlanSupport.other_id)
            .where(PlanSupport.until.is_(None))
        )
    ]
    found: dict[int, list[int]] = {}
    for first, second in rows:
        found.setdefault(first, []).append(second)
        found.setdefault(second, []).append(first)
    return found
