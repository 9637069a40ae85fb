"""The page of the poster and its files, as people open them."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from coopspace.changes import actions, linking
from coopspace.changes.held import find
from coopspace.changes.rules import VISION, Effect, Level, System
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.vision import actions as visions
from tests.visitor import Visitor, text_of
from tests.world import World

PAGE = "/sites/quartier-des-trois-ponts/strategie/affiche"
SENTENCE = "En 2036, chacun apprend et travaille à deux pas de chez soi."
MEMBERS = ("state", "authority", "civil", "facilitator", "contributor", "observer", "lead")
FOREIGN = ("stranger", "other_state", "other_facilitator", "admin")
KINDS = {"pdf": b"%PDF-", "svg": b"<?xml", "png": b"\x89PNG"}
DAY = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)
"""Already the 18th in Paris."""


def draw(session: Session, world: World, level: Level, statement: str, **said) -> str:
    change = actions.add(
        session, world.site, by=world.state, level=level, statement=statement, **said
    )
    return change.code


def write_a_strategy(session: Session, world: World) -> None:
    """Three changes that lead to the vision, an unwanted effect, and two colleges' word."""
    with clock.at(DAY), in_site(session, world.site.id), saving(session):
        draw(session, world, Level.DIRECT, "Les familles savent où faire garder un enfant.",
             systems=[System.CULTURAL])  # fmt: skip
        draw(session, world, Level.INTERMEDIATE, "Les crèches ouvrent à l’aube.")
        draw(session, world, Level.ULTIMATE, "On travaille près de chez soi.")
        draw(session, world, Level.DIRECT, "Les loyers montent.", effect=Effect.NEGATIVE)
        for source, target in (("D1", "I1"), ("I1", "U1"), ("U1", VISION)):
            linking.link(
                session,
                find(session, source),
                target=None if target == VISION else find(session, target),
                by=world.civil,
            )
        written = visions.reword(session, world.site, text=SENTENCE, seen=0, by=world.state)
    seen = visions.Seen(written.mine.number, written.mine.digest)
    with clock.at(DAY), in_site(session, world.site.id), saving(session):
        visions.consent(session, world.site, seen=seen, by=world.state)
        visions.raise_objection(
            session, world.site, seen=seen, by=world.authority, reason="Trop court."
        )


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """The questions asked while something happens."""
    asked: list[str] = []

    def note(*told) -> None:
        asked.append(told[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def strategy(session: Session, world: World) -> World:
    write_a_strategy(session, world)
    return world


def printed(answer) -> str:
    reader = PdfReader(io.BytesIO(answer.data), strict=True)
    return " ".join(re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages)


def test_the_page_shows_the_poster_and_the_same_facts_as_a_table(visitor: Visitor, strategy: World):
    answer = visitor.sign_in(strategy.state).get(PAGE)
    assert 'src="/sites/quartier-des-trois-ponts/strategie/affiche.svg?format=a3"' in answer.text
    said = text_of(answer.text)
    assert "I1Les crèches ouvrent à l’aube." in said.replace("\n", "")
    assert "Mène\u00a0à\u00a0U1" in said


@pytest.mark.parametrize("who", MEMBERS)
def test_every_member_takes_the_page_away(visitor: Visitor, strategy: World, who: str):
    visitor.sign_in(getattr(strategy, who))
    visitor.get(PAGE)
    for kind, opening in KINDS.items():
        answer = visitor.get(f"{PAGE}.{kind}?format=a4")
        assert answer.data.startswith(opening)


@pytest.mark.parametrize("who", FOREIGN)
def test_nobody_else_learns_that_it_exists(visitor: Visitor, strategy: World, who: str):
    visitor.sign_in(getattr(strategy, who))
    for address in (PAGE, *(f"{PAGE}.{kind}" for kind in KINDS)):
        visitor.get(address, status=404)


def test_somebody_not_signed_in_is_sent_to_sign_in(visitor: Visitor, strategy: World):
    for address in (PAGE, *(f"{PAGE}.{kind}" for kind in KINDS)):
        visitor.get(address, status=303)


def test_an_unknown_kind_or_page_is_not_found(visitor: Visitor, strategy: World):
    visitor.sign_in(strategy.state)
    visitor.get(f"{PAGE}.docx", status=404)
    visitor.get(f"{PAGE}.svg?page=7", status=404)
    visitor.get(f"{PAGE}.png?page=0", status=404)
    visitor.get("/sites/nulle-part/strategie/affiche.pdf", status=404)


def test_the_page_is_only_read(visitor: Visitor, strategy: World):
    visitor.sign_in(strategy.state)
    for address in (PAGE, f"{PAGE}.pdf"):
        assert visitor.client.post(address).status_code in (400, 405)


@pytest.mark.parametrize(
    "query", ["format=letter", "format=", "page=-1", "page=²", "page=9999999", "encre=rouge"]
)
def test_an_address_typed_wrong_gives_the_usual_page(visitor: Visitor, strategy: World, query: str):
    visitor.sign_in(strategy.state)
    visitor.get(f"{PAGE}?{query}")
    assert len(PdfReader(io.BytesIO(visitor.get(f"{PAGE}.pdf?{query}").data)).pages) == 1


def test_the_printed_page_says_what_the_site_says(visitor: Visitor, strategy: World):
    with clock.at(DAY):
        text = printed(visitor.sign_in(strategy.state).get(f"{PAGE}.pdf")).replace("\u00a0", " ")
    assert "Quartier des Trois-Ponts, Valmorel" in text
    assert "D1 Les familles savent où faire garder un enfant." in text
    assert "En 2036, chacun apprend et travaille à deux pas" in text
    assert "Culturel" in text
    assert "Mène à I1" in text
    assert "Mène à la vision" in text
    assert "18 mars 2026" in text
    assert "localhost/sites/quartier-des-trois-ponts/strategie" in text.replace(" ", "")


def test_the_page_says_where_each_college_stands(visitor: Visitor, strategy: World):
    text = printed(visitor.sign_in(strategy.observer).get(f"{PAGE}.pdf")).replace("\u00a0", " ")
    for name, said in (
        ("État", "a consenti le 18 mars 2026"),
        ("Collectivité", "a objecté le 18 mars 2026"),
        ("Société civile", "position attendue"),
    ):
        assert name in text
        assert said in text
    assert "Trop court" not in text


def test_an_unwanted_effect_is_said_to_be_one(visitor: Visitor, strategy: World):
    svg = visitor.sign_in(strategy.state).get(f"{PAGE}.svg").text
    label = next(one for one in re.findall(r'aria-label="([^"]+)"', svg) if "D2 " in one)
    assert label.startswith("D2 Les loyers montent.")
    assert len(label) > len("D2 Les loyers montent.") + 10


def test_what_asks_for_something_is_said_on_its_card(
    visitor: Visitor, session: Session, strategy: World
):
    with in_site(session, strategy.site.id), saving(session):
        draw(session, strategy, Level.INTERMEDIATE, "Les voisins s’entraident.")
    svg = visitor.sign_in(strategy.state).get(f"{PAGE}.svg").text
    (label,) = [one for one in re.findall(r'aria-label="([^"]+)"', svg) if "I2 " in one]
    assert label != "I2 Les voisins s’entraident"
    assert "stroke-dasharray" in svg


@pytest.mark.parametrize(
    ("accepted", "words"), [("fr", "Changements directs"), ("en", "Direct changes")]
)
def test_the_page_speaks_the_language_of_its_reader(
    visitor: Visitor, strategy: World, accepted: str, words: str
):
    visitor.sign_in(strategy.state)
    with visitor.client.session_transaction() as kept:
        kept["locale"] = accepted
    answer = visitor.get(f"{PAGE}.pdf")
    assert words in printed(answer)
    root = PdfReader(io.BytesIO(answer.data)).trailer["/Root"]
    assert root["/Lang"].startswith(accepted)


def test_files_are_named_after_the_site_and_the_day_and_never_kept(
    visitor: Visitor, strategy: World
):
    visitor.sign_in(strategy.state)
    for kind in KINDS:
        with clock.at(DAY):
            answer = visitor.get(f"{PAGE}.{kind}")
        assert answer.headers["Content-Disposition"] == (
            f"attachment; filename=coopspace_quartier-des-trois-ponts_strategie_2026-03-18.{kind}"
        )
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_paper_and_the_options_are_those_asked_for(visitor: Visitor, strategy: World):
    visitor.sign_in(strategy.state)
    wide = Image.open(io.BytesIO(visitor.get(f"{PAGE}.png?format=a3").data)).size
    small = Image.open(io.BytesIO(visitor.get(f"{PAGE}.png?format=a4").data)).size
    assert wide[0] > small[0]
    plain = visitor.get(f"{PAGE}.svg").text
    saving_ink = visitor.get(f"{PAGE}.svg?encre=economique").text
    assert 'fill="#F7C445"' in plain
    assert 'fill="#F7C445"' not in saving_ink
    assert "Au feutre" in visitor.get(f"{PAGE}.svg?feutre=1").text
    assert "Au feutre" not in plain
    words = printed(visitor.get(f"{PAGE}.pdf?lecture=1"))
    assert "La stratégie en mots" in words


def test_what_the_reading_asks_is_said_on_demand_only(
    visitor: Visitor, session: Session, strategy: World
):
    with in_site(session, strategy.site.id), saving(session):
        draw(session, strategy, Level.DIRECT, "Organiser un forum des métiers")
    visitor.sign_in(strategy.state)
    asked, supposed = "Se lit comme une activité", "rien n’est supposé"
    assert asked not in printed(visitor.get(f"{PAGE}.pdf?lecture=1"))
    words = printed(visitor.get(f"{PAGE}.pdf?lecture=1&relecture=1"))
    assert words.count(asked) == 2, "on its card and in words"
    assert supposed in words
    page = text_of(visitor.get(f"{PAGE}?relecture=1").text)
    assert asked in page
    assert supposed in page
    assert supposed not in text_of(visitor.get(PAGE).text)


def test_one_page_for_each_ultimate_change_when_asked(visitor: Visitor, strategy: World):
    visitor.sign_in(strategy.state)
    reader = PdfReader(io.BytesIO(visitor.get(f"{PAGE}.pdf?decoupe=1").data))
    assert len(reader.pages) == 2
    assert "U1" in visitor.get(f"{PAGE}?decoupe=1").text
    second = visitor.get(f"{PAGE}.svg?decoupe=1&page=2")
    assert "Les loyers montent." in second.text
    assert "On travaille" not in "".join(ET.fromstring(second.text).itertext())
    assert second.headers["Content-Disposition"].endswith("_2.svg")


def test_beyond_one_page_the_page_says_so_and_shares_it(
    visitor: Visitor, session: Session, strategy: World
):
    with in_site(session, strategy.site.id), saving(session):
        for level, count in ((Level.DIRECT, 24), (Level.INTERMEDIATE, 21), (Level.ULTIMATE, 2)):
            for number in range(count):
                draw(session, strategy, level, f"Les habitants du quartier savent {number} " * 3)
    visitor.sign_in(strategy.state)
    small = text_of(visitor.get(f"{PAGE}?format=a4").text)
    assert "trop nombreux" in small
    assert "Une feuille A3 les contient tous" in small
    assert "trop nombreux" not in text_of(visitor.get(PAGE).text)
    reader = PdfReader(io.BytesIO(visitor.get(f"{PAGE}.pdf?format=a4").data))
    assert len(reader.pages) > 1
    assert "Page 1 sur" in reader.pages[0].extract_text().replace("\u00a0", " ")


def test_an_empty_chain_gives_a_page_to_fill_in(visitor: Visitor, world: World):
    visitor.sign_in(world.state)
    assert "Aucun changement n’est encore écrit" in text_of(visitor.get(PAGE).text)
    text = printed(visitor.get(f"{PAGE}.pdf")).replace("\u00a0", " ")
    assert "La vision reste à écrire, ensemble." in text
    assert text.count("pas encore de formulation") == 3


def test_the_page_asks_as_many_questions_of_the_database_whatever_the_chain(
    visitor: Visitor, session: Session, strategy: World
):
    visitor.sign_in(strategy.state)
    with asked_of_the_database() as few:
        visitor.get(f"{PAGE}.pdf")
    with in_site(session, strategy.site.id), saving(session):
        for number in range(12):
            draw(session, strategy, Level.DIRECT, f"Chacun sait {number}.", leads_to=["I1"])
    with asked_of_the_database() as many:
        visitor.get(f"{PAGE}.pdf")
    assert len(many) == len(few)
