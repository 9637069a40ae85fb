"""What people do with what stands beside the text: add, describe, order, remove, bring back.

Nothing is lost: whatever was said stays in the history, and what was removed comes back whole.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import rules
from coopspace.agreement.clauses import PART
from coopspace.agreement.model import AgreementPart, AgreementTelling
from coopspace.agreement.rules import Kind, Said, Talent
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site
from coopspace.stakeholders.held import new_ref
from coopspace.stakeholders.model import Stakeholder


@dataclass(frozen=True)
class Part:
    """What is said of a part; `seq` is what a form carries as what was seen."""

    ref: str
    kind: Kind
    said: Said
    seq: int
    at: datetime
    by: uuid.UUID
    ended: bool = False


def add(session: Session, site: Site, *, said: Said, by: User) -> AgreementPart:
    """Add a part, after those of its kind."""
    hold(session, site.id)
    made = rules.whole(said)
    _check_names(session, made)
    last = session.scalar(select(func.max(AgreementPart.rank))) or 0
    part = AgreementPart(
        site_id=site.id,
        ref=new_ref(session.scalars(select(AgreementPart.ref))),
        kind=rules.kind_of(made),
        rank=last + 1,
    )
    session.add(part)
    session.flush()
    _tell(session, part, None, made, by=by)
    _note(session, part, "add", by)
    return part


def describe(session: Session, part: AgreementPart, *, said: Said, seen: int, by: User) -> None:
    """Say something else of a part. `seen` is the telling that its author had read."""
    hold(session, part.site_id)
    before = telling_of(session, part)
    if before.ended:
        raise Refusal(N_("This has been taken out of the agreement: bring it back first."))
    made = rules.whole(said)
    if made == rules.read(Kind(part.kind), before.content):
        return
    if before.seq != seen:
        raise Refusal(
            N_(
                "Somebody changed this meanwhile: read what stands now, above. "
                "What you typed is still here."
            )
        )
    _check_names(session, made, but=part)
    _tell(session, part, before, made, by=by)
    _note(session, part, "describe", by)


def say_again(session: Session, part: AgreementPart, *, seq: int, by: User) -> None:
    """Make an earlier telling stand again, as a new one. Raises NotFound."""
    hold(session, part.site_id)
    before = telling_of(session, part)
    query = select(AgreementTelling).where(
        AgreementTelling.part_id == part.id, AgreementTelling.seq == seq
    )
    old = session.scalar(query)
    if old is None:
        raise NotFound
    if before.ended:
        raise Refusal(N_("This has been taken out of the agreement: bring it back first."))
    if old.content == before.content:
        raise Refusal(N_("This wording already stands: there is nothing to restore."))
    _tell(session, part, before, rules.read(Kind(part.kind), old.content), by=by)
    _note(session, part, "restore", by)


def end(session: Session, part: AgreementPart, *, by: User) -> None:
    """Take a part out of the agreement: it can be brought back as it was."""
    hold(session, part.site_id)
    before = telling_of(session, part)
    if before.ended:
        return
    _tell(session, part, before, rules.read(Kind(part.kind), before.content), by=by, ended=True)
    _note(session, part, "end", by)


def bring_back(session: Session, part: AgreementPart, *, by: User) -> None:
    """Put back what was taken out, where it stood."""
    hold(session, part.site_id)
    before = telling_of(session, part)
    if not before.ended:
        return
    _tell(session, part, before, rules.read(Kind(part.kind), before.content), by=by)
    _note(session, part, "bring_back", by)


def move(session: Session, part: AgreementPart, *, up: bool) -> bool:
    """Exchange a part with the one before or after it; whether there was one. The order says
    nothing of governance: the journal is silent."""
    hold(session, part.site_id)
    beside = [one.ref for one in parts(session) if one.kind == part.kind and not one.ended]
    place = beside.index(part.ref) if part.ref in beside else -1
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(beside):
        return False
    neighbour = part_of(session, beside[other])
    part.rank, neighbour.rank = neighbour.rank, part.rank
    session.flush()
    return True


def part_of(session: Session, ref: str) -> AgreementPart:
    """The part of this reference at the site in scope, ended or not. Raises NotFound."""
    found = session.scalar(select(AgreementPart).where(AgreementPart.ref == ref))
    if found is None:
        raise NotFound
    return found


def telling_of(session: Session, part: AgreementPart) -> AgreementTelling:
    """What is said of it today."""
    query = select(AgreementTelling).where(
        AgreementTelling.part_id == part.id, AgreementTelling.until.is_(None)
    )
    return session.scalars(query).one()


_ALL = (
    select(AgreementPart, AgreementTelling)
    .join(AgreementTelling, AgreementTelling.part_id == AgreementPart.id)
    .order_by(AgreementPart.rank, AgreementPart.ref)
)
_STANDING = _ALL.where(AgreementTelling.until.is_(None))


def parts(session: Session, *, at: datetime | None = None) -> list[Part]:
    """Every part of the site in scope, those taken out included, in order; as of a past moment
    when one is given."""
    query = _STANDING
    if at is not None:
        later = AgreementTelling.until.is_(None) | (AgreementTelling.until > at)
        query = _ALL.where(AgreementTelling.at <= at, later)
    return [_part(*row) for row in session.execute(query)]


def ever_said(session: Session) -> tuple[list[Part], dict[str, list[Said]]]:
    """Every part as it stands, those taken out included, in order; and all that was ever said of
    each, by reference. One query."""
    standing: list[Part] = []
    said: dict[str, list[Said]] = defaultdict(list)
    for part, told in session.execute(_ALL):
        one = _part(part, told)
        said[one.ref].append(one.said)
        if told.until is None:
            standing.append(one)
    return standing, said


def history(session: Session, part: AgreementPart) -> list[Part]:
    """Everything that was said of a part, the latest first."""
    query = select(AgreementTelling).where(AgreementTelling.part_id == part.id)
    rows = session.scalars(query.order_by(AgreementTelling.seq.desc()))
    return [_part(part, row) for row in rows]


def _part(part: AgreementPart, told: AgreementTelling) -> Part:
    kind = Kind(part.kind)
    return Part(
        ref=part.ref,
        kind=kind,
        said=rules.read(kind, told.content),
        seq=told.seq,
        at=told.at,
        by=told.by,
        ended=told.ended,
    )


def _tell(
    session: Session,
    part: AgreementPart,
    before: AgreementTelling | None,
    said: Said,
    *,
    by: User,
    ended: bool = False,
) -> None:
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    session.add(
        AgreementTelling(
            site_id=part.site_id,
            part_id=part.id,
            seq=before.seq + 1 if before else 1,
            at=moment,
            by=by.id,
            ended=ended,
            content=rules.stored(said),
        )
    )
    session.flush()


def _check_names(session: Session, said: Said, *, but: AgreementPart | None = None) -> None:
    """Places and stakeholders are named among those that stand, and a place has a name of its own.
    Raises Refusal."""
    standing = [one for one in parts(session) if not one.ended and one.kind is Kind.PLACE]
    for ref in rules.references(said):
        if ref not in {one.ref for one in standing}:
            raise Refusal(N_("Choose one of the places of the agreement."), field="place")
    if isinstance(said, Talent) and said.stakeholder:
        known = select(Stakeholder.id).where(Stakeholder.ref == said.stakeholder)
        if session.scalar(known) is None:
            raise Refusal(N_("Choose somebody of the map."), field="stakeholder")
    if rules.kind_of(said) is Kind.PLACE:
        others = (one for one in standing if but is None or one.ref != but.ref)
        _check_alone(rules.title(said), (rules.title(one.said) for one in others))


def _check_alone(name: str, others: Iterable[str]) -> None:
    for other in others:
        if name.casefold() == other.casefold():
            raise Refusal(
                N_("“%(name)s” is already a place of the agreement."), field="name", name=other
            )


def _note(session: Session, part: AgreementPart, act: str, by: User) -> None:
    audit.record(
        session,
        f"agreement:{act}",
        site_id=part.site_id,
        actor_id=by.id,
        on=(PART, part.ref),
        part=Kind(part.kind),
    )
