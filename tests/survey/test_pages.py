"""Surveys, as people open, hand out, answer and read them."""

import re
from datetime import timedelta

import pytest

from blueprints._shared.squares import squares
from blueprints.survey import linking
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.mail import Posted
from coopspace.stakeholders import held
from coopspace.stakeholders.networks import seen
from coopspace.stakeholders.rules import Kind, Sector
from coopspace.survey import actions
from tests.continuum.acts import in_english
from tests.stakeholders.acts import acting, add, reading
from tests.survey.acts import HOME, answered, closed, linked, opened, organisations

HEAVIEST = 60_000
"""What a phone page may weigh, in bytes, before it is compressed."""


def secrets_on(page):
    """The secrets of the links that a page shows."""
    return re.findall(r"<code[^>]*>[^<]*/e/([A-Za-z0-9_-]{43})</code>", page)


@pytest.mark.parametrize("name", ["state", "facilitator"])
def test_a_survey_is_opened_its_links_are_shown_once_and_renewed(visitor, session, world, name):
    one, other = organisations(session, world, 2)
    in_english(visitor.sign_in(getattr(world, name)))
    assert "No survey yet" in visitor.get(HOME).text
    visitor.get(f"{HOME}/nouvelle")
    day = f"{clock.now() + timedelta(days=9):%Y-%m-%d}"
    answer = visitor.post(f"{HOME}/nouvelle", status=200, name="Printemps", closes=day)
    assert "Choose the organisations" in answer.text
    answer = visitor.post(
        f"{HOME}/nouvelle", name="Printemps", closes=day, asked=[one, other, "zzzzzzzz"]
    )
    assert answer.location == f"{HOME}/1"
    page = visitor.get(f"{HOME}/1").text
    assert "0 of 2 have answered." in page
    assert secrets_on(page) == []
    made = visitor.post(f"{HOME}/1/liens", page=f"{HOME}/1", status=200).text
    first, second = secrets_on(made)
    assert first != second
    visitor.post(f"{HOME}/1/liens", page=f"{HOME}/1", status=303)
    renewed = secrets_on(visitor.post(f"{HOME}/1/{one}", status=200).text)[0]
    assert renewed not in (first, second)
    assert secrets_on(visitor.get(f"{HOME}/1/{one}").text) == []
    visitor.get(f"/e/{renewed}")
    assert sorted(visitor.client.get(f"/e/{each}").status_code for each in (first, second)) == [
        200,
        404,
    ]
    visitor.post(f"{HOME}/1/{one}/revoquer", page=f"{HOME}/1/{one}", status=303)
    visitor.get(f"/e/{renewed}", status=404)


def test_a_link_leaves_by_mail_and_its_address_is_shown_nowhere(visitor, session, world):
    (one,) = organisations(session, world, 1)
    opened(session, world, [one])
    in_english(visitor.sign_in(world.facilitator))
    page = f"{HOME}/1/{one}"
    visitor.post(f"{page}/envoyer", page=page, status=200, email="nulle part")
    sent = visitor.post(f"{page}/envoyer", page=page, status=200, email="qui@exemple.fr").text
    assert len(secrets_on(sent)) == 1
    assert "qui@exemple.fr" not in sent
    again = visitor.get(page).text
    assert "Remind by mail" in again
    assert "qui@exemple.fr" not in again
    later = visitor.post(f"{page}/envoyer", page=page, status=200, email="").text
    assert secrets_on(later) != secrets_on(sent)


def test_everybody_on_the_map_is_asked_with_one_touch(visitor, session, world):
    organisations(session, world, 3)
    add(session, world, "Rosa Canari", Sector.RESIDENTS, kind=Kind.PERSON)
    in_english(visitor.sign_in(world.facilitator))
    page = visitor.post(f"{HOME}/nouvelle", status=200, name="Printemps", everybody="1").text
    assert len(re.findall(r"<input checked[^>]*name=\"asked\"", page)) == 3
    assert 'value="Printemps"' in page
    assert "Rosa" not in page
    assert "No survey yet" in visitor.get(HOME).text


