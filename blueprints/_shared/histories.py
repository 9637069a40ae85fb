"""The history page of a shared text: every wording, two compared, whose each word is, a day."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from blueprints._shared.days import DayForm
from blueprints._shared.texts import number
from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.kernel.refusal import NotFound
from coopspace.live import authorship, store
from coopspace.live.difference import Part, difference

MARKS = 4
"""How many ways of underlining tell authors apart, beside their names."""


@dataclass(frozen=True)
class Line:
    """One wording in a history, with all who wrote it; `restore` is empty where none may."""

    text: store.Text
    names: list[str]
    stands: bool
    previous: int
    restore: str


@dataclass(frozen=True)
class Comparison:
    """Two wordings side by side, and what leads from the first to the second."""

    older: Line
    newer: Line
    parts: list[Part]


@dataclass(frozen=True)
class Piece:
    """Words of a wording that one person wrote, how they are underlined, and when."""

    text: str
    author: User | None
    mark: int
    at: datetime


@dataclass(frozen=True)
class Share:
    """What one person wrote in a wording: how many words, the last one when."""

    author: User | None
    mark: int
    words: int
    at: datetime


@dataclass(frozen=True)
class Whose:
    """A wording with whose each of its words is."""

    line: Line
    pieces: list[Piece]
    shares: list[Share]


@dataclass(frozen=True)
class Then:
    """The words that stood at the end of a past day; `line`: their wording, if it was closed."""

    moment: datetime
    text: store.Text | None
    line: Line | None


@dataclass(frozen=True)
class History:
    """Every wording of a text, newest first, and what was asked about them."""

    lines: list[Line]
    comparison: Comparison | None = None
    whose: Whose | None = None
    then: Then | None = None
    day: DayForm | None = None


def history(
    session: Session,
    document_id: uuid.UUID,
    asked: Mapping[str, str],
    *,
    restore: Callable[[int], str] | None = None,
) -> History:
    """The history of a text; `asked` is `request.args`: `?de=2&a=5` compares 2 with 5, `?mots=5`
    says whose each word of 5 is, `?au=2026-03-17` shows the words of that evening.

    `restore` gives the address that makes a wording stand again; None for who may not.
    Raises NotFound for a wording that never was.
    """
    wordings = store.history(session, document_id)
    standing = store.read(session, document_id)
    authors = people.by_ids(session, (one for text in wordings for one in text.authors))
    lines = [
        Line(
            text=text,
            names=[authors[one].name for one in text.authors if one in authors],
            stands=text.number == standing.number,
            previous=_before(text, wordings),
            restore=restore(text.number) if restore and text.text != standing.text else "",
        )
        for text in wordings
    ]
    day = DayForm(asked)
    day.validate()
    moment = day.moment()
    return History(
        lines=lines,
        comparison=_comparison(lines, asked),
        whose=_whose(session, document_id, lines, asked),
        then=_then(session, document_id, lines, moment) if moment else None,
        day=day,
    )


def _comparison(lines: list[Line], asked: Mapping[str, str]) -> Comparison | None:
    if not asked.get("de") and not asked.get("a"):
        return None
    older, newer = (_line(lines, asked.get(name, "")) for name in ("de", "a"))
    return Comparison(older, newer, difference(older.text.text, newer.text.text))


def _whose(
    session: Session, document_id: uuid.UUID, lines: list[Line], asked: Mapping[str, str]
) -> Whose | None:
    if not asked.get("mots"):
        return None
    line = _line(lines, asked["mots"])
    runs = authorship.runs(session, document_id, line.text.number)
    authors = people.by_ids(session, (run.person_id for run in runs))
    order = list(dict.fromkeys(run.person_id for run in runs))
    pieces = [
        Piece(
            run.text,
            authors.get(run.person_id) if run.person_id else None,
            order.index(run.person_id) % MARKS,
            run.at,
        )
        for run in runs
    ]
    return Whose(line, gathered(pieces), _shares(pieces))


def gathered(pieces: list[Piece]) -> list[Piece]:
    """As few pieces as tell whose the words are: one person's neighbours make one, and a sign or
    a space alone goes with the words before it."""
    found: list[Piece] = []
    for piece in pieces:
        if found and (piece.author == found[-1].author or not _has_words(piece.text)):
            found[-1] = replace(found[-1], text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _has_words(text: str) -> bool:
    return any(one.isalnum() for one in text)


def _shares(pieces: list[Piece]) -> list[Share]:
    """What each wrote, in the order in which the text meets them."""
    order = list(dict.fromkeys(piece.author for piece in pieces))
    ranked = sorted(pieces, key=lambda piece: order.index(piece.author))
    found = []
    for author, group in groupby(ranked, key=lambda piece: piece.author):
        theirs = list(group)
        words = sum(map(_has_words, " ".join(piece.text for piece in theirs).split()))
        found.append(Share(author, theirs[0].mark, words, max(piece.at for piece in theirs)))
    return found


def _then(session: Session, document_id: uuid.UUID, lines: list[Line], moment: datetime) -> Then:
    text = store.as_of(session, document_id, moment)
    known = (one for one in lines if text and one.text.digest == text.digest)
    return Then(moment, text, next(known, None))


def _line(lines: list[Line], asked: str) -> Line:
    found = next((line for line in lines if line.text.number == number(asked)), None)
    if found is None:
        raise NotFound
    return found


def _before(text: store.Text, wordings: list[store.Text]) -> int:
    """The wording that this one was written over: what was seen, for one kept aside; 0 if none."""
    if text.aside:
        return text.seen or 0
    stood = (w.number for w in wordings if not w.aside and w.number < text.number)
    return max(stood, default=0)
