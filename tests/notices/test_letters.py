"""The letter that leaves with the act: to whom, with which headers, and none of the words."""

import re

import pytest

from coopspace.accounts import actions as accounts
from coopspace.kernel.saving import saving
from tests.continuum.acts import in_english
from tests.discussion.acts import ABOUT, begin
from tests.notices.acts import body, choose, letters
from tests.world import World

CALL = "@Omar, le maire a tort, non ?"


def called(visitor, world: World, words: str = CALL) -> None:
    """Somebody calls people on the page of a clause."""
    visitor.sign_in(world.civil).post(ABOUT, words=words, to="", seen="")


def test_whoever_is_called_has_a_letter_that_says_who_and_where(visitor, settings, world):
    called(visitor, world)
    [letter] = letters(settings)
    said = body(letter)
    assert letter["To"] == world.observer.email
    assert letter["Subject"] == "On vous appelle dans une discussion (Quartier des Trois-Ponts)"
    assert "Aïssata Lorin vous appelle dans une discussion." in said
    assert re.search(
        r"http://localhost/sites/quartier-des-trois-ponts/discussions/[2-9a-z]{8}#c1\n", said
    )
    assert letter["Content-Language"] == "fr"
    for secret in ("maire", "tort", "Omar"):
        assert secret not in said + letter["Subject"]


def test_a_letter_is_stopped_in_one_gesture_as_the_standard_asks(visitor, settings, world):
    called(visitor, world)
    [letter] = letters(settings)
    stop = letter["List-Unsubscribe"]
    assert re.fullmatch(r"<http://localhost/avis/desinscription/[\w-]{66}>", stop)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop.strip("<>") in body(letter)
    assert str(world.observer.id) not in letter.as_string()


def test_a_letter_speaks_the_language_of_whoever_receives_it(visitor, session, settings, world):
    with saving(session):
        accounts.describe(session, world.observer, name="Omar Benali", locale="en")
    called(visitor, world)
    [letter] = letters(settings)
    assert letter["Content-Language"] == "en"
    assert "Aïssata Lorin calls you in a discussion." in body(letter)


def test_several_who_are_called_have_a_letter_each(visitor, settings, world):
    called(visitor, world, "@Omar et @Nadège, et moi, @Aïssata ?")
    assert [one["To"] for one in letters(settings)] == sorted(
        [world.observer.email, world.state.email]
    )


def test_who_declined_or_was_called_already_or_reads_nothing_here_has_none(
    visitor, session, settings, world
):
    choose(session, world.observer, at_once=False)
    called(visitor, world)
    called(visitor, world, "Sans personne, @Personne.")
    assert letters(settings) == []


def test_an_act_that_is_refused_sends_nothing(visitor, settings, world):
    visitor.sign_in(world.civil)
    visitor.post(ABOUT, words="@Omar " + "a" * 5000, to="", seen="", status=200)
    visitor.post(ABOUT, words=CALL, to=str(world.stranger.id), seen="", status=200)
    assert letters(settings) == []


def test_pressing_the_button_twice_sends_one(visitor, settings, world):
    called(visitor, world)
    called(visitor, world)
    assert len(letters(settings)) == 1


def test_correcting_calls_by_a_letter_only_whom_it_calls_anew(visitor, session, settings, world):
    ref = begin(session, world, CALL, by=world.civil)
    page = f"{ABOUT.partition('/a-propos')[0]}/{ref}/1/corriger"
    visitor.sign_in(world.civil).post(page, words=f"{CALL} @Nadège ?", to="", seen="1")
    assert [one["To"] for one in letters(settings)] == [world.state.email]


@pytest.mark.parametrize("name", ["Eve http://evil.example/", "Eve www.evil.example"])
def test_a_name_that_somebody_chose_is_never_a_link(visitor, session, settings, world, name):
    with saving(session):
        accounts.describe(session, world.civil, name=name, locale="fr")
    called(visitor, world)
    [letter] = letters(settings)
    assert "evil.example" not in letter.as_string()


def test_being_entrusted_with_a_role_is_written_at_once(visitor, session, settings, world):
    home = "/sites/quartier-des-trois-ponts/roles/1/passer"
    in_english(visitor.sign_in(world.facilitator))
    form = visitor.get(home).text
    field = re.search(rf'name="([^"]+)"[^>]*value="([^"]*{world.civil.id}[^"]*)"', form)
    assert field, form
    visitor.post(home, **{field[1]: field[2], "words": "À vous.", "seen": "0"})
    [letter] = letters(settings)
    assert letter["To"] == world.civil.email
    assert "Claire Vasseur" in body(letter)
    assert letter["Subject"] == "On vous confie quelque chose (Quartier des Trois-Ponts)"
