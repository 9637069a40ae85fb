"""What people do in a discussion: begin, answer, correct, take back, resolve, open again.

The journal says who, when and about what; the words stay in the thread.
"""

import secrets
import uuid
from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.discussion import rules
from coopspace.discussion.model import (
    DiscussionComment,
    DiscussionMention,
    DiscussionThread,
    DiscussionTurn,
    DiscussionWording,
)
from coopspace.discussion.rules import Person, Said, Topic
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.able import able
from coopspace.sites.holding import hold
from coopspace.sites.model import Site


def begin(session: Session, site: Site, *, topic: Topic, said: Said, by: User) -> DiscussionThread:
    """Open a thread about something with its first comment. Pressing the button twice opens one."""
    hold(session, site.id)
    words = rules.kept(said.words)
    to = _called(session, site, said, topic=topic, by=by)
    if (again := _said_just_now(session, _about(session, topic), words, by)) is not None:
        return session.get_one(DiscussionThread, again.thread_id)
    _check_pace(session, by)
    now = clock.now()
    thread = DiscussionThread(
        site_id=site.id,
        ref=_new_ref(session),
        kind=topic.kind,
        about=topic.about,
        opened_at=now,
        moved_at=now,
    )
    session.add(thread)
    session.flush()
    _comment(session, thread, words, to, number=1, by=by)
    _note(session, thread, "discussion:begin", by)
    return thread


def reply(
    session: Session, site: Site, *, thread: DiscussionThread, topic: Topic, said: Said, by: User
) -> DiscussionComment:
    """Say something more in an open thread: whoever answers has read what called them there."""
    held = _hold(session, thread)
    words = rules.kept(said.words)
    to = _called(session, site, said, topic=topic, by=by)
    if (again := _said_just_now(session, [held.id], words, by)) is not None:
        return again
    if held.resolved_at is not None:
        raise Refusal(
            N_(
                "This thread was resolved meanwhile. What you typed is still here: open the "
                "thread again, then send it."
            ),
            field="words",
        )
    _check_pace(session, by)
    comment = _comment(session, held, words, to, number=_last(session, held) + 1, by=by)
    held.moved_at = comment.at
    see(session, held, by=by)
    _note(session, held, "discussion:reply", by)
    return comment


def correct(
    session: Session,
    site: Site,
    *,
    thread: DiscussionThread,
    topic: Topic,
    number: int,
    said: Said,
    seen: int,
    by: User,
) -> None:
    """Say one’s own comment better; what it said before is kept, and shown as such. `seen` is the
    wording that was corrected. Raises NotFound."""
    held = _hold(session, thread)
    comment = _own(session, held, number, by)
    if comment.taken_back_at is not None:
        raise Refusal(N_("You have taken this comment back: write another one."), field="words")
    words = rules.kept(said.words)
    to = _called(session, site, said, topic=topic, by=by, keep=_mentioned(session, comment))
    latest = _wording(session, comment)
    if latest.seq != seen:
        raise Refusal(
            N_(
                "You corrected this meanwhile, in another window: read what stands now, above. "
                "What you typed is still here."
            ),
            field="words",
        )
    changed = _call(session, comment, to)
    if words == latest.words and not changed:
        return
    if words != latest.words:
        _word(session, comment, words, seq=latest.seq + 1, by=by)
    _note(session, held, "discussion:correct", by)


def take_back(session: Session, thread: DiscussionThread, *, number: int, by: User) -> None:
    """Take one’s own comment back: its words, earlier ones included, and whom it called leave for
    good; a line says that there was one. Raises NotFound."""
    held = _hold(session, thread)
    comment = _own(session, held, number, by)
    if comment.taken_back_at is not None:
        return
    comment.taken_back_at = clock.now()
    session.execute(delete(DiscussionWording).where(DiscussionWording.comment_id == comment.id))
    session.execute(delete(DiscussionMention).where(DiscussionMention.comment_id == comment.id))
    _note(session, held, "discussion:take_back", by)


def resolve(session: Session, thread: DiscussionThread, *, by: User) -> bool:
    """Say that a thread has led somewhere; whether this act did. Of two at once, one counts."""
    return _turn(session, thread, resolved=True, by=by)


def reopen(session: Session, thread: DiscussionThread, *, by: User) -> bool:
    """Open a thread again; whether this act did."""
    return _turn(session, thread, resolved=False, by=by)


def see(session: Session, thread: DiscussionThread, *, by: User) -> None:
    """Say that one has read what one was called to in this thread."""
    here = select(DiscussionComment.id).where(DiscussionComment.thread_id == thread.id)
    waiting = select(DiscussionMention).where(
        DiscussionMention.comment_id.in_(here),
        DiscussionMention.user_id == by.id,
        DiscussionMention.seen_at.is_(None),
    )
    for mention in session.scalars(waiting):
        mention.seen_at = clock.now()
    session.flush()


def thread_of(session: Session, ref: str) -> DiscussionThread:
    """The thread of this name at the site in scope. Raises NotFound."""
    found = session.scalar(select(DiscussionThread).where(DiscussionThread.ref == ref))
    if found is None:
        raise NotFound
    return found


