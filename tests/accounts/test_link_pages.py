"""Pages that letters lead to: a forgotten password, a new address, the first account."""

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

import pytest

from coopspace.accounts import keeping
from coopspace.kernel.saving import saving
from tests.accounts.test_sign_in import right, wrong
from tests.visitor import Visitor, text_of
from tests.world import PASSWORD

NEW = "girafe toiture cuillère"


def letters(visitor: Visitor) -> list:
    """The letters that wait in the data folder, oldest first."""
    folder = visitor.app.config["SETTINGS"].data / "mails"
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]


def link_in(letter) -> str:
    """The path of the one link of a letter."""
    (link,) = re.findall(r"https?://\S+", letter.get_content())
    return urlsplit(link).path


def reset_link(visitor: Visitor, email: str) -> str:
    visitor.post("/mot-de-passe/oublie", email=email)
    return link_in(letters(visitor)[-1])


def test_a_forgotten_password_is_chosen_anew(visitor, world, app):
    elsewhere = Visitor(app).sign_in(world.state)
    link = reset_link(visitor, world.state.email)
    assert "10 min" not in text_of(visitor.get(link).text)
    assert world.state.email in visitor.get(link).text
    answer = visitor.post(link, password=NEW)
    assert answer.location == "/connexion"
    elsewhere.get("/compte", status=303)
    assert right(visitor, world.state.email).status_code == 200
    visitor.post("/connexion", email=world.state.email, password=NEW)
    visitor.get("/compte")
    visitor.get(link, status=410)
    told = letters(visitor)
    assert [letter["To"] for letter in told] == [world.state.email] * 2
    assert "http" not in told[-1].get_content()


def test_whoever_asks_reads_the_same_answer(visitor, world, session):
    with saving(session):
        keeping.disable(session, world.civil)
        keeping.create_user(session, "attend@exemple.fr", name="Qui Attend")
    pages = set()
    for email in (world.state.email, "personne@exemple.fr", world.civil.email, "attend@exemple.fr"):
        answer = visitor.post("/mot-de-passe/oublie", email=email)
        pages.add((answer.location, text_of(visitor.get(answer.location).text)))
    assert len(pages) == 1
    assert [letter["To"] for letter in letters(visitor)] == [world.state.email]


def test_the_letter_is_in_the_language_of_its_reader(visitor, world):
    visitor.sign_in(world.state).post("/compte", name=world.state.name, locale="en")
    reset_link(visitor, world.state.email)
    reset_link(visitor, world.authority.email)
    english, french = letters(visitor)
    assert english["Content-Language"] == "en"
    assert "This link works once" in english.get_content()
    assert french["Content-Language"] == "fr"
    assert "Ce lien fonctionne une fois" in french.get_content()
    assert world.state.name not in english.as_string()


def test_looking_at_the_link_does_not_use_it(visitor, world, app):
    link = reset_link(visitor, world.state.email)
    for _ in range(3):
        scanner = Visitor(app)
        scanner.get(link)
        scanner.client.head(link)
    visitor.post(link, password=NEW)


def test_a_newer_link_closes_the_older_one(visitor, world):
    first = reset_link(visitor, world.state.email)
    second = reset_link(visitor, world.state.email)
    visitor.get(first, status=410)
    visitor.get(second)


def test_a_password_too_easy_says_so_beside_its_field_and_keeps_the_link(visitor, world):
    link = reset_link(visitor, world.state.email)
    for password in ("court", "motdepasse12345", "trois-ponts valmorel", world.state.email):
        page = visitor.post(link, password=password, status=200)
        assert 'aria-invalid="true"' in page.text
        assert password not in page.text or password == world.state.email
    visitor.post(link, password=NEW)


def test_a_password_is_never_cut(visitor, world):
    long = ("girafe toiture cuillère marais lampe sentier violon brume " * 3)[:128]
    visitor.post(reset_link(visitor, world.state.email), password=long)
    visitor.post("/connexion", email=world.state.email, password=long[:-1], status=200)
    visitor.post("/connexion", email=world.state.email, password=long)


