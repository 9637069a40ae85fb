"""The yearly page of a site, as people open it, without a script."""

from datetime import date

import pytest

from coopspace.kernel import clock
from tests.accompaniment.acts import note
from tests.continuum.acts import in_english
from tests.visitor import text_of
from tests.yearly.acts import HOME, a_year, at_the_end, on

pytestmark = pytest.mark.engines("sqlite")  # what is read is proved on both engines
READERS = ("state", "contributor", "facilitator", "observer", "lead")


@pytest.mark.parametrize("name", READERS)
def test_members_read_the_year_and_its_files(visitor, session, world, name):
    a_year(session, world)
    with at_the_end():
        in_english(visitor.sign_in(getattr(world, name)))
        page = visitor.get(HOME).text
        text = text_of(page)
        assert "4 h 20 for 3 of the seven roles, in 6 entries of the log." in text.replace(
            "\u00a0", " "
        )
        assert "The order of time is not a cause" in text
        assert "CAF et Ville parlent" in text
        assert "Claire Vasseur" in text
        assert "Rosa Tremblay" in text
        assert f'href="{HOME}.pdf"' in page
        assert ("noms=1" in page) is (name != "lead")


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    a_year(session, world)
    with at_the_end():
        visitor.sign_in(getattr(world, name))
        for end in ("", ".pdf", ".docx", ".odt", ".xlsx", "?annee=2030"):
            visitor.get(f"{HOME}{end}", status=404)


def test_nobody_else_gets_in(visitor, world):
    visitor.get(HOME, status=303)
    visitor.get(f"{HOME}.pdf", status=303)
    visitor.sign_in(world.state).get(f"{HOME}.svg", status=404)


def test_a_year_without_anything_invites_to_note(visitor, world):
    page = in_english(visitor.sign_in(world.state)).get(HOME).text
    assert "Nothing is told of this year yet" in page
    assert "/noter" in page
    assert "/noter" not in visitor.sign_in(world.observer).get(HOME).text
    for suffix in ("pdf", "docx", "odt", "xlsx", "ods", "csv"):
        assert visitor.get(f"{HOME}.{suffix}").data


def test_every_year_that_is_known_can_be_chosen_and_no_other(visitor, session, world):
    a_year(session, world)
    with clock.at(on(4, 1, 2028)):
        note(session, world, day=date(2028, 4, 1), moved="Il y a longtemps")
    with at_the_end():
        visitor.sign_in(world.state)
        page = visitor.get(HOME).text
        assert f'href="{HOME}?annee=2028"' in page
        assert "Il y a longtemps" not in page
        before = visitor.get(f"{HOME}?annee=2028").text
        assert "Il y a longtemps" in before
        assert f"{HOME}.pdf?annee=2028" in before
        for wrong in ("2029", "1999", "deux", "２０３０", "20300", "-1"):
            visitor.get(f"{HOME}?annee={wrong}", status=404)
            visitor.get(f"{HOME}.csv?annee={wrong}", status=404)


def test_after_is_said_and_never_because(visitor, session, world):
    a_year(session, world)
    with at_the_end():
        visitor.sign_in(world.state)
        french = text_of(visitor.get(HOME).text).casefold()
        english = text_of(in_english(visitor).get(HOME).text).casefold()
    for word in ("grâce à", "a permis", "parce que", "à cause"):
        assert word not in french, word
    for word in ("because of", "thanks to", "led to", "resulted", "impact of"):
        assert word not in english, word
    assert "after 1 entry of the log:" in english
    assert "after 2 entries of the log:" in english
