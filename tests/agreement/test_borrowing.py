"""An agreement begins from another site's: its words, nobody's name, nothing of its strategy."""

from dataclasses import replace

import pytest

from coopspace.agreement import citing, clauses, governing, parts, starting
from coopspace.agreement.content import Content
from coopspace.agreement.rules import Decision, Message, Method, Place, Talent
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.compare import agreements
from coopspace.compare.rules import Item
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.stakeholders.rules import Sector
from tests.agreement.acts import HOME, acting, add, looking, word
from tests.agreement.beginnings import undone, words_of
from tests.compare.acts import share, take_back
from tests.continuum.acts import in_english
from tests.visitor import text_of

START = f"{HOME}/depart"
BORROW = f"{START}/sites/la-carriere"
SHARED = "/dispositifs/cites-en-mouvement/ententes"
TAKEN = "Nous appelons un tiers. La table […] […]"
"""What the other site tells of a clause that quotes a place and two people, one has left."""
TABLE = Place("La table", purpose="Choisir", members="Rosa Luce", rhythm="Le mardi")


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
            added = parts.add(session, site, said=said, by=by)
        change = changes.add(
            session, site, by=by, level=Level.INTERMEDIATE, statement="Les familles s’entraident."
        )
        for holder in ("power-how", table.ref):
            governing.name(session, site, holder=holder, about=change.code, by=by)
        left = parts.add(session, site, said=replace(said, name="Rosa Partie"), by=by)
        for ref in (table.ref, added.ref, left.ref):
            citing.cite(session, site, code="power-stuck", ref=ref, by=by)
        parts.end(session, left, by=by)
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
    assert TAKEN in text_of(page)
    assert "Rosa" not in page
    assert "Les familles" not in page
    visitor.sign_in(theirs.stranger).get(f"{SHARED}/la-carriere", status=404)
    visitor.sign_in(theirs.state)
    assert "La Carrière" in visitor.get(START).text
    beside = visitor.get(BORROW).text
    assert "Rosa" not in beside
    assert "Les familles" not in beside
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
    assert words_of(session, theirs, "power-stuck") == TAKEN
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
    assert words_of(session, theirs, "power-stuck") == TAKEN
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
