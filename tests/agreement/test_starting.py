"""An agreement begins from a document or from another site's: nothing is overwritten or lost."""

import random
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coopspace.agreement import starting
from coopspace.agreement.model import AgreementStart
from coopspace.agreement.starting import KEPT, MOST_WAITING
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live.formats import Piece
from tests.agreement.acts import HOME, acting, looking, word
from tests.agreement.beginnings import actions_of, undone, words_of
from tests.agreement.documents import charter, repacked
from tests.agreement.started import paragraph
from tests.continuum.acts import in_english
from tests.visitor import text_of

START = f"{HOME}/depart"
BORROW = f"{START}/sites/la-carriere"


def send(visitor, data: bytes, name: str = "charte.docx", *, status: int = 303):
    """Send a document."""
    head = (
        '--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        f"{visitor.token(START)}\r\n--cut\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + data + b"\r\n--cut--\r\n"
    answer = visitor.client.post(START, data=body, content_type="multipart/form-data; boundary=cut")
    assert answer.status_code == status, answer.text[:2000]
    return answer


def chosen_on(page: str) -> dict[str, str]:
    """What each select of a page says."""
    found = {}
    for name, inside in re.findall(
        r'<select[^>]*name="(piece_\d+)"[^>]*>(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', inside)
        found[name] = chosen[1] if chosen else ""
    return found


# A document


def test_a_document_is_looked_at_then_written(visitor, session, world):
    word(session, world, "power-how", "Nous votons.")
    in_english(visitor.sign_in(world.contributor))
    look = send(visitor, charter()).location
    page = visitor.get(look).text
    chosen = chosen_on(page)
    assert chosen == {"piece_0": "", "piece_1": "power-how", "piece_2": "communication-outside"}
    assert "Nothing is written yet" in page
    assert "Proposed for these words" in page
    assert "added after what stands" in page
    assert words_of(session, world, "power-how") == "Nous votons."
    visitor.post(look, **{**chosen, "piece_0": "principles-more"})
    assert words_of(session, world, "power-how").startswith("Nous votons.|Nous décidons par")
    assert words_of(session, world, "principles-more") == (
        "Charte du quartier|Pourquoi nous écrivons ceci."
    )
    outside = visitor.get(HOME).text
    assert "<strong>décidons</strong>" in outside
    assert "<li>une proposition</li>" in outside
    assert 'href="https://exemple.fr/charte"' in outside
    assert "javascript:" not in outside
    visitor.get(look, status=404)
    in_english(visitor.sign_in(world.state))
    journal = text_of(visitor.get(f"{HOME.removesuffix('/entente')}/journal").text)
    assert "charte.docx" in journal
    told = dict(actions_of(session, world))["agreement:bring"]
    assert told["count"] == 3
    assert "charte" not in str(told)
    history = visitor.get(f"{HOME}/articles/power-how/historique").text
    assert "Wording 2 comes from the document" in text_of(history)


def test_choices_are_kept_for_later_and_given_up(visitor, session, world):
    in_english(visitor.sign_in(world.state))
    look = send(visitor, charter()).location
    visitor.post(look, piece_0="talents-part", piece_1="", piece_2="", later="y")
    assert chosen_on(visitor.get(look).text)["piece_0"] == "talents-part"
    assert "charte.docx" in visitor.get(START).text
    visitor.post(f"{look}/abandonner", page=look)
    visitor.get(look, status=404)
    with in_site(session, world.site.id):
        assert session.scalars(select(AgreementStart)).all() == []
    with looking(session, world) as now:
        assert now.content.is_empty


def test_nothing_chosen_is_an_instruction_and_keeps_the_page(visitor, world):
    in_english(visitor.sign_in(world.state))
    look = send(visitor, charter()).location
    answer = visitor.post(look, status=200, piece_0="", piece_1="no-such-question", piece_2="")
    assert "Choose a question for one piece at least" in answer.text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as DOCX or ODT"),
        ("a.exe", b"MZ", "DOCX, ODT"),
        ("a.docx", b"", "This file is empty"),
        ("a.docx", b"MZ", "not a text document"),
        ("a.docx", charter()[:900], "could not be read"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_beside_the_field(visitor, world, name, data, said):
    in_english(visitor.sign_in(world.state))
    page = send(visitor, data, name, status=200).text
    assert said in page[page.index('id="file-error"') :]


def test_a_file_above_the_limit_is_said_beside_the_field_too(visitor, world):
    in_english(visitor.sign_in(world.state))
    answer = send(visitor, b"PK\x03\x04" + b"\0" * (11 * 1024 * 1024))
    assert "10 MB at most" in visitor.get(answer.location).text
    assert "Choose a file" in visitor.post(START, status=200).text


def test_a_document_larger_than_our_other_forms_is_read(visitor, world):
    visitor.sign_in(world.state)
    picture = random.Random(6).randbytes(3_000_000)
    send(visitor, repacked(charter(), **{"word__media__photo.png": picture}))


def waits(session, world, name: str = "charte.docx") -> int:
    cut = starting.Cut("Nos règles", (), (paragraph(Piece("Chacun parle.")),))
    with acting(session, world):
        return starting.keep(
            session, world.site, name=name, cuts=[cut], chosen={0: "power-how"}, by=world.civil
        ).number


def brought(session, world, code: str = "power-how", number: int = 0):
    number = number or waits(session, world)
    with acting(session, world):
        found = starting.waiting_of(session, number)
        starting.bring(session, world.site, found, chosen={0: code}, by=world.civil)
    return number


def test_a_document_waits_for_some_days_and_not_without_end(session, world):
    number = waits(session, world)
    with clock.at(clock.now() + KEPT), in_site(session, world.site.id):
        assert starting.waiting(session) == []
        with pytest.raises(NotFound):
            starting.waiting_of(session, number)
    with clock.at(clock.now() + KEPT + timedelta(minutes=1)):
        waits(session, world)
        with in_site(session, world.site.id):
            assert len(session.scalars(select(AgreementStart)).all()) == 1
    for _n in range(MOST_WAITING - 1):
        waits(session, world)
    with pytest.raises(Refusal, match="wait already"):
        waits(session, world)


def test_a_document_is_taken_back_as_it_stood(session, world):
    word(session, world, "power-how", "Nous votons.")
    first, second = brought(session, world), brought(session, world, "power-stuck")
    assert words_of(session, world, "power-how") == "Nous votons.|Nos règles|Chacun parle."
    assert undone(session, world, first) == starting.Taken(0, 0)
    assert words_of(session, world, "power-how") == "Nous votons."
    assert undone(session, world, second) == starting.Taken(0, 0)
    assert words_of(session, world, "power-stuck") == ""
    with pytest.raises(Refusal, match="already taken back"):
        undone(session, world, second)
    with pytest.raises(Refusal, match="was not taken in"):
        undone(session, world, waits(session, world))


def test_two_people_do_not_take_the_same_document_in_twice(session, world):
    number = waits(session, world)
    with acting(session, world):
        found = starting.waiting_of(session, number)
        starting.bring(session, world.site, found, chosen={0: "power-how"}, by=world.civil)
        with pytest.raises(NotFound):
            starting.bring(session, world.site, found, chosen={0: "power-how"}, by=world.state)


def test_what_somebody_has_written_since_stays(session, world):
    number = brought(session, world)
    word(session, world, "power-how", "Autre chose.")
    assert undone(session, world, number) == starting.Taken(1, 0)
    assert words_of(session, world, "power-how") == "Autre chose."


def test_what_is_too_long_for_its_question_says_so_and_writes_nothing(session, world):
    word(session, world, "power-how", "x" * 19_990)
    number = waits(session, world)
    with pytest.raises(Refusal) as refused:
        brought(session, world, number=number)
    assert refused.value.field == "piece_0"
    assert words_of(session, world, "power-how") == "x" * 19_990
    brought(session, world, "power-stuck", number)


@pytest.mark.parametrize("name", ["observer", "lead", "other_state", "stranger"])
def test_who_does_not_write_begins_nothing(visitor, session, world, name):
    number = waits(session, world)
    status = 403 if name in ("observer", "lead") else 404
    visitor.sign_in(getattr(world, name))
    for address in (START, f"{START}/fichiers/{number}", BORROW):
        visitor.get(address, status=status)