def test_each_slip_holds_a_link_and_its_code(visitor, session, world):
    refs = organisations(session, world, 3)
    opened(session, world, refs)
    visitor.sign_in(world.facilitator)
    page = visitor.post(f"{HOME}/1/liens", page=f"{HOME}/1", status=200).text
    links = re.findall(r"<code[^>]*>([^<]*)</code>", page)
    drawn = re.findall(r'<svg class="squares" viewBox="0 0 (\d+) \d+".*?<path d="([^"]+)"', page)
    assert [(str(squares(link).side), squares(link).path) for link in links] == drawn
    assert len(drawn) == 3
    assert [len(re.findall(f'data-copy="{one}"', page)) for one in ("slips", "link-2")] == [1, 1]
    journal = in_english(visitor).get("/sites/quartier-des-trois-ponts/journal").text
    assert journal.count("makes links for survey no. 1 of the network: 3.") == 1


def test_one_button_writes_to_those_who_have_not_answered(visitor, session, world):
    refs = organisations(session, world, 3)
    opened(session, world, refs)
    in_english(visitor.sign_in(world.facilitator))
    home = f"{HOME}/1"
    assert "relancer" not in visitor.get(home).text
    visitor.post(f"{home}/relancer", page=home, status=303)
    assert "Nobody to write to" in visitor.get(home).text
    first = secrets_on(_sent(visitor, f"{home}/{refs[0]}", "qui@exemple.fr"))
    assert "1 letter, to the address that was given" in visitor.get(home).text
    again = visitor.post(f"{home}/relancer", page=home, status=200).text
    assert "sends no mail" in again
    assert "Maison 01" in again
    assert "qui@exemple.fr" not in again
    assert len(secrets_on(again)) == 1
    assert secrets_on(again) != first
    answered(session, world, secrets_on(again)[0], {refs[1]: 4})
    assert "relancer" not in visitor.get(home).text


def test_addresses_are_written_on_one_page_and_each_gets_its_link(
    visitor, session, world, monkeypatch
):
    refs = organisations(session, world, 4)
    number = opened(session, world, refs[:3])
    kept = linked(session, world, number, refs[1])
    answered(session, world, linked(session, world, number, refs[2]), {refs[3]: 4})
    in_english(visitor.sign_in(world.facilitator))
    page = f"{HOME}/1/ecrire"
    one, other = (f"to_{ref}" for ref in refs[:2])
    shown = visitor.get(page).text
    assert [f'name="to_{ref}"' in shown for ref in refs] == [True, True, False, False]
    assert "one address at least" in visitor.post(page, status=200, locale="en").text
    wrong = {one: "qui@exemple.fr", other: "nulle part", "locale": "en"}
    assert "Write an e-mail address like this" in visitor.post(page, status=200, **wrong).text
    visitor.get(f"/e/{kept}")
    gone = []
    monkeypatch.setattr(
        linking, "post", lambda letter: gone.append((letter.to, letter.locale)) or Posted(None)
    )
    visitor.post(page, **{one: "qui@exemple.fr", other: "", "locale": "en"})
    assert gone == [("qui@exemple.fr", "en")]
    shown = visitor.get(page).text
    assert "1 letter is on its way." in shown
    assert shown.count("An address is known") == 1
    assert "qui@exemple.fr" not in shown
    visitor.get(f"/e/{kept}")


def test_letters_that_leave_are_counted(visitor, session, world, monkeypatch):
    refs = organisations(session, world, 3)
    opened(session, world, refs)
    in_english(visitor.sign_in(world.facilitator))
    for ref in refs[:2]:
        _sent(visitor, f"{HOME}/1/{ref}", f"{ref}@exemple.fr")
    gone = []
    monkeypatch.setattr(linking, "post", lambda letter: gone.append(letter.to) or Posted(None))
    visitor.post(f"{HOME}/1/relancer", page=f"{HOME}/1", status=303)
    assert gone == [f"{ref}@exemple.fr" for ref in refs[:2]]
    page = visitor.get(f"{HOME}/1").text
    assert "2 letters are on their way." in page
    assert secrets_on(page) == []


def test_the_map_says_how_many_answered_and_leads_to_who_did_not(visitor, session, world):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one, other])
    answered(session, world, linked(session, world, number, one), {other: 4})
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(HOME.removesuffix("/enquetes")).text
    reads = page[page.index('data-part="reads"') : page.index('data-part="tools"')]
    assert "1 of the 2 organisations that were asked answered." in reads
    assert f'href="{HOME}/1"' in reads


