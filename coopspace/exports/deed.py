"""A version of an agreement as a tagged PDF (PDF/UA-1), made once from the bytes that are frozen.

The canonical content travels inside the PDF: it is verified from the file alone. What people wrote
travels as JSON and is shown as strings, never read as markup; nothing is fetched from anywhere.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from coopspace.agreement.frozen import Frozen, FrozenSection, read_content
from coopspace.agreement.rules import BESIDE, Kind, Section
from coopspace.agreement.versions import digest_of
from coopspace.exports.poster.letters import FONTS, printable
from coopspace.exports.poster.pdf import REGIONS, faces
from coopspace.exports.sheets import MAKER
from coopspace.kernel.later import Later
from coopspace.live.formats import Block, Piece

if TYPE_CHECKING:
    import typst
else:
    typst = Later("typst")

TEMPLATE = Path(__file__).with_name("deed.typ")
_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True)
class Table:
    """What stands beside the text of a section: its title, headings and rows, all words."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Words:
    """The words of the page that are not the agreement's own, in its language."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    signatures: str
    signature_headings: tuple[str, ...]
    kind: str
    digest: str
    where: str
    carried: str
    party: Callable[[str], str]
    governs: Callable[[Frozen, str], str]
    table: Callable[[Frozen, Kind], Table | None]


def pdf(content: bytes, words: Words) -> bytes:
    """The PDF of these canonical bytes."""
    frozen = read_content(content)
    digest = digest_of(content)
    title = f"{words.heading} – {frozen.site}"
    page = {
        "title": printable(title),
        "heading": _said(words.heading),
        "site": _said(frozen.site),
        "maker": MAKER,
        "language": frozen.language,
        "region": REGIONS.get(frozen.language, "US"),
        "foot": printable(f"{title} · SHA-256 {digest[:16]}…"),
        "facts": [[_said(one) for one in fact] for fact in words.facts],
        "sections": [_section(frozen, one, words) for one in frozen.sections],
        "signatures": {
            "title": _said(words.signatures),
            "consent": _said(frozen.consent),
            "headings": [_said(one) for one in words.signature_headings],
            "lines": [
                [_said(one["name"]), _said(words.party(one["party"])), _said(one["capacity"])]
                for one in frozen.signatories
            ],
        },
        "kind": _said(words.kind),
        "digest": {"label": _said(words.digest), "value": digest, "where": _said(words.where)},
        "carried": _said(words.carried),
    }
    how: dict[str, Any] = {"format": "pdf", "pdf_standards": "ua-1"}
    with _ONCE:
        made = typst.compile(
            TEMPLATE.read_bytes(),
            root=str(FONTS),
            font_paths=faces(),
            ignore_system_fonts=True,
            package_path=str(FONTS),
            package_cache_path=str(FONTS),
            sys_inputs={
                "deed": json.dumps(page, ensure_ascii=False),
                "content": content.decode(),
            },
            timestamp=frozen.put_at.replace(microsecond=0),
            **how,
        )
    assert isinstance(made, bytes)
    return made


def _section(frozen: Frozen, section: FrozenSection, words: Words) -> dict[str, Any]:
    kind = BESIDE.get(section.section)
    table = words.table(frozen, kind) if kind else None
    return {
        "title": _said(section.title),
        "clauses": [
            {
                "heading": _said(one.heading),
                "question": _said(one.question),
                "blocks": [_block(block) for block in one.blocks],
                "governs": _said(words.governs(frozen, one.code)),
            }
            for one in section.clauses
        ],
        "tables": [_table(table)] if table and table.lines else [],
        "methods": [
            [_said(label), _said(means)]
            for label, means in frozen.methods.values()
            if section.section is Section.POWER
        ],
    }


def _table(table: Table) -> Mapping[str, Any]:
    used = _used(table)
    return {
        "title": _said(table.title),
        "headings": [_said(table.headings[at]) for at in used],
        "lines": [[_said(line[at]) for at in used] for line in table.lines],
    }


def _used(table: Table) -> Sequence[int]:
    """The columns that say something: an empty one would only take room."""
    return [at for at in range(len(table.headings)) if any(line[at] for line in table.lines)]


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "lines": [[_piece(piece) for piece in line] for line in block.lines],
    }


def _piece(piece: Piece) -> dict[str, Any]:
    marks = {name: True for name in ("bold", "italic") if getattr(piece, name)}
    link = {"link": piece.link} if piece.link else {}
    return {"text": printable(piece.text), **marks, **link}


def _said(text: str) -> str:
    """What paper can carry, its lines kept."""
    return "\n".join(printable(line) for line in text.split("\n"))
