"""The narrative as files: what its page says, in the formats that people print and change."""

import io

import docx
import odfdo
import pypdf
import pytest

from coopspace.changes import actions as changes
from coopspace.changes import ordering
from coopspace.changes.held import find
from coopspace.changes.rules import Level
from tests.visitor import text_of

FORMATS = ("pdf", "docx", "odt")


@pytest.fixture
def at(desk):
    desk.draw("D1", "I1", "U1")
    desk.link("D1>I1", "I1>U1", "U1>V")
    return f"/sites/{desk.site.slug}/strategie/recit"


def words(suffix: str, made: bytes) -> str:
    """What a file says, in one line."""
    if suffix == "pdf":
        found = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    elif suffix == "docx":
        found = [one.text for one in docx.Document(io.BytesIO(made)).paragraphs]
    else:
        body = odfdo.Document(io.BytesIO(made)).body
        found = [one.inner_text for one in body.xpath("//text:h | //text:p")]
    return " ".join(" ".join(found).split())


def write(visitor, at, text):
    visitor.post(f"{at}/ecrire", text=text, text_seen="0")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_says_the_narrative_then_the_chain(desk, visitor, at, suffix):
    visitor.sign_in(desk.world.civil)
    write(visitor, at, "Tout commence <b>ici</b> $x$ #show.")
    answer = visitor.sign_in(desk.world.observer).get(f"{at}.{suffix}")
    disposition = answer.headers["Content-Disposition"]
    assert f"coopspace_{desk.site.slug}_recit_" in disposition
    assert disposition.endswith(f".{suffix}")
    said = words(suffix, answer.data)
    assert said.index("Tout commence <b>ici</b> $x$ #show.") < said.index("D1 What D1 says")
    assert "assemblé" not in said
    assert f'href="{at}.{suffix}"' in visitor.get(at).text


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_draft_that_nobody_rewrote_says_in_its_file_that_it_was_assembled(
    desk, visitor, at, suffix
):
    visitor.sign_in(desk.world.civil)
    page = f"{at}/assembler"
    digest = visitor.get(page).text.partition('name="digest"')[2].partition('value="')[2][:64]
    visitor.post(page, digest=digest)
    assert "a été assemblé à partir de la chaîne" in words(
        suffix, visitor.get(f"{at}.{suffix}").data
    )


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_mention_is_told_by_its_code_of_today_and_said_to_have_left(desk, visitor, at, suffix):
    desk.draw("I2")
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/nommer", code="I2")
    with desk.act() as session:
        ordering.to_level(session, find(session, "I2"), by=desk.world.state, level=Level.ULTIMATE)
    assert "(U2)" in words(suffix, visitor.get(f"{at}.{suffix}").data)
    with desk.act() as session:
        changes.end(session, find(session, "U2"), by=desk.world.state, reason="Dit ailleurs")
    assert "(U2 (n’est plus dans la chaîne))" in words(suffix, visitor.get(f"{at}.{suffix}").data)


def test_a_narrative_without_words_has_no_file(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    visitor.get(f"{at}.pdf", status=404)
    assert f"{at}.pdf" not in text_of(visitor.get(at).text)


def test_a_stranger_and_another_format_find_no_file(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    write(visitor, at, "Tout commence ici.")
    visitor.get(f"{at}.xlsx", status=404)
    visitor.sign_in(desk.world.stranger).get(f"{at}.pdf", status=404)
