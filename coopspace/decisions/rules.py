"""What is true of a decision: who is asked, what each may say, what its way of deciding would ask.

Nothing here decides. An outcome is written by a person; what the way of deciding would still ask
is said before.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from coopspace.agreement.rules import LINE_MAX, Method
from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.positions import rules as positions
from coopspace.positions.rules import Position

WORDS_MAX = 4_000


class Stance(StrEnum):
    """What somebody says of one exact wording; which ones may be said depends on the method."""

    CONSENT = "consent"
    RESERVATION = "reservation"
    OBJECTION = "objection"
    ADVICE = "advice"
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


_CONSENT = (Stance.CONSENT, Stance.RESERVATION, Stance.OBJECTION)
STANCES: Mapping[Method, tuple[Stance, ...]] = {
    Method.CONSENT: _CONSENT,
    Method.UNANIMITY: _CONSENT,
    Method.MAJORITY: (Stance.FOR, Stance.AGAINST, Stance.ABSTAIN),
    Method.ADVICE: (Stance.ADVICE,),
    Method.MANDATE: (Stance.ADVICE,),
}
"""What may be said, in the order in which it is offered."""
WHY: Mapping[Stance, str] = {
    Stance.OBJECTION: N_("Say what cannot stand in this proposal, and what would help."),
    Stance.RESERVATION: N_("Say your reservation: it goes with the decision."),
    Stance.ADVICE: N_("Write your advice: a sentence is enough."),
}
"""What needs words, and how they are asked for."""


class Outcome(StrEnum):
    """What a person writes that came of it."""

    ADOPTED = "adopted"
    CHANGED = "changed"
    NOT_ADOPTED = "not_adopted"
    POSTPONED = "postponed"


class Happened(StrEnum):
    """What ends a decision, or opens it again."""

    OUTCOME = "outcome"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Framing:
    """What a decision is about, and how it is taken. `rule` and `place` are references of parts of
    the agreement; `where` and `who` are words; `changes` are codes, `clauses` codes of questions.
    """

    matter: str
    method: Method | None = None
    rule: str = ""
    place: str = ""
    where: str = ""
    who: str = ""
    changes: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


def whole(framing: Framing) -> Framing:
    """A framing without margins and within its bounds. Raises Refusal beside the field."""
    lines = {
        name: typed.line(getattr(framing, name), name, LINE_MAX)
        for name in ("matter", "where", "who")
    }
    made = replace(
        framing,
        **lines,  # type: ignore[arg-type]
        changes=tuple(dict.fromkeys(framing.changes)),
        clauses=tuple(dict.fromkeys(framing.clauses)),
    )
    if not made.matter:
        raise Refusal(N_("Say what is to be decided: a few words are enough."), field="matter")
    if made.method is None:
        raise Refusal(
            N_("Choose how this is decided: everybody needs to know before they speak."),
            field="method",
        )
    return made


def stored(framing: Framing) -> dict[str, Any]:
    """As plain values, in the order of the fields."""
    return {
        one.name: [*value] if isinstance(value := getattr(framing, one.name), tuple) else value
        for one in fields(framing)
    }


def read(values: Mapping[str, Any]) -> Framing:
    """From plain values; what a later version added is left out."""
    known = {one.name for one in fields(Framing)}
    said = {name: value for name, value in values.items() if name in known}
    for name in ("changes", "clauses"):
        said[name] = tuple(said.get(name) or ())
    said["method"] = Method(said["method"]) if said.get("method") else None
    return Framing(**said)


@dataclass(frozen=True, kw_only=True)
class Said(Position[Stance]):
    """One position on a proposal; `seq` is its place among those of the decision."""

    seq: int
    college: str = ""


def stance_of(method: Method, chosen: str) -> Stance:
    """What was chosen, among what this method lets say. Raises Refusal."""
    for one in STANCES[method]:
        if one.value == chosen or len(STANCES[method]) == 1:
            return one
    raise Refusal(N_("Choose your position."), field="stance")


def words_of(text: str, stance: Stance) -> str:
    """The words that go with a position. Raises Refusal where they are needed and missing."""
    return positions.reason_of(text, needed=WHY.get(stance, ""))


@dataclass(frozen=True)
class Voice:
    """One person's part: `now`, what they say of the words that stand; `before`, what they had
    said of earlier words or under another method, while they are asked again."""

    person: uuid.UUID
    asked: bool
    now: Said | None = None
    before: Said | None = None


def voices(
    said: Sequence[Said],
    asked: Iterable[uuid.UUID],
    *,
    method: Method,
    number: int,
    digest: str,
) -> list[Voice]:
    """Everybody who is asked, and those who spoke and are asked no longer, on these words."""
    invited = [*asked]
    exact = positions.on_words(said, number=number, digest=digest)
    found = []
    for person in dict.fromkeys([*invited, *(one.person for one in said)]):
        mine = [one for one in exact if one.person == person and one.stance in STANCES[method]]
        status = positions.status(mine, order=STANCES[method], holds=Stance.OBJECTION)
        now = mine[-1] if status.stance else None
        others = [one for one in said if one.person == person and one not in mine]
        before = others[-1] if others and now is None else None
        if person in invited or now is not None:
            found.append(Voice(person, person in invited, now, before))
    return found


def counted(method: Method, some: Iterable[Voice]) -> list[tuple[Stance, int]]:
    """How many say each thing of the words that stand, in the order in which it is offered."""
    found = Counter(one.now.stance for one in some if one.now is not None)
    return [(stance, found[stance]) for stance in STANCES[method]]


class Lack(StrEnum):
    """What the method would still ask before an outcome is written."""

    NO_WORDS = "no_words"
    NOBODY = "nobody"
    OBJECTION = "objection"
    AWAITED = "awaited"
    EARLIER = "earlier"
    NO_ADVICE = "no_advice"
    NOT_CARRIED = "not_carried"
    NO_NAME = "no_name"


def lacking(framing: Framing, some: Sequence[Voice], *, text: str) -> list[tuple[Lack, int]]:
    """What its way of deciding would still ask, and of how many; nothing forbids to go on."""
    asked = [one for one in some if one.asked]
    silent = [one for one in asked if one.now is None]
    found = [
        (Lack.NO_WORDS, int(not text.strip())),
        (Lack.NOBODY, int(not asked)),
        *_of_method(framing, some),
        (Lack.EARLIER, sum(one.before is not None for one in silent)),
        (Lack.AWAITED, sum(one.before is None for one in silent)),
    ]
    return [(lack, count) for lack, count in found if count]


def _of_method(framing: Framing, some: Sequence[Voice]) -> list[tuple[Lack, int]]:
    method = framing.method or Method.CONSENT
    said = dict(counted(method, some))
    if method is Method.MAJORITY:
        spoken = sum(said.values())
        return [(Lack.NOT_CARRIED, int(bool(spoken) and said[Stance.FOR] <= said[Stance.AGAINST]))]
    if method in (Method.ADVICE, Method.MANDATE):
        return [
            (Lack.NO_NAME, int(not framing.who)),
            (Lack.NO_ADVICE, int(not said[Stance.ADVICE])),
        ]
    return [(Lack.OBJECTION, said[Stance.OBJECTION])]


@dataclass(frozen=True)
class Written:
    """The outcome as a person writes it: what came of it, its words, the day it was decided."""

    outcome: Outcome
    words: str
    day: date


def written(outcome: str, *, words: str, day: date | None, today: date) -> Written:
    """An outcome, whole. Raises Refusal beside the field to mend."""
    if outcome not in set(Outcome):
        raise Refusal(N_("Choose what came of it."), field="outcome")
    found = typed.words(words, "words", WORDS_MAX)
    if not found:
        raise Refusal(
            N_("Write the outcome in a sentence that somebody who was not there understands."),
            field="words",
        )
    if day is None:
        raise Refusal(N_("Say on which day it was decided."), field="day")
    if day > today:
        raise Refusal(N_("Choose today or an earlier day."), field="day")
    return Written(Outcome(outcome), found, day)


def parties_asked(colleges: Mapping[uuid.UUID, str], wanted: Collection[str]) -> set[uuid.UUID]:
    """Whom a rule would ask: those who sit for one of its parties; everybody when it names none of
    those who may speak."""
    found = {person for person, college in colleges.items() if college and college in wanted}
    return found or set(colleges)
