"""An agreement begun from a text that stands elsewhere: looked at, taken in one act, taken back.

Of another site's agreement, what fills a question without an answer is taken and nothing else. A
piece of a file goes after the words that stand. Nothing is ever overwritten, and each act knows
the exact wordings that it wrote: those, and no others, are what taking it back undoes.
"""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from coopspace.accounts.model import User
from coopspace.agreement import clauses, cutting, parts, reading
from coopspace.agreement.content import Clause, Content, Item
from coopspace.agreement.cutting import Cut
from coopspace.agreement.held import file_name
from coopspace.agreement.model import AgreementStart, AgreementStarted
from coopspace.agreement.questions import by_code
from coopspace.agreement.rules import Decision, Kind, Said, kind_of, title
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live import composing, store
from coopspace.live.formats import Block
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

FILE, SITE = "file", "site"
CLAUSE, PART = "clause", "part"
KEPT = timedelta(days=7)
"""How long a file that was brought waits to be taken in."""
MOST_WAITING = 10


@dataclass(frozen=True)
class Taken:
    """What an act wrote: how many clauses, how many parts."""

    clauses: int
    parts: int


@dataclass(frozen=True)
class Waiting:
    """A file that waits to be taken in: its pieces, and the question chosen for each."""

    row: AgreementStart
    cuts: Sequence[Cut]
    chosen: Mapping[int, str]


def starts(session: Session) -> list[AgreementStart]:
    """What was taken from elsewhere, the latest first."""
    query = select(AgreementStart).where(AgreementStart.done_at.is_not(None))
    return list(session.scalars(query.order_by(AgreementStart.number.desc())))


def waiting(session: Session) -> list[AgreementStart]:
    """The files that wait to be taken in, the latest first."""
    query = select(AgreementStart).where(
        AgreementStart.done_at.is_(None), AgreementStart.at > clock.now() - KEPT
    )
    return list(session.scalars(query.order_by(AgreementStart.number.desc())))


def start_of(session: Session, number: int) -> AgreementStart:
    """The one of this number at the site in scope. Raises NotFound."""
    query = select(AgreementStart).where(AgreementStart.number == number)
    found = session.scalar(query.options(undefer(AgreementStart.content)))
    if found is None:
        raise NotFound
    return found


def waiting_of(session: Session, number: int) -> Waiting:
    """The file of this number, while it waits. Raises NotFound."""
    row = start_of(session, number)
    if row.done_at is not None or row.at <= clock.now() - KEPT:
        raise NotFound
    kept = json.loads(row.content)
    chosen = {int(place): code for place, code in kept["chosen"].items()}
    return Waiting(row, cutting.read(kept["pieces"]), chosen)


def keep(
    session: Session,
    site: Site,
    *,
    name: str,
    cuts: Sequence[Cut],
    chosen: Mapping[int, str],
    by: User,
) -> AgreementStart:
    """Keep the pieces of a file until somebody takes them in or gives up; nothing is written yet.
    Files that have waited too long are erased. Raises Refusal."""
    hold(session, site.id)
    for old in session.scalars(select(AgreementStart).where(AgreementStart.done_at.is_(None))):
        if old.at <= clock.now() - KEPT:
            session.delete(old)
    session.flush()
    if len(waiting(session)) >= MOST_WAITING:
        raise Refusal(
            N_("%(most)d files wait already: take one in or give it up first."),
            field="file",
            most=MOST_WAITING,
        )
    row = _row(session, site, FILE, file_name(name), by)
    row.content = _content(cuts, chosen)
    session.flush()
    return row


def choose(session: Session, found: Waiting, chosen: Mapping[int, str]) -> None:
    """Keep what was chosen so far."""
    hold(session, found.row.site_id)
    if held_row(session, found.row).done_at is not None:
        raise NotFound
    found.row.content = _content(found.cuts, _known(found, chosen))
    session.flush()


def give_up(session: Session, found: Waiting) -> None:
    """Erase a file that waits: nothing of it was written."""
    hold(session, found.row.site_id)
    if held_row(session, found.row).done_at is not None:
        raise NotFound
    session.delete(found.row)
    session.flush()


def bring(
    session: Session, site: Site, found: Waiting, *, chosen: Mapping[int, str], by: User
) -> Taken:
    """Write the pieces of a file under the questions that were chosen, after what stands there.
    Raises Refusal, beside the choice of a piece where one is to blame."""
    hold(session, site.id)
    row = held_row(session, found.row)
    if row.done_at is not None:
        raise NotFound
    places: dict[str, list[int]] = {}
    for place, code in sorted(_known(found, chosen).items()):
        places.setdefault(code, []).append(place)
    if not places:
        raise Refusal(N_("Choose a question for one piece at least, or give this file up."))
    digests = {}
    for code in (one for one in by_code() if one in places):
        blocks = [*_under(code, [found.cuts[place] for place in places[code]])]
        field = f"piece_{places[code][0]}"
        digests[code] = _write(session, site, row, code, blocks, by=by, field=field)
    row.content, row.done_at = "", clock.now()
    session.flush()
    _note(session, row, "bring", by, count=len(digests), digests=digests)
    return Taken(len(digests), 0)


