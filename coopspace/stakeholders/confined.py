"""Reads files of strangers through `parsing`, in a process that may neither grow nor last."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from coopspace.kernel.confined import SECONDS, ask
from coopspace.kernel.refusal import N_, Refusal

__all__ = ["FORMATS", "LONGEST", "SECONDS", "Tables", "format_of", "read"]

READER = "coopspace.stakeholders.parsing"
LONGEST = 2 * 1024 * 1024
FORMATS = ("csv", "xlsx", "ods", "graphml", "gexf", "json")
_WHY = {
    "many": N_("Bring at most 2,000 stakeholders and 20,000 relations at a time."),
    "bomb": N_("This file is too large once unpacked: bring a smaller one."),
    "dtd": N_("This file declares a document type, which is not read: export it again without."),
    "empty": N_("This file holds no line: it needs headings, and lines under them."),
    "letters": N_("The letters of this file could not be read: save it again as UTF-8."),
    "quotes": N_("A quotation mark of this CSV is not closed: save it again, or bring a workbook."),
    "shape": N_("This JSON holds no list of elements or connections."),
}
_BROKEN = N_("This file could not be read: is it whole, and of the format that its name says?")


@dataclass(frozen=True)
class Tables:
    """What a file holds, as lines under the headings that it gives them; `at` says the number of
    the line on which each stands, as the file counts: blank lines are lines."""

    elements: list[dict[str, str]] = field(default_factory=list)
    connections: list[dict[str, str]] = field(default_factory=list)
    at: dict[str, list[int]] = field(default_factory=dict)

    def named(self) -> tuple[tuple[str, list[dict[str, str]]], ...]:
        """Both tables, each with its name."""
        return ("elements", self.elements), ("connections", self.connections)

    def numbered(self, table: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The lines of a table with their numbers."""
        rows = dict(self.named())[table]
        yield from zip(self.at.get(table) or range(2, len(rows) + 2), rows, strict=True)

    def as_text(self) -> str:
        """The same, to be kept until its bringer has looked at it."""
        return json.dumps(vars(self), ensure_ascii=False)

    @staticmethod
    def from_text(text: str) -> "Tables":
        """What was kept."""
        return Tables(**json.loads(text))


def format_of(name: str) -> str:
    """The format that a file's name says. Raises Refusal."""
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix not in FORMATS:
        raise Refusal(
            N_("Choose a file of one of these formats: CSV, XLSX, ODS, GraphML, GEXF, JSON."),
            field="file",
        )
    return suffix


def read(kind: str, files: list[bytes]) -> Tables:
    """What these files hold. Raises Refusal: nothing that a file contains can do more than that."""
    if not files or not all(files) or sum(map(len, files)) > LONGEST:
        raise Refusal(N_("Choose a file of at most 2 MB that is not empty."), field="file")
    told = ask(READER, kind, files)
    if "unreadable" in told:
        raise Refusal(_WHY.get(str(told["unreadable"]), _BROKEN), field="file")
    return Tables(**told)
