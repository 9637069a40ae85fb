"""The pages of the calendar, as people open them, without a script."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from coopspace.calendar import attending
from coopspace.calendar.held import event_of
from coopspace.calendar.rules import Audience
from coopspace.kernel import clock
from tests.calendar.acts import HOME, SITE, acting, cancel, in_days, plan, training
from tests.visitor import text_of

READERS = ("state", "contributor", "facilitator", "observer", "lead")
WRITERS = ("facilitator", "lead")
ONE = f"{HOME}/1"
HERE = f"{SITE}/1"


def written(days: int, **more: object) -> dict[str, object]:
    """What somebody types in the form of an event."""
    day = (clock.today() + timedelta(days=days)).isoformat()
    return {
        "title": "Troisième journée",
        "kind": "training",
        "day": day,
        "start": "9h30",
        "end": "17:00",
        "halves": "2",
        "part": "learning",
        "audience": "everybody",
        "place": "Lyon",
        "prepare": "Vos questions",
        **more,
    }


@pytest.mark.parametrize("name", READERS)
def test_members_read_and_each_is_led_to_what_they_may_do(visitor, session, world, name):
    training(session, world, title="Première journée")
    visitor.sign_in(getattr(world, name))
    writes = name in WRITERS
    page = visitor.get(f"{HOME}?vue=passe").text
    assert "Première journée" in page
    assert (f'href="{HOME}/ajouter"' in page) is writes
    event = visitor.get(ONE).text
    for end in ("modifier", "annuler"):
        assert (f'href="{ONE}/{end}"' in event) is writes
    here = visitor.get(HERE).text
    assert (f'href="{HERE}/presence"' in here) is writes
    assert (f'href="{HERE}/inscrire"' in here) is (name in (*WRITERS, "state"))
    assert (f'href="{SITE}/heures"' in visitor.get(SITE).text) is writes


@pytest.mark.parametrize("name", ("stranger", "admin"))
def test_strangers_learn_nothing_of_a_site(visitor, session, world, name):
    training(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (SITE, HERE, f"{HERE}/inscrire", f"{SITE}/abonnement"):
        visitor.get(address, status=404)
    status = 404 if name == "stranger" else 403
    for address in (HOME, ONE, f"{HOME}/ajouter", f"{HOME}/suivi", f"{HOME}/abonnement"):
        visitor.get(address, status=status)


def test_what_concerns_another_site_is_not_found(visitor, session, world):
    training(session, world, title="Ailleurs", sites=(world.other_site.id,))
    for name in ("state", "facilitator"):
        visitor.sign_in(getattr(world, name))
        assert "Ailleurs" not in visitor.get(f"{HOME}?vue=passe").text
        for address in (ONE, HERE, f"{HERE}/inscrire"):
            visitor.get(address, status=404)
    visitor.get(f"{ONE}/modifier", status=404)
    visitor.sign_in(world.lead)
    visitor.get(ONE)
    visitor.get(HERE, status=404)


def test_a_lead_plans_moves_cancels_and_brings_back(visitor, world):
    visitor.sign_in(world.lead)
    assert "Rien n’est prévu" in visitor.get(HOME).text or "Nothing is planned" in (
        visitor.get(HOME).text
    )
    answer = visitor.post(f"{HOME}/ajouter", **written(10))
    assert answer.location.endswith(ONE)
    page = text_of(visitor.get(ONE).text)
    assert "9\u00a0h\u00a030" in page
    assert "Lyon" in page
    assert "Vos questions" in page
    typed = written(11, seen="1")
    refused = visitor.post(f"{ONE}/modifier", status=200, **typed)
    assert 'id="words-error"' in refused.text
    visitor.post(f"{ONE}/modifier", **{**typed, "words": "La salle est prise."})
    assert "La salle est prise." in visitor.get(HOME).text
    stale = visitor.post(f"{ONE}/modifier", status=200, **written(11, seen="1", place="Paris"))
    assert 'value="2"' in stale.text
    assert 'id="words-error"' in visitor.post(f"{ONE}/annuler", status=200, words=" ").text
    visitor.post(f"{ONE}/annuler", words="Il neige.")
    assert "Il neige." in visitor.get(ONE).text
    assert visitor.get(f"{ONE}/modifier", status=303)
    visitor.post(f"{ONE}/retablir", page=ONE)
    assert f'href="{ONE}/annuler"' in visitor.get(ONE).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": ""}, "day"),
        ({"day": "hier"}, "day"),
        ({"start": "25:00"}, "start"),
        ({"end": ""}, "end"),
        ({"kind": "party"}, "kind"),
        ({"audience": "nobody"}, "audience"),
        ({"halves": "many"}, "halves"),
        ({"link": "file:///etc/passwd"}, "link"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(visitor, world, changed, field):
    visitor.sign_in(world.lead)
    answer = visitor.post(f"{HOME}/ajouter", status=200, **written(3, **changed))
    assert f'id="{field}-error"' in answer.text


def test_a_facilitator_is_offered_their_own_sites(visitor, session, world):
    visitor.sign_in(world.facilitator)
    page = visitor.get(f"{HOME}/ajouter").text
    assert str(world.site.id) in page
    assert str(world.other_site.id) not in page
    plan(session, world, in_days(1, sites=(world.site.id, world.other_site.id)))
    assert f'href="{ONE}/modifier"' not in visitor.get(ONE).text
    visitor.get(f"{ONE}/modifier", status=403)


def test_a_month_is_shown_and_leads_no_further_than_its_events(visitor, session, world):
    training(session, world, 40, title="Plus tard")
    visitor.sign_in(world.observer)
    later = clock.today() + timedelta(days=40)
    page = visitor.get(f"{HOME}?vue=mois").text
    assert page.count("<th scope=") == 7
    assert "mois=" in page
    shown = visitor.get(f"{HOME}?vue=mois&mois={later:%Y-%m}").text
    assert shown.count("Plus tard") >= 2
    after = (later.replace(day=1) + timedelta(days=31)).strftime("%Y-%m")
    assert f"mois={after}" not in shown
    for wrong in ("2026-13", "x", "0001-01", "9999-12", "-"):
        visitor.get(f"{HOME}?vue=mois&mois={wrong}")


def test_the_people_of_a_site_are_enrolled_then_written(visitor, session, world):
    training(session, world, 0)
    visitor.sign_in(world.state)
    visitor.post(f"{HERE}/inscrire", people=str(world.civil.id))
    assert world.civil.name in text_of(visitor.get(HERE).text)
    visitor.get(f"{HERE}/presence", status=403)
    visitor.sign_in(world.facilitator)
    page = visitor.get(f"{HERE}/presence").text
    assert re.search(rf'checked[^>]*value="{world.civil.id}"', page)
    visitor.post(f"{HERE}/presence", people=str(world.state.id))
    here = text_of(visitor.get(SITE).text)
    assert world.state.name in here
    assert world.state.name in text_of(visitor.get(f"{HOME}/suivi").text)
    visitor.sign_in(world.other_facilitator)
    assert world.state.name not in visitor.get(f"{HOME}/suivi").text


def test_hours_are_written_and_those_used_stand_beside(visitor, world):
    visitor.sign_in(world.facilitator)
    visitor.post(f"{SITE}/heures", hours="7,5", words="")
    assert "7,5" in visitor.get(SITE).text
    follow = visitor.get(f"{HOME}/suivi").text
    assert "7,5" in follow
    assert "Hours used" in follow or "Heures utilisées" in follow
    assert 'id="hours-error"' in visitor.post(f"{SITE}/heures", status=200, hours="x").text


def test_documents_are_named_and_taken_off(visitor, world):
    visitor.sign_in(world.lead)
    typed = {"label": "Le parcours", "link": "https://exemple.fr/p"}
    visitor.post(f"{HOME}/documents/ajouter", **typed)
    page = visitor.get(HOME).text
    assert 'href="https://exemple.fr/p"' in page
    (action,) = re.findall(r'action="([^"]+/retirer)"', page)
    visitor.sign_in(world.state)
    assert "Le parcours" in visitor.get(HOME).text
    assert action not in visitor.get(HOME).text
    visitor.sign_in(world.lead)
    visitor.post(action, page=HOME)
    assert "Le parcours" not in visitor.get(HOME).text


def link_on(page: str) -> str:
    """The address that a page hands out, without its host."""
    return re.search(r'id="feed-link">https?://[^/]+(/[^<]+)<', page)[1]


@pytest.mark.parametrize("place", [HOME, SITE])
def test_a_diary_reads_what_its_owner_may_read(visitor, session, world, place):
    training(session, world, 5, title="Formation, avec « accents »", prepare="Un\nDeux")
    gone = plan(session, world, in_days(6, title="Annulée"))
    cancel(session, world, gone, "Il neige.")
    plan(session, world, in_days(7, title="Ailleurs", sites=(world.other_site.id,)))
    plan(session, world, in_days(8, title="Entre nous", audience=Audience.FACILITATORS))
    visitor.sign_in(world.state)
    feed = f"{place}/abonnement"
    address = link_on(visitor.post(feed, status=200).text)
    assert "feed-link" not in visitor.get(feed).text
    diary = visitor.app.test_client()
    answer = diary.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    events = {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(events) == {"Formation, avec « accents »", "Annulée"}
    assert events["Annulée"]["STATUS"] == "CANCELLED"
    assert events["Annulée"]["SEQUENCE"] == 1
    assert "Il neige." in events["Annulée"]["DESCRIPTION"]
    assert events["Formation, avec « accents »"]["URL"].endswith(ONE)
    other = link_on(visitor.post(feed, status=200).text)
    assert diary.get(address).status_code == 404
    visitor.post(f"{feed}/retirer", page=feed)
    assert diary.get(other).status_code == 404
    assert diary.get("/calendrier/x.ics").status_code == 404


def test_the_site_leads_to_its_calendar(visitor, session, world):
    number = training(session, world)
    with acting(session, world):
        event = event_of(session, world.programme, number)
        attending.enrol(session, world.site, event, people=[world.state.id], by=world.state)
    visitor.sign_in(world.observer)
    assert f'href="{SITE}"' in visitor.get("/sites/quartier-des-trois-ponts/").text
    assert f'href="{HOME}"' in visitor.get("/dispositifs/cites-en-mouvement/").text
    assert f'href="{HERE}"' in visitor.get(SITE).text


def test_documents_are_found_from_the_programme_and_what_is_taken_off_is_kept(visitor, world):
    place, home = f"{HOME}/documents", "/dispositifs/cites-en-mouvement/"
    visitor.sign_in(world.lead)
    fields = {"label": "Le parcours", "link": "https://exemple.fr/parcours"}
    visitor.post(f"{place}/ajouter", **fields)
    page = visitor.get(place).text
    assert "Le parcours" in visitor.get(home).text
    one = re.search(rf'action="({place}/[0-9a-f-]+)/retirer"', page)
    assert one
    visitor.post(f"{one[1]}/retirer", page=place)
    assert "Le parcours" not in visitor.get(home).text
    assert "Le parcours" in visitor.get(place).text
    for _twice in range(2):
        visitor.post(f"{one[1]}/retablir", page=place)
    assert visitor.get(place).text.count('href="https://exemple.fr/parcours"') == 1
    visitor.sign_in(world.observer)
    seen = visitor.get(place).text
    assert "Le parcours" in visitor.get(home).text
    assert "/retirer" not in seen
    assert "/retablir" not in seen
