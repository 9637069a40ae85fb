"""What the leads of a programme do with the method's texts: word a sentence their own way, take it
back, bring an earlier wording back. Nothing is lost, and two who write take turns."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.edition import rules
from coopspace.edition.model import MethodWording
from coopspace.edition.reading import entry_of, words_of
from coopspace.edition.rules import Happened, Words
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, Refusal
from coopspace.method import Entry
from coopspace.sites.model import Programme

MEANWHILE = N_(
    "Somebody worded this meanwhile: read what stands now, above. What you typed is still here."
)


def reword(
    session: Session, programme: Programme, key: str, *, typed: Words, seen: int, by: User
) -> Happened | None:
    """Say a sentence the programme's way, in both languages; saying nothing, or what ours says,
    takes it back. `seen` is what was read. Raises Refusal, or NotFound."""
    entry = entry_of(key)
    made = rules.worded(typed, ours=words_of(entry))
    now = _locked(session, programme, key)
    if made == _says(now):
        return None
    _check_seen(now, seen)
    happened = Happened.REWORDED if made else Happened.TAKEN_BACK
    _say(session, programme, entry, now, made, happened=happened, by=by)
    return happened


def take_back(session: Session, programme: Programme, key: str, *, seen: int, by: User) -> None:
    """Ours stands again; where it does already, nothing happens. Raises Refusal, or NotFound."""
    entry, now = entry_of(key), _locked(session, programme, key)
    if _says(now):
        _check_seen(now, seen)
        _say(session, programme, entry, now, rules.OURS, happened=Happened.TAKEN_BACK, by=by)


def restore(
    session: Session, programme: Programme, key: str, *, seq: int, seen: int, by: User
) -> None:
    """Bring an earlier wording back, as long as it can stand for ours. Raises Refusal, or
    NotFound."""
    entry, now = entry_of(key), _locked(session, programme, key)
    query = select(MethodWording).where(
        MethodWording.programme_id == programme.id,
        MethodWording.key == key,
        MethodWording.seq == seq,
    )
    earlier = session.scalar(query)
    if earlier is None or not earlier.fr:
        raise Refusal(N_("Choose one of the wordings that were read here."))
    made = rules.worded(Words(earlier.fr, earlier.en), ours=words_of(entry))
    if made and made != _says(now):
        _check_seen(now, seen)
        _say(session, programme, entry, now, made, happened=Happened.RESTORED, by=by)


def _locked(session: Session, programme: Programme, key: str) -> MethodWording | None:
    """What stands for a sentence, the programme held until the act ends."""
    session.execute(
        select(Programme.id).where(Programme.id == programme.id).with_for_update(**HELD)
    )
    query = (
        select(MethodWording)
        .where(
            MethodWording.programme_id == programme.id,
            MethodWording.key == key,
            MethodWording.until.is_(None),
        )
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)


def _says(now: MethodWording | None) -> Words:
    return Words(now.fr, now.en) if now else rules.OURS


def _check_seen(now: MethodWording | None, seen: int) -> None:
    if (now.seq if now else 0) != seen:
        raise Refusal(MEANWHILE)


def _say(
    session: Session,
    programme: Programme,
    entry: Entry,
    before: MethodWording | None,
    words: Words,
    *,
    happened: Happened,
    by: User,
) -> None:
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    row = MethodWording(
        programme_id=programme.id,
        key=entry.key,
        seq=before.seq + 1 if before else 1,
        happened=happened,
        fr=words.fr,
        en=words.en,
        ours_fr=entry.fr,
        ours_en=entry.en,
        by=by.id,
        at=moment,
    )
    session.add(row)
    session.flush()
    programme.words_stamp = row.id
    audit.record(session, NOTED[happened], site_id=None, actor_id=by.id, on=("wording", row.id))


NOTED: dict[Happened, str] = {
    Happened.REWORDED: "wording:reword",
    Happened.RESTORED: "wording:restore",
    Happened.TAKEN_BACK: "wording:take_back",
}
"""What the journal says of what happened to a sentence."""
