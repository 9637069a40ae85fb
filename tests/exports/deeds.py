"""Agreements to take away, and the words that each format of them shows, in order."""

import io
import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from zipfile import ZipFile

import docx
import html5lib
import odfdo
import pypdf

from coopspace.agreement import content
from coopspace.agreement.content import Content, Item, canonical, serialised
from coopspace.agreement.frozen import Text, read_agreement
from coopspace.agreement.questions import questions
from coopspace.agreement.rules import Decision, Message, Method, Place, Section, Talent, Way
from coopspace.agreement.versions import Asked, envelope
from coopspace.exports import deed, document
from coopspace.exports.deed import DraftWords, Table, Words
from coopspace.exports.document import Document
from coopspace.exports.poster.letters import printable
from coopspace.live.formats import Block, Piece
from coopspace.sites.model import College
from coopspace.stakeholders.rules import Sector

AT = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)
LONG = "anticonstitutionnellement" * 8
HOSTILE = (
    "Tom & Jerry <b>gras</b> &amp; {{ 7*7 }} #let x = [1] \\end{document}",
    "العربية מילה 漢字 🎉 Œuvre\u00a0: «\u00a0oui\u00a0»",
    f"{LONG} fin",
    "avant\x0b\x1b\ufffe\x85\u202eaprès\u200b \ttabulé  deux",
    "]]> <!-- --> ' \" = %s $x$ @ref ~",
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
"""How odfdo writes a link."""
_FOOT = re.compile(r"^.*\d+ / \d+$", re.MULTILINE)
"""The line at the foot of a page."""
_MARKER = re.compile(r"•|\d+\.")


def _clause(words: str) -> tuple[Block, ...]:
    return (
        Block("heading", ((Piece(f"Titre {words}"),),)),
        Block("paragraph", ((Piece("Nous "), Piece(words, bold=True), Piece(" ensemble.")),)),
        Block("paragraph", ((Piece("Ligne une"),), (Piece("ligne "), Piece("deux", italic=True)))),
        Block("bullet", ((Piece(words),), (Piece("pomme", bold=True, italic=True),))),
        Block("ordered", ((Piece("premier"),), (Piece("second"),))),
        Block("ordered", ((Piece("encore premier"),),)),
        Block(
            "paragraph",
            (
                (
                    Piece("Voir "),
                    Piece("notre page", link="https://exemple.fr/a?b=1&c=[2]"),
                    Piece(" ou "),
                    Piece("écrire", link="mailto:rosa@exemple.fr"),
                    Piece(" ou "),
                    Piece("rien", link="javascript:alert(1)"),
                ),
            ),
        ),
    )


def rich() -> Content:
    """Every kind of part, each with words that a format could choke on."""
    asked = questions()
    written = {
        one.code: (one.section, _clause(HOSTILE[at % len(HOSTILE)])) for at, one in enumerate(asked)
    }
    written["power-old"] = (Section.POWER, (Block("paragraph", ((Piece("Un reste"),),)),))
    items = (
        Item(
            "table",
            Place(
                f"La table {HOSTILE[0]}",
                purpose=HOSTILE[1],
                parties=(Sector.STATE, Sector.CIVIL),
                members=f"deux\nlignes {HOSTILE[3]}",
                rhythm=HOSTILE[4][:40],
            ),
        ),
        Item("cafe", Place("Le café", decides_nothing=True)),
        Item("budget", Decision(HOSTILE[0], place="table", method=Method.CONSENT)),
        Item("sol", Decision("Le sol", who="Rosa", method=Method.ADVICE, details=HOSTILE[1])),
        Item("news", Message("Nos décisions", way=Way.OUTSIDE, to=HOSTILE[4], by="Rosa")),
        Item("ines", Talent(HOSTILE[2], name="Inès", sector=Sector.RESIDENTS, place="table")),
    )
    return replace(content.settled(items, {}), clauses=content.clauses(written))


def long() -> Content:
    """Fifteen pages, tables over several of them."""
    asked = questions()
    sentence = "Nous nous retrouvons chaque mardi à la maison du projet et chacun y vient"
    each = 6_000 // len(asked)
    written = {}
    for rank, one in enumerate(asked):
        words = [f"{word}{rank}" for word in sentence.split()] * (each // len(sentence.split()))
        lines = [" ".join(words[at : at + 60]) for at in range(0, len(words), 60)]
        blocks = tuple(Block("paragraph", ((Piece(line),),)) for line in lines)
        written[one.code] = (one.section, blocks)
    items: list[Item] = [Item(f"p{at}", Place(f"Lieu {at}", rhythm="Le mardi")) for at in range(60)]
    items += [
        Item(f"d{at}", Decision(f"Sujet {at}", place="p1", method=Method.MAJORITY))
        for at in range(60)
    ]
    return replace(content.settled(items, {}), clauses=content.clauses(written))


def frozen_bytes(of: Content) -> bytes:
    """The canonical bytes of a version, to be signed by two."""
    return serialised(
        envelope(
            canonical(of, site="Le Haut-Plessis & Cie", language="fr"),
            number=3,
            at=AT,
            review_on=date(2027, 3, 17),
            consent="J’ai lu et je signe.",
            asked=[
                Asked(uuid.UUID(int=1), "Nadège <N>", College.STATE, "Déléguée & préfète"),
                Asked(uuid.UUID(int=2), "Rosa", College.CIVIL_SOCIETY, "Présidente"),
            ],
        )
    )


def _table(text, kind) -> Table:
    rows = {
        "place": [
            (one.said.name, one.said.purpose, one.said.members, one.said.rhythm)
            for one in text.content.places
        ],
        "decision": [
            (one.said.matter, one.said.who, one.said.details, text.methods[one.said.method][0])
            for one in text.content.decisions
        ],
        "message": [(one.said.what, one.said.to, one.said.by, "") for one in text.content.messages],
        "talent": [(one.said.name, one.said.brings, "", "") for one in text.content.talents],
    }
    return Table(f"Table {kind}", ("Quoi", "Comment", "Avec", "Quand"), tuple(rows[kind]))


def _governs(text: Text, holder: str) -> str:
    some = text.content.governs.get(holder, ())
    return " · ".join(one.words or " – ".join(one.ends) for one in some)


WORDS = Words(
    heading="Entente de coopération, version 3",
    facts=(("Mise à la signature le", "17\u00a0mars\u00a02026"), ("Relue le", "17 mars 2027")),
    table=_table,
    governs=_governs,
    other="Un autre article",
    empty="Rien n’est dit ici.",
    signatures="Qui signe",
    signature_headings=("Nom", "Partie", "Au titre de"),
    kind="C’est une signature électronique simple.",
    digest="Empreinte du contenu (SHA-256)",
    where="Cela se vérifie à https://exemple.fr/verifier",
    carried="Le contenu",
    open_end="Ce fichier est une copie de travail.",
)


def version(of: Content) -> Document:
    return deed.version(frozen_bytes(of), WORDS)


def draft(of: Content) -> Document:
    words = DraftWords(
        heading="Entente de coopération",
        facts=(),
        table=_table,
        governs=_governs,
        empty="Rien n’est dit ici.",
        notice="Brouillon du 17 mars 2026 : personne ne l’a signé.",
        foot="Brouillon du 17 mars 2026",
    )
    agreement = canonical(of, site="Le Haut-Plessis", language="fr")
    return deed.draft(deed_text(agreement), words, made_at=AT)


def deed_text(agreement):
    return read_agreement(agreement)


def ordered(texts: Iterable[str]) -> list[str]:
    """Words as paper can hold them, in order; the signs that open the items of a list aside."""
    joined = " ".join(texts)
    shown = "".join(one for one in joined if unicodedata.category(one) != "Cf")
    words = (printable(one) for one in shown.split())
    return [one for one in words if one and not _MARKER.fullmatch(one)]


def of_document(made: Document) -> list[str]:
    return ordered(document.said(made))


def of_docx(made: bytes) -> list[str]:
    return ordered(_docx(docx.Document(io.BytesIO(made))))


def _docx(held) -> Iterator[str]:
    for one in held.iter_inner_content():
        if isinstance(one, docx.table.Table):
            about = one._tbl.tblPr.find(docx.oxml.ns.qn("w:tblCaption"))
            assert about is not None
            for row in one.rows:
                yield from (cell.text for cell in row.cells)
        else:
            yield one.text


def of_odt(made: bytes) -> list[str]:
    body = odfdo.Document(io.BytesIO(made)).body
    said = (one.inner_text for one in body.xpath("//text:h | //text:p"))
    return ordered(_LINK.sub(r"\1", one) for one in said)


def of_pdf(made: bytes, document_: Document | None = None) -> list[str]:
    """The words of the pages, without their feet and the headings that tables repeat."""
    parts = document_.parts if document_ else ()
    heads = [ordered(one.headings) for one in parts if isinstance(one, document.Table)]
    found: list[str] = []
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        words = ordered([_FOOT.sub("", page.extract_text())])
        again = next((len(one) for one in heads if found and words[: len(one)] == one), 0)
        found += words[again:]
    return found


def of_html(page: str) -> list[str]:
    """The words of the sheet that a page shows."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    sheet = next(one for one in tree.iter("article") if one.get("class") == "paper")
    for one in sheet.iter():
        if one.tag not in ("strong", "em", "a", "code"):
            one.tail = f"\n{one.tail or ''}"
    return ordered(sheet.itertext())


def parts_of(made: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}
