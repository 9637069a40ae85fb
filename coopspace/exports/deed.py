"""An agreement as a document to take away: a version from the bytes that are frozen, or the draft.

Every format is written from what is built here, so that all say the same, whatever the database
says today. The canonical content of a version travels inside its files: the PDF is verified from
itself alone, the other ones carry it as copies to work on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from coopspace.agreement.frozen import Frozen, FrozenClause, FrozenSection, Text, read_content
from coopspace.agreement.rules import BESIDE, Kind, Section
from coopspace.agreement.versions import digest_of
from coopspace.exports import paper
from coopspace.exports.document import (
    Carried,
    Document,
    Facts,
    Heading,
    Paragraph,
    Part,
    block,
    cleaned,
    line,
    table,
)

CARRIED = "entente.json"


@dataclass(frozen=True)
class Table:
    """What stands beside the text of a section: its title, headings and rows, all words."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Around:
    """The words around any agreement, in its language. `other`: the heading of a clause that the
    method no longer asks; `empty`: said of a section without a word."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    table: Callable[[Text, Kind], Table | None]
    governs: Callable[[Text, str], str]
    other: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Words(Around):
    """The words of a version that are not the agreement's own, in its language."""

    signatures: str = ""
    signature_headings: tuple[str, ...] = ()
    kind: str = ""
    digest: str = ""
    where: str = ""
    carried: str = ""
    party: Callable[[str], str] = str
    open_end: str = ""


@dataclass(frozen=True)
class DraftWords(Around):
    """The words of a draft: `notice` says that it is one, of which day, and that nobody signed."""

    notice: str = ""
    foot: str = ""


def pdf(content: bytes, words: Words) -> bytes:
    """The PDF of the version that these canonical bytes hold."""
    return paper.pdf(version(content, words))


def version(content: bytes, words: Words) -> Document:
    """The version that these canonical bytes hold."""
    frozen = read_content(content)
    digest = digest_of(content)
    title = f"{words.heading} – {frozen.site}"
    return Document(
        title=cleaned(title),
        heading=cleaned(words.heading),
        place=cleaned(frozen.site),
        foot=cleaned(f"{title} · SHA-256 {digest[:16]}…"),
        language=frozen.language,
        made_at=frozen.put_at.replace(microsecond=0),
        parts=(
            Facts(tuple((cleaned(term), cleaned(said)) for term, said in words.facts)),
            *_sections(frozen, words),
            *_signatures(frozen, words),
            _aside(words.kind),
            Facts(((cleaned(words.digest), digest),), code=True),
            _aside(words.where),
        ),
        open_end=cleaned(words.open_end),
        carried=Carried(CARRIED, content, words.carried),
    )


def draft(text: Text, words: DraftWords, *, made_at: datetime) -> Document:
    """The agreement as it is being written: nobody has signed it, and it says so first."""
    return Document(
        title=cleaned(f"{words.heading} – {text.site}"),
        heading=cleaned(words.heading),
        place=cleaned(text.site),
        foot=cleaned(words.foot),
        language=text.language,
        made_at=made_at.replace(microsecond=0),
        parts=(
            Paragraph((line(cleaned(words.notice)),), notice=True),
            Facts(tuple((cleaned(term), cleaned(said)) for term, said in words.facts)),
            *_sections(text, words),
        ),
    )


def _sections(text: Text, words: Around) -> Iterator[Part]:
    for number, section in enumerate(text.sections, 1):
        yield Heading(1, line(cleaned(f"{number}. {section.title}")))
        found = [*_section(text, section, words)]
        yield from found or ([_aside(words.empty)] if words.empty else [])


def _section(text: Text, section: FrozenSection, words: Around) -> Iterator[Part]:
    for clause in section.clauses:
        yield from _clause(clause, words)
        if governed := words.governs(text, clause.code):
            yield _aside(governed)
    kind = BESIDE.get(section.section)
    beside = words.table(text, kind) if kind else None
    if beside and beside.lines:
        yield Heading(2, line(cleaned(beside.title)))
        yield table(beside.title, beside.headings, beside.lines)
    if section.section is Section.POWER and text.methods:
        yield Facts(tuple((cleaned(name), cleaned(means)) for name, means in text.methods.values()))


def _clause(clause: FrozenClause, words: Around) -> Iterator[Part]:
    if heading := clause.heading or words.other:
        yield Heading(2, line(cleaned(heading)))
    if clause.question:
        yield Paragraph((line(cleaned(clause.question)),), question=True)
    yield from (block(one, level=3) for one in clause.blocks)


def _signatures(frozen: Frozen, words: Words) -> Iterator[Part]:
    yield Heading(1, line(cleaned(words.signatures)))
    yield Paragraph((line(cleaned(frozen.consent)),))
    yield table(
        words.signatures,
        words.signature_headings,
        ((one["name"], words.party(one["party"]), one["capacity"]) for one in frozen.signatories),
    )


def _aside(said: str) -> Paragraph:
    return Paragraph((line(cleaned(said)),), aside=True)
