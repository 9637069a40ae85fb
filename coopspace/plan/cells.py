"""What a cell of a table of actions says, or why it says nothing that can be kept: plain rules.

As for changes, what can only mean one thing is understood; what could mean two is asked again:
« à faire » is as much an idea as a decision, « 03/2027 » is no day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from coopspace.changes import cells
from coopspace.changes.cells import plain
from coopspace.changes.rules import Strength
from coopspace.kernel.refusal import N_, Refusal
from coopspace.plan.rules import Effort, Kind, State

_Choice = TypeVar("_Choice", Kind, State, Effort)
_WHOLE = re.compile(r"(\d+)[.,]0+")
_NUMBER = re.compile(r"(?:actions?|act|a|numero|number|no|n) ?0*([1-9]\d{0,5})|0*([1-9]\d{0,5})")
_STRONG = re.compile(r"(.*?)\s*(?:\(([^()]*)\)|[:=]([^:=]*))\s*", re.DOTALL)
_KINDS: dict[str, Kind] = {
    "actions": Kind.ACTION,
    "experimentation": Kind.EXPERIMENT,
    "experience": Kind.EXPERIMENT,
    "essai": Kind.EXPERIMENT,
    "trial": Kind.EXPERIMENT,
}
_STATES: dict[str, State] = {
    "en idee": State.IDEA,
    "proposee": State.IDEA,
    "proposed": State.IDEA,
    "decide": State.DECIDED,
    "prevu": State.DECIDED,
    "prevue": State.DECIDED,
    "programmee": State.DECIDED,
    "planned": State.DECIDED,
    "lancee": State.UNDER_WAY,
    "commencee": State.UNDER_WAY,
    "demarree": State.UNDER_WAY,
    "started": State.UNDER_WAY,
    "ongoing": State.UNDER_WAY,
    "fait": State.DONE,
    "faite": State.DONE,
    "realise": State.DONE,
    "realisee": State.DONE,
    "termine": State.DONE,
    "terminee": State.DONE,
    "achevee": State.DONE,
    "finished": State.DONE,
    "completed": State.DONE,
    "arrete": State.STOPPED,
    "abandonne": State.STOPPED,
    "abandonnee": State.STOPPED,
    "annulee": State.STOPPED,
    "cancelled": State.STOPPED,
    "abandoned": State.STOPPED,
}
_EFFORTS: dict[str, Effort] = {
    "tres leger": Effort.VERY_LIGHT,
    "tres legere": Effort.VERY_LIGHT,
    "tres faible": Effort.VERY_LIGHT,
    "very light": Effort.VERY_LIGHT,
    "leger": Effort.LIGHT,
    "legere": Effort.LIGHT,
    "faible": Effort.LIGHT,
    "light": Effort.LIGHT,
    "low": Effort.LIGHT,
    "modere": Effort.MODERATE,
    "moyen": Effort.MODERATE,
    "moyenne": Effort.MODERATE,
    "moderate": Effort.MODERATE,
    "medium": Effort.MODERATE,
    "important": Effort.HEAVY,
    "importante": Effort.HEAVY,
    "lourd": Effort.HEAVY,
    "lourde": Effort.HEAVY,
    "heavy": Effort.HEAVY,
    "high": Effort.HEAVY,
    "tres important": Effort.VERY_HEAVY,
    "tres importante": Effort.VERY_HEAVY,
    "tres lourd": Effort.VERY_HEAVY,
    "tres lourde": Effort.VERY_HEAVY,
    "very heavy": Effort.VERY_HEAVY,
    "very high": Effort.VERY_HEAVY,
}


@dataclass(frozen=True)
class Wording:
    """The words of the pages, in both languages: what each plain phrase means."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    efforts: Mapping[str, Effort] = field(default_factory=dict)
    changes: cells.Wording = field(default_factory=cells.Wording)


def kind_of(text: str, wording: Wording) -> Kind:
    """Done or tried. Raises Refusal."""
    codes = {plain(one.value): one for one in Kind}
    return _one(
        text,
        {**_KINDS, **codes, **wording.kinds},
        N_("Say whether it is an action or an experiment."),
        "kind",
    )


def state_of(text: str, wording: Wording) -> State:
    """Where an action stands. Raises Refusal."""
    codes = {plain(one.value): one for one in State}
    return _one(
        text,
        {**_STATES, **codes, **wording.states},
        N_("Say where it stands: idea, decided upon, in progress, carried out or stopped."),
        "state",
    )


def effort_of(text: str, wording: Wording) -> Effort:
    """How much it asks of those who carry it. Raises Refusal."""
    steps = {str(int(one)): one for one in Effort}
    return _one(
        _WHOLE.sub(r"\1", text),
        {**_EFFORTS, **steps, **wording.efforts},
        N_("Say the effort from 1 (very light) to 5 (very heavy)."),
        "effort",
    )


def _one(text: str, known: Mapping[str, _Choice], ask: str, name: str) -> _Choice:
    found = known.get(plain(text))
    if found is None:
        raise Refusal(ask, field=name)
    return found


def day_of(text: str, name: str) -> date:
    """The day that a cell says. Raises Refusal for a month or a year: no day is chosen for you."""
    try:
        said = text if _ISO.fullmatch(text) else cells.when(text) or ""
        return date.fromisoformat(said if _ISO.fullmatch(said) else "")
    except (Refusal, ValueError) as unknown:
        raise Refusal(N_("Write a whole day, such as 30/06/2030."), field=name) from unknown


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def number_of(text: str) -> int | None:
    """The number that a cell gives an action (« n° 3 », « A03 », « 3,0 »), if it is one."""
    whole = _WHOLE.fullmatch(text.strip())
    found = _NUMBER.fullmatch(plain(whole[1] if whole else text))
    return int(found[1] or found[2]) if found else None


def number_key(text: str) -> str:
    """How two numbers or codes of actions are compared."""
    number = number_of(text)
    return str(number) if number else plain(text)


def strong(text: str, wording: Wording) -> tuple[str, Strength | None]:
    """A change as a cell names it, and how strong the contribution is said to be: « D1 (3) »,
    « D1 : décisif »."""
    cut = _STRONG.fullmatch(text)
    if cut is None:
        return text, None
    try:
        return cut[1], cells.strength_of(cut[2] or cut[3] or "", wording.changes)
    except Refusal:
        return text, None
