"""What people do with the log: note what they did, correct it, take it back, put it back.

The same entry may arrive twice, from a device that did not hear our answer: the second arrival
changes nothing and is answered as the first was.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accompaniment import rules
from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.accompaniment.rules import Note
from coopspace.accounts.model import User
from coopspace.agreement import governed
from coopspace.changes import held as changes
from coopspace.changes.model import Change
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site
from coopspace.stakeholders.held import stakeholder_of

Ends = dict[str, uuid.UUID | None]
NOTHING: Ends = {"change_id": None, "one_id": None, "other_id": None}


class Differs(Refusal):
    """The same mark came with other words: what stands under `number` is left as it is."""

    def __init__(self, number: int) -> None:
        super().__init__(
            N_(
                "This entry is already kept, with other words. Correct it where it stands, or "
                "send this as another entry."
            )
        )
        self.number = number


@dataclass(frozen=True)
class Kept:
    """An entry that is kept, with its number; `again`: it already was."""

    entry: AccompanimentEntry
    number: int
    again: bool = False


def log(
    session: Session,
    site: Site,
    *,
    mark: uuid.UUID,
    role: str,
    minutes: int | None,
    by: User,
    day: date | None = None,
    moved: str = "",
    about: str = "",
) -> Kept:
    """Note what was done for a role. Raises Refusal; Differs when the mark is of other words."""
    hold(session, site.id)
    note = rules.noted(
        role=role, minutes=minutes, day=day, moved=moved, about=about, today=clock.today()
    )
    ends = _ends(session, note.about)
    known = _known(session, mark, by)
    if known is not None:
        if not _same(_first(session, known), note, ends):
            raise Differs(known.number)
        return Kept(known, known.number, again=True)
    _check_there(session, ends)
    entry = AccompanimentEntry(
        site_id=site.id,
        number=(session.scalar(select(func.max(AccompanimentEntry.number))) or 0) + 1,
        mark=mark,
        author=by.id,
        at=clock.now(),
    )
    session.add(entry)
    session.flush()
    _tell(session, entry, None, note, ends, by=by)
    _note(session, entry, "accompaniment:log", by=by)
    return Kept(entry, entry.number)


def correct(
    session: Session,
    entry: AccompanimentEntry,
    *,
    role: str,
    minutes: int | None,
    day: date | None,
    moved: str,
    about: str,
    seen: int,
    by: User,
) -> None:
    """Say an entry of one's own anew; saying the same changes nothing. Raises Refusal."""
    before = _own(session, entry, seen, by)
    if before.withdrawn:
        raise Refusal(N_("This entry was taken back: put it back first."))
    note = rules.noted(
        role=role, minutes=minutes, day=day, moved=moved, about=about, today=clock.today()
    )
    ends = _ends(session, note.about)
    if _same(before, note, ends):
        return
    if ends != _ends_of(before):
        _check_there(session, ends)
    _tell(session, entry, before, note, ends, by=by)
    _note(session, entry, "accompaniment:correct", by=by)


def take_back(
    session: Session, entry: AccompanimentEntry, *, why: str, seen: int, by: User
) -> None:
    """Take an entry of one's own back, with the reason: it counts no more and stays to be read."""
    before = _own(session, entry, seen, by)
    if before.withdrawn:
        return
    _turn(session, entry, before, why=rules.reason(why), by=by)
    _note(session, entry, "accompaniment:take_back", by=by)


def put_back(session: Session, entry: AccompanimentEntry, *, seen: int, by: User) -> None:
    """Let an entry that one took back count again."""
    before = _own(session, entry, seen, by)
    if not before.withdrawn:
        return
    _turn(session, entry, before, why="", by=by)
    _note(session, entry, "accompaniment:put_back", by=by)


