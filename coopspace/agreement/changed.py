"""What separates two agreements, clause by clause and line by line, word by word within each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coopspace.agreement.frozen import BESIDE
from coopspace.agreement.rules import Section
from coopspace.live.difference import Part, difference

Say = Callable[[str, Any], str]
"""The words of a value beside the text: `say(field, value)` gives a person's words, or nothing."""
_NAMES = ("name", "matter", "what")
_UNSAID = frozenset({"ref", "stakeholder"})


@dataclass(frozen=True)
class Change:
    """Something that was added, taken out or said otherwise; `kind` is clauses, places…"""

    section: Section
    kind: str
    label: str
    parts: tuple[Part, ...]
    added: bool = False
    removed: bool = False


def changes(old: Mapping[str, Any], new: Mapping[str, Any], say: Say) -> list[Change]:
    """What leads from one agreement (its canonical values) to another, in reading order."""
    before, after = dict(_told(old, say)), dict(_told(new, say))
    found = []
    for key in _order(before, after):
        was, is_ = before.get(key), after.get(key)
        if was is not None and is_ is not None and was.text == is_.text:
            continue
        shown = is_ or was
        assert shown is not None
        found.append(
            Change(
                section=shown.section,
                kind=key[0],
                label=shown.label,
                parts=tuple(difference(was.text if was else "", is_.text if is_ else "")),
                added=was is None,
                removed=is_ is None,
            )
        )
    order = [*Section]
    return sorted(found, key=lambda one: order.index(one.section))


@dataclass(frozen=True)
class _Passage:
    section: Section
    label: str
    text: str


Key = tuple[str, str]


def _order(before: Mapping[Key, _Passage], after: Mapping[Key, _Passage]) -> Iterator[Key]:
    yield from after
    yield from (key for key in before if key not in after)


def _told(agreement: Mapping[str, Any], say: Say) -> Iterator[tuple[Key, _Passage]]:
    names = {
        one["ref"]: one["name"]
        for section in agreement["sections"]
        for one in section.get("places", ())
    }
    for section in agreement["sections"]:
        where = Section(section["code"])
        for clause in section["clauses"]:
            passage = _Passage(where, clause["heading"], _words(clause))
            yield ("clauses", clause["code"]), passage
            if clause.get("governs"):
                governs = say("governs", clause["governs"])
                passage = _Passage(where, clause["heading"], governs)
                yield ("governs", clause["code"]), passage
        for kind in BESIDE:
            for item in section.get(kind, ()):
                yield (kind, item["ref"]), _item(where, kind, item, names, say)


def _words(clause: Mapping[str, Any]) -> str:
    """The words of a clause, a line for each of its lines, lists marked as one reads them."""
    lines = []
    for block in clause["blocks"]:
        for number, line in enumerate(block["lines"], 1):
            mark = {"bullet": "• ", "ordered": f"{number}. "}.get(block["kind"], "")
            lines.append(mark + "".join(piece["text"] for piece in line))
    return "\n".join(lines)


def _item(
    where: Section, kind: str, item: Mapping[str, Any], names: Mapping[str, str], say: Say
) -> _Passage:
    lines = []
    for field, value in item.items():
        if field in _UNSAID or not value:
            continue
        words = names.get(value, "") if field == "place" else say(field, value)
        if words:
            lines.append(words)
    label = next((item[name] for name in _NAMES if item.get(name)), "")
    return _Passage(where, label, "\n".join(lines))