def _hold(session: Session, thread: DiscussionThread) -> DiscussionThread:
    """The thread as it stands once the acts before this one are done."""
    query = select(DiscussionThread).where(DiscussionThread.id == thread.id).with_for_update(**HELD)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _turn(session: Session, thread: DiscussionThread, *, resolved: bool, by: User) -> bool:
    held = _hold(session, thread)
    if (held.resolved_at is not None) is resolved:
        return False
    now = clock.now()
    held.resolved_at = now if resolved else None
    last = session.scalar(
        select(func.max(DiscussionTurn.seq)).where(DiscussionTurn.thread_id == held.id)
    )
    session.add(
        DiscussionTurn(
            site_id=held.site_id,
            thread_id=held.id,
            seq=(last or 0) + 1,
            resolved=resolved,
            by=by.id,
            at=now,
        )
    )
    _note(session, held, "discussion:resolve" if resolved else "discussion:reopen", by)
    return True


def _comment(
    session: Session,
    thread: DiscussionThread,
    words: str,
    to: Collection[uuid.UUID],
    *,
    number: int,
    by: User,
) -> DiscussionComment:
    comment = DiscussionComment(
        site_id=thread.site_id, thread_id=thread.id, number=number, by=by.id, at=clock.now()
    )
    session.add(comment)
    session.flush()
    _word(session, comment, words, seq=1, by=by)
    _call(session, comment, to)
    return comment


def _word(session: Session, comment: DiscussionComment, words: str, *, seq: int, by: User) -> None:
    session.add(
        DiscussionWording(
            site_id=comment.site_id,
            comment_id=comment.id,
            seq=seq,
            words=words,
            by=by.id,
            at=clock.now(),
        )
    )
    session.flush()


def _call(session: Session, comment: DiscussionComment, to: Collection[uuid.UUID]) -> bool:
    """Let a comment call these people and no other; whether that is anything new. Whoever was
    called before is not called anew."""
    before = _mentioned(session, comment)
    gone = select(DiscussionMention).where(
        DiscussionMention.comment_id == comment.id,
        DiscussionMention.user_id.in_(before - set(to)),
    )
    for mention in session.scalars(gone):
        session.delete(mention)
    for one in sorted(set(to) - before):
        session.add(
            DiscussionMention(
                site_id=comment.site_id, comment_id=comment.id, user_id=one, at=clock.now()
            )
        )
    session.flush()
    return before != set(to)


def _called(
    session: Session,
    site: Site,
    said: Said,
    *,
    topic: Topic,
    by: User,
    keep: Collection[uuid.UUID] = (),
) -> set[uuid.UUID]:
    """Whom a comment calls, among those who can read what it is about; `keep` are those whom it
    called already, who may have left since."""
    people = [Person(one.id, one.name) for one in able(session, site, topic.read)]
    if strangers := said.to - {one.id for one in people} - set(keep):
        raise Refusal(
            N_("Somebody whom you ticked can no longer read this: choose again."),
            field="to",
            count=len(strangers),
        )
    return (set(said.to) | rules.called(said.words, people, said.to)) - {by.id}


def _mentioned(session: Session, comment: DiscussionComment) -> set[uuid.UUID]:
    query = select(DiscussionMention.user_id).where(DiscussionMention.comment_id == comment.id)
    return set(session.scalars(query))


def _own(session: Session, thread: DiscussionThread, number: int, by: User) -> DiscussionComment:
    query = select(DiscussionComment).where(
        DiscussionComment.thread_id == thread.id, DiscussionComment.number == number
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    if found.by != by.id:
        raise Refusal(N_("A comment belongs to its author: answer it instead."))
    return found


def _wording(session: Session, comment: DiscussionComment) -> DiscussionWording:
    query = select(DiscussionWording).where(DiscussionWording.comment_id == comment.id)
    return session.scalars(query.order_by(DiscussionWording.seq.desc()).limit(1)).one()


def _last(session: Session, thread: DiscussionThread) -> int:
    query = select(func.max(DiscussionComment.number))
    return session.scalar(query.where(DiscussionComment.thread_id == thread.id)) or 0


def _about(session: Session, topic: Topic) -> list[uuid.UUID]:
    query = select(DiscussionThread.id)
    here = query.where(DiscussionThread.kind == topic.kind, DiscussionThread.about == topic.about)
    return [*session.scalars(here)]


def _said_just_now(
    session: Session, threads: Collection[uuid.UUID], words: str, by: User
) -> DiscussionComment | None:
    """The last comment of this person in these threads, if it is a moment old and says the same."""
    since = clock.now() - rules.TWICE
    query = (
        select(DiscussionComment)
        .where(
            DiscussionComment.thread_id.in_(threads),
            DiscussionComment.by == by.id,
            DiscussionComment.at >= since,
            DiscussionComment.taken_back_at.is_(None),
        )
        .order_by(DiscussionComment.at.desc(), DiscussionComment.number.desc())
        .limit(1)
    )
    last = session.scalar(query)
    return last if last is not None and _wording(session, last).words == words else None


def _check_pace(session: Session, by: User) -> None:
    query = select(func.count(DiscussionComment.id)).where(
        DiscussionComment.by == by.id, DiscussionComment.at > clock.now() - rules.WINDOW
    )
    if (session.scalar(query) or 0) >= rules.MOST:
        raise Refusal(
            N_("That is a lot in one minute: wait a little. What you typed is still here."),
            field="words",
        )


def _new_ref(session: Session) -> str:
    while True:
        ref = "".join(secrets.choice(rules.REF_ALPHABET) for _one in range(rules.REF_LENGTH))
        if session.scalar(select(DiscussionThread.id).where(DiscussionThread.ref == ref)) is None:
            return ref


def _note(session: Session, thread: DiscussionThread, action: str, by: User) -> None:
    audit.record(
        session,
        action,
        site_id=thread.site_id,
        actor_id=by.id,
        on=("discussion", thread.ref),
        thread=thread.ref,
        kind=thread.kind,
        about=thread.about,
    )
