"""The pages of the log, as people open them, without a script, and what devices send."""

import csv
import html
import re
import uuid
from datetime import date, timedelta

import pytest

from coopspace.accounts import export
from coopspace.kernel import clock
from coopspace.tables import metadata
from tests.accompaniment.acts import HOME, MOVED, NOTE, correct, logged, note, take_back, told
from tests.calendar.acts import training
from tests.continuum.acts import in_english
from tests.decisions.test_pages import hidden

READERS = ("state", "contributor", "facilitator", "observer", "lead")
WRITERS = ("state", "contributor", "facilitator")
SITE = "quartier-des-trois-ponts"


def entry(**said: object) -> dict[str, object]:
    """An entry as a device writes it."""
    whole = {"site": SITE, "role": "trust", "minutes": 30, "moved": MOVED, "day": "2026-03-17"}
    return {"id": str(uuid.uuid4()), **whole, **said}


def sent(visitor, *entries: object, status: int = 200) -> list[dict]:
    """What the server says of entries that a device sends."""
    answer = visitor.client.post(
        f"{NOTE}/envoyer",
        json={"entries": list(entries)},
        headers={"X-CSRFToken": visitor.token(NOTE)},
    )
    assert answer.status_code == status
    return answer.json["answers"] if status == 200 else []


@pytest.mark.parametrize("name", READERS)
def test_members_read_the_log_and_writers_are_led_to_it(visitor, session, world, name):
    note(session, world)
    in_english(visitor.sign_in(getattr(world, name)))
    page, one = visitor.get(HOME).text, visitor.get(f"{HOME}/1").text
    for text in (page, one):
        assert MOVED in text
        assert "Claire Vasseur" in text
    assert (f'href="{NOTE}?site={SITE}"' in page) is (name in WRITERS)
    assert (f'href="{HOME}/1/corriger"' in one) is (name == "facilitator")
    visitor.get(f"{HOME}/lectures")


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    note(session, world)
    visitor.sign_in(getattr(world, name))
    for end in ("", ".csv", "/1", "/lectures", "/1/corriger"):
        visitor.get(f"{HOME}{end}", status=404)
    answers = sent(visitor, entry())
    assert [one["state"] for one in answers] == ["refused"]
    assert len(logged(session, world)) == 1


def test_what_is_not_there_is_not_found(visitor, world):
    visitor.sign_in(world.state)
    for end in ("/1", "/1/corriger", ".pdf"):
        visitor.get(f"{HOME}{end}", status=404)


def test_an_observer_notes_nothing(visitor, session, world):
    note(session, world)
    visitor.sign_in(world.observer)
    assert 'name="role"' not in visitor.get(NOTE).text
    visitor.get(f"{HOME}/1/corriger", status=403)
    assert [one["state"] for one in sent(visitor, entry())] == ["refused"]
    visitor.post(NOTE, site=SITE, role="trust", minutes="30", status=200)
    assert len(logged(session, world)) == 1


def test_a_plain_form_notes_and_the_same_page_sent_twice_notes_once(visitor, session, world):
    visitor.sign_in(world.facilitator)
    fields = {"site": SITE, "role": "trust", "minutes": "30", "moved": MOVED}
    fields |= hidden(visitor.get(NOTE).text, "mark")
    for _time in range(2):
        assert visitor.post(NOTE, **fields).location == f"{NOTE}?site={SITE}"
    (line,) = logged(session, world)
    assert (line.minutes, line.moved) == (30, MOVED)
    in_english(visitor)
    again = visitor.post(NOTE, **{**fields, "minutes": "60"}, status=200).text
    assert "already kept, with other words" in again
    assert f'href="{HOME}/1"' in again
    assert hidden(again, "mark")["mark"] != fields["mark"]
    assert len(logged(session, world)) == 1


