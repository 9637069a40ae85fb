"""The pages on which a programme words the method, without a script, and those that read it."""

import re

import pytest

from coopspace import method
from coopspace.edition import reading
from coopspace.edition.rules import Words
from tests.edition.acts import (
    FILLED,
    HOME,
    LEVEL,
    QUESTION,
    VISION,
    address,
    other_programme,
    word,
)
from tests.visitor import Visitor, text_of

OWN = {"fr": "La vision est notre étoile.", "en": "The vision is our star."}
SITE = "/sites/quartier-des-trois-ponts"
PAGES = (HOME, f"{HOME}/vision", address(VISION))


@pytest.mark.parametrize("name", ("state", "contributor", "facilitator", "observer"))
def test_members_may_not_and_learn_who_could(visitor, world, name):
    visitor.sign_in(getattr(world, name))
    for page in PAGES:
        assert "Pilote" in text_of(visitor.get(page, status=403).text)


@pytest.mark.parametrize("name", ("stranger", "admin"))
def test_strangers_and_administrators_word_nothing(visitor, world, name):
    visitor.sign_in(getattr(world, name))
    for page in PAGES:
        visitor.get(page, status=403 if name == "admin" else 404)


def test_a_lead_previews_keeps_and_takes_back(visitor, session, world):
    visitor.sign_in(world.lead)
    page = address(VISION)
    assert f'href="{page}"' in visitor.get(f"{HOME}/vision").text
    seen = visitor.post(page, status=200, look="1", seen="0", **OWN).text
    assert seen.count(OWN["fr"]) == 2
    assert reading.standing(session, world.programme) == {}
    session.rollback()
    visitor.post(page, keep="1", seen="0", **OWN)
    assert reading.standing(session, world.programme) == {VISION: Words(**OWN)}
    session.rollback()
    assert f'action="{page}/reprendre"' in visitor.get(page).text
    assert OWN["fr"] in text_of(visitor.get(f"{SITE}/vision").text)
    visitor.post(f"{page}/reprendre", page=page, seen="1")
    assert OWN["fr"] not in text_of(visitor.get(f"{SITE}/vision").text)
    visitor.post(f"{page}/retablir", page=page, seen="2", seq="1")
    assert OWN["fr"] in text_of(visitor.get(f"{SITE}/vision").text)


def test_english_reads_english(visitor, session, world):
    word(session, world.programme, VISION, *OWN.values(), by=world.lead)
    visitor.sign_in(world.lead)
    visitor.post("/affichage", page=HOME, locale="en", next=HOME)
    assert OWN["en"] in text_of(visitor.get(f"{SITE}/vision").text)
    text = text_of(visitor.get(address(VISION)).text)
    assert "CoopSpace says:" in text
    assert "Reworded" in text


@pytest.mark.parametrize("act", ("look", "keep"))
def test_one_language_alone_is_refused_beside_its_field(visitor, world, act):
    visitor.sign_in(world.lead)
    page = visitor.post(
        address(VISION), status=200, seen="0", fr="Notre étoile.", en="", **{act: "1"}
    ).text
    assert 'id="en-error"' in page
    assert 'id="fr-error"' not in page
    assert "Notre étoile." in page


def test_what_is_lost_is_named_beside_its_field(visitor, world):
    visitor.sign_in(world.lead)
    page = visitor.post(
        address(FILLED), status=200, keep="1", seen="0", fr="Parti", en="{name} has left"
    ).text
    error = re.search(r'id="fr-error">(.*?)</p>', page, re.S)
    assert error
    assert "{name}" in error[1]


def test_two_leads_at_once_lose_nothing(visitor, session, world):
    word(session, world.programme, VISION, *OWN.values(), by=world.lead)
    visitor.sign_in(world.lead)
    typed = {"fr": "Notre rêve.", "en": "Our dream."}
    page = visitor.post(address(VISION), status=200, keep="1", seen="0", **typed).text
    assert typed["fr"] in page
    assert OWN["fr"] in page
    assert 'name="seen" type="hidden" value="1"' in page
    visitor.post(address(VISION), page=address(VISION), keep="1", seen="1", **typed)
    session.rollback()
    assert reading.standing(session, world.programme) == {VISION: Words(**typed)}


