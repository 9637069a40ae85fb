"""What people do with their visits: note one, correct it, say that it did not take place, and the
contrary. An entry belongs to whoever wrote it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site
from coopspace.visits import rules
from coopspace.visits.model import Visit, VisitTelling


@dataclass(frozen=True)
class Told:
    """A visit as it is told at one moment; `seq` 1 is its first telling."""

    number: int
    author: uuid.UUID
    day: date
    words: str
    seq: int
    at: datetime
    withdrawn: bool
    why: str


def note(session: Session, site: Site, *, day: date | None, words: str, by: User) -> Visit:
    """Note that one was at the site. Noting the same day again, with the same words, changes
    nothing. Raises Refusal."""
    hold(session, site.id)
    when, said = rules.visited(day, words, today=clock.today())
    known = next((one for one in visits(session) if one.author == by.id and one.day == when), None)
    if known is not None:
        if known.words == said:
            return visit_of(session, known.number)
        raise Refusal(
            N_("Your visit of that day is already noted: correct it in the list below."),
            field="day",
        )
    visit = Visit(
        site_id=site.id,
        number=(session.scalar(select(func.max(Visit.number))) or 0) + 1,
        author=by.id,
        at=clock.now(),
    )
    session.add(visit)
    session.flush()
    _succeed(session, visit, None, VisitTelling(day=when, words=said))
    _note(session, visit, "visit:note", by=by)
    return visit


def correct(
    session: Session, visit: Visit, *, day: date | None, words: str, seen: int, by: User
) -> None:
    """Say a visit of one's own anew; what it said before is kept. Raises Refusal."""
    before = _own(session, visit, seen, by)
    if before.withdrawn:
        raise Refusal(N_("This visit was taken back: put it back first."))
    when, said = rules.visited(day, words, today=clock.today())
    if (before.day, before.words) == (when, said):
        return
    _succeed(session, visit, before, VisitTelling(day=when, words=said))
    _note(session, visit, "visit:correct", by=by)


def take_back(session: Session, visit: Visit, *, why: str, seen: int, by: User) -> None:
    """Say that a visit of one's own did not take place: it counts no more, and stays."""
    before = _own(session, visit, seen, by)
    if before.withdrawn:
        return
    row = VisitTelling(day=before.day, words=before.words, withdrawn=True, why=rules.reason(why))
    _succeed(session, visit, before, row)
    _note(session, visit, "visit:take_back", by=by)


def put_back(session: Session, visit: Visit, *, seen: int, by: User) -> None:
    """Let a visit that one took back count again."""
    before = _own(session, visit, seen, by)
    if not before.withdrawn:
        return
    _succeed(session, visit, before, VisitTelling(day=before.day, words=before.words))
    _note(session, visit, "visit:put_back", by=by)


def visit_of(session: Session, number: int) -> Visit:
    """The visit of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(Visit).where(Visit.number == number))
    if found is None:
        raise NotFound
    return found


def visits(session: Session, *, withdrawn: bool = False) -> list[Told]:
    """The visits to the site in scope as they stand, the latest day first; those that were taken
    back only where `withdrawn` asks for them."""
    query = (
        select(Visit, VisitTelling)
        .join(VisitTelling, VisitTelling.visit_id == Visit.id)
        .where(VisitTelling.until.is_(None))
        .order_by(VisitTelling.day.desc(), Visit.number.desc())
    )
    told = (_told(visit, row) for visit, row in session.execute(query))
    return [one for one in told if withdrawn or not one.withdrawn]


def tellings(session: Session, visit: Visit) -> list[Told]:
    """Everything that a visit ever said, what stands first."""
    query = select(VisitTelling).where(VisitTelling.visit_id == visit.id)
    return [_told(visit, row) for row in session.scalars(query.order_by(VisitTelling.seq.desc()))]


def _told(visit: Visit, row: VisitTelling) -> Told:
    return Told(
        visit.number, visit.author, row.day, row.words, row.seq, row.at, row.withdrawn, row.why
    )


def _own(session: Session, visit: Visit, seen: int, by: User) -> VisitTelling:
    """What the visit says, held until the act ends, for its author who read what stands."""
    hold(session, visit.site_id)
    if visit.author != by.id:
        raise Refusal(N_("A visit belongs to whoever made it: they alone correct it."))
    query = select(VisitTelling).where(
        VisitTelling.visit_id == visit.id, VisitTelling.until.is_(None)
    )
    before = session.scalars(query).one()
    if before.seq != seen:
        raise Refusal(
            N_(
                "You changed this meanwhile, elsewhere: read what stands now. "
                "What you typed is still here."
            )
        )
    return before


def _succeed(
    session: Session, visit: Visit, before: VisitTelling | None, row: VisitTelling
) -> None:
    row.site_id, row.visit_id, row.at = visit.site_id, visit.id, clock.now()
    row.seq = before.seq + 1 if before else 1
    if before is not None:
        before.until = row.at
        session.flush()
    session.add(row)
    session.flush()


def _note(session: Session, visit: Visit, action: str, *, by: User) -> None:
    audit.record(
        session,
        action,
        site_id=visit.site_id,
        actor_id=by.id,
        on=("visit", visit.id),
        number=visit.number,
    )
