"""The dashboard says what really is: what waits, what has moved, and what is not there yet."""

import re

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.held import find
from coopspace.changes.rules import Level
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.sites import actions
from coopspace.sites.rules import Knowingly
from coopspace.vision import actions as vision
from coopspace.vision.actions import Seen
from tests.sites.reading import SITE, seat, words
from tests.visitor import Visitor
from tests.world import World

SENTENCE = "En 2040, aux Trois-Ponts, chacun trouve sa place à deux pas de chez soi."


def write_vision(session: Session, world: World) -> Seen:
    with saving(session), in_site(session, world.site.id):
        vision.reword(session, world.site, text=SENTENCE, seen=0, by=world.civil)
        opened = vision.vision_of(session, world.site)
        text = store.read(session, opened.sentence_id)
        return Seen(number=text.number, digest=text.digest)


def lay_chain(session: Session, world: World) -> None:
    with saving(session), in_site(session, world.site.id):
        for level, statement in (
            (Level.DIRECT, "Les parents connaissent les horaires de la crèche"),
            (Level.DIRECT, "Les bailleurs voient qui monte à pied"),
            (Level.INTERMEDIATE, "La crèche ouvre avant six heures"),
            (Level.ULTIMATE, "Travailler et élever vont ensemble"),
        ):
            changes.add(session, world.site, by=world.state, level=level, statement=statement)
        for source, target in (("D1", "I1"), ("I1", "U1"), ("U1", None)):
            linking.link(
                session,
                find(session, source),
                target=find(session, target) if target else None,
                by=world.authority,
            )


def dashboard(visitor: Visitor, who: User) -> str:
    return words(visitor.sign_in(who).get(f"{SITE}/"))


def test_a_new_site_shows_its_first_steps_and_no_sun(visitor: Visitor, world: World):
    page = visitor.sign_in(world.facilitator).get(f"{SITE}/")
    assert len(re.findall(r'<li class="first[ "]', page.text)) == 3
    assert 'class="sunrise to-come"' in page.text
    assert "Prochains gestes" not in words(page)
    assert f"{SITE}/vision/modifier" in page.text


def test_a_reader_is_told_who_can_take_the_first_steps(visitor: Visitor, world: World):
    page = visitor.sign_in(world.observer).get(f"{SITE}/")
    assert "Qui le peut" in words(page)
    assert "btn fwd" not in page.text
    assert "Le journal du site" not in words(page)


def test_the_vision_stands_in_its_sun_with_each_position(
    visitor: Visitor, session: Session, world: World
):
    seen = write_vision(session, world)
    lay_chain(session, world)
    with saving(session), in_site(session, world.site.id):
        vision.consent(session, world.site, seen=seen, by=world.state)
        vision.raise_objection(
            session, world.site, seen=seen, by=world.authority, reason="Trop loin de nous."
        )
    page = visitor.sign_in(world.civil).get(f"{SITE}/")
    sun = words_of(page.text, r'<section class="sunrise".*?</section>')
    assert SENTENCE in sun
    assert re.search(r"État\s*consentie le", sun)
    assert re.search(r"Collectivité\s*objection du", sun)
    assert re.search(r"Société civile\s*a son mot à dire", sun)
    told = words(page)
    assert "Entendre une objection à la vision" in told
    assert "Dire une position sur la vision" in told
    assert "Dire notre position sur la vision" in told
    assert "Trop loin de nous." not in told


def words_of(page: str, pattern: str) -> str:
    found = re.search(pattern, page, re.S)
    assert found
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0)))


def test_an_adopted_vision_says_since_when(visitor: Visitor, session: Session, world: World):
    seen = write_vision(session, world)
    lay_chain(session, world)
    with saving(session), in_site(session, world.site.id):
        for who in (world.state, world.authority, world.civil):
            vision.consent(session, world.site, seen=seen, by=who)
    assert "Adoptée le" in dashboard(visitor, world.observer)


def test_what_leads_nowhere_is_the_next_move_with_its_link(
    visitor: Visitor, session: Session, world: World
):
    write_vision(session, world)
    lay_chain(session, world)
    page = visitor.sign_in(world.contributor).get(f"{SITE}/")
    told = words(page)
    assert "3 sur 4 mènent à la vision" in told
    assert "Relier D2, qui ne mène à aucun changement" in told
    assert f'href="{SITE}/strategie?carte=D2#D2"' in page.text
    assert len(re.findall(r'<rect x="\d+" y="[\d.]+" width="18"', page.text)) == 4
    assert page.text.count('class="lost"') == 1
    assert "2 directs, 1 intermédiaire, 1 ultime" in told


def test_neighbouring_acts_of_one_person_are_told_once(
    visitor: Visitor, session: Session, world: World
):
    write_vision(session, world)
    lay_chain(session, world)
    told = dashboard(visitor, world.observer)
    assert "ajoute les changements D1, D2, I1 et U1." in told
    assert "relie des changements" in told
    assert told.count("Malik Darrouy relie") == 1


def test_a_missing_voice_is_the_first_move(visitor: Visitor, session: Session, world: World):
    write_vision(session, world)
    lay_chain(session, world)
    with saving(session):
        actions.end(
            session,
            world.site,
            member=seat(session, world, world.civil),
            by=world.facilitator,
            knowingly=Knowingly(yes=True, why="Elle déménage."),
        )
    page = visitor.sign_in(world.state).get(f"{SITE}/")
    assert "2 collèges sur trois" in words(page)
    assert "role=trio&amp;college=civil_society" in page.text
    assert "Elle déménage." not in words(page)


def test_the_one_vision_stands_in_the_cap_of_the_other_pages(
    visitor: Visitor, session: Session, world: World
):
    assert "Notre vision" not in words(visitor.sign_in(world.observer).get(f"{SITE}/membres"))
    write_vision(session, world)
    assert SENTENCE in words(visitor.get(f"{SITE}/membres"))
