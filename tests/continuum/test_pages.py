"""The pages of rounds: each works, for who may and who may not, at every stage."""

import pytest

from tests.continuum.acts import (
    ANONYMOUS,
    ANSWERERS,
    HOME,
    OPENLY,
    QUESTION,
    ROUND,
    in_english,
    open_round,
    place,
    reveal,
)
from tests.visitor import text_of

READ = ("", "/tours/1")
RUN = ("/ouvrir", "/tours/1/finir", "/tours/1/conclure", "/tours/1/projection")


def test_a_site_without_a_round_invites_who_may_open_one(visitor, world):
    assert f"{HOME}/ouvrir" in visitor.sign_in(world.facilitator).get(HOME).text
    page = visitor.sign_in(world.observer).get(HOME)
    assert f"{HOME}/ouvrir" not in page.text
    assert "Coordination" in page.text


def test_a_facilitator_opens_a_round_and_a_member_answers_it(visitor, world):
    visitor.sign_in(world.facilitator).post(
        f"{HOME}/ouvrir",
        question=QUESTION,
        closes="2031-03-17",
        shown="hidden",
        names="named",
        who="members",
    )
    page = in_english(visitor.sign_in(world.state)).get(ROUND)
    assert "0 answers out of 4 people invited" in text_of(page.text)
    visitor.post(f"{ROUND}/repondre", level="4", desired="stay", fact="Une réunion par mois.")
    page = text_of(visitor.get(ROUND).text)
    assert "1 answer out of 4 people invited" in page
    assert "You have answered." in page
    again = visitor.get(f"{ROUND}/repondre").text
    assert "Une réunion par mois." in again


def test_what_was_typed_stays_when_the_level_is_missing(visitor, opened):
    visitor.sign_in(opened.civil)
    page = visitor.post(f"{ROUND}/repondre", status=200, fact="Nos agendas se parlent.")
    assert "Nos agendas se parlent." in page.text
    assert 'href="#level-0"' in page.text


def test_dates_and_modes_are_refused_beside_their_field(visitor, world):
    visitor.sign_in(world.state)
    page = visitor.post(
        f"{HOME}/ouvrir",
        status=200,
        question=QUESTION,
        closes="2031-03-17",
        shown="open",
        names="anonymous",
        who="members",
    )
    assert 'id="shown-error"' in page.text
    page = visitor.post(
        f"{HOME}/ouvrir", status=200, question=QUESTION, closes="hier", shown="hidden"
    )
    assert 'id="closes-error"' in page.text


def test_the_reveal_shows_the_answers_and_the_conclusion_is_written_down(visitor, session, opened):
    for name, level in zip(ANSWERERS, (4, 4, 5, 4), strict=True):
        place(session, opened, name, level, stay=True, fact=f"Un fait de {name}.")
    in_english(visitor.sign_in(opened.facilitator))
    visitor.post(f"{ROUND}/reveler", page=ROUND)
    page = text_of(visitor.get(ROUND).text)
    assert "The middle of the group: Assistance" in page
    assert "Un fait de civil." in page
    assert "We find ourselves together" in page
    assert "Nobody is missing." in page
    visitor.post(
        f"{ROUND}/conclure",
        outcome="right",
        level="4",
        words="Ce niveau nous suffit cette année.",
        advances="Une liste commune.",
    )
    page = text_of(visitor.get(ROUND).text)
    assert "This level is right for us (Assistance)" in page
    story = text_of(visitor.get(HOME).text)
    assert "Ce niveau nous suffit cette année." in story
    assert "Une liste commune." in story


def test_a_round_seen_as_it_goes_shows_its_answers_at_once(visitor, session, world):
    open_round(session, world, OPENLY)
    place(session, world, "state", 2, fact="Un fait vu tout de suite.")
    assert "Un fait vu tout de suite." in visitor.sign_in(world.observer).get(ROUND).text


def test_a_late_answer_is_marked(visitor, session, opened):
    place(session, opened, "state", 4)
    reveal(session, opened)
    in_english(visitor.sign_in(opened.civil))
    visitor.post(f"{ROUND}/repondre", level="7", fact="Venue après.")
    page = text_of(visitor.get(ROUND).text)
    assert "came after the reveal" in page
    assert "The middle of the group: Assistance" in page


