"""What a file says of itself, and what is refused: no database, only bytes."""

import dataclasses
import io
import json
import uuid
from datetime import UTC, date, datetime

import pypdf
import pytest

from coopspace.agreement import changed, frozen, proof
from coopspace.agreement.carried import NotOurs
from coopspace.agreement.content import canonical, serialised
from coopspace.agreement.rules import Section
from coopspace.agreement.versions import Asked, digest_of, envelope
from coopspace.exports import deed
from coopspace.sites.model import College
from tests.agreement.signed import WORDS
from tests.agreement.test_rules import whole

AT = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)


def content(**others) -> bytes:
    """The canonical bytes of a version."""
    return serialised(
        envelope(
            canonical(whole(), site="Le Haut-Plessis", language="fr"),
            number=others.get("number", 1),
            at=AT,
            review_on=date(2027, 3, 17),
            consent="J’ai lu.",
            asked=[Asked(uuid.UUID(int=1), "Nadège", College.STATE, "Déléguée")],
        )
    )


def test_the_same_version_gives_the_same_bytes_and_any_difference_others():
    assert content() == content()
    assert digest_of(content()) != digest_of(content(number=2))


def test_a_version_is_read_again_as_it_was_said():
    deed_read = frozen.read_content(content())
    assert deed_read.put_at == AT
    assert deed_read.content.places == whole().places
    assert deed_read.content.decisions == whole().decisions
    assert [one for one in deed_read.content.clauses if one.blocks] == [
        one for one in whole().clauses if one.blocks
    ]
    assert [one.section for one in deed_read.sections] == [*Section]


def test_the_pdf_carries_the_content_and_is_verified_alone():
    made = deed.pdf(content(), WORDS)
    assert made == deed.pdf(content(), WORDS)
    told = proof.read_file(made)
    assert (told.kind, told.digest) == ("pdf", digest_of(made))
    assert told.content == digest_of(content())
    assert told.values["number"] == 1
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.attachments["entente.json"] == [content()]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert b"pdfuaid" in made
    text = "".join(page.extract_text() for page in reader.pages)
    for words in ("Nous tenons parole", "La table", "Nadège", digest_of(content())[:16]):
        assert words in text.replace("\n", " "), words


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b'{"format":"coopspace-agreement"}',
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n<</Length 3/Type/EmbeddedFile>>\nstream\nabc\nendstream",
        b"%PDF-1.7\n<</Type/EmbeddedFile>>\nstream\nabc\nendstream",
        b"%PDF-1.7\n<</Length 3/Type/EmbeddedFile/Filter/FlateDecode>>\nstream\nabc",
        json.dumps(json.loads(content()), indent=1).encode(),
        content() + b"\n",
        content().replace(b"\xe2\x80\x99", b"\\u2019"),
        b"[" * 100_000,
    ],
)
def test_what_is_no_version_of_ours_is_refused(data):
    with pytest.raises(NotOurs):
        proof.read_file(data)


def test_one_signature_says_who_what_and_after_which():
    link = proof.Link(
        content="c" * 64,
        pdf="d" * 64,
        seq=1,
        person=uuid.UUID(int=1),
        name="Nadège",
        party="state",
        capacity="Déléguée",
        consent="e" * 64,
        method="session_proved",
        at=AT,
        previous=proof.FIRST,
    )
    others = {
        "content": "x",
        "pdf": "x",
        "seq": 2,
        "person": uuid.UUID(int=2),
        "name": "Nadege",
        "party": "civil_society",
        "capacity": "",
        "consent": "x",
        "method": "x",
        "at": AT.replace(second=1),
        "previous": "x",
    }
    assert others.keys() == {one.name for one in dataclasses.fields(link)}
    prints = {proof.fingerprint(dataclasses.replace(link, **{k: v})) for k, v in others.items()}
    assert len(prints | {proof.fingerprint(link)}) == len(others) + 1


def say(_field: str, value: object) -> str:
    return value if isinstance(value, str) else " ".join(map(str, value))


def test_a_difference_says_what_was_added_taken_out_and_said_otherwise():
    old = canonical(whole(), site="S", language="fr")
    assert changed.changes(old, old, say) == []
    new = json.loads(json.dumps(old))
    for section in new["sections"]:
        if section["code"] == "places":
            section["places"][0]["rhythm"] = "Le mardi"
        if section["code"] == "talents":
            section["talents"] = []
        if section["code"] == "principles":
            clause = section["clauses"][0]
            clause["blocks"][0]["lines"][0][0]["text"] = "Nous tenons nos promesses."
            section["clauses"].append({**clause, "code": "principles-more", "heading": "Encore"})
    found = changed.changes(old, new, say)
    told = [(one.section, one.kind, one.added, one.removed) for one in found]
    assert told == [
        (Section.PRINCIPLES, "clauses", False, False),
        (Section.PRINCIPLES, "clauses", True, False),
        (Section.PLACES, "places", False, False),
        (Section.TALENTS, "talents", False, True),
    ]
    assert ("added", "nos promesses") in [(p.op, p.text) for p in found[0].parts]
    assert "".join(p.text for p in found[2].parts if p.op == "added").strip() == "Le mardi"
