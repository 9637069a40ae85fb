"""What is found of programmes: names, the events that concern whoever looks, shared documents."""

from html import unescape

import pytest
from sqlalchemy.orm import Session

from coopspace.calendar import actions as calendar
from coopspace.calendar.rules import Audience
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from tests.calendar.acts import acting, cancel, change, in_days, plan
from tests.continuum.acts import in_english
from tests.search.acts import HOME, led_to
from tests.sites.reading import SITE
from tests.world import World

PROGRAMME = "/dispositifs/cites-en-mouvement"
CALENDAR = f"{PROGRAMME}/calendrier"
EVERYBODY = ("lead", "facilitator", "state", "contributor", "observer")


def event(session: Session, world: World, **more: object) -> str:
    """An event that is planned; its address."""
    return f"{CALENDAR}/{plan(session, world, in_days(3, **more))}"


def seen_by(visitor, world: World, question: str) -> dict[str, set[str]]:
    """Where the results of each person lead."""
    return {
        name: led_to(visitor.sign_in(getattr(world, name)).get(f"{HOME}?q={question}").text)
        for name in (*EVERYBODY, "other_observer", "stranger", "admin")
    }


def test_a_site_and_its_programme_are_found_by_their_names(visitor, world):
    found = seen_by(visitor, world, "trois-ponts")
    assert {name for name, led in found.items() if led == {f"{SITE}/"}} == set(EVERYBODY)
    assert not any(found[name] for name in ("other_observer", "stranger", "admin"))
    found = seen_by(visitor, world, "mouvement")
    assert {name for name, led in found.items() if led} == {*EVERYBODY, "other_observer"}
    assert found["observer"] == {f"{PROGRAMME}/"}
    assert led_to(visitor.sign_in(world.observer).get(f"{HOME}?q=valmorel").text) == {f"{SITE}/"}


def test_a_site_that_one_left_and_its_programme_are_not_found(visitor, session, world):
    with saving(session), in_site(session, world.site.id):
        member = sites.member_at(session, world.site, world.observer.id)
        sites.end(session, world.site, member=member, by=world.facilitator)
    assert led_to(visitor.sign_in(world.observer).get(f"{HOME}?q=trois-ponts").text) == set()
    assert led_to(visitor.get(f"{HOME}?q=mouvement").text) == set()


def test_a_programme_without_a_site_is_found_by_who_leads_it(visitor, session, world):
    with saving(session):
        sites.open_programme(session, "Littoral", lead=world.stranger, by=world.admin)
    found = seen_by(visitor, world, "littoral")
    assert {name for name, led in found.items() if led} == {"stranger"}
    assert found["stranger"] == {"/dispositifs/littoral/"}


def test_an_event_is_found_by_those_whom_it_concerns(visitor, session, world):
    shared = event(session, world, title="La lanterne", place="Salle du phare")
    for question in ("lanterne", "phare"):
        found = seen_by(visitor, world, question)
        assert {name for name, led in found.items() if led} == {*EVERYBODY, "other_observer"}
        assert found["observer"] == {shared}
    visitor.sign_in(world.observer).get(shared)


@pytest.mark.parametrize(
    ("audience", "concerned"),
    [
        (Audience.EVERYBODY, {"lead", "facilitator", "state", "contributor", "observer"}),
        (Audience.TRIOS, {"lead", "facilitator", "state"}),
        (Audience.FACILITATORS, {"lead", "facilitator"}),
    ],
)
def test_an_event_of_one_site_and_of_some_is_found_by_them_alone(
    visitor, session, world, audience, concerned
):
    own = event(session, world, title="La lanterne", audience=audience, sites=(world.site.id,))
    found = seen_by(visitor, world, "lanterne")
    assert {name for name, led in found.items() if led == {own}} == concerned
    assert not any(led for name, led in found.items() if name not in concerned)
    for name in concerned:
        visitor.sign_in(getattr(world, name)).get(own)


def test_an_event_is_found_as_it_stands_and_said_to_be_cancelled(visitor, session, world):
    number = plan(session, world, in_days(3, title="La lanterne"))
    change(session, world, number, title="Le phare")
    in_english(visitor.sign_in(world.observer))
    assert led_to(visitor.get(f"{HOME}?q=lanterne").text) == set()
    page = visitor.get(f"{HOME}?q=phare").text
    assert led_to(page) == {f"{CALENDAR}/{number}"}
    assert "Cancelled" not in page
    cancel(session, world, number, words="La neige")
    page = visitor.get(f"{HOME}?q=phare").text
    assert led_to(page) == {f"{CALENDAR}/{number}"}
    assert "Cancelled" in page
    assert led_to(visitor.get(f"{HOME}?q=neige").text) == {f"{CALENDAR}/{number}"}


def test_a_document_is_found_until_it_is_taken_off_the_list(visitor, session, world):
    with acting(session, world):
        made = calendar.add_document(
            session,
            world.programme,
            label="Le phare",
            address="https://exemple.fr/phare",
            by=world.lead,
        )
    found = seen_by(visitor, world, "phare")
    assert {name for name, led in found.items() if led} == {*EVERYBODY, "other_observer"}
    assert found["observer"] == {f"{CALENDAR}/documents"}
    with acting(session, world):
        calendar.end_document(session, world.programme, document_id=made.id, by=world.lead)
    assert not any(seen_by(visitor, world, "phare").values())


def test_a_search_is_kept_to_one_kind_and_to_one_site(visitor, session, world):
    here = event(session, world, title="Le phare", sites=(world.site.id,))
    there = event(session, world, title="Le phare", sites=(world.other_site.id,))
    visitor.sign_in(world.lead)
    assert led_to(visitor.get(f"{HOME}?q=phare").text) == {here, there}
    assert led_to(visitor.get(f"{HOME}?q=phare&site={world.site.slug}").text) == {here}
    page = visitor.get(f"{HOME}?q=phare&sur=event").text
    assert led_to(page) == {here, there}
    assert '<option value="event" selected>' in page
    assert led_to(visitor.get(f"{HOME}?q=phare&sur=document").text) == set()
    page = visitor.get(f"{HOME}?q=phare&site={world.site.slug}&sur=event").text
    assert led_to(page) == {here}
    assert f'<option value="{world.site.slug}" selected>' in page


def test_a_programme_with_many_events_is_read_page_by_page(visitor, session, world):
    for number in range(33):
        event(session, world, title=f"Le phare {number}")
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{HOME}?q=phare").text
    assert len(led_to(page)) == 4
    assert f"{HOME}?q=phare&sur=event" in unescape(page)
    first, second = (
        led_to(visitor.get(f"{HOME}?q=phare&sur=event{more}").text) for more in ("", "&page=2")
    )
    assert (len(first), len(second)) == (30, 3)
    assert not first & second


def test_programmes_are_read_in_a_few_questions_to_the_database(
    visitor, session, world, statements
):
    visitor.sign_in(world.observer)

    def asked() -> int:
        statements.clear()
        visitor.get(f"{HOME}?q=phare")
        return len(statements)

    few = asked()
    for number in range(4):
        event(session, world, title=f"Le phare {number}")
    assert asked() == few
