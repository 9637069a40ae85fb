"""A form that was sent too late: no word of it is lost on the way back in."""

import re
from html import unescape

import pytest

from tests.visitor import Visitor, text_of
from tests.world import PASSWORD

WORDS = "Nous voulons « voir » <b>loin</b> & bien.\n\n  Deuxième ligne, ça continue…\n"
FORM = "/compte"


def fields_of(page: str) -> dict[str, str]:
    """Every field of the page's main form, as a browser would send it."""
    form = page[page.index("<main") : page.index("</main>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name.group(1)] = unescape(value.group(1)) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = unescape(text)
    return found


def late(visitor: Visitor, world, **typed: str):
    """Fill the account form, be signed out, send it."""
    visitor.sign_in(world.state)
    token = visitor.token(FORM)
    visitor.client.delete_cookie("coopspace")
    return visitor.client.post(f"{FORM}?x=1", data={"csrf_token": token, **typed})


def test_every_word_is_shown_and_signing_in_on_the_page_sends_it(visitor, world):
    answer = late(visitor, world, name="Nadège Autrement", locale="fr", other=WORDS)
    assert answer.status_code == 401
    assert "Nadège Autrement" in answer.text
    assert "&lt;b&gt;loin&lt;/b&gt;" in answer.text
    fields = fields_of(answer.text)
    assert fields["kept.other"] == WORDS
    answer = visitor.client.post(
        "/connexion", data={**fields, "email": world.state.email, "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert 'action="/compte?x=1"' in answer.text
    assert "Nadège Ferrandier" in text_of(answer.text)
    again = fields_of(answer.text)
    assert again["other"] == WORDS
    assert "password" not in again
    answer = visitor.client.post("/compte?x=1", data=again)
    assert answer.status_code == 303
    assert "Nadège Autrement" in visitor.get("/compte").text


def test_a_wrong_password_on_the_way_keeps_the_words(visitor, world):
    fields = fields_of(late(visitor, world, name="Nadège Autrement", other=WORDS).text)
    for _ in range(6):
        answer = visitor.client.post(
            "/connexion", data={**fields, "email": world.state.email, "password": "erreur"}
        )
        again = fields_of(answer.text)
        assert again["kept.other"] == WORDS
        assert again["back"] == "/compte?x=1"
    assert answer.status_code == 429


def test_a_password_that_was_being_typed_is_not_carried(visitor, world):
    visitor.sign_in(world.state)
    token = visitor.token("/compte/mot-de-passe")
    visitor.client.delete_cookie("coopspace")
    answer = visitor.client.post(
        "/compte/mot-de-passe",
        data={"csrf_token": token, "current_password": "secret-un", "password": "secret-deux"},
    )
    assert answer.status_code == 401
    assert "secret-un" not in answer.text
    assert "secret-deux" not in answer.text


@pytest.mark.parametrize("back", ["https://evil.example/x", "//evil.example", "/nulle-part", ""])
def test_the_words_are_never_sent_elsewhere(visitor, world, back):
    fields = {
        "csrf_token": visitor.token("/connexion"),
        "back": back,
        "kept.other": WORDS,
        "email": world.state.email,
        "password": PASSWORD,
    }
    answer = visitor.client.post("/connexion", data=fields)
    assert answer.status_code == 303
    assert "evil" not in answer.location


def test_an_old_page_and_an_ended_session_together_lose_nothing(visitor, world):
    answer = visitor.client.post(
        "/compte", data={"csrf_token": "old", "name": "Nadège Autrement", "other": WORDS}
    )
    assert answer.status_code == 400
    fields = fields_of(answer.text)
    assert fields["other"] == WORDS
    answer = visitor.client.post("/compte", data=fields)
    assert answer.status_code == 401
    fields = fields_of(answer.text)
    assert fields["kept.other"] == WORDS
    answer = visitor.client.post(
        "/connexion", data={**fields, "email": world.state.email, "password": PASSWORD}
    )
    assert fields_of(answer.text)["other"] == WORDS


def test_an_old_sign_in_page_keeps_the_words_that_wait_in_it(visitor, world):
    fields = fields_of(late(visitor, world, other=WORDS).text)
    fields.update(csrf_token="old", email=world.state.email, password=PASSWORD)
    answer = visitor.client.post("/connexion", data=fields)
    assert answer.status_code == 400
    again = fields_of(answer.text)
    assert again["kept.other"] == WORDS
    assert PASSWORD not in answer.text
    answer = visitor.client.post("/connexion", data=again)
    assert answer.status_code == 200
    assert fields_of(answer.text)["kept.other"] == WORDS
