"""A document comes in: what it is, its pieces, and the question that each is like."""

from collections.abc import Sequence

from coopspace import method
from coopspace.agreement import cutting
from coopspace.agreement.cutting import Asked, Cut, Guess
from coopspace.agreement.questions import questions
from coopspace.kernel import confined
from coopspace.kernel.refusal import N_, Refusal
from coopspace.method import Entry

LARGEST = 10 * 1024 * 1024
FORMATS = ("docx", "odt")
READER = "coopspace.agreement.documents"
_ARCHIVE, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = frozenset({"doc", "dot", "rtf", "pdf", "pages", "docm", "dotx", "ott", "txt"})
TOO_LARGE = N_("This file is too large: 10 MB at most. Try again without its images.")
_WHY = {
    "many": N_("This document is too long to be cut for you: bring it in several files."),
    "bomb": N_("This file is too large once unpacked: bring a smaller one."),
    "dtd": N_("This file declares a document type, which is not read: save it again without."),
    "empty": N_("This document holds no words that can be read: images are not read."),
    "kind": N_("This file is not a text document, whatever its name says."),
    "locked": N_("This document is protected by a password: save it again without."),
}
_BROKEN = N_("This document could not be read: is it whole? Open it and save it again.")


def cut(name: str, data: bytes) -> list[Cut]:
    """The pieces of a document, by its name and its bytes. Raises Refusal beside `file`."""
    kind = _kind(name)
    if not data:
        raise Refusal(N_("This file is empty."), field="file")
    if len(data) > LARGEST:
        raise Refusal(TOO_LARGE, field="file")
    if data.startswith(_COMPOUND):
        raise Refusal(
            N_("This document is protected by a password, or of an old format: save it again."),
            field="file",
        )
    if not data.startswith(_ARCHIVE):
        raise Refusal(_WHY["kind"], field="file")
    told = confined.ask(READER, kind, [data])
    if "unreadable" in told:
        raise Refusal(_WHY.get(str(told["unreadable"]), _BROKEN), field="file")
    return cutting.pieces(told["blocks"])


def guesses(cuts: Sequence[Cut]) -> list[Guess | None]:
    """What each of these pieces is like."""
    known = _asked()
    return [cutting.guess(one, known) for one in cuts]


def _kind(name: str) -> str:
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in _OLD:
        raise Refusal(
            N_("This format is not read: open the file and save it as DOCX or ODT."), field="file"
        )
    if suffix not in FORMATS:
        raise Refusal(N_("Choose a document of one of these formats: DOCX, ODT."), field="file")
    return suffix


@method.kept
def _asked() -> tuple[Asked, ...]:
    """The questions with the words by which documents call them, in both languages."""
    words = method.load("agreement")
    found = []
    for one in questions():
        near = f"sections.{one.section}.questions.{one.code.removeprefix(f'{one.section}-')}.near"
        found.append(
            Asked(
                code=one.code,
                section=one.section,
                title=_both(words[f"sections.{one.section}.title"]),
                headings=(one.heading.fr, one.heading.en) if one.asks else (),
                question=_both(one.question) if one.asks else "",
                near=_both(words[near]) if near in words else "",
                asks=one.asks,
            )
        )
    return tuple(found)


def _both(entry: Entry) -> str:
    return f"{entry.fr} {entry.en}"
