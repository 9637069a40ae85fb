"""An agreement begins from a document or from another site's: nothing is overwritten or lost."""

import random
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coopspace.agreement import clauses, parts, starting, unstarting
from coopspace.agreement.content import Content
from coopspace.agreement.model import AgreementStart
from coopspace.agreement.rules import Decision, Message, Method, Place, Talent
from coopspace.agreement.starting import KEPT, MOST_WAITING
from coopspace.compare import agreements
from coopspace.compare.rules import Item
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live.formats import Piece
from coopspace.stakeholders.rules import Sector
from tests.agreement.acts import HOME, acting, add, looking, word
from tests.agreement.documents import charter, repacked
from tests.agreement.started import paragraph
from tests.compare.acts import share, take_back
from tests.continuum.acts import in_english
from tests.visitor import text_of

START = f"{HOME}/depart"
BORROW = f"{START}/sites/la-carriere"
SHARED = "/dispositifs/cites-en-mouvement/ententes"
TABLE = Place("La table", purpose="Choisir", members="Rosa Luce", rhythm="Le mardi")


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


def words_of(session, world, code: str) -> str:
    with looking(session, world) as now:
        text = next(one for one in now.content.clauses if one.code == code)
        return "|".join(
            "".join(piece.text for piece in line) for one in text.blocks for line in one.lines
        )


def actions_of(session, world) -> list[tuple[str, dict[str, object]]]:
    session.rollback()
    return [(one.action, one.details) for one in audit.journal(session, world.site.id)]


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


def undone(session, world, number: int) -> starting.Taken:
    with acting(session, world):
        row = starting.start_of(session, number)
        return unstarting.take_back(session, row, by=world.state)


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


# Another site


@pytest.fixture
def theirs(session, world):
    """The other site has an agreement, with names of people in it."""
    site, by = world.other_site, world.other_state
    with saving(session), in_site(session, site.id):
        for code, text in (
            ("power-how", "Nous cherchons le consentement."),
            ("power-stuck", "Nous appelons un tiers."),
            ("talents-strengths", "Nous comptons sur Rosa Luce."),
        ):
            clauses.reword(session, site, code=code, text=text, seen=0, by=by)
        table = parts.add(session, site, said=TABLE, by=by)
        for said in (
            Decision("Le budget", place=table.ref, who="Rosa Luce", method=Method.CONSENT),
            Message("Nos décisions", to="Aux voisins", by="Rosa Luce"),
            Talent("Parle trois langues", name="Rosa Luce", sector=Sector.RESIDENTS),
        ):
            parts.add(session, site, said=said, by=by)
    return world


def refs_of(session, world) -> list[str]:
    session.rollback()
    with in_site(session, world.site.id):
        found = agreements.shared(session, world.programme, slug="la-carriere", language="fr")
    content = found.text.content
    return [one.ref for one in (*content.places, *content.decisions, *content.messages)]


def test_nothing_is_shared_at_the_beginning(visitor, session, theirs):
    in_english(visitor.sign_in(theirs.state))
    assert "No other site" in visitor.get(START).text
    assert "No site shares its agreement yet" in visitor.get(SHARED).text
    visitor.get(f"{SHARED}/la-carriere", status=404)
    visitor.get(BORROW, status=404)
    visitor.get(f"{START}/sites/quartier-des-trois-ponts", status=404)


def test_a_shared_agreement_is_read_without_its_names_until_it_is_taken_back(
    visitor, session, theirs
):
    share(session, theirs, theirs.other_site, Item.AGREEMENT)
    in_english(visitor.sign_in(theirs.observer))
    assert "La Carrière" in visitor.get(SHARED).text
    page = visitor.get(f"{SHARED}/la-carriere").text
    assert "Nous cherchons le consentement." in page
    assert "this is the draft" in page
    assert "Aux voisins" in page
    assert "Rosa" not in page
    visitor.sign_in(theirs.stranger).get(f"{SHARED}/la-carriere", status=404)
    visitor.sign_in(theirs.state)
    assert "La Carrière" in visitor.get(START).text
    assert "Rosa" not in visitor.get(BORROW).text
    take_back(session, theirs, theirs.other_site, Item.AGREEMENT)
    for address in (f"{SHARED}/la-carriere", BORROW):
        visitor.get(address, status=404)


