"""Taking a position: on the exact words that the person had before their eyes, kept once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from coopspace.kernel.refusal import Refusal
from coopspace.live import sightings, store
from coopspace.live.difference import Part, difference
from coopspace.positions.model import Taken
from coopspace.positions.rules import Position

T = TypeVar("T", bound=Taken)
P = TypeVar("P", bound=Position[Any])


@dataclass(frozen=True)
class Seen:
    """The exact words that a person had before their eyes when they spoke.

    `token`, when it is known, finds them again even if people were typing them.
    """

    number: int
    digest: str
    token: int = 0


class Replaced(Refusal):
    """The words that the person was shown no longer stand: they are shown what changed first."""

    def __init__(self, sentence: str, *, seen: str | None, standing: store.Text) -> None:
        super().__init__(sentence)
        self.seen = seen
        self.standing = standing


@dataclass(frozen=True)
class Earlier(Generic[P]):
    """A position on words that stand no longer: those words, and what changed since."""

    position: P
    words: store.Text
    parts: list[Part]

    @property
    def at(self) -> datetime:
        """When it was taken."""
        return self.position.at


def check_seen(session: Session, standing: store.Text, seen: Seen, *, otherwise: str) -> None:
    """Whoever speaks speaks of the words that stand (`store.fix`). Raises Replaced, which says
    `otherwise`."""
    if (seen.number, seen.digest) != (standing.number, standing.digest):
        shown = words_seen(session, standing.document_id, seen)
        raise Replaced(otherwise, seen=shown, standing=standing)


def words_seen(session: Session, document_id: uuid.UUID, seen: Seen) -> str | None:
    """The words that somebody had before their eyes; None when nobody knows."""
    found = (
        sightings.words_seen(session, document_id, token, seen.digest)
        for token in (seen.number, seen.token)
    )
    return next((words for words in found if words is not None), None)


def keep(session: Session, made: T, *, among: ColumnElement[bool]) -> T:
    """Keep a position after the others of its question (`among`); the one that stands when its
    author says the same again. The question must be held, so that two take turns."""
    kind = type(made)
    before = session.scalar(
        select(kind).where(among, kind.user_id == made.user_id).order_by(kind.seq.desc()).limit(1)
    )
    if before is not None and before.says() == made.says():
        return before
    made.seq = (session.scalar(select(func.max(kind.seq)).where(among)) or 0) + 1
    session.add(made)
    session.flush()
    return made


def earlier(session: Session, standing: store.Text, taken: Iterable[P]) -> list[Earlier[P]]:
    """Those of these positions that are on other words than the ones that stand: the words of each
    and the difference. Nothing is asked when there are none."""
    stale = [one for one in taken if one.number != standing.number]
    if not stale:
        return []
    words = {text.number: text for text in store.history(session, standing.document_id)}
    return [
        Earlier(one, words[one.number], difference(words[one.number].text, standing.text))
        for one in stale
    ]
