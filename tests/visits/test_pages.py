"""The pages of a visit and of a site that changes hands, as people open them, without a script."""

import re
from datetime import timedelta

import pytest

from coopspace.kernel import clock
from coopspace.roles.rules import SupportRole, Told
from tests.accompaniment.acts import note as log
from tests.continuum.acts import in_english
from tests.decisions.acts import opened, speak
from tests.liveliness.acts import filled
from tests.roles.acts import tell
from tests.visitor import text_of
from tests.visits.acts import HAND, SITE, VISIT, colleague, hand, note, receive, visits

ALLOWED = ("facilitator", "lead")
REFUSED = ("state", "contributor", "observer")
OUTSIDE = ("stranger", "other_state", "other_facilitator", "admin")


def days(ago: int) -> str:
    return (clock.today() - timedelta(days=ago)).isoformat()


def counter(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="(\d+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("name", ALLOWED)
def test_who_supports_the_site_reads_what_moved_and_what_waits(visitor, session, world, name):
    filled(session, world)
    opened(session, world)
    log(session, world)
    in_english(visitor.sign_in(getattr(world, name)))
    text = text_of(visitor.get(VISIT).text)
    for said in (
        "no visit is noted yet",
        "What has changed since last time that nothing here shows?",
        "adds the change D1",
        "judges how far a role is covered",
        "Decision no. 1",
        "Nadège Ferrandier",
        "Logged for the seven roles since then",
    ):
        assert said in text, said
    dossier = text_of(visitor.get(HAND).text)
    assert "Decision no. 1" in dossier
    assert "has not changed hands yet" in dossier


@pytest.mark.parametrize("name", REFUSED)
def test_members_without_the_right_are_told_who_has_it(visitor, session, world, name):
    note(session, world, words="Un mot.")
    in_english(visitor.sign_in(getattr(world, name)))
    token = visitor.token(f"{SITE}/membres")
    for address in (VISIT, f"{VISIT}/1/corriger", HAND, f"{HAND}/passer"):
        page = visitor.get(address, status=403).text
        assert "Facilitator" in page
        assert "Un mot." not in page
    for address in (VISIT, f"{VISIT}/1/retirer", f"{HAND}/recu", f"{HAND}/passer"):
        answer = visitor.client.post(address, data={"csrf_token": token})
        assert answer.status_code == 403


@pytest.mark.parametrize("name", OUTSIDE)
def test_strangers_learn_nothing(visitor, session, world, name):
    note(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (VISIT, f"{VISIT}/1/corriger", HAND, f"{HAND}/passer", f"{HAND}/1/mot"):
        visitor.get(address, status=404)


def test_what_is_not_there_is_not_found(visitor, world):
    visitor.sign_in(world.facilitator)
    for address in (f"{VISIT}/1/corriger", f"{HAND}/1/mot", f"{VISIT}/x", f"{HAND}/0"):
        visitor.get(address, status=404)


def test_a_visit_is_noted_by_a_plain_form_and_the_next_page_starts_from_it(visitor, session, world):
    in_english(visitor.sign_in(world.facilitator))
    page = visitor.post(VISIT, status=200, day="2999-01-01", words="Mes mots.").text
    assert 'id="day-error"' in page
    assert "Mes mots.</textarea>" in page
    answer = visitor.post(VISIT, day=days(4), words="Le jardin est planté.")
    assert answer.location == VISIT
    page = visitor.get(VISIT).text
    assert "Since your last visit" in page
    assert f'value="{days(4)}"' in page
    assert "Le jardin est planté." in page
    in_english(visitor.sign_in(world.lead))
    page = visitor.get(VISIT).text
    assert "Since the last visit of a colleague" in page
    assert f'href="{VISIT}/1/corriger"' not in page


def test_what_moved_before_the_day_that_is_asked_for_is_left_out(visitor, session, world):
    with clock.at(clock.now() - timedelta(days=30)):
        filled(session, world)
    in_english(visitor.sign_in(world.facilitator))
    assert "adds the change" in visitor.get(f"{VISIT}?depuis={days(31)}").text
    page = visitor.get(f"{VISIT}?depuis={days(2)}").text
    assert "adds the change" not in page
    assert 'id="depuis-error"' in visitor.get(f"{VISIT}?depuis=2999-01-01").text
    visitor.get(f"{VISIT}?depuis=n'importe")


def test_a_visit_is_corrected_and_taken_back_by_whoever_made_it(visitor, session, world):
    note(session, world, ago=2, words="Vu le jardin.")
    in_english(visitor.sign_in(world.facilitator))
    one = f"{VISIT}/1/corriger"
    page = visitor.get(one).text
    assert "Vu le jardin.</textarea>" in page
    visitor.post(one, day=days(1), words="Vu la salle.", seen=counter(page))
    page = visitor.post(one, status=200, day=days(1), words="Vu tard.", seen="1").text
    assert "You changed this meanwhile" in page
    assert "Vu tard.</textarea>" in page
    assert "Vu le jardin." in page
    page = visitor.post(f"{VISIT}/1/retirer", page=one, status=200, seen="2", why=" ").text
    assert 'id="why-error"' in page
    visitor.post(f"{VISIT}/1/retirer", page=one, seen="2", why="C’était ailleurs.")
    page = visitor.get(VISIT).text
    assert "C’était ailleurs." in page
    assert "no visit is noted yet" in page
    visitor.post(f"{VISIT}/1/remettre", page=VISIT, seen="3")
    assert [one.day.isoformat() for one in visits(session, world, withdrawn=False)] == [days(1)]
    visitor.sign_in(world.lead).get(one, status=303)


def test_a_site_passes_by_a_plain_form_and_the_other_says_it_is_received(visitor, session, world):
    to = colleague(session, world)
    in_english(visitor.sign_in(world.facilitator))
    form = f"{HAND}/passer"
    page = visitor.get(form).text
    assert "Ondine Rey, who joins this site by it" in page
    assert re.search(r'<input checked[^>]* value="stays"', page)
    assert f'href="{SITE}/membres/inviter?role=facilitator"' in page
    page = visitor.post(form, status=200, matters="Le jardin.").text
    assert 'id="to-error"' in page
    assert "Le jardin.</textarea>" in page
    page = visitor.post(form, status=200, to=str(to.id)).text
    assert 'id="matters-error"' in page
    visitor.post(form, to=str(to.id), matters="Le jardin.", leaves="leaves")
    page = visitor.get(HAND).text
    assert "not received yet" in page
    assert f'action="{HAND}/recu"' not in page
    assert "already waits" in visitor.get(form).text
    in_english(visitor.sign_in(to))
    page = visitor.get(HAND).text
    assert "Le jardin." in page
    assert "Claire Vasseur leaves the site once it is received." in text_of(page)
    visitor.post(f"{HAND}/recu", page=HAND)
    assert "received on" in visitor.get(HAND).text
    visitor.sign_in(world.facilitator).get(HAND, status=404)


def test_somebody_who_is_not_on_offer_is_not_chosen(visitor, world):
    in_english(visitor.sign_in(world.facilitator))
    form = f"{HAND}/passer"
    for wrong in (str(world.contributor.id), str(world.facilitator.id), "x"):
        page = visitor.post(form, status=200, to=wrong, matters="Le jardin.").text
        assert "Le jardin.</textarea>" in page
        assert 'id="to-error"' in page


def test_the_word_is_completed_and_the_handing_over_taken_back(visitor, session, world):
    to = colleague(session, world)
    hand(session, world, to)
    in_english(visitor.sign_in(world.facilitator))
    word = f"{HAND}/1/mot"
    page = visitor.get(word).text
    assert "Le jardin partagé.</textarea>" in page
    visitor.post(word, matters="Le jardin et la salle.", seen=counter(page))
    page = visitor.post(word, status=200, matters="Trop tard.", seen="1").text
    assert "Somebody changed this meanwhile" in page
    assert "Le jardin et la salle." in page
    page = visitor.get(HAND).text
    assert "Le jardin et la salle." in page
    assert "Le jardin partagé." in page
    page = visitor.post(f"{HAND}/1/reprendre", page=HAND, status=200, why="").text
    assert 'id="why-error"' in page
    visitor.post(f"{HAND}/1/reprendre", page=HAND, why="Trop tôt.")
    assert "Trop tôt." in visitor.get(HAND).text
    visitor.sign_in(to).get(word, status=303)
    visitor.post(f"{HAND}/recu", page=HAND)


def test_a_lead_hands_over_for_who_left_and_says_for_whom(visitor, session, world):
    to = colleague(session, world)
    in_english(visitor.sign_in(world.lead))
    form = f"{HAND}/passer"
    page = visitor.get(form).text
    assert "Who hands it over" in page
    assert "I leave it once" not in page
    page = visitor.post(form, status=200, to=str(to.id), matters="Le jardin.").text
    assert 'id="outgoing-error"' in page
    visitor.post(form, to=str(to.id), matters="Le jardin.", outgoing=str(world.facilitator.id))
    assert "From Claire Vasseur to Ondine Rey" in text_of(visitor.get(HAND).text)


def test_the_journal_tells_it_without_the_words(visitor, session, world):
    to = colleague(session, world)
    note(session, world, words="Un mot secret.")
    hand(session, world, to)
    receive(session, world, to)
    in_english(visitor.sign_in(world.state))
    page = visitor.get(f"{SITE}/journal").text
    told = text_of(page)
    assert "Claire Vasseur notes a visit to the site." in told
    assert "hands the site over, from Claire Vasseur to Ondine Rey." in told
    assert "Ondine Rey has received the site from Claire Vasseur." in told
    assert "Un mot secret." not in page
    assert "Le jardin partagé." not in page


def test_objections_and_steps_wait_in_the_order_of_their_day(visitor, session, world):
    opened(session, world)
    speak(session, world, "state", "objection", "Trop vite.")
    told = Told(step="Se voir", day=clock.today(), person=world.civil.id)
    tell(session, world, SupportRole.TRUST, told)
    in_english(visitor.sign_in(world.facilitator))
    text = text_of(visitor.get(VISIT).text)
    assert "1 objection" in text
    assert "Se voir" in text
    assert "Trop vite." not in text


def test_all_of_it_reads_in_french(visitor, session, world):
    to = colleague(session, world)
    note(session, world)
    hand(session, world, to)
    visitor.sign_in(world.facilitator)
    assert "Qu’est-ce qui a changé depuis la dernière fois" in visitor.get(VISIT).text
    for address in (HAND, f"{HAND}/1/mot"):
        assert "Ce qui compte ici" in visitor.get(address).text
    visitor.get(f"{VISIT}/1/corriger")
    visitor.get(f"{HAND}/passer")
