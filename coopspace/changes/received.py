"""A file as it was read, apart from us: its sheets, kept until its bringer has looked at it."""

import json
from dataclasses import dataclass

from coopspace.changes.headings import Line
from coopspace.kernel.confined import ask
from coopspace.kernel.refusal import N_, Refusal

READER = "coopspace.changes.opening"
LONGEST = 2 * 1024 * 1024
FORMATS = ("csv", "xlsx", "ods", "json")
_WHY = {
    "many": N_("Bring at most 20,000 lines at a time."),
    "bomb": N_("This file is too large once unpacked: bring a smaller one."),
    "dtd": N_("This file declares a document type, which is not read: export it again without."),
    "empty": N_("This file holds no line: it needs headings, and lines under them."),
    "letters": N_("The letters of this file could not be read: save it again as UTF-8."),
    "quotes": N_("A quotation mark of this CSV is not closed: save it again, or bring a workbook."),
    "shape": N_("This JSON holds no list of changes or links."),
}
_BROKEN = N_("This file could not be read: is it whole, and of the format that its name says?")


@dataclass(frozen=True)
class Sheet:
    """One sheet, its lines numbered."""

    title: str
    lines: tuple[Line, ...]


def format_of(names: list[str]) -> str:
    """The one format that the names of these files say. Raises Refusal."""
    found = {name.rsplit(".", 1)[-1].lower() if "." in name else "" for name in names}
    if not found <= set(FORMATS):
        raise Refusal(
            N_("Choose a file of one of these formats: XLSX, ODS, CSV, JSON."), field="file"
        )
    if len(names) > 1 and found != {"csv"}:
        raise Refusal(N_("Two files at a time are read only when both are CSV."), field="other")
    return found.pop()


def read(kind: str, files: list[bytes]) -> str:
    """What these files hold, as a text to keep. Raises Refusal: nothing that a file contains can
    do more than that."""
    if not files or not all(files) or sum(map(len, files)) > LONGEST:
        raise Refusal(N_("Choose a file of at most 2 MB that is not empty."), field="file")
    told = ask(READER, kind, files)
    if "unreadable" in told:
        raise Refusal(_WHY.get(str(told["unreadable"]), _BROKEN), field="file")
    return json.dumps(told["sheets"], ensure_ascii=False)


def sheets_of(content: str) -> tuple[Sheet, ...]:
    """What was kept."""
    return tuple(
        Sheet(title, tuple((number, cells) for number, cells in lines))
        for title, lines in json.loads(content)
    )
