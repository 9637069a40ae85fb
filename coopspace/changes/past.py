"""The strategy as it stood at one moment, in a number of queries that never depends on its size.

Which changes and links were there is played again from the journal; their words, what was said of
them, judgements and beliefs are the latest that had been given. What nobody kept is None: today's
value is never shown as the past's.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coopspace.changes.actions import Attributes
from coopspace.changes.bringing import brought
from coopspace.changes.model import (
    Change,
    ChangeCode,
    ChangeProgress,
    ChangeSaying,
    Link,
    LinkConfidence,
    LinkStrength,
    StrategyImport,
)
from coopspace.changes.replaying import Act, Ends, Event, Stood, replay
from coopspace.changes.rules import (
    VISION,
    Effect,
    Level,
    Nature,
    Progress,
    Strength,
    code_of,
    code_order,
    disagree,
    parse_code,
)
from coopspace.kernel import audit, clock
from coopspace.kernel.audit import AuditEvent
from coopspace.live.model import Wording
from coopspace.live.past import words_as_of
from coopspace.sites.model import Site

_IMPORT, _UNDO = "strategy:import", "strategy:undo"
_IMPORTS = (_IMPORT, _UNDO)
SOUGHT = timedelta(days=400)
"""How far back the days on which the strategy moved are listed."""


@dataclass(frozen=True)
class PastCard:
    """A change at one moment. `said` is None where nobody kept what was said of it then."""

    id: str
    code: str
    statement: str
    said: Attributes | None = None
    progress: Progress | None = None

    @property
    def level(self) -> Level:
        """The level that its code names."""
        parsed = parse_code(self.code)
        return parsed[0] if parsed else Level.DIRECT


@dataclass(frozen=True)
class PastLink:
    """A link at one moment, by the ids of its ends (`V`: the vision). `told` is False where nobody
    kept how strong it was said to be."""

    id: str
    source: str
    target: str
    strength: Strength | None = None
    told: bool = True
    disputed: bool = False


@dataclass(frozen=True)
class PastChain:
    """The strategy at one moment; `ever` are the changes that had been there by then."""

    cards: Mapping[str, PastCard]
    links: Mapping[str, PastLink]
    ever: frozenset[str] = frozenset()

    @property
    def untold(self) -> int:
        """Of how many changes nobody kept what was said of them."""
        return sum(card.said is None for card in self.cards.values())

    def code(self, id_: str) -> str:
        """The code of a change at that moment, or the vision's."""
        return self.cards[id_].code if id_ in self.cards else VISION


def as_of(session: Session, site: Site, moment: datetime) -> PastChain:
    """The strategy of the site as it stood at `moment`."""
    ends = _ends(session)
    stood = replay(_events(session, site, moment, ends), ends)
    return PastChain(
        cards=_cards(session, stood, moment),
        links=_links(session, stood, ends, moment),
        ever=stood.ever,
    )


def days(session: Session, site: Site, *, most: int = 12) -> list[tuple[date, int]]:
    """The latest days on which the chain moved or was reworded, newest first, and how often."""
    since = clock.now() - SOUGHT
    acts = select(AuditEvent.at).where(
        AuditEvent.chain == audit.chain_of(site.id),
        AuditEvent.action.in_([*Act, *_IMPORTS]),
        AuditEvent.at >= since,
    )
    words = (
        select(Wording.at)
        .join(Change, Change.statement_id == Wording.document_id)
        .where(Wording.number > 1, ~Wording.aside, Wording.at >= since)
    )
    counted: dict[date, int] = {}
    for query in (acts, words):
        for at in session.scalars(query):
            day = at.astimezone(clock.PARIS).date()
            counted[day] = counted.get(day, 0) + 1
    return sorted(counted.items(), reverse=True)[:most]


def _ends(session: Session) -> dict[str, Ends]:
    """The ends of every link that was ever drawn, in the order in which they come back."""
    rows = session.execute(
        select(Link.id, Link.source_id, Link.target_id).order_by(Link.created_at, Link.id)
    )
    return {
        str(id_): Ends(str(source), str(target) if target else VISION)
        for id_, source, target in rows
    }


def _events(
    session: Session, site: Site, moment: datetime, ends: Mapping[str, Ends]
) -> list[Event]:
    """What the journal says was done to the chain by then."""
    rows = session.execute(
        select(AuditEvent.action, AuditEvent.object_id, AuditEvent.details["code"].as_string())
        .where(
            AuditEvent.chain == audit.chain_of(site.id),
            AuditEvent.action.in_([*Act, *_IMPORTS]),
            AuditEvent.at <= moment,
        )
        .order_by(AuditEvent.seq)
    )
    return [*_retold(session, map(tuple, rows), ends)]


