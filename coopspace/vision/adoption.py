"""What pages read of a vision: its words, where each college stands on them, today or on a day."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.permissions import Role
from coopspace.live import store
from coopspace.live.difference import Part
from coopspace.positions.rules import latest as latest_of
from coopspace.positions.rules import on_words
from coopspace.positions.taking import earlier
from coopspace.sites.model import College, Membership, Site
from coopspace.vision import rules
from coopspace.vision.model import Vision, VisionPosition
from coopspace.vision.rules import CollegeStatus, Said, Stance


@dataclass(frozen=True)
class Summary:
    """A vision at one moment: the exact words, each college's status on them, since when.

    `number` is 0 and `text` empty while nothing is written. `colleges` always holds the three.
    `token` names the very state that is shown, people may be typing on from there.
    """

    text: str
    number: int
    digest: str
    authors: tuple[uuid.UUID, ...]
    at: datetime | None
    colleges: Mapping[College, CollegeStatus]
    adopted_at: datetime | None
    document_id: uuid.UUID | None = None
    token: int = 0

    @property
    def adopted(self) -> bool:
        """Whether the three colleges have consented to exactly these words."""
        return self.adopted_at is not None


@dataclass(frozen=True)
class Since:
    """What a college had consented to, and how the words changed since."""

    college: College
    consented: store.Text
    at: datetime
    parts: list[Part]


def vision_of(session: Session, site: Site) -> Vision | None:
    """The vision of this site, None until it is opened."""
    return session.scalar(_VISION, {"site": site.id})


_VISION = select(Vision).where(Vision.site_id == bindparam("site"))


@dataclass(frozen=True)
class Board:
    """Everything the page of a vision shows, today or as of a day: `said` holds every position."""

    summary: Summary
    reading: store.Text | None
    said: list[Said]
    since: list[Since]


def summary(session: Session, site: Site) -> Summary:
    """The vision as it stands, in three queries whatever its history: for every page's cap."""
    return summary_of(session, site, vision_of(session, site))


def summary_of(
    session: Session, site: Site, vision: Vision | None, *, standing: store.Text | None = None
) -> Summary:
    """The same, for who holds the vision already, and perhaps its sentence as it stands."""
    if vision is None:
        return _silent()
    standing = standing or store.read(session, vision.sentence_id)
    return _summed(standing, positions(session, site, on=standing) if standing.number else [])


def board(session: Session, site: Site, *, moment: datetime | None = None) -> Board:
    """The page of a vision, as of `moment` or as it stands; queries do not grow with history."""
    vision = vision_of(session, site)
    standing = _then(session, vision.sentence_id, moment) if vision else None
    reading = _then(session, vision.reading_id, moment) if vision else None
    if standing is None:
        return Board(_silent(), reading, [], [])
    said = positions(session, site, moment=moment)
    exact = on_words(said, number=standing.number, digest=standing.digest)
    return Board(
        summary=_summed(standing, exact),
        reading=reading,
        said=said,
        since=changed_since(session, standing, said),
    )


def _then(session: Session, document_id: uuid.UUID, moment: datetime | None) -> store.Text | None:
    if moment is None:
        return store.read(session, document_id)
    return store.as_of(session, document_id, moment)


def status_as_of(session: Session, site: Site, moment: datetime) -> Summary:
    """The vision as it stood at `moment`: the words of then, and what had been said of them."""
    vision = vision_of(session, site)
    standing = store.as_of(session, vision.sentence_id, moment) if vision else None
    if standing is None:
        return _silent()
    return _summed(standing, positions(session, site, on=standing, moment=moment))


def positions(
    session: Session,
    site: Site,
    *,
    on: store.Text | None = None,
    moment: datetime | None = None,
) -> list[Said]:
    """What members of the trio said, oldest first: of one wording or of all, up to `moment`."""
    query = select(VisionPosition, _speaks(site, moment or clock.now()))
    if on is not None:
        query = query.where(
            VisionPosition.document_id == on.document_id,
            VisionPosition.number == on.number,
            VisionPosition.digest == on.digest,
        )
    if moment is not None:
        query = query.where(VisionPosition.at <= moment)
    rows = session.execute(query.order_by(VisionPosition.seq))
    return [_said(row[0], speaks=bool(row[1])) for row in rows]


def changed_since(session: Session, standing: store.Text, said: Iterable[Said]) -> list[Since]:
    """For each college whose latest consent is to other words: those words, and the difference."""
    consents = (one for one in said if one.stance is Stance.CONSENT)
    latest = latest_of(consents, lambda one: one.college)
    since = {one.position.college: one for one in earlier(session, standing, latest.values())}
    return [
        Since(college, since[college].words, since[college].at, since[college].parts)
        for college in College
        if college in since
    ]


def _summed(text: store.Text, said: Iterable[Said]) -> Summary:
    spoken = list(said)
    colleges = {
        college: rules.college_status(one for one in spoken if one.college == college)
        for college in College
    }
    return Summary(
        text=text.text,
        number=text.number,
        digest=text.digest,
        authors=text.authors,
        at=text.at if text.number else None,
        colleges=colleges,
        adopted_at=rules.adopted_at(colleges.values()) if text.text else None,
        document_id=text.document_id,
        token=text.token,
    )


def _silent() -> Summary:
    nobody = {college: CollegeStatus() for college in College}
    return Summary("", 0, store.digest(""), (), None, nobody, None)


def _speaks(site: Site, moment: datetime) -> ColumnElement[bool]:
    """Whether the person sat at `moment` in the trio for the college that they spoke for."""
    return exists().where(
        Membership.site_id == site.id,
        Membership.user_id == VisionPosition.user_id,
        Membership.college == VisionPosition.college,
        Membership.role == Role.TRIO,
        Membership.since <= moment,
        or_(Membership.ended_at.is_(None), Membership.ended_at > moment),
    )


def _said(row: VisionPosition, *, speaks: bool) -> Said:
    return Said(
        college=row.college,
        person=row.user_id,
        stance=Stance(row.stance),
        reason=row.reason,
        number=row.number,
        digest=row.digest,
        at=row.at,
        speaks=speaks,
    )