def test_a_closed_survey_is_read_beside_the_one_before(visitor, session, world):
    refs = organisations(session, world, 6)
    for level in (3, 5):
        number = opened(session, world, refs)
        for ref in refs[:5]:
            answered(session, world, linked(session, world, number, ref), {refs[5]: level})
        closed(session, world, number)
    in_english(visitor.sign_in(world.observer))
    first, second = visitor.get(f"{HOME}/1").text, visitor.get(f"{HOME}/2").text
    assert "spoke, and it was" not in first
    assert "5 spoke, and it was Communication." in second
    counts = re.findall(r"<td>(\d+)</td><td>(\d+)</td>", second)
    assert counts == [("0", "0"), ("0", "0"), ("0", "5"), ("0", "0"), ("5", "0"), *[("0", "0")] * 2]
    compared = f"{HOME.removesuffix('/enquetes')}?vague=2&amp;avec=1"
    assert f'href="{compared}"' in second
    assert f'href="{compared}"' in visitor.get(f"{HOME.removesuffix('/enquetes')}/editions").text


@pytest.mark.parametrize("name", ["observer", "contributor", "lead"])
def test_members_read_who_answered_and_hand_out_nothing(visitor, session, world, name):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one, other])
    answered(session, world, linked(session, world, number, one), {other: 4})
    in_english(visitor.sign_in(getattr(world, name)))
    page = visitor.get(f"{HOME}/{number}").text
    assert "1 of 2 have answered." in page
    assert "/liens" not in page
    visitor.get(f"{HOME}/{number}/{one}", status=403)
    assert "1 of 2" in visitor.get(HOME).text
    visitor.get(f"{HOME}/99", status=404)


def test_a_stranger_learns_nothing(visitor, session, world):
    (one,) = organisations(session, world, 1)
    opened(session, world, [one])
    for name in ("stranger", "other_state", "admin"):
        visitor.sign_in(getattr(world, name))
        visitor.get(HOME, status=404)
        visitor.get(f"{HOME}/1", status=404)


def test_an_organisation_answers_from_its_link_alone(visitor, session, world):
    refs = organisations(session, world, 3)
    one, other, third = refs
    token = linked(session, world, opened(session, world, refs), one)
    in_english(visitor)
    link = f"/e/{token}"
    begin = visitor.get(link).text
    assert "Maison 01" in begin
    assert "nobody else" in begin
    assert visitor.post(link, name="Zoé Canari").location == f"{link}/partenaires"
    listed = visitor.get(f"{link}/partenaires").text
    assert "Maison 01</span></label>" not in listed
    answer = visitor.post(f"{link}/partenaires", partners=[other], seek="", find="1", search="03")
    assert answer.location == f"{link}/partenaires?seek=03"
    found = visitor.get(f"{link}/partenaires?seek=03").text
    assert "Maison 03" in found
    assert "Maison 02" not in found
    answer = visitor.post(f"{link}/partenaires", partners=[third], seek="03")
    assert answer.location == f"{link}/partenaires/{other}"
    page = visitor.get(f"{link}/partenaires/{other}").text
    assert "0 of 2 partners done" in page
    assert page.count('name="reliability"') == 5
    assert (
        "Choose one of the seven"
        in visitor.post(f"{link}/partenaires/{other}", status=200, kinds=["means"]).text
    )
    answer = visitor.post(
        f"{link}/partenaires/{other}", level="4", desired="5", kinds=["means"], power="0"
    )
    assert answer.location == f"{link}/partenaires/{third}"
    kept = visitor.get(f"{link}/partenaires/{other}").text
    assert re.search(r'<input[^>]*checked[^>]*name="level"[^>]*value="4"', kept)
    assert re.search(r'<input[^>]*checked[^>]*name="power"[^>]*value="0"', kept)
    assert "Maison 03" in visitor.post(f"{link}/relire", status=200).text
    assert visitor.post(f"{link}/partenaires/{third}", level="2").location == f"{link}/relire"
    assert visitor.post(f"{link}/relire").location == f"{link}/relire"
    assert "Thank you" in visitor.get(f"{link}/relire").text
    visitor.post(f"{link}/partenaires/{third}", level="3")
    visitor.get(f"{link}/ouvrir")
    with reading(session, world) as now:
        assert now.answered == frozenset({one})
        assert now.relations == ()


