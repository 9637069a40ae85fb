"""The page of notices and its settings, as people open them."""

import re
from html import unescape

import pytest

from coopspace.discussion import actions as discussions
from coopspace.discussion.rules import Said
from coopspace.kernel.base import in_site, new_id
from coopspace.kernel.saving import saving
from coopspace.notices import actions
from coopspace.notices.reading import MANY, PAGE
from coopspace.notices.rules import Choice, Rhythm, What
from coopspace.notices.telling import Told, tell
from tests.agreement.acts import word
from tests.continuum.acts import in_english
from tests.decisions.acts import opened
from tests.discussion.acts import WHO, acting, begin, reply
from tests.notices.acts import HOME, badge, leave_site, of, whats
from tests.notices.acts import page as page_of
from tests.visitor import text_of

READ = f"{HOME}/lus"
CHOICES = f"{HOME}/reglages"
THREADS = "/sites/quartier-des-trois-ponts/discussions"


def links(page: str) -> list[str]:
    """Where the lines lead."""
    lines = re.findall(r'<ul class="noticed-lines">(.*?)</ul>', page, re.DOTALL)
    return [href for one in lines for href in re.findall(r'<a href="([^"]+)"', one)]


def elsewhere(session, world, words: str) -> None:
    """Somebody calls the lead at the other site."""
    with in_site(session, world.other_site.id), saving(session):
        discussions.begin(
            session, world.other_site, topic=WHO, said=Said(words), by=world.other_civil
        )


def test_what_concerns_me_stands_under_its_thing_and_leads_to_its_place(visitor, session, world):
    word(session, world, "power-who", "Nous décidons ensemble.")
    ref = begin(session, world, "@Nadège, es-tu d’accord ?", by=world.civil)
    reply(session, world, ref, "Moi oui, @Nadège.", by=world.facilitator)
    opened(session, world, matter="L’horaire du bus")
    page = in_english(visitor.sign_in(world.state)).get(HOME).text
    assert page.count('class="noticed-title"') == 2
    assert page.index("L’horaire du bus") < page.index("Claire Vasseur calls you")
    assert page.index("Claire Vasseur calls you") < page.index("Aïssata Lorin calls you")
    assert links(page) == [
        "/sites/quartier-des-trois-ponts/decisions/1",
        f"{THREADS}/{ref}#c2",
        f"{THREADS}/{ref}#c1",
    ]
    assert "es-tu d’accord" not in page
    for href in links(page):
        visitor.get(href.partition("#")[0])


def test_the_head_of_every_page_counts_what_waits_and_leads_there(visitor, session, world):
    quiet = in_english(visitor.sign_in(world.state)).get("/aide").text
    assert f'href="{HOME}"' in quiet
    assert "unread notice" not in quiet
    begin(session, world, "@Nadège ?", by=world.civil)
    begin(session, world, "@Nadège, encore ?", by=world.civil)
    assert "2 unread notices" in text_of(visitor.get("/aide").text)


@pytest.mark.engines("sqlite")
def test_counting_asks_the_database_nothing_more(visitor, session, world, statements):
    visitor.sign_in(world.state).get("/accessibilite")
    statements.clear()
    visitor.get("/accessibilite")
    asked = [one for one in statements if "notice" in one]
    assert len(asked) == 1
    assert "web_session" in asked[0]


@pytest.mark.engines("sqlite")
def test_a_longer_page_asks_the_database_nothing_more(visitor, session, world, statements):
    begin(session, world, "@Nadège ?", by=world.civil)
    visitor.sign_in(world.state).get(HOME)
    statements.clear()
    visitor.get(HOME)
    before = len(statements)
    for number in range(12):
        begin(session, world, f"@Nadège, {number} ?", by=world.civil)
    statements.clear()
    assert len(links(visitor.get(HOME).text)) == 13
    assert len(statements) == before


def test_one_notice_is_read_then_a_group_then_all(visitor, session, world):
    ref = begin(session, world, "@Nadège ?", by=world.civil)
    for number in range(4):
        reply(session, world, ref, f"@Nadège, {number} ?", by=world.civil)
    first = page_of(session, world.state).groups[0].lines[0].id
    visitor.sign_in(world.state)
    assert visitor.post(READ, page=HOME, notice=str(first)).location == HOME
    assert badge(session, world.state) == 4
    page = in_english(visitor).get(HOME).text
    assert "Mark these 4 as read" in page
    ids = re.findall(r'name="notice" value="([0-9a-f-]{36})"', page)
    token = visitor.token(HOME)
    visitor.client.post(READ, data={"csrf_token": token, "notice": sorted(set(ids))[:2]})
    assert badge(session, world.state) == 2
    assert visitor.post(READ, page=HOME, all="1", every="1").location == f"{HOME}?voir=tous"
    assert badge(session, world.state) == 0
    page = visitor.get(HOME).text
    assert "Nothing waits to be read" in page
    assert "Mark all as read" not in page
    assert len(links(visitor.get(f"{HOME}?voir=tous").text)) == 5