def test_markup_in_words_is_words(visitor, session, world):
    bold = "<b>Étoile</b> & <script>alert(1)</script>"
    word(session, world.programme, VISION, bold, bold, by=world.lead)
    visitor.sign_in(world.lead)
    for page in (f"{SITE}/vision", f"{HOME}/vision", address(VISION), f"{HOME}?nos=1"):
        found = visitor.get(page).text
        assert "<b>Étoile" not in found
        assert "<script>alert" not in found
        assert "&lt;b&gt;Étoile" in found
    seen = visitor.post(address(VISION), status=200, look="1", seen="1", fr=bold, en=bold).text
    assert "<b>Étoile" not in seen


def test_search_finds_theirs_and_ours(visitor, session, world):
    word(session, world.programme, LEVEL, "Coup de main", "Helping hand", by=world.lead)
    visitor.sign_in(world.lead)
    assert address(LEVEL) in visitor.get(f"{HOME}?q=coup+de+main").text
    assert address(LEVEL) in visitor.get(f"{HOME}?nos=1").text
    assert address(VISION) not in visitor.get(f"{HOME}?nos=1").text
    visitor.get(f"{HOME}?q={'x' * 81}", status=400)
    assert f'href="{HOME}/vision/' not in visitor.get(f"{HOME}?q=zzzz").text


@pytest.mark.parametrize(
    "end", ("nulle-part", "help", "vision/vision", "vision/nulle", "vision/.", "a/b")
)
def test_unknown_sentences_are_not_found(visitor, world, end):
    visitor.sign_in(world.lead)
    visitor.get(f"{HOME}/{end}", status=404)


def test_every_room_has_its_name_and_every_sentence_its_page(visitor, world):
    visitor.sign_in(world.lead)
    for room in reading.worded():
        page = visitor.get(f"{HOME}/{room}").text
        for entry in method.ours(room).entries():
            assert f'href="{address(entry.key)}"' in page
        assert f"<h1>{room}</h1>" not in page
        assert not re.search(r'<h2[^>]*class="ed-heading"[^>]*>\s*</h2>', page)


def test_two_programmes_in_one_process_never_read_each_other(app, session, world):
    other, there, lead = other_programme(session, world)
    said = {
        world.programme: ("Coup de main", "Quel pas suivons-nous ?"),
        other: ("Entraide", "Quel cap tenons-nous ?"),
    }
    for programme, by in ((world.programme, world.lead), (other, lead)):
        level, question = said[programme]
        word(session, programme, LEVEL, level, level, by=by)
        word(session, programme, QUESTION, question, question, by=by)
    ours = method.ours("agreement").text(QUESTION.partition(".")[2])
    here, far = Visitor(app).sign_in(world.lead), Visitor(app).sign_in(lead)
    for _turn in range(3):
        for who, slug, mine, theirs in (
            (here, world.site.slug, said[world.programme], said[other]),
            (far, there.slug, said[other], said[world.programme]),
        ):
            read = [
                text_of(who.get(f"/sites/{slug}{end}").text)
                for end in ("/continuum", "/entente", "/parties-prenantes", "/decisions")
            ]
            whole = " ".join(read)
            assert mine[0] in whole
            assert mine[1] in read[1]
            assert not [one for one in (*theirs, ours) if one in whole]
            assert mine[0] not in text_of(who.get("/aide").text)
    assert method.in_force() is method.OURS


def test_a_page_asks_no_more_for_words_once_they_are_read(visitor, session, world, statements):
    visitor.sign_in(world.observer)

    def asked() -> int:
        visitor.get(f"{SITE}/")
        statements.clear()
        visitor.get(f"{SITE}/")
        return len(statements)

    before = asked()
    word(session, world.programme, VISION, *OWN.values(), by=world.lead)
    assert asked() == before
