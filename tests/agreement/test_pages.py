"""The pages of the agreement, as people open them."""

import re

import pytest

from coopspace.agreement import clauses, parts
from coopspace.agreement.questions import asked
from coopspace.agreement.rules import Decision, Message, Method, Place, Talent, Way
from coopspace.stakeholders.rules import Sector
from tests.agreement.acts import HOME, TABLE, acting, add, in_bold, looking, typing, word
from tests.continuum.acts import in_english
from tests.stakeholders.acts import add as put_on_map

READERS = ("state", "contributor", "facilitator", "observer", "lead")


def words_of(page: str, code: str) -> str:
    """A clause as it is shown."""
    found = re.search(rf'id="{code}">.*?<div class="rich-words"[^>]*>(.*?)</div>', page, re.S)
    assert found, code
    return found[1]


def seen_of(page: str, field: str) -> str:
    found = re.search(rf'name="{field}_seen" type="hidden" value="(\d+)"', page)
    assert found, field
    return found[1]


@pytest.mark.parametrize("name", READERS)
def test_members_read_and_only_writers_are_led_to_write(visitor, session, world, name):
    word(session, world, "power-who", "Nous décidons ensemble.")
    add(session, world, TABLE)
    page = visitor.sign_in(getattr(world, name)).get(HOME).text
    assert words_of(page, "power-who") == "<p>Nous décidons ensemble.</p>"
    assert "La table du quartier" in page
    writes = name in ("state", "contributor", "facilitator")
    assert (f"{HOME}/pouvoir/ecrire" in page) is writes
    assert (f"{HOME}/lieux/ajouter" in page) is writes
    assert (f"{HOME}/questions/1" in page) is writes


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    ref = add(session, world, TABLE)
    visitor.sign_in(getattr(world, name))
    for address in (HOME, f"{HOME}/elements/{ref}", f"{HOME}/articles/power-who/historique"):
        visitor.get(address, status=404)


def test_what_is_not_there_is_not_found(visitor, session, world):
    ref = add(session, world, TABLE)
    visitor.sign_in(world.state)
    for address in (
        "/nulle-part/ecrire",
        "/principes/ajouter",
        "/questions/0",
        f"/questions/{len(asked()) + 1}",
        "/articles/power-nothing/historique",
        "/elements/22222222",
        f"/elements/{ref[:-1]}",
    ):
        visitor.get(f"{HOME}{address}", status=404)