def test_spaces_around_a_password_belong_to_it(visitor, world):
    visitor.post(reset_link(visitor, world.state.email), password=f" {NEW} ")
    visitor.post("/connexion", email=world.state.email, password=NEW, status=200)
    visitor.post("/connexion", email=world.state.email, password=f" {NEW} ")


def test_the_link_lets_in_whoever_waits_after_too_many_tries(visitor, world):
    for _ in range(6):
        wrong(visitor, world.state.email)
    visitor.post(reset_link(visitor, world.state.email), password=NEW)
    visitor.post("/connexion", email=world.state.email, password=NEW)


def test_five_links_a_day_for_one_address_known_or_not(visitor, world):
    for email in (world.state.email, "personne@exemple.fr"):
        for _ in range(5):
            visitor.post("/mot-de-passe/oublie", email=email)
        answer = visitor.post("/mot-de-passe/oublie", email=email, status=429)
        assert int(answer.headers["Retry-After"]) > 23 * 3600
    assert len(letters(visitor)) == 5


@pytest.mark.parametrize(
    "address",
    ["/mot-de-passe/inconnu", "/compte/nouvelle-adresse/inconnu", "/premiere-connexion/inconnu"],
)
def test_a_link_that_is_not_ours_opens_nothing(visitor, world, address):
    visitor.get(address, status=410)
    token = visitor.token("/connexion")
    assert visitor.client.post(address, data={"csrf_token": token}).status_code == 410
    assert visitor.client.post(address).status_code == 400
    assert visitor.client.put(address).status_code in (400, 405)


def test_the_administrators_link_opens_an_account_once(visitor, world, session):
    with saving(session):
        _user, token = keeping.create_user(session, "pilote@exemple.fr", name="Une Pilote")
    link = f"/mot-de-passe/{token}"
    visitor.get(link)
    visitor.post(link, password=NEW)
    visitor.post("/connexion", email="pilote@exemple.fr", password=NEW)
    visitor.get(link, status=410)


def test_an_empty_house_is_opened_by_its_first_link(visitor, session):
    with saving(session):
        token = keeping.first_link(session)
    link = f"/premiere-connexion/{token}"
    page = visitor.post(link, name="", email="ada", password="court", status=200)
    assert page.text.count('aria-invalid="true"') >= 1
    visitor.post(link, name="Ada", email="ada@exemple.fr", password=NEW)
    visitor.post("/connexion", email="ada@exemple.fr", password=NEW)
    visitor.get("/administration")
    visitor.get(link, status=410)


def test_a_new_address_proves_itself_and_the_former_one_is_told(visitor, world, session):
    visitor.sign_in(world.state)
    former = world.state.email
    page = visitor.post(
        "/compte/adresse", email="Neuve@Exemple.fr", current_password=PASSWORD, status=200
    )
    assert "neuve@exemple.fr" in page.text
    asked, warned = sorted(letters(visitor), key=lambda letter: letter["To"] != "neuve@exemple.fr")
    assert asked["To"] == "neuve@exemple.fr"
    assert warned["To"] == former
    link = link_in(asked)
    visitor.get(link)
    right(visitor, former)
    visitor.get("/compte")
    visitor.post(link)
    visitor.get("/compte", status=303)
    visitor.get(link, status=410)
    visitor.post("/connexion", email="neuve@exemple.fr", password=PASSWORD)
    told = [letter for letter in letters(visitor) if letter["To"] == former]
    assert len(told) == 2


def test_an_address_that_has_an_account_receives_nothing_and_is_not_betrayed(visitor, world):
    visitor.sign_in(world.state)
    pages = set()
    for email in (world.civil.email, "neuve@exemple.fr"):
        page = visitor.post(
            "/compte/adresse", email=email, current_password=PASSWORD, status=200
        ).text
        pages.add(text_of(page).replace(email, "…"))
    assert len(pages) == 1
    assert world.civil.email not in [letter["To"] for letter in letters(visitor)]


def test_an_address_does_not_change_without_the_password(visitor, world):
    visitor.sign_in(world.state)
    for email, password in (("neuve@exemple.fr", "erreur"), ("pas une adresse", PASSWORD)):
        page = visitor.post(
            "/compte/adresse", email=email, current_password=password, status=200
        ).text
        assert 'aria-invalid="true"' in page
    assert letters(visitor) == []
