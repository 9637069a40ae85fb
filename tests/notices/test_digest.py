"""The digest: the right day, once, to whom it concerns, of what they may still read."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from coopspace import posting
from coopspace.accounts import actions as accounts
from coopspace.accounts import keeping
from coopspace.cli import main
from coopspace.config import Unsafe
from coopspace.kernel import clock
from coopspace.kernel.saving import saving
from coopspace.notices.model import NoticeDigest
from tests.agreement.acts import word
from tests.decisions.acts import opened
from tests.discussion.acts import begin, reply
from tests.live.process import Process
from tests.notices.acts import body, choose, leave_site, letters, read

PUBLIC = "https://coop.exemple.fr"


def at(text: str):
    """The clock at a moment said in UTC."""
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.fixture
def public(settings):
    """The installation at the address that people type."""
    return replace(settings, public_url=PUBLIC)


def send(public, session, day: date | None = None) -> int:
    session.rollback()
    return posting.send_digests(public, session, day)


def asked(session, world, moment: str, matter: str = "Le bus") -> None:
    """Somebody is asked for their position at this moment."""
    with at(moment):
        opened(session, world, matter=matter, asked=("state",))


@pytest.mark.parametrize(
    "moments",
    [
        (
            "2026-03-28T22:59:59",
            "2026-03-28T23:00:00",
            "2026-03-29T21:59:59",
            "2026-03-29T22:00:00",
            "2026-03-30T04:30:00",
        ),
        (
            "2026-10-24T21:59:59",
            "2026-10-24T22:00:00",
            "2026-10-25T22:59:59",
            "2026-10-25T23:00:00",
            "2026-10-26T05:30:00",
        ),
        (
            "2026-07-13T21:59:59",
            "2026-07-13T22:00:00",
            "2026-07-14T21:59:59",
            "2026-07-14T22:00:00",
            "2026-07-15T04:30:00",
        ),
    ],
)
def test_yesterday_is_told_to_the_second_also_when_the_clocks_change(
    session, public, world, moments
):
    *before, morning = moments
    for number, moment in enumerate(before, 1):
        asked(session, world, moment, matter=f"Affaire {number}")
    with at(morning):
        assert send(public, session) == 1
    [letter] = letters(public)
    said = body(letter)
    told = [number for number in range(1, 5) if f"/decisions/{number}\n" in said]
    assert told == [2, 3]
    assert said.index("/decisions/3\n") < said.index("/decisions/2\n")


def test_a_digest_says_who_what_and_where_and_no_word_of_anybody(session, public, world):
    with at("2026-11-16T10:00:00"):
        word(session, world, "power-who", "Nous décidons en secret.")
        ref = begin(session, world, "Le maire a tort.", by=world.state)
        reply(session, world, ref, "Le préfet aussi.", by=world.civil)
    with at("2026-11-16T10:05:00"):
        reply(session, world, ref, "Et nous donc.", by=world.authority)
    with at("2026-11-16T10:10:00"):
        opened(session, world, matter="Le complot du bus", asked=("state",))
    with at("2026-11-17T05:30:00"):
        assert send(public, session) == 2
    to = {one["To"]: one for one in letters(public)}
    assert to.keys() == {world.state.email, world.civil.email}
    letter = to[world.state.email]
    said = body(letter)
    assert letter["Subject"] == "Hier sur CoopSpace"
    assert "Malik Darrouy répond dans une discussion où vous prenez part." in said
    assert said.index("Malik Darrouy") < said.index("Aïssata Lorin")
    assert said.count("Quartier des Trois-Ponts") == 2
    assert f"{PUBLIC}/sites/quartier-des-trois-ponts/discussions/{ref}#c3\n" in said
    assert "Une décision (1), Quartier des Trois-Ponts" in said
    assert letter["List-Unsubscribe"].startswith(f"<{PUBLIC}/avis/desinscription/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for secret in ("maire", "préfet", "donc", "complot", "secret", "Nadège"):
        assert secret not in said


def test_sending_again_sends_nothing_and_a_day_without_anything_neither(session, public, world):
    asked(session, world, "2026-11-16T10:00:00")
    with at("2026-11-17T05:30:00"):
        assert [send(public, session) for _time in range(3)] == [1, 0, 0]
    asked(session, world, "2026-11-16T11:00:00", matter="Plus tard")
    with at("2026-11-17T06:00:00"):
        assert send(public, session) == 0
    with at("2026-11-18T05:30:00"):
        assert send(public, session) == 0
    assert len(letters(public)) == 1
    assert len(session.scalars(select(NoticeDigest)).all()) == 1


def test_two_processes_that_send_at_once_send_one_to_each(session, public, world):
    day = clock.today()
    with clock.at(datetime.combine(day, datetime.min.time(), clock.PARIS)):
        opened(session, world, matter="Le bus", asked=("state", "civil", "authority"))
    session.rollback()
    environment = Process(public, 0, COOPSPACE_PUBLIC_URL=PUBLIC).environment
    script = (
        "import sys; from datetime import datetime, timedelta, UTC; "
        "from coopspace.kernel import clock; from coopspace.cli import main; "
        "tomorrow = clock.at(datetime.now(UTC) + timedelta(days=1)); "
        "tomorrow.__enter__(); main(['digest'])"
    )

    def run(_number: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    with ThreadPoolExecutor(2) as together:
        said = [int(one.split()[0]) for one in together.map(run, range(2))]
    assert sum(said) == 3
    assert [one["To"] for one in letters(public)] == sorted(
        who.email for who in (world.state, world.civil, world.authority)
    )


def test_a_weekly_digest_leaves_on_mondays_with_the_whole_week(session, public, world):
    choose(session, world.state, rhythm="weekly")
    for number, day in enumerate(("15", "16", "22", "23"), 1):
        asked(session, world, f"2026-11-{day}T10:00:00", matter=f"Affaire {number}")
    for morning in ("2026-11-21T05:30:00", "2026-11-22T05:30:00"):
        with at(morning):
            assert send(public, session) == 0
    with at("2026-11-23T05:30:00"):
        assert send(public, session) == 1
        assert send(public, session) == 0
    [letter] = letters(public)
    said = body(letter)
    assert letter["Subject"] == "La semaine passée sur CoopSpace"
    assert [number for number in range(1, 5) if f"/decisions/{number}\n" in said] == [2, 3]


def test_nothing_is_told_twice_when_somebody_chooses_another_rhythm(session, public, world):
    asked(session, world, "2026-11-18T10:00:00", matter="Un")
    with at("2026-11-19T05:30:00"):
        assert send(public, session) == 1
    choose(session, world.state, rhythm="weekly")
    asked(session, world, "2026-11-20T10:00:00", matter="Deux")
    with at("2026-11-23T05:30:00"):
        assert send(public, session) == 1
    last = max(letters(public), key=lambda one: one["Date"].datetime)
    assert "/decisions/2\n" in body(last)
    assert "/decisions/1\n" not in body(last)


def test_who_wants_none_has_read_it_had_a_letter_or_left_has_no_digest(session, public, world):
    choose(session, world.state, rhythm="none")
    with at("2026-11-16T10:00:00"):
        opened(session, world, asked=("state", "authority", "contributor", "civil"))
        begin(session, world, "@Omar ?", by=world.facilitator)
        read(session, world.authority)
        leave_site(session, world, world.contributor)
    with saving(session):
        keeping.disable(session, world.civil)
    with at("2026-11-17T05:30:00"):
        assert send(public, session) == 0
    assert letters(public) == []
    assert session.scalars(select(NoticeDigest)).all() == []


def test_a_digest_speaks_the_language_of_whoever_receives_it(session, public, world):
    with saving(session):
        accounts.describe(session, world.state, name="Nadège Ferrandier", locale="en")
    asked(session, world, "2026-11-16T10:00:00")
    with at("2026-11-17T05:30:00"):
        send(public, session)
    [letter] = letters(public)
    assert letter["Subject"] == "Yesterday on CoopSpace"
    assert "Jeanne Peyrol asks for your position on a decision." in body(letter)


def test_a_day_that_is_not_over_and_a_house_without_an_address_are_refused(
    session, public, settings, world
):
    with at("2026-11-17T05:30:00"):
        with pytest.raises(Unsafe, match="a day that is over"):
            send(public, session, date(2026, 11, 17))
        with pytest.raises(Unsafe, match="COOPSPACE_PUBLIC_URL"):
            send(settings, session)


@pytest.mark.engines("sqlite")  # what it sends is the same: only the command is asked
def test_the_command_sends_a_day_that_was_missed(session, public, world, monkeypatch):
    asked(session, world, "2026-11-16T10:00:00")
    session.rollback()
    for name, value in Process(public, 0, COOPSPACE_PUBLIC_URL=PUBLIC).environment.items():
        if name.startswith("COOPSPACE_"):
            monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, ["digest", "--day", "2026-11-16"])
    assert (done.exit_code, done.output) == (0, "1 digests have left.\n")
    done = CliRunner().invoke(main, ["digest", "--day", "2126-11-16"])
    assert done.exit_code == 1
    assert "a day that is over" in done.output
