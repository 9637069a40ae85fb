"""The method's texts as a programme words them: those in force, and pages to word them on."""

import uuid
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace import method
from coopspace.edition import rules
from coopspace.edition.model import MethodWording
from coopspace.edition.rules import Happened, Words
from coopspace.kernel.refusal import NotFound
from coopspace.method import Entry, Section, Wording
from coopspace.sites.model import Programme

PROGRAMMES_KEPT = 64
OUTSIDE = frozenset({"help"})
"""Rooms that are read in no programme: the help page is open to anybody."""
_kept: OrderedDict[uuid.UUID, tuple[uuid.UUID, Wording]] = OrderedDict()
NAMING = ("title", "label", "name", "word", "heading", "without")
"""The entries by which a group of sentences is called, the first of them that is there."""


def speak(session: Session, programme: Programme) -> None:
    """From now on read the words of this programme. One query where they changed since this
    process read them, none otherwise: `words_stamp` is another one after each change."""
    method.speak(wording_of(session, programme))


def wording_of(session: Session, programme: Programme) -> Wording:
    """The words of this programme as they stand, read again only when they changed."""
    stamp = programme.words_stamp
    if stamp is None:
        return method.OURS
    known = _kept.get(programme.id)
    if known is None or known[0] != stamp:
        said = {
            key: (words.fr, words.en)
            for key, words in standing(session, programme).items()
            if words
        }
        known = _kept[programme.id] = stamp, Wording(said)
        while len(_kept) > PROGRAMMES_KEPT:
            _kept.popitem(last=False)
    return known[1]


def standing(session: Session, programme: Programme) -> dict[str, Words]:
    """What the programme says today, by the keys of our sentences."""
    query = select(MethodWording.key, MethodWording.fr, MethodWording.en).where(
        MethodWording.programme_id == programme.id, MethodWording.until.is_(None)
    )
    return {key: Words(fr, en) for key, fr, en in session.execute(query)}


@dataclass(frozen=True)
class Line:
    """A sentence of ours, what the programme says in its place, and whether that is read: ours is
    where it has since changed what it fills in."""

    entry: Entry
    theirs: Words

    @property
    def name(self) -> str:
        """What the entry is called within its room."""
        return self.entry.key.partition(".")[2]

    @property
    def reads(self) -> bool:
        """Whether the programme’s words still can stand for ours."""
        return not self.theirs or (
            method.stands_for(self.theirs.fr, self.entry.fr)
            and method.stands_for(self.theirs.en, self.entry.en)
        )


@dataclass(frozen=True)
class Group:
    """The sentences that stand together; `title` is what calls them, if one of them does, `above`
    what calls those that they belong to."""

    key: str
    title: Entry | None
    above: Entry | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Room:
    """The sentences of one room: how many, and how many are reworded."""

    name: str
    sentences: int
    reworded: int


@dataclass(frozen=True)
class Told:
    """What happened to one sentence, from what to what."""

    seq: int
    happened: Happened
    before: Words
    now: Words
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """One sentence with everything that the programme ever said in its place, newest first.

    `drifted`: ours has changed since the programme worded it; `then` is what it said.
    """

    line: Line
    seq: int = 0
    told: tuple[Told, ...] = ()
    then: Words = field(default_factory=Words)

    @property
    def drifted(self) -> bool:
        """Whether ours is no longer what was reworded."""
        return bool(self.line.theirs) and self.then != words_of(self.line.entry)


def words_of(entry: Entry) -> Words:
    """Our sentence."""
    return Words(entry.fr, entry.en)


def worded() -> tuple[str, ...]:
    """The rooms whose sentences a programme may word."""
    return tuple(one for one in method.rooms() if one not in OUTSIDE)


def rooms(session: Session, programme: Programme) -> list[Room]:
    """Every room of the method, and how much of it is reworded."""
    theirs = {key for key, words in standing(session, programme).items() if words}
    return [
        Room(name, len(keys), len(theirs & keys))
        for name in worded()
        for keys in [{one.key for one in method.ours(name).entries()}]
    ]


def groups(
    session: Session, programme: Programme, *, room: str = "", sought: str = "", only: bool = False
) -> list[Group]:
    """The sentences of a room, or of all of them, that hold what is sought. `only`: those that the
    programme words its own way. Raises NotFound for a room that there is not."""
    if room and room not in worded():
        raise NotFound
    theirs = standing(session, programme)
    found: list[Group] = []
    for name in [room] if room else worded():
        _gather(method.ours(name), None, theirs, found)
    return [
        replace(one, lines=lines)
        for one in found
        if (lines := tuple(line for line in one.lines if _wanted(line, sought, only=only)))
    ]


def _gather(
    section: Section, above: Entry | None, theirs: Mapping[str, Words], found: list[Group]
) -> None:
    """The entries right below, then those of each section below, in the order of the file."""
    title = next((section[one] for one in NAMING if _is_entry(section, one)), None)
    here = [part for part in section.parts.values() if isinstance(part, Entry)]
    lines = tuple(Line(one, theirs.get(one.key, rules.OURS)) for one in here)
    found.append(Group(section.key, title, above, lines))
    for part in section.parts.values():
        if isinstance(part, Section):
            _gather(part, title or above, theirs, found)


def _is_entry(section: Section, name: str) -> bool:
    return isinstance(section.parts.get(name), Entry)


def _wanted(line: Line, sought: str, *, only: bool) -> bool:
    if only and not line.theirs:
        return False
    entry, theirs = line.entry, line.theirs
    return rules.found_in(sought, entry.fr, entry.en, theirs.fr, theirs.en)


def entry_of(key: str) -> Entry:
    """Our sentence of this key. Raises NotFound."""
    room, _dot, path = key.partition(".")
    if room not in worded() or path not in method.ours(room):
        raise NotFound
    found = method.ours(room)[path]
    if not isinstance(found, Entry):
        raise NotFound
    return found


def beside(session: Session, programme: Programme, entry: Entry) -> Sequence[Line]:
    """The sentences that stand together with this one, itself among them, as the programme reads
    them."""
    room, _dot, path = entry.key.partition(".")
    above = path.rpartition(".")[0]
    section = method.ours(room)[above] if above else method.ours(room)
    theirs = standing(session, programme)
    return [
        Line(one, theirs.get(one.key, rules.OURS))
        for one in section.parts.values()
        if isinstance(one, Entry)
    ]


def sheet(session: Session, programme: Programme, key: str) -> Sheet:
    """A sentence and its history. Raises NotFound."""
    entry = entry_of(key)
    query = (
        select(MethodWording)
        .where(MethodWording.programme_id == programme.id, MethodWording.key == key)
        .order_by(MethodWording.seq)
        .execution_options(populate_existing=True)
    )
    rows = session.scalars(query).all()
    if not rows:
        return Sheet(Line(entry, rules.OURS))
    now, told = rows[-1], []
    before = Words(rows[0].ours_fr, rows[0].ours_en)
    for row in rows:
        after = Words(row.fr, row.en) or Words(row.ours_fr, row.ours_en)
        told.append(Told(row.seq, Happened(row.happened), before, after, row.by, row.at))
        before = after
    return Sheet(
        Line(entry, Words(now.fr, now.en)),
        now.seq,
        tuple(reversed(told)),
        Words(now.ours_fr, now.ours_en),
    )
