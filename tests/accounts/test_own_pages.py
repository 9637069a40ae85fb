"""One's own account: works, refused, stranger, and nobody else's things."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from coopspace.accounts import sessions
from coopspace.accounts.model import WebSession
from coopspace.kernel import clock
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.sites import invitations
from coopspace.sites.model import Ring
from coopspace.sites.rules import Place
from tests.accounts.test_link_pages import letters
from tests.accounts.test_sign_in import right
from tests.visitor import Visitor, text_of
from tests.world import PASSWORD

NEW = "girafe toiture cuillère"
PAGES = ("/compte", "/compte/mot-de-passe", "/compte/adresse", "/compte/sessions")
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"


def test_everybody_has_their_own_pages(visitor, world):
    for person in world.people.values():
        visitor.sign_in(person)
        for page in PAGES:
            visitor.get(page)
        assert person.email in visitor.get("/compte").text


@pytest.mark.parametrize("page", PAGES)
def test_nobody_signed_in_is_asked_to(visitor, world, page):
    assert visitor.get(page, status=303).location == f"/connexion?next={page}"
    token = visitor.token("/connexion")
    assert visitor.client.post(page, data={"csrf_token": token}).status_code == 401


def test_wrong_methods_and_unknown_addresses(visitor, world):
    visitor.sign_in(world.state)
    visitor.get("/compte/autre", status=404)
    token = visitor.token("/compte")
    answer = visitor.client.post("/compte/donnees.json", data={"csrf_token": token})
    assert answer.status_code == 405


def test_name_and_language_are_kept(visitor, world):
    visitor.sign_in(world.state)
    visitor.post("/compte", name=" Nadège   Autrement ", locale="en")
    page = visitor.get("/compte").text
    assert "Nadège Autrement" in page
    assert 'lang="en"' in page


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "x" * 121}, {"locale": "de"}])
def test_what_cannot_be_kept_is_refused_beside_its_field(visitor, world, typed):
    visitor.sign_in(world.state)
    page = visitor.post("/compte", status=200, **{"name": "Nadège", "locale": "fr", **typed}).text
    assert "has-error" in page
    assert "Nadège Ferrandier" in visitor.get("/compte").text


def test_a_choice_of_language_follows_into_letters(visitor, world):
    visitor.sign_in(world.state).post("/affichage", page="/compte", locale="en")
    visitor.post("/compte/mot-de-passe", current_password=PASSWORD, password=NEW)
    assert letters(visitor)[-1]["Content-Language"] == "en"


def test_changing_the_password_keeps_this_device_and_ends_the_others(visitor, world, app):
    elsewhere = Visitor(app).sign_in(world.state)
    right(visitor, world.state.email)
    before = visitor.client.get_cookie("coopspace").value
    visitor.post("/compte/mot-de-passe", current_password=PASSWORD, password=NEW)
    assert visitor.client.get_cookie("coopspace").value != before
    visitor.get("/compte")
    elsewhere.get("/compte", status=303)
    (told,) = letters(visitor)
    assert told["To"] == world.state.email
    Visitor(app).post("/connexion", email=world.state.email, password=NEW)


def test_the_current_password_is_asked_five_times_a_quarter_at_most(visitor, world):
    visitor.sign_in(world.state)
    for _ in range(5):
        page = visitor.post(
            "/compte/mot-de-passe", current_password="erreur", password=NEW, status=200
        ).text
        assert 'aria-invalid="true"' in page
    answer = visitor.post(
        "/compte/mot-de-passe", current_password=PASSWORD, password=NEW, status=429
    )
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert letters(visitor) == []


def test_a_new_password_too_easy_is_refused_and_the_old_one_stays(visitor, world):
    visitor.sign_in(world.state)
    for password in ("court", "trois-ponts valmorel", "Nadège Ferrandier 1"):
        visitor.post(
            "/compte/mot-de-passe", current_password=PASSWORD, password=password, status=200
        )
    assert right(visitor, world.state.email).status_code == 303


def test_my_devices_are_listed_and_ended_one_by_one(visitor, world, app):
    other = Visitor(app)
    other.client.environ_base["HTTP_USER_AGENT"] = WINDOWS
    right(other, world.state.email)
    right(visitor, world.state.email)
    page = visitor.get("/compte/sessions").text
    assert "Firefox, Windows" in page
    (gone,) = [
        line.split('value="')[1].split('"')[0]
        for line in page.split("<input")
        if 'name="session"' in line
    ]
    visitor.post("/compte/sessions", session=gone)
    other.get("/compte", status=303)
    visitor.get("/compte")


def test_all_the_others_end_at_once(visitor, world, app):
    others = [Visitor(app).sign_in(world.state) for _ in range(3)]
    visitor.sign_in(world.state)
    visitor.post("/compte/sessions", others="1")
    for other in others:
        other.get("/compte", status=303)
    visitor.get("/compte")


def test_nobody_ends_the_session_of_somebody_else(visitor, world, app, session):
    hers = Visitor(app).sign_in(world.civil)
    session.rollback()
    row = session.scalars(select(WebSession).where(WebSession.user_id == world.civil.id)).one()
    visitor.sign_in(world.state)
    visitor.post("/compte/sessions", session=row.id)
    visitor.post("/compte/sessions", session=uuid.uuid4())
    visitor.post("/compte/sessions", session="rien", status=400)
    hers.get("/compte")


def test_a_sleeping_device_is_no_longer_listed(visitor, world, session):
    past = datetime.now(UTC) - timedelta(hours=3)
    with clock.at(past), saving(session):
        sessions.start(session, world.state, device=WINDOWS)
    visitor.sign_in(world.state)
    assert "Firefox, Windows" not in visitor.get("/compte/sessions").text


def test_my_data_holds_my_rows_and_nobody_elses(visitor, world, session):
    for person in world.people.values():
        Visitor(visitor.app).sign_in(person)
    place = Place(role=Role.OBSERVER, ring=Ring.WIDE, capacity="")
    with saving(session):
        for who in (world.state, world.stranger):
            invitations.invite(
                session,
                world.site,
                email=f"pour-{who.id}@exemple.fr",
                name="Zoé Ailleurs",
                place=place,
                by=world.lead,
            )
    visitor.sign_in(world.state)
    answer = visitor.get("/compte/donnees.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = json.loads(answer.text)
    assert rows["user"][0]["email"] == world.state.email
    assert [row["role"] for row in rows["membership"]] == ["trio"]
    assert {row["action"] for row in rows["audit_event"]} >= {"account:open", "member:join"}
    for other in world.people.values():
        if other.id != world.state.id:
            assert other.email not in answer.text
            assert other.name not in answer.text or other.name == world.state.name
    for secret in ("password_hash", "token_hash", "$argon2"):
        assert secret not in answer.text


def test_whom_i_invited_stays_out_of_my_data(visitor, world, session):
    place = Place(role=Role.OBSERVER, ring=Ring.WIDE, capacity="")
    with saving(session):
        invitations.invite(
            session,
            world.site,
            email="zoe@ailleurs.fr",
            name="Zoé Ailleurs",
            place=place,
            by=world.state,
        )
    text = visitor.sign_in(world.state).get("/compte/donnees.json").text
    assert len(json.loads(text)["invitation"]) == 1
    assert "ailleurs" not in text.lower()


def test_an_invitation_to_me_is_in_my_data(visitor, world, session):
    place = Place(role=Role.OBSERVER, ring=Ring.WIDE, capacity="")
    with saving(session):
        invitations.invite(
            session,
            world.site,
            email=world.stranger.email,
            name="Nora Loin",
            place=place,
            by=world.state,
        )
    text = visitor.sign_in(world.stranger).get("/compte/donnees.json").text
    (row,) = json.loads(text)["invitation"]
    assert row["email"] == world.stranger.email
    assert str(world.state.id) not in text


def test_the_page_shows_how_many_devices(visitor, world):
    visitor.sign_in(world.state)
    assert "sur 1 appareil" in text_of(visitor.get("/compte").text)
