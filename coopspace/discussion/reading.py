"""Discussions of the site in scope as they are read: one thread whole, or many at a glance."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.discussion.model import (
    DiscussionComment,
    DiscussionMention,
    DiscussionThread,
    DiscussionTurn,
    DiscussionWording,
)
from coopspace.discussion.rules import Which

PAGE = 30
"""How many threads a page lists."""


@dataclass(frozen=True)
class Wording:
    """How a comment was said, and when."""

    seq: int
    words: str
    at: datetime


@dataclass(frozen=True)
class Comment:
    """One comment; no wording is left of one that was taken back."""

    number: int
    by: uuid.UUID
    at: datetime
    wordings: tuple[Wording, ...] = ()
    to: tuple[uuid.UUID, ...] = ()
    awaited: frozenset[uuid.UUID] = frozenset()
    taken_back_at: datetime | None = None

    @property
    def words(self) -> str:
        """What it says now."""
        return self.wordings[0].words if self.wordings else ""


@dataclass(frozen=True)
class Turn:
    """The thread was resolved, or opened again."""

    resolved: bool
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class Thread:
    """A thread whole: comments and turns in the order in which they came."""

    ref: str
    kind: str
    about: str
    resolved_at: datetime | None
    comments: tuple[Comment, ...]
    turns: tuple[Turn, ...]

    @property
    def steps(self) -> Sequence[Comment | Turn]:
        """Everything in order of time."""
        return sorted((*self.comments, *self.turns), key=lambda one: one.at)

    def people(self) -> set[uuid.UUID]:
        """Everybody whose name the page gives."""
        named = {one.by for one in self.comments} | {one.by for one in self.turns}
        return named | {one for comment in self.comments for one in comment.to}

    def awaits(self, person: uuid.UUID) -> bool:
        """Whether it asks for the eyes of this person."""
        waiting = any(person in one.awaited for one in self.comments)
        return self.resolved_at is None and waiting

    def comment(self, number: int) -> Comment | None:
        """The comment of this number."""
        return next((one for one in self.comments if one.number == number), None)


@dataclass(frozen=True)
class Line:
    """One thread among others: its first words, how many comments stand, who is in it."""

    ref: str
    kind: str
    about: str
    moved_at: datetime
    resolved_at: datetime | None
    begun_by: uuid.UUID
    words: str
    comments: int
    awaits_me: bool


@dataclass(frozen=True)
class Count:
    """What is said of one object: how many comments stand, in how many threads, some open or not;
    `ref` is the thread, when there is only one."""

    comments: int
    threads: int
    open: int
    ref: str = ""


@dataclass(frozen=True)
class Call:
    """A comment that waits for the eyes of somebody."""

    ref: str
    kind: str
    about: str
    number: int
    by: uuid.UUID
    name: str
    at: datetime


def thread(session: Session, row: DiscussionThread) -> Thread:
    """A thread whole, in four queries whatever its length."""
    said: dict[uuid.UUID, list[Wording]] = defaultdict(list)
    for one in session.scalars(
        select(DiscussionWording)
        .join(DiscussionComment, DiscussionComment.id == DiscussionWording.comment_id)
        .where(DiscussionComment.thread_id == row.id)
        .order_by(DiscussionWording.seq.desc())
    ):
        said[one.comment_id].append(Wording(one.seq, one.words, one.at))
    calls: dict[uuid.UUID, list[DiscussionMention]] = defaultdict(list)
    for call in session.scalars(
        select(DiscussionMention)
        .join(DiscussionComment, DiscussionComment.id == DiscussionMention.comment_id)
        .where(DiscussionComment.thread_id == row.id)
        .order_by(DiscussionMention.at, DiscussionMention.id)
    ):
        calls[call.comment_id].append(call)
    comments = session.scalars(
        select(DiscussionComment)
        .where(DiscussionComment.thread_id == row.id)
        .order_by(DiscussionComment.number)
    )
    turns = session.scalars(
        select(DiscussionTurn)
        .where(DiscussionTurn.thread_id == row.id)
        .order_by(DiscussionTurn.seq)
    )
    return Thread(
        ref=row.ref,
        kind=row.kind,
        about=row.about,
        resolved_at=row.resolved_at,
        comments=tuple(_told(one, said[one.id], calls[one.id]) for one in comments),
        turns=tuple(Turn(one.resolved, one.by, one.at) for one in turns),
    )


def _told(row: DiscussionComment, said: list[Wording], calls: list[DiscussionMention]) -> Comment:
    return Comment(
        number=row.number,
        by=row.by,
        at=row.at,
        wordings=tuple(said),
        to=tuple(one.user_id for one in calls),
        awaited=frozenset(one.user_id for one in calls if one.seen_at is None),
        taken_back_at=row.taken_back_at,
    )


def listed(
    session: Session,
    *,
    kinds: Collection[str],
    which: Which,
    me: uuid.UUID,
    about: tuple[str, str] | None = None,
    first: int = 0,
    most: int = PAGE,
) -> list[Line]:
    """Threads about things of these kinds, the latest to move first, in three queries; `about`
    one thing (its kind and its name) when it is given."""
    query = _which(select(DiscussionThread).where(DiscussionThread.kind.in_(kinds)), which, me)
    if about is not None:
        query = query.where(DiscussionThread.kind == about[0], DiscussionThread.about == about[1])
    order = (DiscussionThread.moved_at.desc(), DiscussionThread.ref)
    rows = list(session.scalars(query.order_by(*order).offset(first).limit(most)))
    if not rows:
        return []
    here = [one.id for one in rows]
    comments: dict[uuid.UUID, list[DiscussionComment]] = defaultdict(list)
    for comment in session.scalars(
        select(DiscussionComment)
        .where(DiscussionComment.thread_id.in_(here))
        .order_by(DiscussionComment.number)
    ):
        comments[comment.thread_id].append(comment)
    firsts = {
        row.id: next((one for one in comments[row.id] if one.taken_back_at is None), None)
        for row in rows
    }
    words = _latest_words(session, [one.id for one in firsts.values() if one is not None])
    waiting = {one.ref for one in calls(session, me=me, kinds=kinds)}
    return [
        Line(
            ref=row.ref,
            kind=row.kind,
            about=row.about,
            moved_at=row.moved_at,
            resolved_at=row.resolved_at,
            begun_by=comments[row.id][0].by,
            words=words.get(one.id, "") if (one := firsts[row.id]) else "",
            comments=sum(one.taken_back_at is None for one in comments[row.id]),
            awaits_me=row.ref in waiting,
        )
        for row in rows
    ]


def how_many(session: Session, *, kinds: Collection[str], me: uuid.UUID) -> dict[Which, int]:
    """How many threads each way of looking shows."""
    found = {}
    for which in Which:
        query = select(func.count(DiscussionThread.id)).where(DiscussionThread.kind.in_(kinds))
        found[which] = session.scalar(_which(query, which, me)) or 0
    return found


def _which(query: Select[Any], which: Which, me: uuid.UUID) -> Select[Any]:
    if which is Which.OPEN:
        return query.where(DiscussionThread.resolved_at.is_(None))
    if which is Which.RESOLVED:
        return query.where(DiscussionThread.resolved_at.is_not(None))
    if which is Which.MINE:
        called = (
            select(DiscussionComment.thread_id)
            .join(DiscussionMention, DiscussionMention.comment_id == DiscussionComment.id)
            .where(DiscussionMention.user_id == me)
        )
        return query.where(DiscussionThread.id.in_(called))
    return query


def _latest_words(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = session.execute(
        select(DiscussionWording.comment_id, DiscussionWording.words)
        .where(DiscussionWording.comment_id.in_(ids))
        .order_by(DiscussionWording.seq)
    )
    return {row.comment_id: row.words for row in rows}


def counts(session: Session, *, kinds: Collection[str]) -> dict[tuple[str, str], Count]:
    """What is said of each object of these kinds, in one query."""
    rows = session.execute(
        select(
            DiscussionThread.kind,
            DiscussionThread.about,
            DiscussionThread.ref,
            DiscussionThread.resolved_at,
            func.count(DiscussionComment.id).label("comments"),
        )
        .outerjoin(
            DiscussionComment,
            and_(
                DiscussionComment.thread_id == DiscussionThread.id,
                DiscussionComment.taken_back_at.is_(None),
            ),
        )
        .where(DiscussionThread.kind.in_(kinds))
        .group_by(
            DiscussionThread.kind,
            DiscussionThread.about,
            DiscussionThread.ref,
            DiscussionThread.resolved_at,
        )
    )
    found: dict[tuple[str, str], Count] = {}
    for row in rows:
        before = found.get((row.kind, row.about), Count(0, 0, 0))
        found[row.kind, row.about] = Count(
            comments=before.comments + row.comments,
            threads=before.threads + 1,
            open=before.open + (row.resolved_at is None),
            ref="" if before.threads else row.ref,
        )
    return found


_CALLS = (
    select(
        DiscussionThread.ref,
        DiscussionThread.kind,
        DiscussionThread.about,
        DiscussionComment.number,
        DiscussionComment.by,
        User.name,
        DiscussionMention.at,
    )
    .join(DiscussionComment, DiscussionComment.thread_id == DiscussionThread.id)
    .join(DiscussionMention, DiscussionMention.comment_id == DiscussionComment.id)
    .join(User, User.id == DiscussionComment.by)
    .where(
        DiscussionMention.user_id == bindparam("me"),
        DiscussionMention.seen_at.is_(None),
        DiscussionThread.resolved_at.is_(None),
    )
    .order_by(DiscussionMention.at, DiscussionComment.number)
)


def calls(session: Session, *, me: uuid.UUID, kinds: Collection[str]) -> list[Call]:
    """What waits for the eyes of this person in open threads, the oldest first."""
    rows = session.execute(_CALLS, {"me": me})
    return [Call(*row) for row in rows if row.kind in kinds]


def mark(session: Session, row: DiscussionThread) -> str:
    """What changes as soon as anything of a thread does."""
    said = session.execute(
        select(
            func.count(DiscussionWording.id),
            func.max(DiscussionWording.at),
            func.count(func.distinct(DiscussionComment.id)),
        )
        .join(DiscussionComment, DiscussionComment.id == DiscussionWording.comment_id)
        .where(DiscussionComment.thread_id == row.id)
    ).one()
    return "-".join(str(one) for one in (*said, row.resolved_at))
