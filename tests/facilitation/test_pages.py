"""The facilitator’s pages, as people open them, without a script."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from coopspace.accounts import keeping
from coopspace.kernel import clock
from coopspace.kernel.saving import saving
from coopspace.roles.rules import Quarter, SupportRole, Told
from coopspace.sites import actions as sites
from tests.accompaniment.acts import note
from tests.calendar.acts import cancel, in_days, plan
from tests.facilitation.acts import HOME, SILENT, SLUG, set_aside, silence
from tests.roles.acts import judge, tell
from tests.visitor import text_of

AGENDA = f"{HOME}/agenda"
PAGES = (HOME, AGENDA, f"{AGENDA}/abonnement", f"{AGENDA}.ics")
OTHER = "la-carriere"


def test_each_sees_the_sites_that_they_follow_and_no_other(visitor, world):
    visitor.sign_in(world.facilitator)
    page = visitor.get(HOME).text
    assert f'id="{SLUG}"' in page
    assert OTHER not in page
    visitor.sign_in(world.lead)
    page = visitor.get(HOME).text
    assert f'id="{SLUG}"' in page
    assert f'id="{OTHER}"' in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("state", 403), ("contributor", 403), ("observer", 403), ("stranger", 404), ("admin", 404)],
)
def test_others_are_told_who_could_and_strangers_nothing(visitor, world, who, status):
    visitor.sign_in(getattr(world, who))
    for address in PAGES:
        page = visitor.get(address, status=status).text
        assert ("Facilitat" in page or "Animat" in page) is (status == 403)
    visitor.get(SILENT, status=status)


def test_whoever_is_not_signed_in_is_led_to_the_door(visitor):
    for address in PAGES:
        assert "/connexion" in visitor.get(address, status=303).location


def test_a_lead_of_a_programme_without_a_site_sees_an_empty_page(visitor, session, world):
    with saving(session):
        sites.open_programme(session, "À venir", lead=world.stranger, by=world.admin)
    visitor.sign_in(world.stranger)
    page = visitor.get(HOME).text
    assert "<table" not in page
    visitor.get(AGENDA)


def test_a_cell_says_where_a_role_stands_and_leads_behind(visitor, session, world):
    now = Quarter.of(clock.today())
    judge(session, world, SupportRole.TRUST, "at_times", by="state", quarter=now.before.code)
    judge(session, world, SupportRole.TRUST, "mostly", by="state")
    judge(session, world, SupportRole.TRUST, "reliably", by="civil")
    note(session, world)
    day = clock.today() + timedelta(days=9)
    tell(session, world, SupportRole.TRUST, Told(step="Appeler", day=day, person=world.state.id))
    visitor.sign_in(world.facilitator)
    page = visitor.get(HOME).text
    assert f'href="/sites/{SLUG}/roles/2"' in page
    assert page.count('class="fac-cell') == 7
    said = text_of(page)
    for words in ("Appeler", world.state.name, "plus assuré"):
        assert words in said
    assert page.count('<i class="on"></i>') == 2
    one = visitor.get(f"{HOME}?role=2").text
    assert one.count('class="fac-cell') == 1
    visitor.get(f"{HOME}?role=9&dispositif=x&site={SLUG}&attention=1")


def test_only_what_asks_for_attention_is_kept_when_asked(visitor, session, world):
    tell_late(session, world)
    with silence(10):
        visitor.sign_in(world.lead)
        assert f'id="{OTHER}"' in visitor.get(HOME).text
        page = visitor.get(f"{HOME}?attention=1").text
        assert f'id="{SLUG}"' in page
        assert f'id="{OTHER}"' not in page
        assert f'id="{SLUG}"' not in visitor.get(f"{HOME}?attention=1&role=1").text
        assert f'id="{SLUG}"' not in visitor.get(f"{HOME}?site={OTHER}").text


def tell_late(session, world) -> None:
    """A next step whose day will be past."""
    told = Told(step="Appeler", day=clock.today(), person=world.state.id)
    tell(session, world, SupportRole.TRUST, told)


def test_an_alert_explains_itself_is_set_aside_and_brought_back(visitor, world):
    with silence():
        visitor.sign_in(world.facilitator)
        page = visitor.get(HOME).text
        assert f'href="{SILENT}"' in page
        assert "Appelez quelqu’un du trinôme" in page
        assert "61" in text_of(page)
        assert f'href="/sites/{SLUG}/journal"' in page
        refused = visitor.post(SILENT, status=200, why=" ", mark=mark_on(visitor))
        assert 'id="why-error"' in refused.text
        stale = visitor.post(SILENT, status=200, why="Une fête.", mark="2001-01-01")
        assert "Une fête." in stale.text
        visitor.post(SILENT, why="Une fête se prépare.", mark=mark_on(visitor))
        page = visitor.get(HOME).text
        assert "Une fête se prépare." in page
        visitor.sign_in(world.lead)
        assert "Une fête se prépare." in visitor.get(SILENT).text
        late = visitor.post(SILENT, status=200, why="Ils déménagent.", mark="x").text
        assert "Ils déménagent." in late
        visitor.post(SILENT, status=200, why="", mark="x")
        visitor.post(f"{SILENT}/reprendre", page=SILENT)
        assert "Une fête se prépare." not in visitor.get(HOME).text
        assert "Une fête se prépare." in visitor.get(SILENT).text
        assert world.facilitator.name in text_of(visitor.get(f"/sites/{SLUG}/journal").text)
    visitor.get(SILENT, status=404)


def mark_on(visitor) -> str:
    """The facts that a page gives to its form."""
    return re.search(r'name="mark"[^>]*value="([^"]*)"', visitor.get(SILENT).text)[1]


def test_another_site_s_alert_is_not_found(visitor, world):
    with silence():
        visitor.sign_in(world.other_facilitator)
        visitor.get(SILENT, status=404)
        visitor.get(SILENT.replace(SLUG, OTHER))
        visitor.get(f"{HOME}/signaux/{OTHER}/nothing", status=404)


def test_the_page_in_english(visitor, session, world):
    with silence():
        set_aside(session, world, why="Une fête.")
        visitor.sign_in(world.lead)
        visitor.post("/affichage", page="/aide", locale="en")
        page = text_of(visitor.get(HOME).text)
        assert "Silence" in page
        assert "days ago" in page
        assert "Call somebody of the trio" in page
        visitor.get(AGENDA)
        visitor.get(SILENT)


def test_the_agenda_leads_to_what_is_behind_each_line(visitor, session, world):
    plan(session, world, in_days(4, "09:30", "17:00", title="Formation"))
    tell_late(session, world)
    with silence(1):
        visitor.sign_in(world.facilitator)
        page = visitor.get(AGENDA).text
        assert 'href="/dispositifs/cites-en-mouvement/calendrier/1"' in page
        assert f'href="/sites/{SLUG}/roles/2"' in page
        assert 'id="h-waiting"' in page
        assert "9\u00a0h\u00a030" in page


def events_of(answer) -> dict[str, object]:
    """The events of a file, by their summary."""
    calendar = Calendar.from_ical(answer.data)
    assert not calendar.errors
    return {str(one["SUMMARY"]): one for one in calendar.walk("VEVENT")}


def test_a_diary_reads_the_agenda_until_its_link_is_revoked(visitor, session, world):
    day = clock.today() + timedelta(days=3)
    tell(session, world, SupportRole.TRUST, Told(step="Appeler", day=day, person=world.state.id))
    gone = plan(session, world, in_days(6, title="Annulée"))
    cancel(session, world, gone, "Il neige.")
    plan(session, world, in_days(7, title="Ailleurs", sites=(world.other_site.id,)))
    visitor.sign_in(world.facilitator)
    own = visitor.client.get(f"{AGENDA}.ics")
    assert own.mimetype == "text/calendar"
    events = events_of(own)
    step = f"Appeler – {world.site.name}"
    assert set(events) == {step, f"Annulée – {world.site.name}"}
    assert events[step].decoded("DTSTART") == day
    assert events[f"Annulée – {world.site.name}"]["STATUS"] == "CANCELLED"
    assert str(events[step]["URL"]).endswith(f"/sites/{SLUG}/roles/2")
    address = link_on(visitor.post(f"{AGENDA}/abonnement", status=200).text)
    diary = visitor.app.test_client()
    assert set(events_of(diary.get(address))) == set(events)
    again = link_on(visitor.post(f"{AGENDA}/abonnement", status=200).text)
    assert diary.get(address).status_code == 404
    assert diary.get(again).status_code == 200
    visitor.post(f"{AGENDA}/abonnement/retirer", page=f"{AGENDA}/abonnement")
    assert diary.get(again).status_code == 404
    for wrong in ("x", "é" * 43, "a" * 43):
        assert diary.get(f"{AGENDA}/{wrong}.ics").status_code == 404


def link_on(page: str) -> str:
    """The address that a page hands out, without its host."""
    return re.search(r'id="feed-link">https?://[^/]+(/[^<]+)<', page)[1]


def test_a_link_opens_nothing_once_its_owner_follows_no_site(visitor, session, world):
    visitor.sign_in(world.facilitator)
    address = link_on(visitor.post(f"{AGENDA}/abonnement", status=200).text)
    session.rollback()
    with saving(session):
        keeping.disable(session, world.facilitator, by=world.admin)
    assert visitor.app.test_client().get(address).status_code == 404


def test_the_calendar_s_page_tells_the_hours_used(visitor, session, world):
    note(session, world, minutes=90)
    visitor.sign_in(world.lead)
    assert "1,5" in visitor.get("/dispositifs/cites-en-mouvement/calendrier/suivi").text


def test_my_sites_lead_to_the_view_those_who_follow_some(visitor, world):
    visitor.sign_in(world.lead)
    assert f'href="{HOME}"' in visitor.get("/").text
