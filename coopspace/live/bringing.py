"""Formatted words brought into a shared text in the name of whoever wrote them.

Elsewhere words enter by being typed, or by a form that its author sends. Here somebody brings in
what others wrote: each step of it is a line of the log that belongs to its own author.
"""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.live import closing, formats, lettered, merging, store, wire, wordings
from coopspace.live.lettered import Letters
from coopspace.live.model import Document, Wording
from coopspace.live.store import PLACES, Text


class Seen(NamedTuple):
    """A text as somebody saw it: the number of its wording, and its formatted words."""

    number: int
    letters: Letters


class Step(NamedTuple):
    """What the text becomes, and whose words that brings."""

    letters: Letters
    by: uuid.UUID


def standing(session: Session, document_id: uuid.UUID) -> tuple[Text, Letters]:
    """The text as it stands, its open wording closed: somebody is about to speak of it."""
    text = store.fix(session, document_id)
    return text, formatted(session, text)


def formatted(session: Session, text: Text) -> Letters:
    """The words of a text with their marks, where the log still knows them."""
    document = session.scalar(select(Document).where(Document.id == text.document_id))
    row = wordings.numbered(session, text.document_id, text.number)
    line = text.token - PLACES if text.token >= PLACES else (row.seq if row else None)
    if document is None:
        return lettered.rewritten((), text.text)
    return _letters(session, document, line, text.text)


def seen(session: Session, document_id: uuid.UUID, token: int) -> Seen | None:
    """What somebody saw of a text (`store.Text.token`), once its open wording is closed; None when
    nobody knows it any more."""
    if token == 0:
        return Seen(0, ())
    document = wordings.locked(session, document_id)
    if token < PLACES:
        row = wordings.numbered(session, document_id, token)
        return Seen(row.number, _letters(session, document, row.seq, row.text)) if row else None
    line = token - PLACES
    words = wordings.words_at(session, document, line)
    if words is None:
        return None
    return Seen(_number_at(session, document, line), _letters(session, document, line, words))


def bring(session: Session, document_id: uuid.UUID, steps: Sequence[Step], *, act: object) -> Text:
    """Make the text what the last step says; the wording that this makes, or the one that stands
    when nothing new came. `act` names what is done, once: two acts never share a name."""
    document = wordings.locked(session, document_id)
    before = store.fix(session, document_id)
    authors: list[uuid.UUID] = []
    for number, step in enumerate(steps):
        head = wordings.head_state(session, document)
        update = _update(head, step.letters, client=merging.identity(document_id, act, number))
        if update is not None:
            wordings.append(session, document, update, by=step.by)
            authors.append(step.by)
    if authors:
        _stand(session, document, authors)
    return store.read(session, document_id) if authors else before


def _stand(session: Session, document: Document, authors: Sequence[uuid.UUID]) -> None:
    """What was brought is the wording that stands; words that only look otherwise are the same."""
    words = merging.clean(merging.raw(merging.load([wordings.head_state(session, document)])))
    row = wordings.numbered(session, document.id, document.version)
    if row is not None and row.text == words:
        row.seq = document.head_seq
    else:
        closing.stand(
            session,
            document,
            words,
            seq=document.head_seq,
            by=authors[-1],
            at=document.updated_at,
            authors=dict.fromkeys(reversed(authors)),
        )
    wordings.project(document, words)
    session.flush()


def _update(head: bytes, letters: Letters, *, client: int) -> bytes | None:
    """What makes the text at `head` these words, formatted so; None when it says them already."""
    words = lettered.words_of(letters)
    update = merging.merge(head, words, client=client)
    worn = lettered.marked(letters)
    dressed = formats.dress(
        head,
        update if update is not None else wire.NOTHING,
        worn,
        words,
        client=merging.identity(client, "marks"),
    )
    return None if dressed == wire.NOTHING else dressed


def _letters(session: Session, document: Document, line: int | None, words: str) -> Letters:
    worn = wordings.marked_at(session, document, line, words) if line is not None else None
    found = lettered.normal(worn) if worn is not None else ()
    return found if lettered.words_of(found) == words else lettered.rewritten(found, words)


def _number_at(session: Session, document: Document, line: int) -> int:
    """The wording in which the words of a line of the log ended up."""
    number = session.scalar(
        select(Wording.number)
        .where(Wording.document_id == document.id, Wording.seq >= line, ~Wording.aside)
        .order_by(Wording.number)
        .limit(1)
    )
    return number or document.version