def test_what_the_calendar_says_is_filled_in(visitor, session, world):
    training(session, world, title="Première journée")
    visitor.sign_in(world.facilitator)
    event = visitor.get("/dispositifs/cites-en-mouvement/calendrier/1").text
    [link] = re.findall(rf'href="({NOTE}[^"]*)"', event)
    page = visitor.get(html.unescape(link))
    assert hidden(page.text, "mark")
    assert 'value="Première journée"' in page.text
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert f'value="{yesterday}"' in page.text
    assert 'value="480"' in page.text
    visitor.get(f"{NOTE}?jour=hier&duree=-3&dit={'a' * 400}")
    visitor.sign_in(world.observer)
    assert NOTE not in visitor.get("/dispositifs/cites-en-mouvement/calendrier/1").text


def test_what_is_refused_keeps_what_was_typed(visitor, session, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.post(NOTE, site=SITE, moved=MOVED, other="45", status=200).text
    assert "Choose one of the seven roles." in page
    assert MOVED in page
    assert 'value="45"' in page
    page = visitor.post(NOTE, site=SITE, role="trust", minutes="99999999", status=200).text
    assert "Say how many minutes" in page
    assert logged(session, world) == []


def test_a_device_sends_again_and_nothing_is_doubled(visitor, session, world):
    visitor.sign_in(world.facilitator)
    one, other = entry(), entry(role="vision", minutes=7, moved="", day="")
    first = sent(visitor, one, other)
    assert [said["state"] for said in first] == ["kept", "kept"]
    assert first[0]["address"] == f"{HOME}/1"
    assert sent(visitor, other, one) == [first[1], first[0]]
    assert sorted(line.minutes for line in logged(session, world)) == [7, 30]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "hier"},
        {"role": "friendship"},
        {"role": 3},
        {"minutes": "30"},
        {"minutes": True},
        {"minutes": 10**30},
        {"minutes": None},
        {"day": "17/03/2026"},
        {"day": "2999-01-01"},
        {"site": ""},
        {"site": "la-carriere"},
        {"site": "nowhere"},
        {"moved": "x" * 281},
        {"about": "D1"},
    ],
)
def test_one_that_cannot_be_kept_says_why_and_holds_no_other_back(visitor, session, world, wrong):
    visitor.sign_in(world.facilitator)
    answers = sent(visitor, entry(**wrong), entry())
    assert [one["state"] for one in answers] == ["refused", "kept"]
    assert answers[0]["says"]
    assert len(logged(session, world)) == 1


@pytest.mark.parametrize("body", ({}, [], {"entries": []}, {"entries": "a"}, {"entries": [1] * 51}))
def test_what_is_no_sending_is_refused_whole(visitor, world, body):
    visitor.sign_in(world.facilitator)
    headers = {"X-CSRFToken": visitor.token(NOTE)}
    assert visitor.client.post(f"{NOTE}/envoyer", json=body, headers=headers).status_code == 400


def test_a_sending_without_the_token_of_its_page_is_refused(visitor, session, world):
    visitor.sign_in(world.facilitator)
    answer = visitor.client.post(f"{NOTE}/envoyer", json={"entries": [entry()]})
    assert answer.status_code == 400
    assert logged(session, world) == []


def test_a_page_that_was_kept_learns_who_is_signed_in(visitor, world):
    visitor.sign_in(world.facilitator)
    door = visitor.get(f"{NOTE}/cle").json
    assert door["person"] == str(world.facilitator.id)
    assert [one["slug"] for one in door["sites"]] == [SITE]
    assert door["key"]
    assert door["token"]


def test_what_a_phone_keeps_holds_nothing_of_anybody(visitor, session, world):
    note(session, world)
    visitor.sign_in(world.facilitator)
    named = visitor.get(f"{NOTE}.webmanifest")
    assert named.mimetype == "application/manifest+json"
    assert named.json["start_url"] == named.json["scope"] == NOTE
    assert {one["sizes"] for one in named.json["icons"]} == {"192x192", "512x512"}
    keeper = visitor.get(f"{NOTE}/gardien.js")
    assert keeper.mimetype == "text/javascript"
    assert keeper.headers["Service-Worker-Allowed"] == NOTE
    shell = visitor.client.application.test_client().get(f"{NOTE}/hors-ligne").text
    for word in (world.site.name, "Claire Vasseur", MOVED, "data-key"):
        assert word not in shell
    assert 'name="role"' in shell


