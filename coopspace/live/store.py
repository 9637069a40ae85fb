"""The seam of shared texts: open, read, write with what was seen, restore, compare in time.

Today a write carries the number of the wording that its author had before their eyes. When
another wording came first, neither is lost: the late one is kept aside and both are shown.
"""

import hashlib
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live.model import Document, Wording

LONGEST = 20_000
"""The longest text accepted, in characters."""


@dataclass(frozen=True)
class Text:
    """A shared text at one wording; `digest` (SHA-256) names the exact words."""

    document_id: uuid.UUID
    number: int
    text: str
    digest: str
    author_id: uuid.UUID | None
    at: datetime
    restores: int | None = None
    aside: bool = False
    seen: int | None = None


@dataclass(frozen=True)
class Written:
    """What became of a write: `saved` is False when `theirs` came first; `mine` is kept anyway."""

    saved: bool
    mine: Text
    theirs: Text | None = None
    base: Text | None = None


def clean(text: str) -> str:
    """Canonical form: NFC, line ends as \\n, no control characters, no blank ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def digest(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def create(
    session: Session,
    kind: str,
    *,
    site_id: uuid.UUID,
    by: uuid.UUID | None,
    text: str = "",
) -> uuid.UUID:
    """Open a shared text, with its first wording unless it has no words yet; returns its id."""
    words = _bounded(clean(text), "")
    moment = clock.now()
    document = Document(
        site_id=site_id, kind=kind, text="", version=0, updated_at=moment, updated_by=by
    )
    session.add(document)
    session.flush()
    if words:
        _replace(session, document, _wording(document, 1, words, by, moment))
    return document.id


def write(
    session: Session,
    document_id: uuid.UUID,
    text: str,
    *,
    seen: int,
    by: uuid.UUID | None,
    field: str = "text",
) -> Written:
    """Save `text`, written by someone who had wording `seen` before their eyes.

    Saving the words that already stand changes nothing and says so as saved; so does sending the
    same late words twice. Raises Refusal on `field` when the text is longer than LONGEST,
    NotFound when there is no such text.
    """
    document = _locked(session, document_id)
    words = _bounded(clean(text), field)
    if words == document.text:
        return Written(True, mine=_current(session, document))
    if seen != document.version:
        base = session.scalar(_numbered(document.id, seen))
        return Written(
            False,
            mine=_keep_aside(session, document, words, seen=seen, by=by),
            theirs=_current(session, document),
            base=_text(base) if base else None,
        )
    number = _last_number(session, document.id) + 1
    mine = _replace(session, document, _wording(document, number, words, by, clock.now()))
    return Written(True, mine=mine)


def restore(session: Session, document_id: uuid.UUID, number: int, *, by: uuid.UUID | None) -> Text:
    """Make an earlier wording stand again: a new wording that says where it comes from."""
    document = _locked(session, document_id)
    old = session.scalar(_numbered(document_id, number))
    if old is None:
        raise NotFound
    if old.text == document.text:
        raise Refusal(N_("This wording already stands: there is nothing to restore."))
    again = _wording(document, _last_number(session, document_id) + 1, old.text, by, clock.now())
    again.restores = number
    return _replace(session, document, again)


def read(session: Session, document_id: uuid.UUID) -> Text:
    """The text as it stands, in one query. Raises NotFound when there is none in this site."""
    standing = (Wording.document_id == Document.id) & (Wording.number == Document.version)
    row = session.execute(
        select(Document, Wording).outerjoin(Wording, standing).where(Document.id == document_id)
    ).first()
    if row is None:
        raise NotFound
    return _text(row.Wording) if row.Wording else _unwritten(row.Document)


def read_many(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The present words of several texts in one query."""
    wanted = set(ids)
    rows = session.execute(select(Document.id, Document.text).where(Document.id.in_(wanted)))
    return {row.id: row.text for row in rows}


def history(session: Session, document_id: uuid.UUID) -> list[Text]:
    """Every wording, newest first, those kept aside included."""
    rows = session.scalars(
        select(Wording).where(Wording.document_id == document_id).order_by(Wording.number.desc())
    )
    return [_text(row) for row in rows]


def wording(session: Session, document_id: uuid.UUID, number: int) -> Text:
    """One wording by its number. Raises NotFound."""
    row = session.scalar(_numbered(document_id, number))
    if row is None:
        raise NotFound
    return _text(row)


def as_of(session: Session, document_id: uuid.UUID, moment: datetime) -> Text | None:
    """The wording that stood at `moment`, or None before the text was opened."""
    row = session.scalar(
        select(Wording)
        .where(Wording.document_id == document_id, Wording.at <= moment, ~Wording.aside)
        .order_by(Wording.number.desc())
        .limit(1)
    )
    return _text(row) if row else None


def _bounded(words: str, field: str) -> str:
    if len(words) > LONGEST:
        raise Refusal(
            N_("Keep this text under %(most)d characters: it has %(length)d."),
            field=field,
            most=LONGEST,
            length=len(words),
        )
    return words


def _locked(session: Session, document_id: uuid.UUID) -> Document:
    document = session.scalar(select(Document).where(Document.id == document_id).with_for_update())
    if document is None:
        raise NotFound
    return document


def _wording(
    document: Document, number: int, words: str, by: uuid.UUID | None, moment: datetime
) -> Wording:
    return Wording(
        site_id=document.site_id,
        document_id=document.id,
        number=number,
        text=words,
        digest=digest(words),
        author_id=by,
        at=moment,
        aside=False,
    )


def _keep_aside(
    session: Session, document: Document, words: str, *, seen: int, by: uuid.UUID | None
) -> Text:
    """The late words, kept once however often the same page is sent."""
    kept = session.scalar(
        select(Wording)
        .where(
            Wording.document_id == document.id,
            Wording.aside,
            Wording.seen == seen,
            Wording.author_id == by,
            Wording.digest == digest(words),
        )
        .limit(1)
    )
    if kept is None:
        number = _last_number(session, document.id) + 1
        kept = _wording(document, number, words, by, clock.now())
        kept.aside, kept.seen = True, seen
        session.add(kept)
        session.flush()
    return _text(kept)


def _replace(session: Session, document: Document, row: Wording) -> Text:
    document.text, document.version = row.text, row.number
    document.updated_at, document.updated_by = row.at, row.author_id
    session.add(row)
    session.flush()
    return _text(row)


def _last_number(session: Session, document_id: uuid.UUID) -> int:
    query = select(func.max(Wording.number)).where(Wording.document_id == document_id)
    return session.scalar(query) or 0


def _numbered(document_id: uuid.UUID, number: int) -> Select[Wording]:
    return select(Wording).where(Wording.document_id == document_id, Wording.number == number)


def _current(session: Session, document: Document) -> Text:
    if not document.version:
        return _unwritten(document)
    row = session.scalar(_numbered(document.id, document.version))
    if row is None:
        raise NotFound
    return _text(row)


def _unwritten(document: Document) -> Text:
    """A text that was opened and has no words yet: wording number 0, which is nowhere kept."""
    return Text(
        document_id=document.id,
        number=0,
        text="",
        digest=digest(""),
        author_id=document.updated_by,
        at=document.updated_at,
    )


def _text(row: Wording) -> Text:
    return Text(
        document_id=row.document_id,
        number=row.number,
        text=row.text,
        digest=row.digest,
        author_id=row.author_id,
        at=row.at,
        restores=row.restores,
        aside=row.aside,
        seen=row.seen,
    )
