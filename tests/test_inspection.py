"""The inspection itself: a good page passes, and each rule refuses the page that breaks it."""

import pytest
from flask import Flask, Response
from werkzeug.routing import Map, Rule

from blueprints._shared.headers import HEADERS
from tests.visitor import InspectingClient, link_faults, page_faults, set_faults

GOOD = """<!doctype html>
<html lang="fr"><head><title>La vision – CoopSpace</title></head><body><main id="content">
<h1>La vision</h1><p>Qui consent\u00a0? «\u00a0Nous\u00a0» ; </p>
<form method="post"><input type="hidden" name="csrf_token" value="x">
<label for="words">Vos mots</label>
<textarea id="words" name="words" aria-describedby="words-hint"></textarea>
<p id="words-hint">Moins de 35 mots.</p><label>Oui <input type="checkbox" name="yes"></label>
<button>Garder</button></form>
<img src="/static/icons/favicon.svg" alt=""><a href="/aide#words">Aide</a></main></body></html>
""".replace(" ; ", "")

BAD = {
    "parse_errors": [
        ("<!doctype html>", ""),
        ("</form>", "</form></section>"),
        ("<p>Qui", "<p><p><div>Qui</p>"),
    ],
    "one_title": [
        ("<h1>La vision</h1>", ""),
        ("<h1>La vision</h1>", "<h1>La vision</h1><h1>Encore</h1>"),
        ("<title>La vision", "<title>Notre vision"),
    ],
    "language": [('lang="fr"', ""), ('lang="fr"', 'lang="de"')],
    "unique_ids": [('id="content"', 'id="words"'), ('id="content"', 'id=""')],
    "named_controls": [
        ('for="words"', ""),
        ("Vos mots", ""),
        ("<label>Oui ", "<span>"),
        ("Garder", ""),
        (">Aide<", "><"),
        ('alt=""', ""),
    ],
    "label_in_name": [
        ('<a href="/aide#words">', '<a href="/aide#words" aria-label="Ouvrir">'),
        (
            '<a href="/aide#words">Aide',
            '<a href="/aide#words" aria-label="Mots à dire"><b>Mots</b><b>à dire</b>',
        ),
    ],
    "pointers": [
        ('id="words-hint"', ""),
        ('for="words"', 'for="word"'),
        ('href="/aide#words"', 'href="#nowhere"'),
    ],
    "forms": [
        ('method="post"', ""),
        ('value="x"', ""),
        ('name="csrf_token"', 'name="token"'),
        ('method="post"', 'method="get"'),
    ],
    "nothing_inline": [
        ("</main>", "<script>alert(1)</script></main>"),
        ("</title>", "</title><style>p{color:red}</style>"),
        ("<p>Qui", '<p style="color:red">Qui'),
        ("<p>Qui", '<p onclick="go()">Qui'),
        ("/aide#words", "javascript:go()"),
    ],
    "nothing_foreign": [
        ("/static/icons", "https://cdn.example"),
        ("/static/icons", "//cdn.example"),
        ('method="post"', 'method="post" action="https://ailleurs.example/"'),
        ("</head>", '<link rel="stylesheet" href="http://cdn.example/a.css"></head>'),
        ("</head>", '<script src="//cdn.example/a.js"></script></head>'),
    ],
}
ADDRESSES = Map([Rule("/aide", endpoint="help", methods=["GET"])]).bind("localhost")


def test_a_good_page_passes_every_rule():
    assert page_faults(GOOD) == ()
    assert link_faults(GOOD, ADDRESSES) == []
    assert set_faults(GOOD) == ()


@pytest.mark.parametrize(
    ("rule", "good", "bad"), [(rule, *one) for rule, many in BAD.items() for one in many]
)
def test_a_bad_page_is_refused(rule: str, good: str, bad: str):
    assert good in GOOD
    faults = page_faults(GOOD.replace(good, bad, 1))
    assert [fault for fault in faults if fault.startswith(f"{rule}:")], faults


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("/aide#words", "/nulle-part"),
        ("favicon.svg", "absent.svg"),
        ('method="post"', 'method="post" action="/aide"'),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(good: str, bad: str):
    assert len(link_faults(GOOD.replace(good, bad, 1), ADDRESSES)) == 1


@pytest.mark.parametrize(
    "bad",
    ["Qui consent ?", "L'un", "Deux  espaces", "Bravo !", "Un: deux", "« Nous »", "Attendez..."],
)
def test_a_badly_set_sentence_is_refused_unless_a_person_wrote_it(bad: str):
    page = GOOD.replace("Qui consent\u00a0? «\u00a0Nous\u00a0»", bad)
    assert page != GOOD
    assert set_faults(page)
    assert set_faults(page, ["Autre chose"])
    assert set_faults(page, [f"Une phrase entière\u00a0: {bad}"]) == ()


def test_english_is_set_as_english_inside_a_french_page():
    french = "<p>Qui consent\u00a0? «\u00a0Nous\u00a0»"
    assert set_faults(GOOD.replace(french, '<p lang="en">Who consents? “We”')) == ()
    assert set_faults(GOOD.replace(french, '<p lang="en">Who consents ?'))


@pytest.fixture
def small_app() -> Flask:
    """An application that answers as it is told, to be inspected."""
    app = Flask(__name__, static_folder=None)
    app.config["HTTPS"] = False
    app.test_client_class = InspectingClient
    app.add_url_rule("/aide", "help", lambda: "aide")
    return app


def answering(app: Flask, body: str = GOOD, **headers: str | None):
    wanted = {**HEADERS, "Cache-Control": "no-store"}
    wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in wanted.items() if value is not None}
    app.add_url_rule("/page", "page", lambda: Response(body, mimetype="text/html", headers=kept))
    return app.test_client()


def test_the_client_lets_a_good_answer_through(small_app: Flask):
    assert answering(small_app).get("/page").status_code == 200


def test_the_client_refuses_a_bad_page_whoever_opens_it(small_app: Flask):
    client = answering(small_app, GOOD.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))
    with pytest.raises(AssertionError, match="one_title"):
        client.get("/page")


@pytest.mark.parametrize("name", [*HEADERS, "Cache-Control"])
def test_a_missing_header_is_refused(small_app: Flask, name: str):
    client = answering(small_app, **{name: None})
    with pytest.raises(AssertionError, match=name):
        client.get("/page")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Security_Policy": HEADERS["Content-Security-Policy"] + "; script-src *"},
        {"Cache_Control": "public, max-age=60"},
        {"Strict_Transport_Security": "max-age=1"},
        {"Set_Cookie": "a=1; Path=/; SameSite=Lax"},
        {"Set_Cookie": "a=1; Path=/; HttpOnly"},
        {"Set_Cookie": "a=1; HttpOnly; SameSite=Lax"},
    ],
)
def test_a_loose_header_is_refused(small_app: Flask, headers: dict[str, str]):
    client = answering(small_app, **headers)
    with pytest.raises(AssertionError):
        client.get("/page")


def test_headers_are_checked_on_errors_too(small_app: Flask):
    with pytest.raises(AssertionError, match="Content-Security-Policy"):
        small_app.test_client().get("/nulle-part")
