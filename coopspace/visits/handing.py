"""What people do when a site passes from one colleague to another: hand it over with a word,
complete the word, receive it, or take the handing over back before it was received."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites import actions as sites
from coopspace.sites.colleagues import colleagues, take_up
from coopspace.sites.holding import hold
from coopspace.sites.model import Site
from coopspace.visits import rules
from coopspace.visits.model import SiteHandover, SiteHandoverWord
from coopspace.visits.rules import Word


@dataclass(frozen=True)
class Said:
    """The word of a handing over as it stood from one moment on."""

    seq: int
    word: Word
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class Handover:
    """One passing of the site, with every wording of its word, what stands first."""

    row: SiteHandover
    said: tuple[Said, ...]

    @property
    def waits(self) -> bool:
        """Whether the other has still to receive it."""
        return self.row.received_at is None and self.row.withdrawn_at is None

    @property
    def now(self) -> Said:
        """The word that stands."""
        return self.said[0]

    def people(self) -> set[uuid.UUID]:
        """Everybody whose name stands on it."""
        return {self.row.outgoing, self.row.incoming, self.row.by, *(one.by for one in self.said)}

    def is_of(self, person: uuid.UUID) -> bool:
        """Whether this person wrote it, or hands over by it."""
        return person in (self.row.outgoing, self.row.by)


def hand(
    session: Session,
    site: Site,
    *,
    outgoing: User,
    incoming: User,
    word: Word,
    leaves: bool,
    by: User,
) -> SiteHandover:
    """Hand the site over to a colleague, who becomes a facilitator of it at once if they were not.
    One handing over waits at a time. Raises Refusal."""
    hold(session, site.id)
    made = rules.whole(word)
    here = {one.id for one in colleagues(session, site).here}
    rules.check_hands(by.id, outgoing.id, incoming.id, may_leave=here)
    rules.check_leaves(by.id, outgoing.id, leaves=leaves)
    if waiting(session) is not None:
        raise Refusal(N_("A handing over already waits: it is received or taken back first."))
    take_up(session, site, person=incoming, by=by)
    handover = SiteHandover(
        site_id=site.id,
        number=(session.scalar(select(func.max(SiteHandover.number))) or 0) + 1,
        outgoing=outgoing.id,
        incoming=incoming.id,
        by=by.id,
        at=clock.now(),
        leaves=leaves,
        received_at=None,
        withdrawn_at=None,
    )
    session.add(handover)
    session.flush()
    _say(session, handover, None, made, by=by)
    _note(session, handover, "site:hand", by=by)
    return handover


def reword(session: Session, handover: SiteHandover, *, word: Word, seen: int, by: User) -> None:
    """Say the word anew, also once it was received; what it said before is kept."""
    hold(session, handover.site_id)
    _check_theirs(handover, by)
    made = rules.whole(word)
    before = _standing(session, handover)
    if _word(before) == made:
        return
    if before.seq != seen:
        raise Refusal(
            N_(
                "Somebody changed this meanwhile: read what stands now. "
                "What you typed is still here."
            )
        )
    _say(session, handover, before, made, by=by)
    _note(session, handover, "site:hand_word", by=by)


def receive(session: Session, site: Site, *, by: User) -> SiteHandover:
    """Say that one has received the site; whoever had chosen to leave then leaves it. Raises
    NotFound where nothing waits, Refusal for anybody else."""
    hold(session, site.id)
    handover = waiting(session)
    if handover is None:
        raise NotFound
    if handover.incoming != by.id:
        raise Refusal(N_("Only the person to whom the site passes says that they received it."))
    handover.received_at = clock.now()
    session.flush()
    _note(session, handover, "site:receive", by=by)
    if handover.leaves:
        _leave(session, site, handover.outgoing)
    return handover


def take_back(session: Session, handover: SiteHandover, *, why: str, by: User) -> None:
    """Take a handing over back before it was received; it stays to be read with its reason."""
    hold(session, handover.site_id)
    session.refresh(handover)
    _check_theirs(handover, by)
    if handover.received_at is not None:
        raise Refusal(N_("It was received meanwhile: what has passed is not taken back."))
    if handover.withdrawn_at is not None:
        return
    handover.why = rules.reason(why)
    handover.withdrawn_at = clock.now()
    session.flush()
    _note(session, handover, "site:hand_back", by=by)


def waiting(session: Session) -> SiteHandover | None:
    """The handing over of the site in scope that still waits to be received."""
    query = select(SiteHandover).where(
        SiteHandover.received_at.is_(None), SiteHandover.withdrawn_at.is_(None)
    )
    return session.scalar(query)


def handover_of(session: Session, number: int) -> SiteHandover:
    """The handing over of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(SiteHandover).where(SiteHandover.number == number))
    if found is None:
        raise NotFound
    return found


def handovers(session: Session) -> list[Handover]:
    """Every passing of the site in scope with its words, the latest first: two queries."""
    words: dict[uuid.UUID, list[Said]] = {}
    for row in session.scalars(select(SiteHandoverWord).order_by(SiteHandoverWord.seq.desc())):
        words.setdefault(row.handover_id, []).append(Said(row.seq, _word(row), row.by, row.at))
    query = select(SiteHandover).order_by(SiteHandover.number.desc())
    return [Handover(row, tuple(words[row.id])) for row in session.scalars(query)]


def _leave(session: Session, site: Site, outgoing: uuid.UUID) -> None:
    """End the place of whoever chose to leave, in their own name; nothing if it ended already."""
    try:
        member = sites.member_at(session, site, outgoing)
    except NotFound:
        return
    sites.end(session, site, member=member, by=member.user)


def _check_theirs(handover: SiteHandover, by: User) -> None:
    if by.id not in (handover.outgoing, handover.by):
        raise Refusal(N_("This word belongs to whoever hands the site over."))


def _standing(session: Session, handover: SiteHandover) -> SiteHandoverWord:
    query = select(SiteHandoverWord).where(
        SiteHandoverWord.handover_id == handover.id, SiteHandoverWord.until.is_(None)
    )
    return session.scalars(query).one()


def _word(row: SiteHandoverWord) -> Word:
    return Word(row.matters, row.promised, row.call, row.avoid)


def _say(
    session: Session,
    handover: SiteHandover,
    before: SiteHandoverWord | None,
    word: Word,
    *,
    by: User,
) -> None:
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    session.add(
        SiteHandoverWord(
            site_id=handover.site_id,
            handover_id=handover.id,
            seq=before.seq + 1 if before else 1,
            by=by.id,
            at=moment,
            **asdict(word),
        )
    )
    session.flush()


def _note(session: Session, handover: SiteHandover, action: str, *, by: User) -> None:
    audit.record(
        session,
        action,
        site_id=handover.site_id,
        actor_id=by.id,
        on=("site_handover", handover.id),
        number=handover.number,
        person=handover.incoming,
        after=handover.outgoing,
    )
