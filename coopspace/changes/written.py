"""The strategy as tables say it: a line for each change, a line for each link, nothing else.

What leaves and what comes in are these lines. Opinions are not among them: how far a college
believes in a link, and why, is said by that college and never by a file.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.changes.model import Change, ChangeCode, Link
from coopspace.changes.rules import (
    VISION,
    Effect,
    Level,
    Nature,
    Progress,
    Strength,
    System,
    code_of,
    code_order,
)
from coopspace.live.model import Document


class ChangeLine(NamedTuple):
    """One living change. `progress` goes out and is never read: a judgement has its reason."""

    code: str
    level: Level
    statement: str
    nature: Nature
    effect: Effect = Effect.INTENDED
    who: str = ""
    systems: frozenset[System] = frozenset()
    horizon: str | None = None
    description: str = ""
    progress: Progress | None = None


class LinkLine(NamedTuple):
    """One living link, by the codes of its ends (`V`: the vision)."""

    source: str
    target: str
    strength: Strength | None = None
    rationale: str = ""
    assumption: str = ""


@dataclass(frozen=True)
class Written:
    """A whole strategy in reading order."""

    changes: tuple[ChangeLine, ...] = ()
    links: tuple[LinkLine, ...] = ()

    def leads_to(self) -> dict[str, list[str]]:
        """What each change contributes to, in reading order."""
        found: dict[str, list[str]] = {one.code: [] for one in self.changes}
        for link in self.links:
            found[link.source].append(link.target)
        return found

    def without_judgements(self) -> "Written":
        """What a file can bring back: everything but where each change stands."""
        changes = tuple(one._replace(progress=None) for one in self.changes)
        return Written(changes, self.links)


def in_order(changes: list[ChangeLine], links: list[LinkLine]) -> Written:
    """The lines in reading order: direct before ultimate, D2 before D10, the vision last."""
    return Written(
        tuple(sorted(changes, key=lambda one: code_order(one.code))),
        tuple(sorted(links, key=lambda one: (code_order(one.source), code_order(one.target)))),
    )


def written(session: Session) -> Written:
    """The living strategy of the site in scope, in two queries."""
    says, tells = aliased(Document), aliased(Document)
    changes = [
        ChangeLine(
            code_of(Level(row.level), row.number),
            Level(row.level),
            says_,
            Nature(row.nature),
            Effect(row.effect),
            row.who,
            row.systems,
            row.horizon,
            tells_,
            Progress(row.progress) if row.progress else None,
        )
        for row, says_, tells_ in session.execute(
            select(Change, says.text, tells.text)
            .join(says, says.id == Change.statement_id)
            .join(tells, tells.id == Change.description_id)
            .where(Change.ended_at.is_(None))
        )
    ]
    return in_order(changes, _links(session, {one.code for one in changes}))


def _links(session: Session, living: set[str]) -> list[LinkLine]:
    source, target = aliased(Change), aliased(Change)
    why, supposes = aliased(Document), aliased(Document)
    rows = session.execute(
        select(
            source.level,
            source.number,
            target.level,
            target.number,
            Link.strength,
            why.text,
            supposes.text,
        )
        .select_from(Link)
        .join(source, source.id == Link.source_id)
        .outerjoin(target, target.id == Link.target_id)
        .join(why, why.id == Link.rationale_id)
        .join(supposes, supposes.id == Link.assumption_id)
        .where(Link.ended_at.is_(None))
    )
    found = [
        LinkLine(
            code_of(Level(row[0]), row[1]),
            code_of(Level(row[2]), row[3]) if row[2] else VISION,
            Strength(row[4]) if row[4] else None,
            row[5],
            row[6],
        )
        for row in rows
    ]
    return [one for one in found if {one.source, one.target} <= living | {VISION}]


def used_codes(session: Session) -> frozenset[str]:
    """Every code that a change of the site in scope bears or once bore: none is given twice."""
    rows = session.execute(select(ChangeCode.level, ChangeCode.number))
    return frozenset(code_of(Level(level), number) for level, number in rows)
