"""A draft as its bringer looks at it: what each column says, what would be written, what cannot."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import force_locale, gettext
from flask_babel import gettext as _

from blueprints._shared.planned import kind_name
from blueprints._shared.speech import sentence
from blueprints._shared.texts import number
from coopspace.changes import bringing, received, rules
from coopspace.changes import cells as strategy
from coopspace.changes.cells import plain
from coopspace.changes.headings import Block, blocks_of
from coopspace.changes.lines import Fault
from coopspace.changes.model import StrategyImport
from coopspace.changes.rules import Strength
from coopspace.extensions import db
from coopspace.kernel.refusal import N_
from coopspace.method.reader import LANGUAGES
from coopspace.plan import rules as plan_rules
from coopspace.plan.bringing import Whole, look
from coopspace.plan.cells import Wording
from coopspace.plan.columns import LABELS
from coopspace.plan.coming import Wishes
from coopspace.plan.headings import BY_KIND, KNOWN

KINDS = {"changes": N_("Changes"), "links": N_("Links"), "actions": N_("Actions")}
"""What the lines of a table may be about."""
_Choice = TypeVar("_Choice")


@dataclass(frozen=True)
class Column:
    """A column of a table: what its form calls it, its heading, what it is read as."""

    name: str
    heading: str
    field: str
    example: str


@dataclass(frozen=True)
class Looked:
    """A draft, its tables, and what the strategy and the plan would be made of it."""

    draft: StrategyImport
    tables: list[tuple[Block, list[Column]]]
    unread: list[str]
    planned: Whole
    wishes: Wishes
    leave_out: bool

    def address(self) -> dict[str, str]:
        """What was chosen, as an address."""
        kinds = {f"t{at}": block.kind for at, (block, _columns) in enumerate(self.tables)}
        chosen = {one.name: one.field for _block, columns in self.tables for one in columns}
        asked = {
            "codes": self.wishes.anew,
            "noms": self.wishes.as_written,
            "sans": self.leave_out,
            "force": self.wishes.strength or 0,
        }
        return {**kinds, **chosen, **{name: str(int(one)) for name, one in asked.items() if one}}

    def holds(self, kind: str) -> bool:
        """Whether one of its tables is of this kind."""
        return any(block.kind == kind for block, _columns in self.tables)


def looked_at(draft_number: int, chosen: Mapping[str, str]) -> Looked:
    """The draft, with its tables and columns as they were chosen or guessed. Raises NotFound."""
    session = db.session()
    draft = bringing.draft_of(session, draft_number)
    sheets = received.sheets_of(draft.content)
    found = blocks_of(((one.title, one.lines) for one in sheets), KNOWN)
    blocks = [_as_chosen(block, chosen.get(f"t{at}", "")) for at, block in enumerate(found)]
    tables = [(block, [*_columns(at, block, chosen)]) for at, block in enumerate(blocks)]
    strength = number(chosen.get("force", ""))
    wishes = Wishes(
        anew="codes" in chosen,
        as_written="noms" in chosen,
        strength=Strength(strength) if strength in set(Strength) else None,
    )
    fields = [[one.field for one in columns] for _block, columns in tables]
    planned = look(session, blocks, fields, _wording(), wishes)
    titles = {block.sheet for block in blocks}
    unread = [one.title for one in sheets if one.title and one.title not in titles]
    return Looked(draft, tables, unread, planned, wishes, "sans" in chosen)


def _as_chosen(block: Block, kind: str) -> Block:
    known = BY_KIND.get(kind)
    return block.read_as(known) if known and kind != block.kind else block


def _columns(at: int, block: Block, chosen: Mapping[str, str]) -> Iterator[Column]:
    offered = {"", *LABELS[block.kind]}
    for place in range(block.width):
        heading = block.headings[place] if place < len(block.headings) else ""
        guessed = block.fields[place] if place < len(block.fields) else ""
        example, name = block.example(place), f"t{at}c{place}"
        field = chosen.get(name, guessed) if heading or example else ""
        if field not in offered:
            field = guessed
        yield Column(name, heading, field, example[:80])


def to_mend(faults: Iterable[Fault]) -> list[tuple[str, list[int], str]]:
    """The lines to mend: those of one sheet that have one thing to mend stand together."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in faults:
        lines = found.setdefault((one.place.sheet, _why(one)), [])
        if one.place.line not in lines:
            lines.append(one.place.line)
    return [(sheet, lines, said) for (sheet, said), lines in found.items()]


def _why(fault: Fault) -> str:
    """Why a line cannot be kept, with the name of its column where one is to blame."""
    said = sentence(fault.refusal)
    labels = {name: label for table in LABELS.values() for name, label in table.items()}
    label = labels.get(fault.refusal.field, "")
    return f"{gettext(label)} – {said}" if label else said


def offered() -> dict[str, list[tuple[str, str]]]:
    """What the columns of each kind of table may be read as."""
    return {
        kind: [("", str(_("is not read"))), *((name, gettext(label)) for name, label in of.items())]
        for kind, of in LABELS.items()
    }


def _wording() -> Wording:
    """The words by which our own pages call each choice, in both languages."""
    found = Wording({}, {}, {}, strategy.Wording({}, {}, {}, {}))
    for locale in LANGUAGES:
        with force_locale(locale):
            of = found.changes
            found = Wording(
                {
                    **found.kinds,
                    **_read(plan_rules.KIND_LABELS),
                    **{plain(kind_name(one)): one for one in plan_rules.Kind},
                },
                {**found.states, **_read(plan_rules.STATE_LABELS)},
                {**found.efforts, **_read(plan_rules.EFFORT_LABELS)},
                strategy.Wording(
                    {**of.natures, **_read(rules.NATURE_LABELS)},
                    {**of.effects, **_read(rules.EFFECT_LABELS)},
                    {**of.systems, **_read(rules.SYSTEM_LABELS)},
                    {**of.strengths, **_read(rules.STRENGTH_LABELS)},
                ),
            )
    return found


def _read(labels: Mapping[_Choice, str]) -> dict[str, _Choice]:
    return {plain(gettext(label)): choice for choice, label in labels.items()}