def test_what_fills_a_gap_is_taken_and_nothing_of_ours_moves(visitor, session, theirs):
    share(session, theirs, theirs.other_site, Item.AGREEMENT)
    word(session, theirs, "power-how", "Nous votons.")
    add(session, theirs, Message("nos  décisions", to="À tous"))
    refs = refs_of(session, theirs)
    in_english(visitor.sign_in(theirs.contributor))
    page = visitor.get(BORROW).text
    assert 'value="power-stuck"' in page
    assert 'value="power-how"' not in page
    assert "Tick what to take" in visitor.post(BORROW, status=200).text
    answer = visitor.client.post(
        BORROW,
        data={
            "csrf_token": visitor.token(BORROW),
            "take": ["power-how", "power-stuck", "talents-strengths", *refs],
        },
    )
    assert answer.status_code == 303
    with looking(session, theirs) as now:
        content = now.content
        assert content.place(content.decisions[0].said.place) == Place(
            "La table", purpose="Choisir", rhythm="Le mardi"
        )
        assert [one.said.to for one in content.messages] == ["À tous"]
        assert content.talents == ()
    assert words_of(session, theirs, "power-how") == "Nous votons."
    assert words_of(session, theirs, "power-stuck") == "Nous appelons un tiers."
    assert words_of(session, theirs, "talents-strengths") == ""
    history = text_of(visitor.get(f"{HOME}/articles/power-stuck/historique").text)
    assert "Wording 1 comes from the agreement of La Carrière" in history
    in_english(visitor.sign_in(theirs.state))
    journal = visitor.get(f"{HOME.removesuffix('/entente')}/journal").text
    assert "from the agreement of another site: La Carrière" in text_of(journal)


def test_what_was_taken_stays_when_the_source_is_taken_back_and_can_be_undone(session, theirs):
    share(session, theirs, theirs.other_site, Item.AGREEMENT)
    refs = refs_of(session, theirs)
    with in_site(session, theirs.site.id):
        source = agreements.shared(session, theirs.programme, slug="la-carriere", language="fr")
    with acting(session, theirs):
        starting.take(
            session,
            theirs.site,
            source=source.text.content,
            name="La Carrière",
            codes=["power-stuck"],
            refs=refs[:2],
            by=theirs.state,
        )
    take_back(session, theirs, theirs.other_site, Item.AGREEMENT)
    assert words_of(session, theirs, "power-stuck") == "Nous appelons un tiers."
    with looking(session, theirs) as now:
        ours = now.content.places[0].ref
    with acting(session, theirs):
        part = parts.part_of(session, ours)
        parts.describe(session, part, said=Place("Notre table"), seen=1, by=theirs.civil)
    assert undone(session, theirs, 1) == starting.Taken(0, 1)
    assert words_of(session, theirs, "power-stuck") == ""
    with looking(session, theirs) as now:
        assert [one.said.name for one in now.content.places] == ["Notre table"]
        assert now.content.decisions == ()


def test_nothing_of_another_agreement_is_taken_without_being_ticked(session, world):
    with acting(session, world), pytest.raises(Refusal, match="Tick what to take"):
        starting.take(
            session, world.site, source=Content(), name="X", codes=["a"], refs=[], by=world.state
        )


def test_the_page_of_what_is_shared_says_how_much_it_is(visitor, theirs):
    page = in_english(visitor.sign_in(theirs.other_state)).get("/sites/la-carriere/partage").text
    assert "The draft: no version is signed yet" in page
    assert "2 clauses" in page
    assert "3 places, rules and messages" in page


def test_an_empty_agreement_offers_the_ways_to_begin(visitor, session, theirs):
    in_english(visitor.sign_in(theirs.state))
    assert "from a document already written, Word or LibreOffice" in visitor.get(HOME).text
    share(session, theirs, theirs.other_site, Item.AGREEMENT)
    assert "1 site shares its own" in visitor.get(HOME).text
    word(session, theirs, "power-how", "Nous votons.")
    page = visitor.get(HOME).text
    assert "1 site shares its own" not in page
    assert f'href="{START}"' in page
