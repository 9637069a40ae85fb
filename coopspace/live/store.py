"""The seam of shared texts: open, read, write with what was seen, restore, compare in time.

A write carries the state that its author had before their eyes and merges as if they had typed
offline: what others wrote meanwhile stays. Only when nobody knows any more what they had seen are
their words kept aside, whole.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live import closing, formats, guard, merging, wordings
from coopspace.live.merging import clean
from coopspace.live.model import Document, DocumentUpdate, Wording
from coopspace.live.wordings import digest

__all__ = [
    "LIVE",
    "LONGEST",
    "Text",
    "Written",
    "as_of",
    "blocks",
    "clean",
    "create",
    "digest",
    "fix",
    "history",
    "read",
    "read_many",
    "restore",
    "standing",
    "wording",
    "write",
]

LONGEST = 20_000
"""The longest text accepted, in characters."""
LIVE = -1
"""As `seen`: the words went into the log as they were typed; what stands is what was meant."""
PLACES = 100_000_000
"""A `seen` above this names a line of the log: words that were still moving when they were seen."""


@dataclass(frozen=True)
class Text:
    """A shared text at one wording; `digest` (SHA-256) names the exact words.

    `token` is what a form carries as `seen`. `is_open`: people are typing it, nothing closed it
    yet; its number is the one that it will have. `authors` are all who typed in it. `bare`: it was
    brought back when the log no longer knew how its words were formatted.
    """

    document_id: uuid.UUID
    number: int
    text: str
    digest: str
    author_id: uuid.UUID | None
    at: datetime
    restores: int | None = None
    aside: bool = False
    seen: int | None = None
    token: int = 0
    is_open: bool = False
    authors: tuple[uuid.UUID, ...] = ()
    bare: bool = False


@dataclass(frozen=True)
class Written:
    """What became of a write. `merged`: others had written meanwhile, both are in `mine`.

    `saved` is False only when what its author had seen is unknown: `mine` is kept aside then.
    """

    saved: bool
    mine: Text
    theirs: Text | None = None
    base: Text | None = None
    merged: bool = False


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
        site_id=site_id, kind=kind, text=words, version=0, updated_at=moment, updated_by=by
    )
    document.head_seq = document.text_seq = 0
    session.add(document)
    session.flush()
    if words:
        closing.stand(session, document, words, seq=0, by=by, at=moment)
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
    """Save `text`, written by someone who had `seen` (a token or a wording's number) before them.

    Words typed live (`seen` is LIVE) are there already: what stands is closed as a wording.
    Saving the words that already stand changes nothing and says so as saved; so does sending the
    same words twice. Raises Refusal on `field` when the text is longer than LONGEST, NotFound
    when there is no such text.
    """
    document = wordings.locked(session, document_id)
    words = clean(text) if seen == LIVE else _bounded(clean(text), field)
    standing = _closed(session, document)
    if seen == LIVE or words == standing.text:
        return Written(True, mine=standing)
    head = wordings.head_state(session, document)
    client = merging.identity(document_id, seen, by, words)
    if client in guard.clocks(merging.load([head]).get_state()):
        return Written(True, mine=standing)
    base = _base(session, document, seen)
    if base is None:
        kept = closing.keep_aside(session, document, words, seen=seen, by=by)
        return Written(False, mine=_text(kept), theirs=standing)
    update = _merge(base, head, standing.text, words, client=client)
    if update is None:
        return Written(True, mine=standing)
    update = merging.apart(head, update, words, client=merging.identity(client, "apart"))
    mine = _add(session, document, head, update, by=by, seen=seen)
    return Written(True, mine=mine, merged=mine.text != words)


def restore(session: Session, document_id: uuid.UUID, number: int, *, by: uuid.UUID | None) -> Text:
    """Make an earlier wording stand again: a new wording that says where it comes from.

    Its words come back as they were formatted, where the log still knows (`Text.bare` otherwise).
    """
    document = wordings.locked(session, document_id)
    standing = _closed(session, document)
    old = wordings.numbered(session, document_id, number)
    if old is None:
        raise NotFound
    head = wordings.head_state(session, document)
    client = merging.identity(document_id, "restore", number, document.head_seq)
    update = None if old.text == standing.text else merging.merge(head, old.text, client=client)
    if update is None:
        raise Refusal(N_("This wording already stands: there is nothing to restore."))
    worn = wordings.marked_at(session, document, old.seq or 0, old.text)
    if worn is not None:
        marking = merging.identity(client, "marks")
        update = formats.dress(head, update, worn, old.text, client=marking)
    text = _add(session, document, head, update, by=by, restores=number)
    return replace(text, bare=worn is None)


def fix(session: Session, document_id: uuid.UUID) -> Text:
    """Close the wording that people may be typing: somebody is about to speak of these words."""
    return _closed(session, wordings.locked(session, document_id))


def read(session: Session, document_id: uuid.UUID) -> Text:
    """The text as it stands, in one query unless somebody is typing it. Raises NotFound."""
    closed = (Wording.document_id == Document.id) & (Wording.number == Document.version)
    row = session.execute(
        select(Document, Wording).outerjoin(Wording, closed).where(Document.id == document_id)
    ).first()
    if row is None:
        raise NotFound
    return standing(session, row.Document, row.Wording)


def standing(session: Session, document: Document, row: Wording | None) -> Text:
    """The text as it stands, for who has its document and the wording of its version already."""
    if document.head_seq > wordings.place(row):
        return _moving(session, document, row)
    return _text(row) if row else _unwritten(document)


def read_many(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The present words of several texts, in one query but for those being typed."""
    documents = session.scalars(select(Document).where(Document.id.in_(set(ids))))
    return {one.id: _words(session, one) for one in documents}


def blocks(session: Session, text: Text) -> list[formats.Block]:
    """The words of a text as they are to be read: formatted, where the log still knows how."""
    document = session.scalar(select(Document).where(Document.id == text.document_id))
    row = wordings.numbered(session, text.document_id, text.number)
    seq = text.token - PLACES if text.token >= PLACES else (row.seq if row else None)
    worn = None
    if document is not None and seq is not None and not text.aside:
        worn = wordings.marked_at(session, document, seq, text.text)
    return formats.plain(text.text) if worn is None else formats.blocks(worn)


def history(session: Session, document_id: uuid.UUID) -> list[Text]:
    """Every wording, newest first, the open one and those kept aside included."""
    try:
        now = read(session, document_id)
    except NotFound:
        return []
    rows = session.scalars(
        select(Wording).where(Wording.document_id == document_id).order_by(Wording.number.desc())
    )
    texts = [_text(row) for row in rows]
    just_closed = bool(texts) and texts[0].number >= now.number
    return [now, *texts] if now.is_open and not just_closed else texts


def wording(session: Session, document_id: uuid.UUID, number: int) -> Text:
    """One wording by its number. Raises NotFound."""
    row = wordings.numbered(session, document_id, number)
    if row is not None:
        return _text(row)
    now = read(session, document_id)
    if not now.is_open or now.number != number:
        raise NotFound
    return now


def as_of(session: Session, document_id: uuid.UUID, moment: datetime) -> Text | None:
    """The words that stood at `moment`, or None before the text was opened."""
    row = session.scalar(
        select(Wording)
        .where(Wording.document_id == document_id, Wording.at <= moment, ~Wording.aside)
        .order_by(Wording.number.desc())
        .limit(1)
    )
    document = session.scalar(select(Document).where(Document.id == document_id))
    if document is None:
        return None
    seq = session.scalar(
        select(func.max(DocumentUpdate.seq)).where(
            DocumentUpdate.document_id == document_id, DocumentUpdate.created_at <= moment
        )
    )
    if seq is not None and seq > wordings.place(row):
        words = wordings.words_at(session, document, seq)
        if words is not None:
            return _open_text(session, document, row, seq=seq, words=words)
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


def _closed(session: Session, document: Document) -> Text:
    """What stands in a document that is held, its open wording closed."""
    words = _words(session, document)
    row = closing.close(session, document, seq=document.head_seq, words=words)
    wordings.project(document, words)
    session.flush()
    return _text(row) if row is not None else _unwritten(document)


def _base(session: Session, document: Document, seen: int) -> bytes | str | None:
    """What the author had before their eyes: the exact state, else its words, else None."""
    if seen >= PLACES:
        return wordings.state_at(session, document, seen - PLACES)
    if seen == 0:
        return wordings.state_at(session, document, 0) if _began_empty(session, document) else None
    row = wordings.numbered(session, document.id, seen)
    if row is None:
        return None
    exact = wordings.state_at(session, document, row.seq) if row.seq is not None else None
    return exact if exact is not None else row.text


def _began_empty(session: Session, document: Document) -> bool:
    first = wordings.numbered(session, document.id, 1)
    return first is None or first.seq != 0


def _merge(
    base: bytes | str, head: bytes, standing: str, words: str, *, client: int
) -> bytes | None:
    if isinstance(base, bytes):
        return merging.merge(base, words, client=client)
    both = merging.merged_text(base, standing, words)
    return merging.merge(head, both, client=client)


def _add(
    session: Session,
    document: Document,
    head: bytes,
    update: bytes,
    *,
    by: uuid.UUID | None,
    seen: int | None = None,
    restores: int | None = None,
) -> Text:
    """Add an update to a document that is held, and make the result a wording of its own."""
    words = clean(merging.raw(merging.load([head, update])))
    seq = wordings.append(session, document, update, by=by)
    row = closing.stand(
        session,
        document,
        words,
        seq=seq,
        by=by,
        at=document.updated_at,
        restores=restores,
        seen=seen,
    )
    wordings.project(document, words)
    session.flush()
    return _text(row)


def _words(session: Session, document: Document) -> str:
    """The words at the head of the log."""
    words = wordings.words_at(session, document, document.head_seq)
    if words is None:
        raise LookupError(f"the log of {document.id} is not whole")
    return words


def _moving(session: Session, document: Document, standing: Wording | None) -> Text:
    """What people are typing now; the same words as before are the wording that stands."""
    words = _words(session, document)
    if words == (standing.text if standing else ""):
        text = _text(standing) if standing else _unwritten(document)
        return _with_token(text, document.head_seq)
    return _open_text(session, document, standing, seq=document.head_seq, words=words)


def _open_text(
    session: Session, document: Document, standing: Wording | None, *, seq: int, words: str
) -> Text:
    who = closing.tail(session, document.id, wordings.place(standing), seq)
    return Text(
        document_id=document.id,
        number=wordings.last_number(session, document.id) + 1,
        text=words,
        digest=digest(words),
        author_id=who.authors[0] if who.authors else None,
        at=who.at or document.updated_at,
        token=PLACES + seq,
        is_open=True,
        authors=tuple(who.authors),
    )


def _with_token(text: Text, seq: int) -> Text:
    return replace(text, token=PLACES + seq)


def _unwritten(document: Document) -> Text:
    """A text that was opened and has no words yet: wording number 0, which is nowhere kept."""
    return Text(
        document_id=document.id,
        number=0,
        text="",
        digest=digest(""),
        author_id=document.updated_by,
        at=document.updated_at,
        token=PLACES + document.head_seq if document.head_seq else 0,
    )


def _text(row: Wording) -> Text:
    authors = tuple(uuid.UUID(one) for one in row.authors or ())
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
        token=row.number,
        authors=authors or ((row.author_id,) if row.author_id else ()),
    )
