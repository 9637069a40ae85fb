"""The sign-in page: who comes in, what the others read, how often they may try."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import func, select

from coopspace.accounts import keeping, limits
from coopspace.accounts.model import Attempt, WebSession
from coopspace.app import create_app
from coopspace.config import Settings
from coopspace.kernel import audit, clock
from coopspace.kernel.saving import saving
from tests.visitor import Visitor, text_of
from tests.world import PASSWORD

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def wrong(visitor: Visitor, email: str, *, origin: str = "127.0.0.1"):
    token = visitor.token("/connexion")
    return visitor.client.post(
        "/connexion",
        data={"csrf_token": token, "email": email, "password": "une erreur de frappe"},
        environ_base={"REMOTE_ADDR": origin},
    )


def right(visitor: Visitor, email: str, *, origin: str = "127.0.0.1"):
    token = visitor.token("/connexion")
    return visitor.client.post(
        "/connexion",
        data={"csrf_token": token, "email": email, "password": PASSWORD},
        environ_base={"REMOTE_ADDR": origin},
    )


def told(session) -> list[dict[str, str]]:
    """What the journal says of tries that were used up, read anew."""
    session.rollback()
    lines = audit.journal(session, None)
    return [line.details for line in lines if line.action == "account:tries_spent"]


def test_a_member_comes_in_and_goes_where_they_were_going(visitor, world):
    page = visitor.get("/sites/quartier-des-trois-ponts/membres", status=303).location
    assert page == "/connexion?next=/sites/quartier-des-trois-ponts/membres"
    assert 'value="/sites/quartier-des-trois-ponts/membres"' in visitor.get(page).text
    answer = visitor.post(page, email=world.state.email.upper(), password=PASSWORD)
    visitor.get(answer.location)
    assert answer.location == "/sites/quartier-des-trois-ponts/membres"


def test_the_page_says_who_is_already_there(visitor, world):
    page = visitor.sign_in(world.state).get("/connexion")
    assert "Nadège Ferrandier" in text_of(page.text)


def test_what_is_wrong_is_never_said(visitor, world, session):
    with saving(session):
        keeping.disable(session, world.civil)
        waiting, _token = keeping.create_user(session, "attend@exemple.fr", name="Qui Attend")
    pages = set()
    for email in (world.state.email, "personne@exemple.fr", world.civil.email, waiting.email):
        answer = wrong(visitor, email)
        assert answer.status_code == 200
        pages.add(text_of(answer.text))
    assert len(pages) == 1


def test_an_empty_form_says_what_to_type(visitor, world):
    page = visitor.post("/connexion", email="", password="", status=200)
    assert page.text.count('aria-invalid="true"') == 2


def test_what_is_not_an_address_is_an_unknown_address(visitor, world):
    for email in ("nadege", "a@b@c", "'; DROP TABLE user; --", "x" * 5000):
        assert wrong(visitor, email).status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor, world):
    answer = right(visitor, world.state.email)
    cookies = {c.split("=")[0]: c for c in answer.headers.getlist("Set-Cookie")}
    for name in ("coopspace", "known"):
        assert "HttpOnly" in cookies[name]
        assert "SameSite=Lax" in cookies[name]
        assert "Path=/" in cookies[name]
        assert "Domain" not in cookies[name]


@pytest.mark.engines("sqlite")  # the cookies do not depend on the database
def test_over_tls_the_cookies_are_bound_to_the_host(settings, databases):
    app = create_app(
        Settings(
            data=settings.data, secret_key=settings.secret_key, public_url="https://coop.exemple.fr"
        )
    )
    page = app.test_client().get("/connexion", base_url="https://coop.exemple.fr")
    for cookie in page.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
    assert app.config["COOKIE"] == "__Host-coopspace"


def test_each_sign_in_opens_a_session_of_its_own(visitor, world, session):
    right(visitor, world.state.email)
    first = visitor.client.get_cookie("coopspace").value
    right(visitor, world.state.email)
    second = visitor.client.get_cookie("coopspace").value
    assert first != second
    session.rollback()
    kept = session.scalars(select(WebSession.token_hash)).all()
    assert first not in kept
    assert second not in kept


def test_a_session_that_somebody_planted_is_not_taken_up(visitor, world):
    visitor.client.set_cookie("coopspace", "planted" * 8)
    visitor.client.get("/connexion")
    right(visitor, world.state.email)
    assert visitor.client.get_cookie("coopspace").value != "planted" * 8


def test_how_pages_are_shown_stays_when_somebody_comes_in(visitor, world):
    visitor.post("/affichage", page="/connexion", theme="dark", locale="en")
    right(visitor, world.state.email)
    page = visitor.get("/compte").text
    assert 'data-theme="dark"' in page
    assert 'lang="en"' in page


def test_a_token_from_before_signing_in_no_longer_sends_anything(visitor, world):
    before = visitor.token("/connexion")
    right(visitor, world.state.email)
    answer = visitor.client.post("/compte", data={"csrf_token": before, "name": "Autre"})
    assert answer.status_code == 400
    assert "Nadège Ferrandier" in visitor.get("/compte").text


def test_signing_out_ends_the_session_and_its_cookie_replayed_opens_nothing(visitor, world):
    right(visitor, world.state.email)
    kept = visitor.client.get_cookie("coopspace").value
    answer = visitor.post("/deconnexion", page="/compte")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    for address in ("/compte", "/compte/sessions", "/sites/quartier-des-trois-ponts/"):
        visitor.client.set_cookie("coopspace", kept)
        assert visitor.get(address, status=303).location.startswith("/connexion")
    visitor.client.set_cookie("coopspace", kept)
    token = visitor.token("/connexion")
    answer = visitor.client.post("/compte", data={"csrf_token": token, "name": "Autre"})
    assert answer.status_code == 401


def test_signing_out_twice_or_without_a_session_is_nothing(visitor, world):
    visitor.post("/deconnexion", page="/connexion")


def test_wrong_methods(visitor, world):
    visitor.get("/deconnexion", status=405)
    assert visitor.client.put("/connexion").status_code in (400, 405)


def test_the_sixth_wrong_password_waits_and_says_what_still_opens(visitor, world, session):
    for _ in range(5):
        assert wrong(visitor, world.state.email).status_code == 200
    answer = wrong(visitor, world.state.email)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "/mot-de-passe/oublie" in answer.text
    assert right(visitor, world.state.email).status_code == 429
    assert right(visitor, world.civil.email).status_code == 303
    assert told(session) == [{"by": "account"}]


def test_an_unknown_address_waits_just_as_much(visitor, world):
    for _ in range(5):
        wrong(visitor, "personne@exemple.fr")
    answer = wrong(visitor, "personne@exemple.fr")
    assert answer.status_code == 429


def test_somebody_elsewhere_locks_nobody_out(visitor, world, app):
    attacker = Visitor(app)
    for number in range(12):
        for _ in range(6):
            wrong(attacker, world.state.email, origin=f"203.0.113.{number}")
    assert right(visitor, world.state.email, origin="198.51.100.7").status_code == 303


def test_a_browser_that_knows_somebody_opens_even_under_siege(visitor, world, app, session):
    right(visitor, world.state.email)
    visitor.post("/deconnexion", page="/compte")
    attacker = Visitor(app)
    for number in range(20):
        for _ in range(5):
            wrong(attacker, world.state.email, origin=f"203.0.113.{number}")
    for _ in range(6):
        wrong(attacker, world.state.email)
    assert right(attacker, world.state.email).status_code == 429
    assert right(visitor, world.state.email).status_code == 303


def test_the_mark_of_a_browser_opens_nothing_and_cannot_be_made(visitor, world, app):
    right(visitor, world.state.email)
    mark = visitor.client.get_cookie("known").value
    other = Visitor(app)
    other.client.set_cookie("known", mark)
    other.get("/compte", status=303)
    for _ in range(5):
        wrong(other, world.state.email)
    assert wrong(other, world.state.email).status_code == 429
    other.client.set_cookie("known", mark[:-2] + "xx")
    for _ in range(5):
        assert wrong(other, world.state.email).status_code == 200
    assert "exemple" not in mark


def test_a_room_of_a_hundred_comes_in_from_one_address(visitor, world, app):
    clumsy = Visitor(app)
    for number in range(40):
        wrong(clumsy, f"maladroit-{number}@exemple.fr")
    answer = wrong(clumsy, "quelquun@exemple.fr")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    for person in world.people.values():
        assert right(Visitor(app), person.email).status_code == 303


def test_a_crowded_address_is_told_once_in_the_journal(visitor, world, session):
    for number in range(35):
        wrong(visitor, f"maladroit-{number}@exemple.fr")
    assert told(session) == [{"by": "origin"}]


def test_the_right_password_gives_the_tries_back(visitor, world, session):
    for _ in range(4):
        wrong(visitor, world.state.email)
    right(visitor, world.state.email)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_waiting_is_enough(visitor, world):
    with clock.at(NOON):
        for _ in range(6):
            wrong(visitor, world.state.email)
    with clock.at(NOON + timedelta(minutes=16)):
        assert right(visitor, world.state.email).status_code == 303


def test_a_household_of_ipv6_addresses_is_one_origin(visitor, world):
    for number in range(5):
        wrong(visitor, world.state.email, origin=f"2001:db8:1:2::{number + 1}")
    assert wrong(visitor, world.state.email, origin="2001:db8:1:2:a:b:c:d").status_code == 429
    assert right(visitor, world.state.email, origin="2001:db8:1:3::1").status_code == 303


def _try_in_another_process(settings: Settings, email: str, barrier: Barrier, times: int):
    app = create_app(settings)
    client = app.test_client()
    page = client.get("/connexion").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    barrier.wait(30)
    return [
        client.post(
            "/connexion", data={"csrf_token": token, "email": email, "password": "une erreur"}
        ).status_code
        for _ in range(times)
    ]


def _run(queue, *given) -> None:
    queue.put(_try_in_another_process(*given))


def test_two_processes_share_the_count(settings, world):
    spawn = multiprocessing.get_context("spawn")
    barrier, queue = spawn.Barrier(2), spawn.Queue()
    given = (queue, settings, world.state.email, barrier, 6)
    both = [spawn.Process(target=_run, args=given) for _ in range(2)]
    for process in both:
        process.start()
    answers = [code for _ in both for code in queue.get(timeout=60)]
    for process in both:
        process.join(30)
    assert sorted(answers) == [200] * limits.HERE.times + [429] * 7
