"""The plan as tables say it: a line for each action, with everything that is said of it.

What leaves and what comes in are these lines. Organisations are named as the map names them today;
who is not on the map stands apart, as the page of an action has it.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.changes.rules import Strength
from coopspace.plan import reading
from coopspace.plan.model import PlanAction
from coopspace.plan.reading import Organisation
from coopspace.plan.rules import Described, Effort, Kind, State
from coopspace.stakeholders.rules import name_key

Contribution = tuple[str, Strength]


class ActionLine(NamedTuple):
    """One action of the plan: `pilot` and `partners` are names of the map, `pilot_name` and
    `others` are of those who are not on it; `contributions` are codes of changes."""

    number: int
    title: str
    kind: Kind = Kind.ACTION
    state: State = State.IDEA
    why: str = ""
    pilot: str = ""
    pilot_name: str = ""
    partners: tuple[str, ...] = ()
    others: str = ""
    starts: date | None = None
    ends: date | None = None
    effort: Effort | None = None
    contributions: tuple[Contribution, ...] = ()
    supports: tuple[int, ...] = ()
    resources: str = ""
    learnt: str = ""

    def described(self) -> Described:
        """What is said of it, its organisations by their names."""
        return Described(*(getattr(self, name) for name in DESCRIBED))


DESCRIBED = Described.__match_args__
"""What an action says by itself, in the order of the rule."""


def line_of(number: int, said: Described, line: ActionLine) -> ActionLine:
    """The line of an action of which this is said; what it leads to is that of `line`."""
    told = {name: getattr(said, name) for name in DESCRIBED}
    told["partners"] = tuple(sorted(said.partners, key=name_key))
    return ActionLine(
        number=number, contributions=line.contributions, supports=line.supports, **told
    )


def written(session: Session) -> tuple[ActionLine, ...]:
    """The plan of the site in scope, by number, in a few queries."""
    return tuple(_line(one) for one in reading.plan(session))


def _line(one: reading.Line) -> ActionLine:
    said = one.said
    return ActionLine(
        number=one.number,
        title=said.title,
        kind=said.kind,
        state=said.state,
        why=said.why,
        pilot=one.pilot if said.pilot else "",
        pilot_name="" if said.pilot else said.pilot_name,
        partners=one.partners,
        others=said.others,
        starts=said.starts,
        ends=said.ends,
        effort=said.effort,
        contributions=tuple(one.contributions.items()),
        supports=one.supports,
        resources=said.resources,
        learnt=said.learnt,
    )


def used_numbers(session: Session) -> frozenset[int]:
    """Every number that an action of the site ever had: none is given twice."""
    return frozenset(session.scalars(select(PlanAction.number)))


class Network:
    """Who may be named: those on the map, and those who were, when nobody else is called so."""

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._named: dict[str, Organisation] = {}
        for one in sorted(organisations, key=lambda one: not one.gone):
            self._named[name_key(one.name)] = one
        self.refs = {one.name: one.ref for one in self._named.values()}

    def find(self, text: str) -> str:
        """The one who is called so, by its name on the map; empty for nobody."""
        found = self._named.get(name_key(text))
        return found.name if found else ""
