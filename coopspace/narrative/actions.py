"""What people do with the narrative: open it, write it together, name a change in it, bring a
wording back, put an assembled draft in."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.held import find
from coopspace.changes.model import Change
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live import closing, formats, merging, store, wordings
from coopspace.narrative import reading
from coopspace.narrative.model import Narrative
from coopspace.narrative.reading import narrative_of
from coopspace.narrative.rules import Say, ref_of
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

NARRATIVE = "narrative"
"""The kind of the document of the narrative."""
closing.journal(NARRATIVE)


def open_narrative(session: Session, site: Site, *, by: User) -> Narrative:
    """Open the narrative, still without words. Opening it again changes nothing."""
    hold(session, site.id)
    narrative = narrative_of(session)
    if narrative is not None:
        return narrative
    narrative = Narrative(
        site_id=site.id,
        document_id=store.create(session, NARRATIVE, site_id=site.id, by=by.id),
        opened_by=by.id,
        opened_at=clock.now(),
        assembled_number=None,
        assembled_digest=None,
    )
    session.add(narrative)
    session.flush()
    return narrative


def write(session: Session, site: Site, *, text: str, seen: int, by: User) -> store.Written | None:
    """Save new words of the narrative over what was seen; the first ones open it, no word opens
    nothing. When nobody knows what was seen, the late words are kept aside."""
    if narrative_of(session) is None and not store.clean(text).strip():
        return None
    narrative = open_narrative(session, site, by=by)
    before = store.read(session, narrative.document_id).number
    written = store.write(session, narrative.document_id, text, seen=seen, by=by.id)
    if not written.saved:
        _note(session, "narrative:keep_aside", site, written.mine, by)
    elif written.mine.number != before:
        _note(session, "narrative:reword", site, written.mine, by)
    return written


def restore(session: Session, site: Site, *, number: int, by: User) -> store.Text:
    """Make an earlier wording of the narrative stand again. Raises NotFound."""
    narrative = narrative_of(session)
    if narrative is None:
        raise NotFound
    text = store.restore(session, narrative.document_id, number, by=by.id)
    _note(session, "narrative:restore", site, text, by)
    return text


def name_change(session: Session, site: Site, *, code: str, by: User) -> None:
    """Name a change at the end of the narrative, as a mention that follows its code. Raises
    NotFound, or Refusal for a change that has ended."""
    change = find(session, code)
    if change.ended_at is not None:
        raise Refusal(N_("This change has left the chain: bring it back first."), field="code")
    narrative = open_narrative(session, site, by=by)
    standing = store.fix(session, narrative.document_id)
    words = f"{standing.text} ({change.code})".strip()
    written = store.write(
        session, narrative.document_id, words, seen=standing.token, by=by.id, field="code"
    )
    place = written.mine.text.rindex(change.code)
    _mention(session, narrative, written.mine.text, [(place, change)], by)
    _note(session, "narrative:reword", site, written.mine, by)


def put_draft(session: Session, site: Site, *, digest: str, say: Say, by: User) -> store.Text:
    """Put the assembled draft in, the one whose `digest` was read. Raises Refusal when the chain
    has moved since, or when people have written words of their own."""
    narrative = open_narrative(session, site, by=by)
    standing = store.fix(session, narrative.document_id)
    if standing.text and standing.digest != narrative.assembled_digest:
        raise Refusal(N_("People have written here: their words stay. Ask for no draft over them."))
    draft = reading.draft(session, site, say)
    if not draft.text:
        raise Refusal(N_("The chain has no change yet: there is nothing to put together."))
    if store.digest(draft.text) != digest:
        raise Refusal(
            N_("The chain has changed since you read this draft: here it is as it is now.")
        )
    text = store.write(
        session, narrative.document_id, draft.text, seen=standing.token, by=by.id
    ).mine
    changes = {code: find(session, code) for code in {one.code for one in draft.mentions}}
    places = [(one.at, changes[one.code]) for one in draft.mentions]
    _mention(session, narrative, text.text, places, by)
    narrative.assembled_number, narrative.assembled_digest = text.number, text.digest
    session.flush()
    _note(session, "narrative:assemble", site, text, by)
    return text


def _mention(
    session: Session,
    narrative: Narrative,
    words: str,
    places: Iterable[tuple[int, Change]],
    by: User,
) -> None:
    """Have the codes that stand at these places follow their changes."""
    document = wordings.locked(session, narrative.document_id)
    update = formats.mark_at(
        wordings.head_state(session, document),
        words,
        [(at, len(change.code), {"link": f"#{ref_of(change.id)}"}) for at, change in places],
        client=merging.identity(document.id, "mention", document.head_seq),
    )
    if update is not None:
        wordings.append(session, document, update, by=by.id)
        store.fix(session, document.id)


def _note(session: Session, act: str, site: Site, text: store.Text, by: User) -> None:
    audit.record(
        session,
        act,
        site_id=site.id,
        actor_id=by.id,
        on=("wording", text.number),
        digest=text.digest,
    )


__all__ = [
    "NARRATIVE",
    "name_change",
    "narrative_of",
    "open_narrative",
    "put_draft",
    "restore",
    "write",
]