def test_notices_are_sifted_by_site(visitor, session, world):
    begin(session, world, "@Lise ?", by=world.civil)
    elsewhere(session, world, "@Lise, ici ?")
    in_english(visitor.sign_in(world.lead))
    assert len(links(visitor.get(HOME).text)) == 2
    page = visitor.get(f"{HOME}?site=la-carriere").text
    assert [href.split("/")[2] for href in links(page)] == ["la-carriere"]
    answer = visitor.post(READ, page=f"{HOME}?site=la-carriere", all="1", site="la-carriere")
    assert answer.location == f"{HOME}?site=la-carriere"
    assert [href.split("/")[2] for href in links(visitor.get(HOME).text)] == [
        "quartier-des-trois-ponts"
    ]


def test_a_permission_lost_after_the_call_hides_it_its_title_and_its_count(visitor, session, world):
    opened(session, world, matter="Le secret du bus", asked=("contributor", "state"))
    begin(session, world, "@Jeanne, ici ?", by=world.civil)
    leave_site(session, world, world.contributor)
    page = visitor.sign_in(world.contributor).get(f"{HOME}?voir=tous").text
    assert links(page) == []
    for word_ in ("secret", "Trois-Ponts", "Aïssata"):
        assert word_ not in unescape(page)
    assert 'class="unread"' not in page


@pytest.mark.parametrize("name", ["stranger", "admin", "other_state", "observer"])
def test_whoever_is_not_concerned_finds_nothing(visitor, session, world, name):
    begin(session, world, "@Nadège ?", by=world.civil)
    page = visitor.sign_in(getattr(world, name)).get(HOME).text
    assert links(page) == []
    mine = str(of(session, world.state, What.MENTION).id)
    visitor.post(READ, page=HOME, notice=mine)
    visitor.post(READ, page=HOME, all="1")
    assert whats(session, world.state) == ["mention"]


def test_nobody_signed_in_is_asked_to(visitor, world):
    for address in (HOME, CHOICES):
        assert visitor.get(address, status=303).location.startswith("/connexion?next=/avis")
    visitor.post(READ, page="/connexion", status=401)


def test_what_is_not_there_is_not_found(visitor, session, world):
    visitor.sign_in(world.state)
    visitor.get(f"{HOME}?site=la-carriere", status=404)
    visitor.get(f"{HOME}?site=nulle-part", status=404)
    visitor.get(f"{HOME}?page=999999")
    visitor.get(f"{HOME}?page=x&voir=x")
    visitor.get(f"{HOME}/1", status=404)
    assert visitor.client.get(READ).status_code == 405
    assert visitor.client.delete(HOME).status_code == 405
    visitor.post(READ, page=HOME, notice="pas un identifiant")
    begin(session, world, "@Nadège ?", by=world.civil)
    visitor.post(READ, page=HOME, status=404, all="1", site="la-carriere")
    assert badge(session, world.state) == 1


def test_many_notices_stand_on_several_pages(visitor, session, world):
    with acting(session, world):
        thread = discussions.begin(session, world.site, topic=WHO, said=Said("Un"), by=world.state)
    with acting(session, world):
        for _one in range(2 * PAGE + 5):
            told = Told(
                What.ANSWER,
                WHO.kind,
                WHO.about,
                new_id(),
                world.civil.id,
                thread.opened_at,
                f"{thread.ref}#1",
            )
            tell(session, told, site_id=world.site.id, to=[world.state.id])
    in_english(visitor.sign_in(world.state))
    page = visitor.get(HOME).text
    assert len(links(page)) == PAGE
    assert f'href="{HOME}?page=2"' in page
    assert "More than 99 unread notices" in text_of(page)
    assert badge(session, world.state) == MANY
    page = visitor.get(f"{HOME}?page=3").text
    assert len(links(page)) == 5
    assert "Later notices" in page
    assert "Earlier notices" not in page


def test_how_i_am_written_to_is_one_form(visitor, session, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.get(CHOICES).text
    assert re.search(r'<input[^>]*checked[^>]*name="at_once"', page)
    assert re.search(r'<input[^>]*checked[^>]*value="daily"', page)
    visitor.post(CHOICES, rhythm="weekly")
    session.rollback()
    assert actions.choice_of(session, world.state) == Choice(False, Rhythm.WEEKLY)
    assert re.search(r'<input[^>]*checked[^>]*value="weekly"', visitor.get(CHOICES).text)


@pytest.mark.parametrize("rhythm", ["hourly", "", None])
def test_a_rhythm_that_there_is_not_is_refused_beside_its_field(visitor, session, world, rhythm):
    page = visitor.sign_in(world.state).post(CHOICES, status=200, rhythm=rhythm, at_once="y").text
    assert 'class="error"' in page
    session.rollback()
    assert actions.choice_of(session, world.state) == Choice()
