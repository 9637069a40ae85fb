"""What may be discussed: each kind of object says who reads it, how it is called and where it is.

`coopspace.discussion` knows no room; a kind that is not here opens to nobody.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.agreement import parts, reading
from coopspace.agreement.clauses import CLAUSE, PART, clause_of
from coopspace.agreement.questions import by_code
from coopspace.changes.chain import ARROW
from coopspace.changes.model import Change, Link
from coopspace.changes.rules import CHANGE, LINK, VISION
from coopspace.indicators.model import Indicator, IndicatorTelling
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound
from coopspace.live import store
from coopspace.plan.model import DISCUSSED, PlanAction, PlanTelling

ACTION = DISCUSSED
INDICATOR = "indicator"
SENTENCE = "vision"
SITUATION = "reading"
WORDS = "mots"
"""The name of a text of which a site has one: what is said of it outlives its wordings."""
TITLE_MAX = 90


@dataclass(frozen=True)
class Thing:
    """An object as a page names it: `title` may be empty, its kind then names it. `endpoint` with
    `values` is its address; `gone`: it has left the place where it stood."""

    title: str
    endpoint: str
    values: dict[str, str] = field(default_factory=dict)
    gone: bool = False


Find = Callable[[Session, Collection[str], str], dict[str, Thing]]


@dataclass(frozen=True)
class DiscussedKind:
    """A kind of object: the permission that opens it, its word in addresses, its name alone and
    within a sentence, and how those that exist are found, in the language of the reader."""

    slug: str
    read: Permission
    label: str
    within: str
    find: Find
    left: str = N_("no longer in the agreement")
    """What is said of one that is gone."""


def _clauses(session: Session, codes: Collection[str], language: str) -> dict[str, Thing]:
    found = {}
    for code in codes:
        known = by_code().get(code)
        if known is None and clause_of(session, code) is None:
            continue
        title = known.heading.text(language) if known else ""
        found[code] = Thing(title, "agreement.show", {"_anchor": code})
    return found


def _parts(session: Session, refs: Collection[str], language: str) -> dict[str, Thing]:
    rows = [one for one in parts.parts(session) if one.ref in refs]
    names = reading.called(session, rows)
    return {
        one.ref: Thing(names[one.ref], "agreement.part", {"part": one.ref}, gone=one.ended)
        for one in rows
    }


def _ids(names: Iterable[str]) -> set[uuid.UUID]:
    """The identifiers among these names; what is no identifier names nothing."""
    found = set()
    for one in names:
        try:
            found.add(uuid.UUID(hex=one))
        except ValueError:
            continue
    return found


def _changes(session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    rows = session.scalars(select(Change).where(Change.id.in_(_ids(names)))).all()
    said = store.read_many(session, [one.statement_id for one in rows])
    return {
        one.id.hex: Thing(
            _cut(f"{one.code} – {said[one.statement_id]}"),
            "changes.show",
            {"code": one.code},
            gone=one.ended_at is not None,
        )
        for one in rows
    }


def _links(session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    links = session.scalars(select(Link).where(Link.id.in_(_ids(names)))).all()
    wanted = {one.source_id for one in links} | {one.target_id for one in links if one.target_id}
    ends = session.scalars(select(Change).where(Change.id.in_(wanted))).all()
    codes = {one.id: one.code for one in ends}
    found = {}
    for one in links:
        source = codes[one.source_id]
        target = codes[one.target_id] if one.target_id else VISION
        found[one.id.hex] = Thing(
            f"{source}{ARROW}{target}",
            "changes.link_page",
            {"source": source, "target": target},
            gone=one.ended_at is not None,
        )
    return found


def _numbers(names: Iterable[str]) -> set[int]:
    """The numbers among these names."""
    return {int(one) for one in names if one.isascii() and one.isdecimal() and len(one) < 7}


def _actions(session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    rows = session.execute(
        select(PlanAction.number, PlanTelling)
        .join(PlanTelling, PlanTelling.action_id == PlanAction.id)
        .where(PlanAction.number.in_(_numbers(names)), PlanTelling.until.is_(None))
    )
    return {
        str(number): Thing(_cut(now.content["title"]), "plan.show", {"number": str(number)})
        for number, now in rows
    }


def _indicators(session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    rows = session.execute(
        select(Indicator.number, Indicator.ended_at, IndicatorTelling.content)
        .join(IndicatorTelling, IndicatorTelling.indicator_id == Indicator.id)
        .where(Indicator.number.in_(_numbers(names)), IndicatorTelling.until.is_(None))
    )
    return {
        str(number): Thing(
            _cut(content["name"]),
            "indicators.show",
            {"number": str(number)},
            gone=ended_at is not None,
        )
        for number, ended_at, content in rows
    }


def _words_at(anchor: str) -> Find:
    def find(_session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
        return {WORDS: Thing("", "vision.show", {"_anchor": anchor})} if WORDS in names else {}

    return find


def _cut(title: str) -> str:
    """A long title ends after a whole word; a single long word is cut where it must."""
    if len(title) <= TITLE_MAX:
        return title
    head = title[: TITLE_MAX - 1]
    return f"{(head.rpartition(' ')[0] or head).rstrip(' ,')}…"


KINDS: dict[str, DiscussedKind] = {
    SENTENCE: DiscussedKind(
        "vision",
        Permission.VISION_READ,
        N_("The shared vision"),
        N_("the shared vision"),
        _words_at("the-vision"),
    ),
    SITUATION: DiscussedKind(
        "lecture",
        Permission.VISION_READ,
        N_("The shared reading of the situation"),
        N_("the shared reading of the situation"),
        _words_at("reading"),
    ),
    CHANGE: DiscussedKind(
        "changement",
        Permission.CHANGE_READ,
        N_("A change of the strategy"),
        N_("a change of the strategy"),
        _changes,
        N_("no longer in the strategy"),
    ),
    LINK: DiscussedKind(
        "lien",
        Permission.CHANGE_READ,
        N_("A link between two changes"),
        N_("a link between two changes"),
        _links,
        N_("no longer in the strategy"),
    ),
    ACTION: DiscussedKind(
        "action",
        Permission.PLAN_READ,
        N_("An action of the plan"),
        N_("an action of the plan"),
        _actions,
    ),
    INDICATOR: DiscussedKind(
        "indicateur",
        Permission.INDICATOR_READ,
        N_("An indicator of a change"),
        N_("an indicator of a change"),
        _indicators,
        N_("has ended"),
    ),
    CLAUSE: DiscussedKind(
        "article",
        Permission.AGREEMENT_READ,
        N_("A clause of the agreement"),
        N_("a clause of the agreement"),
        _clauses,
    ),
    PART: DiscussedKind(
        "element",
        Permission.AGREEMENT_READ,
        N_("Something settled in the agreement"),
        N_("something settled in the agreement"),
        _parts,
    ),
}


def by_slug(slug: str) -> tuple[str, DiscussedKind]:
    """The kind that addresses call so. Raises NotFound."""
    for kind, one in KINDS.items():
        if one.slug == slug:
            return kind, one
    raise NotFound


def open_to(permissions: Collection[Permission]) -> frozenset[str]:
    """The kinds that somebody who holds these permissions reads."""
    return frozenset(kind for kind, one in KINDS.items() if one.read in permissions)


def things(
    session: Session, topics: Iterable[tuple[str, str]], language: str
) -> dict[tuple[str, str], Thing]:
    """These objects (kind and name), those that exist, in a few queries a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, about in topics:
        wanted[kind].add(about)
    return {
        (kind, about): thing
        for kind, names in wanted.items()
        if kind in KINDS
        for about, thing in KINDS[kind].find(session, names, language).items()
    }