def take(
    session: Session,
    site: Site,
    *,
    source: Content,
    name: str,
    codes: Collection[str],
    refs: Collection[str],
    by: User,
) -> Taken:
    """Take these clauses and parts of another site's agreement, called `name`: those that fill a
    question without an answer, or that ours does not have. Raises Refusal when nothing is left."""
    hold(session, site.id)
    ours = reading.agreement(session).content
    wanted = [one for one in missing_clauses(ours, source) if one.code in codes]
    parted = [one for one in missing_parts(ours, source) if one.ref in refs]
    if not wanted and not parted:
        raise Refusal(N_("Tick what to take: one thing at least."))
    row = _row(session, site, SITE, name, by)
    digests = {
        one.code: _write(session, site, row, one.code, one.blocks, by=by, field="")
        for one in wanted
    }
    _add(session, row, parted, source=source, ours=ours, site=site, by=by)
    row.done_at = clock.now()
    session.flush()
    count = len(digests) + len(parted)
    _note(session, row, "take", by, count=count, digests=digests)
    return Taken(len(digests), len(parted))


def missing_clauses(ours: Content, source: Content) -> list[Clause]:
    """The clauses of another agreement whose question has no answer in ours."""
    answered = {one.code for one in ours.clauses if one.blocks}
    return [
        one
        for one in source.clauses
        if one.blocks and one.code in by_code() and one.code not in answered
    ]


def missing_parts(ours: Content, source: Content) -> list[Item[Said]]:
    """The places, rules and messages of another agreement that ours does not have by their name."""
    known = {_called(one.said) for one in beside(ours)}
    return [one for one in beside(source) if _called(one.said) not in known]


def beside(content: Content) -> tuple[Item[Said], ...]:
    """What stands beside the text and may be taken: places, rules, messages."""
    return (*content.places, *content.decisions, *content.messages)


def held_row(session: Session, row: AgreementStart) -> AgreementStart:
    """The row as it is now that nobody else can change it. Raises NotFound if it was erased."""
    query = select(AgreementStart).where(AgreementStart.id == row.id)
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def called(session: Session, number: int) -> str:
    """The name of the site or of the file that this was taken from; empty when it is unknown."""
    query = select(AgreementStart.name).where(AgreementStart.number == number)
    return session.scalar(query) or ""


def origins(session: Session, code: str) -> list[tuple[int, AgreementStart]]:
    """The wordings of a clause that came from elsewhere, and from where."""
    rows = session.execute(
        select(AgreementStarted.number, AgreementStart)
        .join(AgreementStart, AgreementStart.id == AgreementStarted.start_id)
        .where(AgreementStarted.kind == CLAUSE, AgreementStarted.about == code)
        .order_by(AgreementStarted.number)
    )
    return [(number, start) for number, start in rows]


def _add(
    session: Session,
    row: AgreementStart,
    those: Iterable[Item[Said]],
    *,
    source: Content,
    ours: Content,
    site: Site,
    by: User,
) -> None:
    """Add these parts; a rule keeps its place when ours has one of that name."""
    here = {_called(one.said): one.ref for one in ours.places}
    for one in those:
        said = one.said
        if isinstance(said, Decision):
            place = source.place(said.place)
            said = replace(said, place=here.get(_called(place), "") if place else "")
        added = parts.add(session, site, said=said, by=by)
        if kind_of(said) is Kind.PLACE:
            here[_called(said)] = added.ref
        _mark(session, row, PART, added.ref, number=1, before=0)


def _called(said: Said) -> tuple[Kind, str]:
    return kind_of(said), " ".join(title(said).casefold().split())


def _under(code: str, cuts: Sequence[Cut]) -> Iterator[Block]:
    """The pieces that answer one question. A heading that says the question's own is not kept."""
    known = by_code()[code].heading
    for cut in cuts:
        own = any(cutting.same_heading(cut.heading, one) for one in (known.fr, known.en))
        if cut.heading and not cut.more and (len(cuts) > 1 or not own):
            yield cutting.heading(cut.heading)
        yield from cut.blocks


def _write(
    session: Session,
    site: Site,
    row: AgreementStart,
    code: str,
    blocks: Sequence[Block],
    *,
    by: User,
    field: str,
) -> str:
    """Add words to a clause; gives the digest of the wording that stands then."""
    clause = clauses.open_clause(session, site, code=code, by=by)
    before = store.fix(session, clause.document_id)
    text = composing.compose(session, clause.document_id, blocks, by=by.id, field=field)
    _mark(session, row, CLAUSE, code, number=text.number, before=before.number)
    return text.digest


def _mark(
    session: Session, row: AgreementStart, kind: str, about: str, *, number: int, before: int
) -> None:
    session.add(
        AgreementStarted(
            site_id=row.site_id,
            start_id=row.id,
            kind=kind,
            about=about,
            number=number,
            before=before,
        )
    )
    session.flush()


def _row(session: Session, site: Site, origin: str, name: str, by: User) -> AgreementStart:
    row = AgreementStart(
        id=uuid.uuid4(),
        site_id=site.id,
        number=(session.scalar(select(func.max(AgreementStart.number))) or 0) + 1,
        origin=origin,
        name=name[:160],
        content="",
        by=by.id,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _content(cuts: Sequence[Cut], chosen: Mapping[int, str]) -> str:
    kept = {"pieces": cutting.kept(cuts), "chosen": {str(n): code for n, code in chosen.items()}}
    return json.dumps(kept, ensure_ascii=False)


def _known(found: Waiting, chosen: Mapping[int, str]) -> dict[int, str]:
    """The choices that can be: a piece of this file, a question of the method."""
    return {
        place: code
        for place, code in chosen.items()
        if 0 <= place < len(found.cuts) and code in by_code()
    }


def _note(session: Session, row: AgreementStart, act: str, by: User, **details: object) -> None:
    """The journal names it by its number: what a file is called stays out of it."""
    audit.record(
        session,
        f"agreement:{act}",
        site_id=row.site_id,
        actor_id=by.id,
        on=("agreement_start", row.number),
        start=row.number,
        **details,
    )
