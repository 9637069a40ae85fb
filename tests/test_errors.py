"""When something does not go, the page says what happened, what was kept and what to do."""

import re

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from coopspace.accounts import passwords, sessions
from coopspace.kernel.refusal import Forbidden
from tests.visitor import text_of

# One engine is enough: these pages are proved to ask storage for nothing.
pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def failing(app: Flask) -> Flask:
    """The application with an address that fails on demand."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fails/<int:code>")
    def fails(code: int) -> str:
        if code == 403:
            raise Forbidden("Not open to your role", who_could=("Trio member", "Facilitator"))
        if code == 500:
            raise RuntimeError("secret detail")
        abort(code)

    return app


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
def test_each_error_is_a_page_of_its_own(failing, code):
    answer = failing.test_client().get(f"/fails/{code}")
    assert answer.status_code == code
    heading = re.search(r"<h1>(.+?)</h1>", answer.text)[1]
    assert answer.text.count("<h1") == 1
    assert f"<title>{heading} – CoopSpace</title>" in re.sub(r"\s+–", " –", answer.text)
    words = text_of(answer.text)
    assert "Ce qui est gardé" in words or "What was kept" in words
    assert answer.headers["X-Request-Id"][:8] in answer.text
    assert "secret detail" not in answer.text


def test_a_refused_person_reads_who_could_do_it(failing):
    words = text_of(failing.test_client().get("/fails/403").text)
    assert "Trio member" in words or "Membre du trinôme" in words


def test_the_page_of_our_failures_stands_without_a_database(failing, monkeypatch):
    def gone(*_args: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the database does not answer"))

    monkeypatch.setattr(sessions, "find_with", gone)
    client = failing.test_client()
    client.set_cookie(failing.config["COOKIE"], "a" * 43)
    answer = client.get("/aide")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize(
    ("failure", "code"),
    [(OperationalError("SELECT", {}, Exception("gone")), 503), (RuntimeError("ours"), 500)],
)
def test_what_was_typed_comes_back_when_we_fail(failing, monkeypatch, failure, code):
    def fail(*_args: object, **_more: object) -> None:
        raise failure

    monkeypatch.setattr(passwords, "matches", fail)
    failing.config["WTF_CSRF_ENABLED"] = False
    typed = "En 2036, « chacun »\n<b>apprend</b>"
    answer = failing.test_client().post(
        "/connexion", data={"email": "a@exemple.fr", "password": "hunter2", "words": typed}
    )
    assert answer.status_code == code
    area = re.search(
        r'<textarea[^>]*name="words"[^>]*readonly>\n(.*?)</textarea>', answer.text, re.S
    )
    assert area[1] == "En 2036, « chacun »\n&lt;b&gt;apprend&lt;/b&gt;"
    assert 'action="/connexion"' in answer.text
    assert "hunter2" not in answer.text


def test_a_form_that_waited_too_long_gives_every_word_back(failing):
    typed = "En 2036, « chacun »\n<b>apprend</b>"
    answer = failing.test_client().post(
        "/connexion",
        data={"email": typed, "password": "hunter2", "version": "12", "csrf_token": "x"},
    )
    assert answer.status_code == 400
    area = re.search(
        r'<textarea[^>]*name="email"[^>]*readonly>\n(.*?)</textarea>', answer.text, re.S
    )
    assert area[1] == "En 2036, « chacun »\n&lt;b&gt;apprend&lt;/b&gt;"
    assert '<input type="hidden" name="version" value="12">' in answer.text
    assert "hunter2" not in answer.text