def entry_of(session: Session, number: int) -> AccompanimentEntry:
    """The entry of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(AccompanimentEntry).where(AccompanimentEntry.number == number))
    if found is None:
        raise NotFound
    return found


def telling_of(session: Session, entry: AccompanimentEntry) -> AccompanimentTelling:
    """What an entry says today."""
    query = select(AccompanimentTelling).where(
        AccompanimentTelling.entry_id == entry.id, AccompanimentTelling.until.is_(None)
    )
    return session.scalars(query).one()


def _own(session: Session, entry: AccompanimentEntry, seen: int, by: User) -> AccompanimentTelling:
    """What the entry says, held until the act ends, for its author who read what stands."""
    hold(session, entry.site_id)
    if entry.author != by.id:
        raise Refusal(N_("An entry belongs to whoever wrote it: they alone correct it."))
    before = telling_of(session, entry)
    if before.seq != seen:
        raise Refusal(
            N_(
                "You changed this meanwhile, elsewhere: read what stands now. "
                "What you typed is still here."
            )
        )
    return before


def _known(session: Session, mark: uuid.UUID, by: User) -> AccompanimentEntry | None:
    query = select(AccompanimentEntry).where(
        AccompanimentEntry.mark == mark, AccompanimentEntry.author == by.id
    )
    return session.scalar(query)


def _first(session: Session, entry: AccompanimentEntry) -> AccompanimentTelling:
    query = select(AccompanimentTelling).where(
        AccompanimentTelling.entry_id == entry.id, AccompanimentTelling.seq == 1
    )
    return session.scalars(query).one()


def _same(row: AccompanimentTelling, note: Note, ends: Ends) -> bool:
    said = Note(row.role, row.minutes, row.day, row.moved, note.about)
    return said == note and _ends_of(row) == ends


def _ends_of(row: AccompanimentTelling) -> Ends:
    return {"change_id": row.change_id, "one_id": row.one_id, "other_id": row.other_id}


def _ends(session: Session, about: str) -> Ends:
    """The rows that are meant. Raises Refusal for what this site never had."""
    if not about:
        return NOTHING
    one, between, other = about.partition(governed.BETWEEN)
    try:
        if not between:
            return {**NOTHING, "change_id": changes.find(session, one).id}
        ids = sorted(stakeholder_of(session, ref).id for ref in {one, other})
    except NotFound as unknown:
        raise _unknown() from unknown
    if len(ids) != 2:
        raise _unknown()
    return {**NOTHING, "one_id": ids[0], "other_id": ids[1]}


def _check_there(session: Session, ends: Ends) -> None:
    """Only what stands is named anew."""
    if ends["change_id"] is not None:
        if session.get_one(Change, ends["change_id"]).ended_at is not None:
            raise Refusal(N_("This change has left the chain: bring it back first."), field="about")
    elif (
        ends["one_id"] is not None
        and ends["other_id"] is not None
        and not governed.on_map(session, ends["one_id"], ends["other_id"])
    ):
        raise Refusal(N_("Choose a relation that is on the map."), field="about")


def _unknown() -> Refusal:
    return Refusal(N_("Choose a change or a relation of this site."), field="about")


def _tell(
    session: Session,
    entry: AccompanimentEntry,
    before: AccompanimentTelling | None,
    note: Note,
    ends: Ends,
    *,
    by: User,
) -> None:
    row = AccompanimentTelling(
        role=note.role, minutes=note.minutes, day=note.day, moved=note.moved, **ends
    )
    _succeed(session, entry, before, row, by=by)


def _turn(
    session: Session,
    entry: AccompanimentEntry,
    before: AccompanimentTelling,
    *,
    why: str,
    by: User,
) -> None:
    row = AccompanimentTelling(
        role=before.role,
        minutes=before.minutes,
        day=before.day,
        moved=before.moved,
        withdrawn=bool(why),
        why=why,
        **_ends_of(before),
    )
    _succeed(session, entry, before, row, by=by)


def _succeed(
    session: Session,
    entry: AccompanimentEntry,
    before: AccompanimentTelling | None,
    row: AccompanimentTelling,
    *,
    by: User,
) -> None:
    row.site_id, row.entry_id, row.by, row.at = entry.site_id, entry.id, by.id, clock.now()
    row.seq = before.seq + 1 if before else 1
    if before is not None:
        before.until = row.at
        session.flush()
    session.add(row)
    session.flush()


def _note(session: Session, entry: AccompanimentEntry, act: str, *, by: User) -> None:
    audit.record(
        session,
        act,
        site_id=entry.site_id,
        actor_id=by.id,
        on=("accompaniment_entry", entry.id),
        number=entry.number,
    )