def test_an_organisation_that_is_missing_is_added_on_the_way(visitor, session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one]), one)
    link = f"/e/{token}/partenaires"
    visitor.post(link, partners=[other], name="La bricothèque", sector="civil", add="1")
    page = visitor.get(link).text
    assert len(re.findall(r"<input checked", page)) == 2
    visitor.post(link, status=200, partners=[other], name="La bricothèque", sector="civil", add="1")
    with reading(session, world) as now:
        assert "La bricothèque" in {each.name for each in now.organisations}


def test_two_organisations_open_an_answer_by_their_links(visitor, session, world):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one, other])
    mine, theirs = (linked(session, world, number, ref) for ref in (one, other))
    answered(session, world, mine, {other: 4})
    page = f"/e/{mine}/ouvrir"
    visitor.post(f"{page}/{other}/proposer", page=page, status=303)
    page = f"/e/{theirs}/ouvrir"
    visitor.post(f"{page}/{one}/accepter", page=page, status=303)
    assert _levels(session, world) == [4]
    closed(session, world, number)
    visitor.get(f"/e/{theirs}", status=410)
    visitor.get(page)
    visitor.post(f"{page}/{one}/refermer", page=page, status=303)
    assert _levels(session, world) == []
    visitor.post(f"{page}/{one}/accepter", page="/connexion", status=404)


def test_unknown_links_and_closed_ones_are_kind_and_tell_nothing(visitor, session, world):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one])
    token = linked(session, world, number, one)
    unknown = {visitor.get(f"/e/{each}", status=404).text for each in ("x", "A" * 43, "é")}
    assert len(unknown) == 1
    closed(session, world, number)
    for path in ("", "/partenaires", f"/partenaires/{other}", "/relire"):
        page = visitor.get(f"/e/{token}{path}", status=410).text
        assert "Maison" not in page
        assert world.site.name not in page


def test_a_partner_that_was_not_picked_has_no_page(visitor, session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one]), one)
    visitor.get(f"/e/{token}/partenaires/{other}", status=404)
    visitor.get(f"/e/{token}/partenaires/zzzzzzzz", status=404)


@pytest.mark.engines("sqlite")  # the weight of a page is the same on both
def test_the_list_of_forty_partners_is_light_on_a_phone(visitor, session, world):
    refs = organisations(session, world, 41, "Association pour le développement social, antenne")
    number = opened(session, world, [refs[0]])
    token = linked(session, world, number, refs[0])
    answered(session, world, token, dict.fromkeys(refs[1:], 4), finish=False)
    for path in ("", "/partenaires", f"/partenaires/{refs[1]}", "/relire", "/ouvrir"):
        assert len(visitor.get(f"/e/{token}{path}").data) < HEAVIEST, path


def test_the_closed_survey_is_read_together(visitor, session, world):
    refs = organisations(session, world, 6)
    number = opened(session, world, refs)
    for ref in refs[:5]:
        answered(session, world, linked(session, world, number, ref), {refs[5]: 4}, mark=3)
    in_english(visitor.sign_in(world.facilitator))
    assert "Nothing is read before the closing" in visitor.get(f"{HOME}/1").text
    later = f"{clock.now() + timedelta(days=30):%Y-%m-%d}"
    visitor.post(f"{HOME}/1/prolonger", page=f"{HOME}/1", status=303, closes=later)
    visitor.post(f"{HOME}/1/prolonger", page=f"{HOME}/1", status=303, closes="x")
    visitor.post(f"{HOME}/1/clore", page=f"{HOME}/1", status=303)
    page = visitor.get(f"{HOME}/1").text
    assert "5 organisations speak." in page
    assert "A fair amount" in page
    assert "css/continuum" in page  # it draws the signs of the levels
    with in_site(session, world.site.id):
        session.rollback()
        assert not actions.survey_of(session, 1).open
    with acting(session, world):
        assert held.stakeholder_of(session, refs[0])


def _sent(visitor, page, email):
    """What is shown where a letter cannot leave by mail."""
    return visitor.post(f"{page}/envoyer", page=page, status=200, email=email).text


def _levels(session, world):
    session.rollback()
    with in_site(session, world.site.id):
        return [one.level for one in seen(session).relations]
