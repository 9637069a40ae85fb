"""Whole formatted words put into a shared text at once: an act writes them, nobody typed them."""

import uuid
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from coopspace.kernel.refusal import N_, Refusal
from coopspace.live import closing, formats, merging, store, wordings
from coopspace.live.formats import Block, Marked, Piece


def marked(blocks: Iterable[Block]) -> list[Marked]:
    """These blocks as words with their marks: what `formats.blocks` reads back."""
    return [*_marked(blocks)]


def compose(
    session: Session,
    document_id: uuid.UUID,
    blocks: Sequence[Block],
    *,
    by: uuid.UUID,
    field: str = "",
) -> store.Text:
    """Add these blocks after the words that stand, as a wording of its own. Raises Refusal beside
    `field` when the whole is too long."""
    standing = store.fix(session, document_id)
    document = wordings.locked(session, document_id)
    head = wordings.head_state(session, document)
    worn = formats.marked(merging.load([head])) if standing.text else []
    if worn:
        worn.append(Marked("\n" if worn[-1].text.endswith("\n") else "\n\n", {}))
    worn += marked(blocks)
    words = merging.clean("".join(one.text for one in worn))
    if len(words) > store.LONGEST:
        raise Refusal(
            N_("Keep this text under %(most)d characters: it has %(length)d."),
            field=field,
            most=store.LONGEST,
            length=len(words),
        )
    client = merging.identity(document_id, "compose", document.head_seq, words)
    update = merging.merge(head, words, client=client)
    if update is None:
        return standing
    marking = merging.identity(client, "marks")
    update = formats.dress(head, update, worn, words, client=marking)
    seq = wordings.append(session, document, update, by=by)
    closing.stand(session, document, words, seq=seq, by=by, at=document.updated_at)
    wordings.project(document, words)
    session.flush()
    return store.read(session, document_id)


def _marked(blocks: Iterable[Block]) -> Iterator[Marked]:
    before = ""
    for block in blocks:
        if block.kind == before != "heading":
            yield Marked("\n", {})
        ending: dict[str, object] = {}
        if block.kind == "heading":
            ending = {"header": 2}
        elif block.kind != "paragraph":
            ending = {"list": block.kind}
        for line in block.lines:
            yield from (Marked(merging.tidy(one.text), _marks(one)) for one in line)
            yield Marked("\n", ending)
        before = block.kind


def _marks(piece: Piece) -> dict[str, object]:
    told = {"bold": piece.bold, "italic": piece.italic, "link": piece.link}
    return {name: value for name, value in told.items() if value}
