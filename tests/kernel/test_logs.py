"""Logs are JSON lines in UTC, hold no words of people, and cannot be forged."""

import json
import logging
import re
import sys

from flask import Flask

from coopspace.logs import JsonLines
from tests.listener import Listener


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.LogRecord("coopspace", logging.INFO, __file__, 1, message, arguments, None)
    record.__dict__.update(extra)
    return JsonLines().format(record)


def test_a_line_is_one_json_object_in_utc():
    told = json.loads(line("request", request_id="abc", route="/", status=200, ms=3))
    assert told["message"] == "request"
    assert (told["request_id"], told["status"]) == ("abc", 200)
    assert told["at"].endswith("+00:00")


def test_a_line_break_cannot_forge_a_line():
    forged = line("name %s", 'x\n{"level": "INFO", "message": "forged"}\r\u2028')
    assert "\n" not in forged
    assert "\r" not in forged
    assert json.loads(forged)["message"].startswith("name x")


def test_an_error_says_where_and_never_with_what():
    try:
        raise ValueError("the words of somebody@exemple.fr")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "broken", (), sys.exc_info())
    told = JsonLines().format(record)
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert "somebody" not in told


def test_the_listener_hears_a_name_an_address_and_a_mark():
    listener = Listener()
    for words in ("Nadège Ferrandier", "a.b@exemple.fr", "zqnear", "quinze lettres au moins"):
        listener.emit(logging.LogRecord("a", logging.INFO, "", 1, "%s", (words,), None))
    listener.emit(logging.LogRecord("a", logging.INFO, "", 1, "request", (), None))
    assert len(listener.indiscreet) == 4


def test_a_request_is_logged_by_its_route_and_its_number(app: Flask, caplog):
    with caplog.at_level(logging.INFO, "coopspace"):
        answer = app.test_client().get("/connexion?next=/sites/un-nom-secret/")
    (record,) = [one for one in caplog.records if one.name == "coopspace.request"]
    told = JsonLines().format(record)
    assert json.loads(told)["route"] == "/connexion"
    assert json.loads(told)["request_id"] == answer.headers["X-Request-Id"]
    assert "secret" not in told


def test_a_page_of_error_shows_its_number_and_nothing_of_the_machine(app: Flask):
    app.add_url_rule("/cassé", "broken", lambda: 1 / 0)
    answer = app.test_client().get("/cassé")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert not re.search(r"Traceback|ZeroDivision|\.py|/site-packages", answer.text)
