"""The pages of the decisions, as people open them, without a script."""

import csv
import re

import pytest

from coopspace.agreement.rules import Decision as Rule
from coopspace.agreement.rules import Method, Place
from coopspace.stakeholders.rules import Sector
from tests.agreement.acts import add as settle
from tests.continuum.acts import in_english
from tests.decisions.acts import (
    BUS,
    HOME,
    SATURDAY,
    amend,
    conclude,
    looked,
    opened,
    reopen,
    speak,
)
from tests.visitor import text_of

READERS = ("state", "contributor", "facilitator", "observer", "lead")
ONE = f"{HOME}/1"
AGREEMENT = "/sites/quartier-des-trois-ponts/entente"


def hidden(page: str, *names: str) -> dict[str, str]:
    """What the forms of a page carry."""
    found = {}
    for name in names:
        match = re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page)
        assert match, name
        found[name] = match[1]
    return found


def shown_words(page: str) -> dict[str, str]:
    """The exact words that a page shows, as its form names them."""
    return hidden(page, "number", "state", "digest")


@pytest.mark.parametrize("name", READERS)
def test_members_read_and_each_is_led_to_what_they_may_do(visitor, session, world, name):
    opened(session, world)
    visitor.sign_in(getattr(world, name))
    register, page = visitor.get(HOME).text, visitor.get(ONE).text
    for text in (register, page):
        assert BUS in text
        assert "Le bus" in text
    writes = name in ("state", "contributor", "facilitator")
    assert (f'href="{HOME}/ouvrir"' in register) is writes
    for end in ("modifier", "cadre", "issue"):
        assert (f'href="{ONE}/{end}"' in page) is writes
    assert (f'action="{ONE}/position"' in page) is (name == "state")


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    opened(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (HOME, f"{HOME}.csv", ONE, f"{ONE}/historique", f"{ONE}/position"):
        visitor.get(address, status=404)


def test_what_is_not_there_is_not_found(visitor, session, world):
    opened(session, world)
    visitor.sign_in(world.state)
    for end in ("", "/historique", "/position", "/cadre", "/modifier", "/issue", "/rouvrir"):
        visitor.get(f"{HOME}/2{end}", status=404)
    visitor.get(f"{HOME}/ouvrir?regle=nowhere2", status=404)
    visitor.get(f"{HOME}.pdf", status=404)


def test_an_observer_may_not_write(visitor, session, world):
    opened(session, world)
    token = visitor.sign_in(world.observer).token(HOME)
    for end in ("modifier", "cadre", "issue", "rouvrir", "position"):
        visitor.get(f"{ONE}/{end}", status=403)
        answer = visitor.client.post(f"{ONE}/{end}", data={"csrf_token": token})
        assert answer.status_code == 403
    visitor.get(f"{HOME}/ouvrir", status=403)


def test_an_empty_register_invites_who_may(visitor, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.get(HOME).text
    assert "No decision stands in the register yet" in page
    assert f'href="{HOME}/ouvrir"' in page
    in_english(visitor.sign_in(world.observer))
    assert f'href="{HOME}/ouvrir"' not in visitor.get(HOME).text


def test_a_rule_of_the_agreement_proposes_and_leads_to_what_was_decided(visitor, session, world):
    table = settle(session, world, Place("La table", parties=(Sector.STATE,)))
    rule = settle(session, world, Rule("Le budget", place=table, method=Method.MAJORITY))
    in_english(visitor.sign_in(world.civil))
    chosen = f"{HOME}/ouvrir?regle={rule}"
    assert f'href="{chosen}"' in visitor.get(f"{HOME}/ouvrir").text
    page = visitor.get(chosen).text
    assert 'value="Le budget"' in page
    assert re.search(r'<input checked[^>]* value="majority"', page)
    assert re.search(rf'<input checked[^>]* value="{world.state.id}"', page)
    assert not re.search(rf'<input checked[^>]* value="{world.civil.id}"', page)
    answer = visitor.post(
        chosen,
        matter="Le budget de l’été",
        text=BUS,
        method="majority",
        rule=rule,
        place=table,
        asked=[str(world.state.id), str(world.civil.id)],
    )
    assert answer.location == ONE
    page = visitor.get(ONE).text
    assert "The greater number" in page or "greater number carries it" in page
    assert "La table" in page
    assert f'href="{AGREEMENT}/elements/{rule}"' in page
    told = visitor.get(AGREEMENT).text
    assert f'href="{HOME}?regle={rule}"' in told
    part = visitor.get(f"{AGREEMENT}/elements/{rule}").text
    assert f'href="{ONE}"' in part
    assert f'href="{chosen}"' in part
    assert "Le budget de l’été" in visitor.get(f"{HOME}?regle={rule}").text


def test_what_cannot_be_kept_is_said_beside_its_field_with_what_was_typed(visitor, world):
    in_english(visitor.sign_in(world.civil))
    page = visitor.post(
        f"{HOME}/ouvrir", status=200, matter=" ", text=BUS, where="Au café", method="consent"
    ).text
    assert 'id="matter-error"' in page
    assert f"{BUS}</textarea>" in page
    assert 'value="Au café"' in page
    page = visitor.post(f"{HOME}/ouvrir", status=200, matter="Le bus", text=BUS).text
    assert 'id="method-error"' in page


def test_who_will_read_is_said_before_they_speak(visitor, session, world):
    opened(session, world)
    page = text_of(visitor.sign_in(world.state).get(ONE).text)
    assert "Ce n’est pas un vote secret." in page
    assert page.index("Ce n’est pas un vote secret.") < page.index("Je consens")


def test_a_position_is_taken_read_by_all_and_changed(visitor, session, world):
    opened(session, world)
    visitor.sign_in(world.civil)
    page = visitor.get(ONE).text
    sent = shown_words(page)
    refused = visitor.post(
        f"{ONE}/position", page=ONE, status=200, stance="objection", reason=" ", **sent
    ).text
    assert 'id="reason-error"' in refused
    answer = visitor.post(
        f"{ONE}/position", page=ONE, stance="objection", reason="C’est jour de marché.", **sent
    )
    assert answer.location == ONE
    page = visitor.sign_in(world.observer).get(ONE).text
    assert "C’est jour de marché." in page
    assert "Aïssata Lorin" in page
    visitor.sign_in(world.civil)
    visitor.post(f"{ONE}/position", page=ONE, stance="consent", **sent)
    shown = looked(session, world)
    assert [one.stance for one in shown.said] == ["objection", "consent"]
    assert "C’est jour de marché." in visitor.get(ONE).text


def test_without_a_choice_what_was_typed_stays(visitor, session, world):
    opened(session, world)
    visitor.sign_in(world.civil)
    sent = shown_words(visitor.get(ONE).text)
    page = visitor.post(
        f"{ONE}/position", page=ONE, status=200, reason="Je ne sais pas encore.", **sent
    ).text
    assert 'id="stance-error"' in page
    assert "Je ne sais pas encore.</textarea>" in page


def test_words_that_changed_meanwhile_are_shown_before_anything_is_said(visitor, session, world):
    opened(session, world)
    visitor.sign_in(world.civil)
    sent = shown_words(visitor.get(ONE).text)
    amend(session, world, SATURDAY)
    page = visitor.post(
        f"{ONE}/position", page=ONE, status=409, stance="reservation", reason="À voir.", **sent
    ).text
    assert "samedi" in page
    assert "<del>" in page
    assert "À voir.</textarea>" in page
    assert shown_words(page)["number"] == "2"
    assert looked(session, world).said == ()


def test_whoever_spoke_of_earlier_words_is_asked_again_with_what_changed(visitor, session, world):
    opened(session, world)
    speak(session, world, "civil", "consent")
    amend(session, world, SATURDAY)
    in_english(visitor.sign_in(world.civil))
    page = visitor.get(ONE).text
    assert "on an earlier wording" in text_of(page)
    assert "<ins>" in page
    assert f'action="{ONE}/position"' in page


def test_a_proposal_is_worded_in_a_plain_form_and_late_words_are_kept(visitor, session, world):
    opened(session, world)
    visitor.sign_in(world.contributor)
    address = f"{ONE}/modifier"
    page = visitor.get(address).text
    assert "data-live=" in page
    seen = hidden(page, "text_seen")["text_seen"]
    assert visitor.post(address, text=SATURDAY, text_seen=seen).location == ONE
    assert SATURDAY in visitor.get(ONE).text
    page = visitor.post(address, status=409, text="Tout autre chose.", text_seen="77").text
    assert page.count("Tout autre chose.") >= 2
    assert SATURDAY in visitor.get(ONE).text
    page = visitor.post(address, status=200, text="x" * 20_001, text_seen="2").text
    assert 'id="text-error"' in page
    told = visitor.get(f"{ONE}/historique?de=1&a=2").text
    assert "samedi" in told
    visitor.post(f"{ONE}/restaurer/1", page=f"{ONE}/historique")
    assert looked(session, world).text.text == BUS


def test_how_it_is_decided_is_said_anew_and_the_second_reads_what_stands(visitor, session, world):
    opened(session, world)
    address = f"{ONE}/cadre"
    in_english(visitor.sign_in(world.facilitator))
    seen = hidden(visitor.get(address).text, "seen")["seen"]
    sent = {"method": "majority", "asked": [str(world.contributor.id)], "seen": seen}
    assert visitor.post(address, matter="Le bus santé", **sent).location == ONE
    assert [one.person for one in looked(session, world).voices] == [world.contributor.id]
    page = visitor.post(address, status=200, matter="Le grand bus", **sent).text
    assert "Somebody changed this meanwhile" in page
    assert "Le bus santé" in page
    assert 'value="Le grand bus"' in page
    assert hidden(page, "seen")["seen"] == "2"
    assert "How it was framed before" in visitor.get(ONE).text


def outcome_of(page: str, **typed: str) -> dict[str, str]:
    """The form of an outcome, filled."""
    return {**shown_words(page), **hidden(page, "heard"), "day": "2026-03-02", **typed}


def test_a_person_writes_the_outcome_after_reading_what_is_still_asked(visitor, session, world):
    opened(session, world)
    speak(session, world, "civil", "objection", "C’est jour de marché.")
    address = f"{ONE}/issue"
    in_english(visitor.sign_in(world.facilitator))
    page = visitor.get(address).text
    assert "1 objection is not lifted." in text_of(page)
    assert "C’est jour de marché." in page
    refused = visitor.post(address, status=200, **outcome_of(page, words="Le samedi.")).text
    assert 'id="outcome-error"' in refused
    assert "Le samedi.</textarea>" in refused
    sent = outcome_of(page, outcome="changed", words="Le samedi, alors.")
    assert visitor.post(address, **sent).location == ONE
    page = visitor.get(ONE).text
    assert "Le samedi, alors." in page
    assert "Claire Vasseur" in page
    assert "Adopted with changes" in page
    assert f'action="{ONE}/position"' not in visitor.sign_in(world.civil).get(ONE).text


def test_two_outcomes_at_once_leave_one_and_the_words_of_the_other(visitor, session, world):
    opened(session, world)
    in_english(visitor.sign_in(world.facilitator))
    address = f"{ONE}/issue"
    page = visitor.get(address).text
    visitor.post(address, **outcome_of(page, outcome="adopted", words="Nous le faisons."))
    late = visitor.post(
        address,
        page=f"{ONE}/rouvrir",
        status=200,
        **outcome_of(page, outcome="postponed", words="Nous attendons."),
    ).text
    assert "An outcome was written meanwhile" in late
    assert "Nous le faisons." in late
    assert "Nous attendons.</textarea>" in late


def test_nobody_concludes_over_a_position_that_came_meanwhile(visitor, session, world):
    opened(session, world)
    in_english(visitor.sign_in(world.facilitator))
    address = f"{ONE}/issue"
    page = visitor.get(address).text
    speak(session, world, "civil", "objection", "C’est jour de marché.")
    sent = outcome_of(page, outcome="adopted", words="Nous le faisons.")
    page = visitor.post(address, status=200, **sent).text
    assert "Somebody took a position meanwhile" in page
    assert "C’est jour de marché." in page
    assert "Nous le faisons.</textarea>" in page
    amend(session, world, SATURDAY)
    page = visitor.post(address, status=409, **sent).text
    assert "Nous le faisons.</textarea>" in page
    assert looked(session, world).is_open


def test_a_decision_is_opened_again_with_its_reason(visitor, session, world):
    opened(session, world)
    conclude(session, world)
    visitor.sign_in(world.state)
    assert f'href="{ONE}/rouvrir"' in visitor.get(ONE).text
    assert visitor.get(f"{ONE}/modifier", status=303).location == ONE
    assert 'id="why-error"' in visitor.post(f"{ONE}/rouvrir", status=200, why=" ").text
    assert visitor.post(f"{ONE}/rouvrir", why="Le bus est en panne.").location == ONE
    page = visitor.get(ONE).text
    assert "Le bus est en panne." in page
    assert "Nous le faisons." in page
    assert f'action="{ONE}/position"' in page


def test_the_register_is_searched_by_address(visitor, session, world):
    opened(session, world)
    opened(session, world, matter="La salle", method=Method.ADVICE, proposal="Ouvrir la salle.")
    conclude(session, world)
    visitor.sign_in(world.observer)
    for query, bus, room in (
        ("", True, True),
        ("?mots=SALLE ouvrir", False, True),
        ("?issue=open", False, True),
        ("?issue=adopted", True, False),
        ("?methode=advice", False, True),
        ("?du=2020-01-01&au=2020-12-31", False, False),
        ("?methode=x&issue=y", True, True),
        ("?du=demain", True, True),
    ):
        page = visitor.get(f"{HOME}{query}").text
        assert (f'href="{ONE}"' in page, f'href="{HOME}/2"' in page) == (bus, room), query


@pytest.mark.parametrize("suffix", ("csv", "xlsx", "ods"))
def test_the_register_is_taken_away(visitor, session, world, suffix):
    opened(session, world)
    answer = visitor.sign_in(world.observer).get(f"{HOME}.{suffix}")
    assert "_decisions_" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 100


def test_the_table_holds_the_register_as_it_is_sifted_and_every_position(visitor, session, world):
    opened(session, world)
    opened(session, world, matter="La salle", proposal="Ouvrir la salle.")
    speak(session, world, "civil", "objection", "=2+2 : trop cher")
    amend(session, world, SATURDAY)
    conclude(session, world, "changed", "Le samedi.")
    in_english(visitor.sign_in(world.observer))
    text = visitor.get(f"{HOME}.csv?issue=changed").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines()) for cell in row]
    assert "Adopted with changes" in cells
    assert "Aïssata Lorin" in cells
    assert "on an earlier wording" in cells
    assert "'=2+2 : trop cher" in cells
    assert "La salle" not in cells