def test_its_author_corrects_an_entry_and_takes_it_back(visitor, session, world):
    note(session, world)
    visitor.sign_in(world.facilitator)
    page = visitor.get(f"{HOME}/1/corriger").text
    assert MOVED in page
    fields = {"role": "influence", "other": "50", "day": "2026-01-05", "moved": "On nous écoute."}
    visitor.post(f"{HOME}/1/corriger", **fields, **hidden(page, "seen"))
    now, before = told(session, world)
    assert (now.minutes, now.day, before.minutes) == (50, date(2026, 1, 5), 30)
    page = visitor.get(f"{HOME}/1").text
    assert MOVED in page
    seen = hidden(page, "seen")
    visitor.post(f"{HOME}/1/retirer", page=f"{HOME}/1", **seen, status=200)
    visitor.post(f"{HOME}/1/retirer", page=f"{HOME}/1", why="Deux fois.", **seen)
    assert logged(session, world) == []
    page = visitor.get(f"{HOME}/1").text
    assert "Deux fois." in page
    visitor.post(f"{HOME}/1/remettre", page=f"{HOME}/1", **hidden(page, "seen"))
    assert len(logged(session, world)) == 1


def test_somebody_else_is_led_back(visitor, session, world):
    note(session, world)
    visitor.sign_in(world.state)
    assert visitor.get(f"{HOME}/1/corriger", status=303).location == f"{HOME}/1"
    visitor.post(f"{HOME}/1/retirer", page=HOME, why="Non", seen="1", status=200)
    assert len(logged(session, world)) == 1


def test_the_log_is_sifted_and_taken_away_as_it_is(visitor, session, world):
    note(session, world, day=date(2026, 1, 5), moved="Janvier")
    note(session, world, who="state", role="vision", day=date(2026, 2, 5), moved="=1+1")
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{HOME}?role=vision").text
    assert "=1+1" in page
    assert "Janvier" not in page
    assert "Janvier" in visitor.get(f"{HOME}?mois=2026-01").text
    assert "Janvier" not in visitor.get(f"{HOME}?qui={world.state.id}").text
    assert "No entry answers" in visitor.get(f"{HOME}?du=2026-03-01").text
    lines = visitor.get(f"{HOME}.csv?mois=2026-02").get_data().decode("utf-8-sig")
    assert "Janvier" not in lines
    assert any("Nadège Ferrandier" in row for row in csv.reader(lines.splitlines()))
    for suffix in ("xlsx", "ods"):
        visitor.get(f"{HOME}.{suffix}?role=vision")


def test_the_same_entries_are_read_through_two_other_lists(visitor, session, world):
    note(session, world)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{HOME}/lectures").text
    for words in ("Facilitate dialogue", "Advance policy", "no place in this list", "FSG"):
        assert words in page


def test_an_empty_log_invites_who_may(visitor, world):
    in_english(visitor.sign_in(world.state))
    assert f'href="{NOTE}?site={SITE}"' in visitor.get(HOME).text
    visitor.sign_in(world.observer)
    assert f'href="{NOTE}?site={SITE}"' not in visitor.get(HOME).text


def test_a_person_takes_their_own_entries_with_them(session, world):
    note(session, world)
    correct(session, world)
    take_back(session, world)
    note(session, world, who="state", moved="Rien de moi")
    rows = export.mine(session, metadata, world.facilitator)
    assert len(rows["accompaniment_entry"]) == 1
    assert len(rows["accompaniment_telling"]) == 3
    assert "Rien de moi" not in str(rows)
