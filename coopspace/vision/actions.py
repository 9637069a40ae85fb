"""What people do with their vision: open it, reword it, restore a wording, consent or object."""

import uuid
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.permissions import Permission, who_could
from coopspace.kernel.refusal import N_, Forbidden, NotFound, Refusal
from coopspace.live import closing, store
from coopspace.positions import taking
from coopspace.positions.taking import Replaced, Seen
from coopspace.sites import access
from coopspace.sites.holding import hold
from coopspace.sites.model import College, Site
from coopspace.vision import rules
from coopspace.vision.adoption import Summary, status_as_of, summary, vision_of
from coopspace.vision.model import Vision, VisionPosition
from coopspace.vision.rules import Stance

__all__ = [
    "Replaced",
    "Seen",
    "Summary",
    "Which",
    "consent",
    "document_of",
    "open_vision",
    "raise_objection",
    "restore",
    "reword",
    "status_as_of",
    "summary",
    "take_position",
    "vision_of",
]


class Which(StrEnum):
    """The two shared texts of the room; the value is the kind of their document."""

    SENTENCE = "vision"
    READING = "reading"


closing.journal(*Which)


REPLACED = N_(
    "The sentence has changed since you opened this page. Read what changed, then say your "
    "party’s position on the words that stand."
)


def open_vision(session: Session, site: Site, *, by: User) -> Vision:
    """Open the vision of a site, still without words. Opening it again changes nothing."""
    hold(session, site.id)
    vision = _locked(session, site)
    if vision is not None:
        return vision
    vision = Vision(
        site_id=site.id,
        sentence_id=store.create(session, Which.SENTENCE, site_id=site.id, by=by.id),
        reading_id=store.create(session, Which.READING, site_id=site.id, by=by.id),
        opened_at=clock.now(),
    )
    session.add(vision)
    session.flush()
    return vision


def document_of(vision: Vision, which: Which) -> uuid.UUID:
    """The shared text that `which` names."""
    return vision.sentence_id if which is Which.SENTENCE else vision.reading_id


def reword(
    session: Session,
    site: Site,
    *,
    text: str,
    seen: int,
    by: User,
    which: Which = Which.SENTENCE,
) -> store.Written:
    """Save new words over the wording `seen`; a new sentence asks the three colleges again.

    The first words open the vision. Saving the words that stand changes nothing, consents
    included. When another wording came first the late one is kept aside and nothing else moves.
    """
    document_id = document_of(open_vision(session, site, by=by), which)
    before = store.read(session, document_id).number
    written = store.write(session, document_id, text, seen=seen, by=by.id)
    if not written.saved or written.mine.number != before:
        act = "reword" if written.saved else "keep_aside"
        _note(session, site, f"{which}:{act}", written.mine, by=by)
    return written


def restore(
    session: Session, site: Site, *, number: int, by: User, which: Which = Which.SENTENCE
) -> store.Text:
    """Make an earlier wording stand again: a new wording, on which the colleges are asked anew."""
    vision = _locked(session, site)
    if vision is None:
        raise NotFound
    text = store.restore(session, document_of(vision, which), number, by=by.id)
    _note(session, site, f"{which}:restore", text, by=by, restores=number)
    return text


def consent(
    session: Session, site: Site, *, seen: Seen, by: User, reason: str = ""
) -> VisionPosition:
    """Consent, for one's own college, to the exact words seen. Raises Replaced if they changed."""
    return take_position(session, site, stance=Stance.CONSENT, reason=reason, seen=seen, by=by)


def raise_objection(
    session: Session, site: Site, *, seen: Seen, by: User, reason: str
) -> VisionPosition:
    """Object, for one's own college and with the reason, to the exact words seen."""
    return take_position(session, site, stance=Stance.OBJECTION, reason=reason, seen=seen, by=by)


def take_position(
    session: Session, site: Site, *, stance: Stance, reason: str, seen: Seen, by: User
) -> VisionPosition:
    """Say one's college's stance on the exact words seen; saying it again changes nothing."""
    college = _own_college(session, site, by)
    vision = _locked(session, site)
    standing = store.fix(session, vision.sentence_id) if vision else None
    if vision is None or standing is None or not standing.text:
        raise Refusal(N_("Write the vision first: there are no words to consent to yet."))
    taking.check_seen(session, standing, seen, otherwise=REPLACED)
    made = VisionPosition(
        site_id=site.id,
        document_id=vision.sentence_id,
        number=standing.number,
        digest=standing.digest,
        college=college,
        user_id=by.id,
        stance=stance,
        reason=rules.reason_of(reason, stance),
        at=clock.now(),
    )
    kept = taking.keep(session, made, among=VisionPosition.site_id == site.id)
    if kept is made:
        _note(session, site, f"vision:{stance}", standing, by=by, college=college)
    return kept


def _own_college(session: Session, site: Site, by: User) -> College:
    """The college that this person speaks for: their own, never one that they name."""
    place = access.standing(session, by, site)
    if place is None:
        raise NotFound
    if place.college is None or not place.may(Permission.VISION_CONSENT):
        raise Forbidden(
            N_("Only a member of the trio speaks for their party."),
            who_could=who_could(Permission.VISION_CONSENT),
        )
    return place.college


def _locked(session: Session, site: Site) -> Vision | None:
    """The vision, held until the act ends: a rewording and a consent come one after the other."""
    return session.scalar(select(Vision).where(Vision.site_id == site.id).with_for_update(**HELD))


def _note(
    session: Session, site: Site, action: str, text: store.Text, *, by: User, **more: object
) -> None:
    audit.record(
        session,
        action,
        site_id=site.id,
        actor_id=by.id,
        on=("wording", text.number),
        digest=text.digest,
        **more,
    )
