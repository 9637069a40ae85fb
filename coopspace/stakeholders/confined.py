"""Reads files of strangers through `parsing`, in a process that may neither grow nor last."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore

from coopspace.kernel.refusal import N_, Refusal

READER = Path(__file__).with_name("parsing.py")
LONGEST = 2 * 1024 * 1024
SECONDS = 20
MOST_TOLD = 64 * 1024 * 1024
FORMATS = ("csv", "xlsx", "graphml", "gexf", "json")
_ONCE = BoundedSemaphore(2)
_WHY = {
    "many": N_("Bring at most 2,000 stakeholders and 20,000 relations at a time."),
    "bomb": N_("This file is too large once unpacked: bring a smaller one."),
    "dtd": N_("This file declares a document type, which is not read: export it again without."),
    "empty": N_("This file holds no line: it needs headings, and lines under them."),
    "shape": N_("This JSON holds no list of elements or connections."),
}
_BROKEN = N_("This file could not be read: is it whole, and of the format that its name says?")


@dataclass(frozen=True)
class Tables:
    """What a file holds, as lines under the headings that it gives them."""

    elements: list[dict[str, str]] = field(default_factory=list)
    connections: list[dict[str, str]] = field(default_factory=list)

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
            N_("Choose a file of one of these formats: CSV, XLSX, GraphML, GEXF, JSON."),
            field="file",
        )
    return suffix


def read(kind: str, files: list[bytes]) -> Tables:
    """What these files hold. Raises Refusal: nothing that a file contains can do more than that."""
    if not files or not all(files) or sum(map(len, files)) > LONGEST:
        raise Refusal(N_("Choose a file of at most 2 MB that is not empty."), field="file")
    sent = b"%s\n%s" % (b" ".join(b"%d" % len(one) for one in files), b"".join(files))
    with _ONCE:
        told = _ask(kind, sent)
    if "unreadable" in told:
        raise Refusal(_WHY.get(str(told["unreadable"]), _BROKEN), field="file")
    return Tables(**told)


def _ask(kind: str, sent: bytes) -> dict[str, list[dict[str, str]]]:
    try:
        done = subprocess.run(  # noqa: S603 – our own file, run by our own interpreter
            [sys.executable, "-I", str(READER), kind],
            input=sent,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PYTHONHASHSEED": "0"},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Refusal(_WHY["bomb"], field="file") from error
    if len(done.stdout) > MOST_TOLD:
        raise Refusal(_WHY["bomb"], field="file")
    told: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    return told