def test_an_empty_agreement_says_what_it_is_and_asks_its_questions(visitor, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.get(HOME).text
    assert "The agreement is still to be written" in page
    assert "Begin with the first question" in page
    for one in asked():
        assert one.question.en in page
    in_english(visitor.sign_in(world.observer))
    assert "Begin with the first question" not in visitor.get(HOME).text


def test_a_section_is_written_on_one_page(visitor, world):
    visitor.sign_in(world.contributor)
    address = f"{HOME}/pouvoir/ecrire"
    page = visitor.get(address).text
    assert page.count("data-live-open=") == 4
    assert "coop-rich.js" in page
    answer = visitor.post(
        address,
        text_power_who="Nous décidons ensemble.",
        text_power_who_seen="0",
        text_power_how="Par consentement.\r\nSinon, deux séances.",
        text_power_how_seen="0",
        text_power_stuck="",
        text_power_stuck_seen="0",
    )
    assert answer.location == f"{HOME}#pouvoir"
    page = visitor.get(HOME).text
    assert words_of(page, "power-who") == "<p>Nous décidons ensemble.</p>"
    assert words_of(page, "power-how") == "<p>Par consentement.<br>Sinon, deux séances.</p>"
    assert "Jeanne Peyrol" in page
    assert page.count("data-live-read") == 0
    assert visitor.get(address).text.count("data-live=") == 2


def test_a_form_without_script_keeps_the_formats_of_others(visitor, session, world):
    word(session, world, "power-who", "Nous décidons ensemble, ici.")
    typing(session, world, "power-who", world.state, in_bold("décidons"))
    visitor.sign_in(world.civil)
    address = f"{HOME}/pouvoir/ecrire"
    page = visitor.get(address).text
    assert ">\r\nNous décidons ensemble, ici.</textarea>" in page
    visitor.post(
        address,
        text_power_who="Nous décidons toujours ensemble, ici.",
        text_power_who_seen=seen_of(page, "text_power_who"),
    )
    shown = words_of(visitor.get(HOME).text, "power-who")
    assert shown == "<p>Nous <strong>décidons</strong> toujours ensemble, ici.</p>"


def test_two_people_without_script_keep_both_their_words(visitor, session, world):
    word(session, world, "power-who", "Nous décidons.")
    address = f"{HOME}/pouvoir/ecrire"
    seen = seen_of(visitor.sign_in(world.civil).get(address).text, "text_power_who")
    for text in ("Ici, nous décidons.", "Nous décidons ensemble."):
        visitor.post(address, text_power_who=text, text_power_who_seen=seen)
    assert words_of(visitor.get(HOME).text, "power-who") == "<p>Ici, nous décidons ensemble.</p>"


def test_a_late_wording_of_an_unknown_text_is_kept_aside_and_shown(visitor, session, world):
    word(session, world, "power-who", "Nous décidons.")
    visitor.sign_in(world.civil)
    page = visitor.post(
        f"{HOME}/pouvoir/ecrire",
        status=409,
        text_power_who="Tout autre chose.",
        text_power_who_seen="77",
    ).text
    assert page.count("Tout autre chose.") >= 2
    assert words_of(visitor.get(HOME).text, "power-who") == "<p>Nous décidons.</p>"


def test_a_text_too_long_is_refused_beside_its_field_and_nothing_is_lost(visitor, world):
    visitor.sign_in(world.civil)
    page = visitor.post(
        f"{HOME}/pouvoir/ecrire",
        status=200,
        text_power_who="Nous décidons.",
        text_power_who_seen="0",
        text_power_how="x" * 20_001,
        text_power_how_seen="0",
    ).text
    assert 'id="text_power_how-error"' in page
    assert "Nous décidons.</textarea>" in page
    assert 'class="rich-words"' not in visitor.get(HOME).text


def test_questions_are_answered_one_at_a_time(visitor, session, world):
    visitor.sign_in(world.civil)
    first = asked()[0]
    page = visitor.get(f"{HOME}/questions/1").text
    assert page.count("<textarea") == 1
    assert first.question.fr in page
    field = f"text_{first.code.replace('-', '_')}"
    answer = visitor.post(
        f"{HOME}/questions/1", **{field: "Changement par changement.", f"{field}_seen": "0"}
    )
    assert answer.location == f"{HOME}/questions/2"
    page = visitor.get(HOME).text
    assert words_of(page, first.code) == "<p>Changement par changement.</p>"
    assert f'href="{HOME}/questions/2"' in page
    last = len(asked())
    assert visitor.post(f"{HOME}/questions/{last}").location == HOME


def test_when_every_question_has_its_answer_they_can_be_read_again(visitor, session, world):
    for one in asked():
        word(session, world, one.code, "Oui.")
    page = visitor.sign_in(world.civil).get(HOME).text
    assert f'href="{HOME}/questions/1"' in page
    assert page.count('class="toc-n done"') == 5


def test_a_clause_has_a_history_and_comes_back(visitor, session, world):
    visitor.sign_in(world.civil)
    address = f"{HOME}/articles/power-who/historique"
    assert "Nous décidons" not in visitor.get(address).text
    for text in ("Nous décidons.", "Vous décidez."):
        word(session, world, "power-who", text)
    page = visitor.get(f"{address}?de=1&a=2").text
    assert "Vous décidez." in page
    visitor.post(f"{HOME}/articles/power-who/restaurer/1")
    assert words_of(visitor.get(HOME).text, "power-who") == "<p>Nous décidons.</p>"
    visitor.post(f"{HOME}/articles/power-who/restaurer/1")
    visitor.sign_in(world.observer)
    assert "/restaurer/" not in visitor.get(address).text
    visitor.post(f"{HOME}/articles/power-who/restaurer/1", status=403)


def test_a_clause_is_opened_once_for_all_who_begin_it(visitor, world):
    visitor.sign_in(world.civil)
    found = {visitor.post(f"{HOME}/articles/power-who/ouvrir", status=200).json["id"] for _ in "ab"}
    assert len(found) == 1
    visitor.post(f"{HOME}/articles/power-nothing/ouvrir", status=404)
    page = visitor.get(f"{HOME}/pouvoir/ecrire").text
    assert f'data-live="{found.pop()}"' in page


def test_what_is_settled_is_added_shown_and_led_to_when_something_is_missing(
    visitor, session, world
):
    rives = put_on_map(session, world, "Les Rives", Sector.CIVIL)
    visitor.sign_in(world.facilitator)
    assert (
        visitor.post(
            f"{HOME}/lieux/ajouter",
            name="La table",
            purpose="Choisir",
            parties=["state", "residents"],
            members="Dix-huit personnes",
            rhythm="Chaque mois",
        ).location
        == f"{HOME}#lieux"
    )
    with looking(session, world) as now:
        table = now.content.places[0].ref
    visitor.post(
        f"{HOME}/pouvoir/ajouter", matter="Le budget", place=table, method="consent", details="À 18"
    )
    visitor.post(f"{HOME}/communication/ajouter", what="Nos décisions", way="outside", to="Tous")
    visitor.post(f"{HOME}/talents/ajouter", stakeholder=rives, brings="Une salle", place=table)
    with looking(session, world) as now:
        assert now.content.places[0].said == Place(
            "La table",
            "Choisir",
            (Sector.STATE, Sector.RESIDENTS),
            "Dix-huit personnes",
            "Chaque mois",
        )
        assert now.content.decisions[0].said == Decision(
            "Le budget", place=table, method=Method.CONSENT, details="À 18"
        )
        assert now.content.messages[0].said == Message("Nos décisions", Way.OUTSIDE, "Tous")
        assert now.content.talents[0].said == Talent(
            "Une salle", rives, "Les Rives", Sector.CIVIL, table
        )
        budget = now.content.decisions[0].ref
    page = visitor.get(HOME).text
    assert "Les Rives" in page
    assert f"{HOME}/elements/{budget}/modifier" in page
    in_english(visitor)
    page = visitor.get(HOME).text
    assert "is decided without the local authority and civil society" in page
    assert "Nobody is in charge of this yet: “Nos décisions”." in page


def test_what_cannot_be_kept_is_said_beside_its_field_with_what_was_typed(visitor, world):
    in_english(visitor.sign_in(world.civil))
    page = visitor.post(f"{HOME}/lieux/ajouter", status=200, name=" ", purpose="Choisir").text
    assert 'id="name-error"' in page
    assert "Choisir</textarea>" in page
    page = visitor.post(
        f"{HOME}/pouvoir/ajouter", status=200, matter="Le budget", place="nowhere", method="x"
    ).text
    assert 'id="place-error"' in page


def test_whoever_comes_second_reads_what_stands_and_keeps_what_they_typed(visitor, session, world):
    ref = add(session, world, TABLE)
    address = f"{HOME}/elements/{ref}/modifier"
    in_english(visitor.sign_in(world.civil))
    assert 'name="seen" type="hidden" value="1"' in visitor.get(address).text
    visitor.post(address, name="La grande table", seen="1")
    page = visitor.post(address, status=200, name="La petite table", seen="1").text
    assert "Somebody changed this meanwhile" in page
    assert "La grande table" in page
    assert 'value="La petite table"' in page
    assert 'name="seen" type="hidden" value="2"' in page
    visitor.post(address, name="La petite table", seen="2")
    assert "La petite table" in visitor.get(HOME).text


def test_a_part_is_taken_out_put_back_and_said_as_before(visitor, session, world):
    ref = add(session, world, TABLE)
    here = f"{HOME}/elements/{ref}"
    visitor.sign_in(world.civil)
    visitor.post(f"{here}/modifier", name="La grande table", seen="1")
    assert visitor.post(f"{here}/retirer").location == f"{HOME}/lieux/elements"
    assert "La grande table" not in visitor.get(HOME).text
    assert f"{here}/remettre" in visitor.get(f"{HOME}/lieux/elements").text
    assert f"{here}/remettre" in visitor.get(here).text
    visitor.get(f"{here}/modifier", status=404)
    visitor.post(f"{here}/remettre")
    assert f"{here}/reprendre/1" in visitor.get(here).text
    visitor.post(f"{here}/reprendre/1")
    assert TABLE.name in visitor.get(HOME).text
    visitor.post(f"{here}/reprendre/99", status=404)


def test_parts_are_put_in_order_with_two_buttons(visitor, session, world):
    add(session, world, TABLE)
    second = add(session, world, Place("Le café"))
    visitor.sign_in(world.civil)
    listed = f"{HOME}/lieux/elements"
    page = visitor.get(listed).text
    assert page.count("/monter") == 1
    assert page.count("/descendre") == 1
    visitor.post(f"{HOME}/elements/{second}/monter")
    page = visitor.get(listed).text
    assert page.index("Le café") < page.index(TABLE.name)
    visitor.sign_in(world.observer)
    assert "/monter" not in visitor.get(listed).text
    visitor.post(f"{HOME}/elements/{second}/descendre", status=403)


def test_a_talent_keeps_whom_the_map_no_longer_shows(visitor, session, world):
    rives = put_on_map(session, world, "Les Rives", Sector.CIVIL)
    ref = add(session, world, Talent("Une salle", stakeholder=rives))
    visitor.sign_in(world.civil)
    visitor.post(f"/sites/{world.site.slug}/parties-prenantes/{rives}/retirer", why="Fermé")
    page = visitor.get(f"{HOME}/elements/{ref}/modifier").text
    assert f'<option selected value="{rives}">Les Rives</option>' in page
    visitor.post(f"{HOME}/elements/{ref}/modifier", stakeholder=rives, brings="Deux", seen="1")
    assert "Les Rives" in visitor.get(f"{HOME}/elements/{ref}").text


def test_a_reader_sees_the_words_come_while_somebody_types(visitor, session, world):
    word(session, world, "power-who", "Nous décidons")
    typing(session, world, "power-who", world.state, lambda person: person.type(" tous."))
    page = visitor.sign_in(world.observer).get(HOME).text
    with acting(session, world):
        document_id = clauses.clause_of(session, "power-who").document_id
        assert parts.parts(session) == []
    assert f'data-live-read="{document_id}" data-live-rich' in page
    assert words_of(page, "power-who") == "<p>Nous décidons tous.</p>"