def test_the_dashboard_tells_whose_position_is_awaited(visitor, session, world):
    opened(session, world)
    site, awaited = "/sites/quartier-des-trois-ponts/", "A decision waits for your position."
    in_english(visitor.sign_in(world.civil))
    assert awaited in visitor.get(site).text
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(site).text
    assert awaited not in page
    assert "1 decision is open." in page
    assert f'href="{HOME}"' in page


def test_the_journal_leads_to_the_decision(visitor, session, world):
    opened(session, world)
    speak(session, world, "civil", "objection", "C’est jour de marché.")
    conclude(session, world)
    reopen(session, world)
    page = (
        visitor.sign_in(world.state).get("/sites/quartier-des-trois-ponts/journal?sur=entente").text
    )
    assert page.count(f'href="{ONE}"') == 4
    assert "jour de marché" not in page


def test_words_of_people_are_never_markup(visitor, session, world):
    opened(session, world, matter="<b>Le bus</b>", proposal="<i>Ici</i>")
    conclude(session, world, words="<u>Oui</u>")
    visitor.sign_in(world.state)
    for address in (HOME, ONE, f"{ONE}/issue", f"{ONE}/rouvrir", f"{ONE}/historique"):
        page = visitor.get(address).text
        for tag in ("<b>Le bus", "<i>Ici", "<u>Oui"):
            assert tag not in page
