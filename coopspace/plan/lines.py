"""From the lines of a table of actions to what they say, each with its number: plain rules.

Who and what a line names (organisations, changes, other actions) stay words here: which each is,
`coming` says, that knows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coopspace.changes.cells import strength_of
from coopspace.changes.headings import Block
from coopspace.changes.lines import Fault, Place, said_of
from coopspace.changes.rules import Strength
from coopspace.kernel.refusal import N_, Refusal
from coopspace.plan import cells
from coopspace.plan.cells import Wording
from coopspace.plan.headings import ACTIONS

_FREE = ("title", "why", "pilot_name", "others", "resources", "learnt")
"""Where a dash is words."""
_NAMED = ("pilot", "partners", "contributions", "supports")


@dataclass(frozen=True)
class SaidAction:
    """What a line says of an action: `told` by its own words, `names` of others, in the words of
    the file; `strength` is that of its contributions that say none."""

    place: Place
    code: str
    told: Mapping[str, object]
    names: Mapping[str, str]
    strength: Strength | None = None

    @property
    def title(self) -> str:
        """What is to be done."""
        return str(self.told["title"])


@dataclass
class Read:
    """What the lines say, and those that say nothing that can be kept."""

    actions: list[SaidAction] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """The code and the title of each action that cannot be kept: other lines may name it."""


def understand(blocks: Iterable[Block], fields: Sequence[Sequence[str]], wording: Wording) -> Read:
    """The lines of each table of actions, whose columns say `fields`."""
    read = Read()
    for block, columns in zip(blocks, fields, strict=True):
        if block.kind != ACTIONS.kind:
            continue
        for number, line in block.lines:
            place = Place(block.sheet, number)
            try:
                said = said_of(line, columns, _FREE)
                if said:
                    read.actions.append(_action(place, said, wording))
            except Refusal as refusal:
                read.faults.append(Fault(place, refusal))
                named = dict(zip(columns, line, strict=False))
                read.left_out.append((named.get("code", ""), named.get("title", "")))
    return read


def _action(place: Place, said: Mapping[str, str], wording: Wording) -> SaidAction:
    if "title" not in said:
        raise Refusal(
            N_("Write what is to be done, or empty this line: an action has a title."),
            field="title",
        )
    strength = said.get("strength")
    return SaidAction(
        place=place,
        code=said.get("code", ""),
        told={
            name: _read(name, cell, wording)
            for name, cell in said.items()
            if name not in ("code", "strength", *_NAMED)
        },
        names={name: said[name] for name in _NAMED if name in said},
        strength=strength_of(strength, wording.changes) if strength else None,
    )


def _read(name: str, cell: str, wording: Wording) -> object:
    """What a cell says of one field. Raises Refusal."""
    if name == "kind":
        return cells.kind_of(cell, wording)
    if name == "state":
        return cells.state_of(cell, wording)
    if name == "effort":
        return cells.effort_of(cell, wording)
    return cells.day_of(cell, name) if name in ("starts", "ends") else cell