def _retold(
    session: Session, rows: Iterable[tuple[str, str, str | None]], ends: Mapping[str, Ends]
) -> Iterator[Event]:
    """The lines of the journal one by one; an import, or its undoing, is one line for many."""
    lines = list(rows)
    imports = any(act in _IMPORTS for act, _about, _code in lines)
    files = _files(session) if imports else {}
    codes = _first_codes(session) if imports else {}
    for act, about, code in lines:
        if act not in _IMPORTS:
            yield Event(act, about, code or "")
            continue
        changes, links = files[int(about)]
        if act == _IMPORT:
            yield from (Event(Act.ADD, one, codes[one]) for one in changes)
            yield from (Event(Act.LINK, one) for one in links)
        else:
            apart = (one for one in links if not {*ends[one]} & {*changes})
            yield from (Event(Act.UNLINK, one) for one in apart)
            yield from (Event(Act.END, one) for one in changes)


def _files(session: Session) -> dict[int, tuple[list[str], list[str]]]:
    """What each import brought, by its number."""
    done = session.scalars(select(StrategyImport).where(StrategyImport.done_at.is_not(None)))
    brought_by = {one.number: brought(one) for one in done}
    return {
        number: ([str(one) for one in changes], [str(one) for one in links])
        for number, (changes, links) in brought_by.items()
    }


def _first_codes(session: Session) -> dict[str, str]:
    """The code that each change took when it came."""
    rows = session.execute(
        select(ChangeCode.change_id, ChangeCode.level, ChangeCode.number).order_by(
            ChangeCode.since.desc()
        )
    )
    return {str(id_): code_of(Level(level), number) for id_, level, number in rows}


def _cards(session: Session, stood: Stood, moment: datetime) -> dict[str, PastCard]:
    """The living changes of that moment, in reading order."""
    texts = {
        str(id_): text for id_, text in session.execute(select(Change.id, Change.statement_id))
    }
    words = words_as_of(session, [texts[id_] for id_ in stood.codes], moment)
    said = _latest(session, ChangeSaying.change_id, moment)
    judged = _latest(session, ChangeProgress.change_id, moment)
    return {
        id_: PastCard(
            id=id_,
            code=code,
            statement=words.get(texts[id_], ""),
            said=_said(said[id_]) if id_ in said else None,
            progress=Progress(judged[id_].judgement) if id_ in judged else None,
        )
        for id_, code in sorted(stood.codes.items(), key=lambda one: code_order(one[1]))
    }


def _links(
    session: Session, stood: Stood, ends: Mapping[str, Ends], moment: datetime
) -> dict[str, PastLink]:
    """The living links of that moment, in the order of their codes."""
    strong = _latest(session, LinkStrength.link_id, moment)
    believed = _beliefs(session, moment)
    codes = {**stood.codes, VISION: VISION}
    return {
        id_: PastLink(
            id=id_,
            source=ends[id_].source,
            target=ends[id_].target,
            strength=Strength(strong[id_].strength)
            if id_ in strong and strong[id_].strength
            else None,
            told=id_ in strong,
            disputed=disagree(believed.get(id_, ())),
        )
        for id_ in sorted(
            stood.links,
            key=lambda one: (
                code_order(codes[ends[one].source]),
                code_order(codes[ends[one].target]),
            ),
        )
    }


def _latest(
    session: Session, owner: InstrumentedAttribute[uuid.UUID], moment: datetime
) -> dict[str, Any]:
    """The latest row of what each change or link was given by then, by its id."""
    kept = owner.class_
    last = (
        select(owner, func.max(kept.number).label("number"))
        .where(kept.at <= moment)
        .group_by(owner)
        .subquery()
    )
    whose = last.c[owner.key]
    rows = session.scalars(
        select(kept).join(last, and_(whose == owner, last.c.number == kept.number))
    )
    return {str(getattr(row, owner.key)): row for row in rows}


def _beliefs(session: Session, moment: datetime) -> dict[str, list[int]]:
    """The latest word of each college on each link."""
    said = LinkConfidence
    last = (
        select(said.link_id, said.college, func.max(said.number).label("number"))
        .where(said.at <= moment)
        .group_by(said.link_id, said.college)
        .subquery()
    )
    rows = session.execute(
        select(said.link_id, said.value).join(
            last, and_(last.c.link_id == said.link_id, last.c.number == said.number)
        )
    )
    believed: dict[str, list[int]] = {}
    for link_id, value in rows:
        believed.setdefault(str(link_id), []).append(value)
    return believed


def _said(row: ChangeSaying) -> Attributes:
    return Attributes(
        nature=Nature(row.nature),
        effect=Effect(row.effect),
        who=row.who,
        systems=row.systems,
        horizon=row.horizon,
    )
