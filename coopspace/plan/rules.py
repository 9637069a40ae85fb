"""What an action of the plan is: what is done or tried, by whom, when, with what, what it taught.

Source: the training deck "Quartiers à impact collectif", « plan d’actions commun » and « effet de
levier ». How hard an action is, and how much it contributes, are said in words and in order only:
they are never summed nor averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

TITLE_MAX = 160
NAME_MAX = 160
WORDS_MAX = 2_000
REASON_MAX = 600
PARTNERS_MAX = 40


class Kind(StrEnum):
    """What is done because we know that it works, or tried because we want to know."""

    ACTION = "action"
    EXPERIMENT = "experiment"


class State(StrEnum):
    """Where an action stands, in the order in which it goes."""

    IDEA = "idea"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


AHEAD = (State.IDEA, State.DECIDED, State.UNDER_WAY)
"""What may still be chosen, or let go."""


class Effort(IntEnum):
    """How much an action asks of those who carry it: time, people, money. Ordinal."""

    VERY_LIGHT = 1
    LIGHT = 2
    MODERATE = 3
    HEAVY = 4
    VERY_HEAVY = 5


KIND_LABELS: dict[Kind, str] = {
    Kind.ACTION: N_("An action"),
    Kind.EXPERIMENT: N_("An experiment"),
}
STATE_LABELS: dict[State, str] = {
    State.IDEA: N_("Idea"),
    State.DECIDED: N_("Decided upon"),
    State.UNDER_WAY: N_("In progress"),
    State.DONE: N_("Carried out"),
    State.STOPPED: N_("Stopped"),
}
EFFORT_LABELS: dict[Effort, str] = {
    Effort.VERY_LIGHT: N_("very light effort"),
    Effort.LIGHT: N_("light effort"),
    Effort.MODERATE: N_("moderate effort"),
    Effort.HEAVY: N_("heavy effort"),
    Effort.VERY_HEAVY: N_("very heavy effort"),
}


@dataclass(frozen=True)
class Described:
    """What is said of an action. `pilot` and `partners` are references of the network room;
    `pilot_name` and `others` name those who are not on its map."""

    title: str
    kind: Kind = Kind.ACTION
    state: State = State.IDEA
    why: str = ""
    pilot: str = ""
    pilot_name: str = ""
    partners: tuple[str, ...] = ()
    others: str = ""
    starts: date | None = None
    ends: date | None = None
    effort: Effort | None = None
    resources: str = ""
    learnt: str = ""


def whole(said: Described) -> Described:
    """A description without margins, within its bounds. Raises Refusal beside the field to mend."""
    made = replace(
        said,
        title=typed.line(said.title, "title", TITLE_MAX),
        pilot_name=typed.line(said.pilot_name, "pilot_name", NAME_MAX),
        others=typed.line(said.others, "others", REASON_MAX),
        why=typed.words(said.why, "why", REASON_MAX),
        resources=typed.words(said.resources, "resources", WORDS_MAX),
        learnt=typed.words(said.learnt, "learnt", WORDS_MAX),
        partners=tuple(one for one in dict.fromkeys(said.partners) if one != said.pilot),
    )
    if not made.title:
        raise Refusal(N_("Say what is to be done, in a few words."), field="title")
    if made.pilot and made.pilot_name:
        raise Refusal(
            N_("Choose the pilot in the list, or write its name: one of the two."),
            field="pilot_name",
        )
    if made.starts and made.ends and made.ends < made.starts:
        raise Refusal(N_("It ends before it starts: choose a later day."), field="ends")
    if made.state is State.STOPPED and not made.why:
        raise Refusal(
            N_("Say why it was stopped: what did not work teaches the others."), field="why"
        )
    if len(made.partners) > PARTNERS_MAX:
        raise Refusal(N_("Choose %(most)d partners at most."), field="partners", most=PARTNERS_MAX)
    return made


def stored(said: Described) -> dict[str, Any]:
    """As plain values, in the order of the fields."""
    return {one.name: _plain(getattr(said, one.name)) for one in fields(said)}


def read(values: Mapping[str, Any]) -> Described:
    """From plain values; what a later version added is left out."""
    known = {one.name for one in fields(Described)}
    found = {name: value for name, value in values.items() if name in known}
    return Described(
        **{
            **found,
            "kind": Kind(found.get("kind") or Kind.ACTION),
            "state": State(found.get("state") or State.IDEA),
            "partners": tuple(found.get("partners") or ()),
            "effort": Effort(found["effort"]) if found.get("effort") else None,
            "starts": date.fromisoformat(found["starts"]) if found.get("starts") else None,
            "ends": date.fromisoformat(found["ends"]) if found.get("ends") else None,
        }
    )


def moved(before: Described, after: Described) -> tuple[str, ...]:
    """The names of what is said otherwise, in the order of the fields."""
    return tuple(
        one.name
        for one in fields(Described)
        if getattr(before, one.name) != getattr(after, one.name)
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [*value]
    return value.isoformat() if isinstance(value, date) else value