def test_a_round_may_be_given_time_or_ended_with_its_reason(visitor, session, opened):
    in_english(visitor.sign_in(opened.facilitator))
    visitor.post(f"{ROUND}/prolonger", page=ROUND, closes="2032-01-01")
    assert "2032" in visitor.get(ROUND).text
    visitor.post(f"{ROUND}/finir", status=200, why="")
    visitor.post(f"{ROUND}/finir", why="Nous étions trop peu.")
    assert "Nous étions trop peu." in visitor.get(ROUND).text
    assert "ended without being revealed" in text_of(visitor.get(ROUND).text)
    assert f"{HOME}/ouvrir" in visitor.get(HOME).text


def test_the_projected_page_shows_who_may_how_many_answered(visitor, session, opened):
    place(session, opened, "state", 4)
    visitor.sign_in(opened.facilitator).get(f"{ROUND}/projection")
    state = visitor.get(f"{ROUND}/projection/etat.json").get_json()
    assert (state["stage"], state["answered"]) == ("open", 1)
    assert set(state) == {"stage", "answered", "said"}
    reveal(session, opened)
    assert "Assistance" in visitor.get(f"{ROUND}/projection").text


@pytest.mark.parametrize("address", READ)
def test_every_member_reads_and_a_stranger_learns_nothing(visitor, opened, address):
    for name in ("observer", "lead", "facilitator", "state"):
        visitor.sign_in(getattr(opened, name)).get(HOME + address)
    for name in ("stranger", "other_state", "admin"):
        visitor.sign_in(getattr(opened, name)).get(HOME + address, status=404)


@pytest.mark.parametrize("address", RUN)
def test_only_the_trio_and_the_facilitator_run_a_round(visitor, opened, address):
    for name in ("state", "facilitator"):
        visitor.sign_in(getattr(opened, name)).get(HOME + address)
    for name in ("observer", "contributor", "lead"):
        visitor.sign_in(getattr(opened, name)).get(HOME + address, status=403)
    visitor.sign_in(opened.stranger).get(HOME + address, status=404)


def test_who_runs_a_round_takes_no_position_in_it(visitor, opened):
    for name in ("facilitator", "observer", "lead"):
        visitor.sign_in(getattr(opened, name)).get(f"{ROUND}/repondre", status=403)


@pytest.mark.parametrize("address", ["/tours/2", "/tours/2/repondre", "/tours/zero"])
def test_what_does_not_exist_is_not_found(visitor, opened, address):
    visitor.sign_in(opened.state).get(HOME + address, status=404)


def test_a_member_takes_their_answer_back_until_the_reveal(visitor, session, opened):
    place(session, opened, "state", 3)
    in_english(visitor.sign_in(opened.state))
    visitor.post(f"{ROUND}/retirer", page=f"{ROUND}/repondre")
    assert "0 answers" in text_of(visitor.get(ROUND).text)
    place(session, opened, "state", 3)
    reveal(session, opened)
    visitor.post(f"{ROUND}/retirer", page="/accessibilite")
    page = text_of(visitor.get(ROUND).text)
    assert "stays as it was said" in page
    assert "1 answer out of 4" in page


def test_an_anonymous_answer_is_taken_back_only_where_it_was_given(visitor, session, world):
    open_round(session, world, ANONYMOUS)
    place(session, world, "state", 3)
    in_english(visitor.sign_in(world.state))
    visitor.post(f"{ROUND}/retirer", page="/accessibilite")
    assert "another device" in text_of(visitor.get(ROUND).text)


def test_a_second_round_says_what_moved_for_each_party(visitor, session, opened):
    for name, level in zip(ANSWERERS, (2, 2, 3, 3), strict=True):
        place(session, opened, name, level)
    reveal(session, opened)
    open_round(session, opened)
    for name, level in zip(ANSWERERS, (4, 4, 4, 5), strict=True):
        place(session, opened, name, level, number=2)
    reveal(session, opened, number=2)
    page = text_of(in_english(visitor.sign_in(opened.observer)).get(f"{HOME}/tours/2").text)
    assert "At round no. 1, the middle of the group was: between Coexistence" in page
    assert "Middle at round no. 1" in page
    assert "They now lie from Assistance to Coordination" in page
    assert "Half of the group, at least, stands from Assistance" in page
