"""What is true of positions on exact words, whatever the question and however it is decided.

A voice is whoever is asked: a person, or a party for which several people speak.
"""

import uuid
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_

REASON_MAX = 1_000

S = TypeVar("S", bound=StrEnum)
P = TypeVar("P", bound="Position[Any]")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Position(Generic[S]):
    """What one person said of one wording, and when.

    `speaks` says whether this person is still asked at the moment considered: what holds back is
    theirs to lift, so it waits for nobody once they have left; what was given stays given.
    """

    person: uuid.UUID
    stance: S
    reason: str
    number: int
    digest: str
    at: datetime
    speaks: bool = True


@dataclass(frozen=True)
class Status(Generic[S]):
    """Where one voice stands on a wording: `stance` None while it is awaited."""

    stance: S | None = None
    since: datetime | None = None
    said: tuple[Position[S], ...] = ()


def status(said: Iterable[Position[S]], *, order: Sequence[S], holds: S | None = None) -> Status[S]:
    """The status of one voice, from what its people said of one wording, oldest first.

    Each person's latest word counts; among them the first of `order` is the voice's, and `since`
    is when that became so. `holds` is the stance that waits for nobody once its author has left.
    """
    latest: dict[uuid.UUID, Position[S]] = {}
    stance: S | None = None
    since: datetime | None = None
    for one in said:
        if one.stance is holds and not one.speaks:
            latest.pop(one.person, None)
        else:
            latest[one.person] = one
        held = {other.stance for other in latest.values()}
        now = next((other for other in order if other in held), None)
        if now is not stance:
            stance, since = now, one.at
    return Status(stance, since if stance else None, tuple(latest.values()))


def since_all(statuses: Iterable[Status[S]], stance: S) -> datetime | None:
    """When the last of the voices took this stance; None while one has not."""
    since = [one.since if one.stance is stance else None for one in statuses]
    moments = [moment for moment in since if moment is not None]
    return max(moments) if moments and len(moments) == len(since) else None


def on_words(said: Iterable[P], *, number: int, digest: str) -> list[P]:
    """Those that were taken on exactly these words."""
    return [one for one in said if (one.number, one.digest) == (number, digest)]


def latest(said: Iterable[P], voice: Callable[[P], K]) -> dict[K, P]:
    """The latest word of each voice, whatever the wording; oldest first."""
    found: dict[K, P] = {}
    for one in said:
        found.pop(voice(one), None)
        found[voice(one)] = one
    return found


def reason_of(text: str, *, needed: str = "") -> str:
    """The reason as kept. `needed`: the sentence that asks for one, where silence helps nobody.
    Raises Refusal."""
    over = N_("Keep the reason under %(most)d characters.")
    return typed.words(text, "reason", REASON_MAX, needed=needed, over=over)
