"""The pages of the conditions: each works, for who may and who may not, at every stage."""

import pytest

from coopspace.readiness.rules import Item, Outcome, Said
from tests.continuum.acts import in_english
from tests.readiness.acts import (
    ANONYMOUS,
    ANSWERERS,
    HOME,
    OPENLY,
    ROUND,
    all_at,
    conclude,
    enlarge,
    judge,
    open_round,
    reveal,
)
from tests.visitor import text_of

READ = ("", "?lunette=2011", "/tours/1", "/tours/1?lunette=2011")
RUN = ("/ouvrir", "/tours/1/finir", "/tours/1/conclure")


def answers(step: str, **more: str) -> dict[str, str]:
    return {item.value: step for item in Item} | more


def test_a_site_without_a_round_invites_who_may_open_one_and_names_the_eight(visitor, world):
    assert f"{HOME}/ouvrir" in visitor.sign_in(world.facilitator).get(HOME).text
    page = in_english(visitor.sign_in(world.observer)).get(HOME)
    assert f"{HOME}/ouvrir" not in page.text
    for name in ("Sense of urgency", "Strategic learning", "High-leverage strategy"):
        assert name in page.text


def test_a_facilitator_opens_a_round_and_a_member_judges_the_eight(visitor, world):
    visitor.sign_in(world.facilitator).post(
        f"{HOME}/ouvrir", closes="2031-03-17", shown="hidden", names="named"
    )
    page = in_english(visitor.sign_in(world.state)).get(ROUND)
    assert "0 answers out of 4 people invited" in text_of(page.text)
    sent = answers("3", support="unknown", support_words="Je n’y suis jamais.")
    assert visitor.post(f"{ROUND}/repondre", **sent).location == ROUND
    page = text_of(visitor.get(ROUND).text)
    assert "1 answer out of 4 people invited" in page
    assert "You have answered." in page
    again = visitor.get(f"{ROUND}/repondre").text
    assert "Je n’y suis jamais." in again
    assert again.count(" checked") == 8 + visitor.get("/aide").text.count(" checked")


def test_some_of_the_eight_are_kept_and_the_page_goes_to_the_next_one(visitor, opened):
    in_english(visitor.sign_in(opened.civil))
    answer = visitor.post(f"{ROUND}/repondre", urgency="1", champions="unknown")
    assert answer.location == f"{ROUND}/repondre#resources"
    page = text_of(visitor.get(f"{ROUND}/repondre").text)
    assert "6 are left to judge" in page
    assert "2 of 8 judged so far" in page
    visitor.post(f"{ROUND}/repondre", **answers("2"))
    assert "8 of 8 judged so far" in text_of(visitor.get(f"{ROUND}/repondre").text)


def test_what_was_typed_stays_when_something_is_refused(visitor, opened):
    visitor.sign_in(opened.civil)
    sent = {"vision_words": "Nos agendas se parlent.", "urgency": "4"}
    page = visitor.post(f"{ROUND}/repondre", status=200, **sent).text
    assert "Nos agendas se parlent." in page
    assert 'href="#vision-0"' in page
    assert 'id="vision-error"' in page
    page = visitor.post(f"{ROUND}/repondre", status=200).text
    assert 'class="summary"' in page
    visitor.post(f"{ROUND}/repondre", status=200, urgency="9")
    visitor.post(f"{ROUND}/repondre", status=200, urgency="4", urgency_words="x" * 501)


def test_modes_are_refused_beside_their_field(visitor, world):
    visitor.sign_in(world.state)
    sent = {"closes": "2031-03-17", "shown": "open", "names": "anonymous"}
    assert 'id="shown-error"' in visitor.post(f"{HOME}/ouvrir", status=200, **sent).text
    sent = {"closes": "2031-03-17", "shown": "hidden", "names": "anonymous"}
    assert 'id="names-error"' in visitor.post(f"{HOME}/ouvrir", status=200, **sent).text


def test_the_reveal_shows_spread_then_middle_and_what_to_look_at_together(visitor, session, opened):
    for name, step in zip(ANSWERERS, (4, 4, 1, 1), strict=True):
        said = all_at(3, "") | {
            Item.SUPPORT: Said(step, comment=f"Un fait de {name}."),
            Item.LEARNING: Said(unknown=True),
        }
        judge(session, opened, name, said)
    in_english(visitor.sign_in(opened.facilitator))
    visitor.post(f"{ROUND}/reveler", page=ROUND)
    shown = visitor.get(ROUND)
    page = text_of(shown.text)
    assert (
        "Our answers go from “not there yet” to “in place and shared”; "
        "the middle of the group is between “not there yet” and “in place and shared”." in page
    )
    assert page.index("To look at together") < page.index("Support structure")
    assert page.index("Support structure") < page.index("Where our answers touch")
    assert page.index("Where our answers touch") < page.index("Sense of urgency")
    assert "4 people cannot say." in page
    assert "Un fait de civil." in page
    assert "Nobody is missing." in page
    assert shown.text.count('class="mark"') == 4 * 7


def test_the_lens_of_2011_regroups_the_same_answers(visitor, session, opened):
    judge(session, opened, "state", all_at(2, "Un mot."))
    reveal(session, opened)
    in_english(visitor.sign_in(opened.observer))
    ours, theirs = (visitor.get(f"{ROUND}{lens}").text for lens in ("", "?lunette=2011"))
    for words in ("Common agenda", "Shared measurement", "No counterpart in the list of 2011"):
        assert words in theirs
        assert words not in ours
    assert theirs.index("No counterpart") < theirs.index("Sense of urgency</h3>")
    assert theirs.index("Common agenda") < theirs.index("Shared vision and common action plan</h3>")
    assert ours.count('class="mark"') == theirs.count('class="mark"') == 8
    assert ours.count("Un mot.") == theirs.count("Un mot.") == 8
    assert "Common agenda" in visitor.get(f"{HOME}?lunette=2011").text


def test_the_group_concludes_on_one_of_the_eight_and_on_the_whole(visitor, session, opened):
    judge(session, opened, "state", all_at(2))
    reveal(session, opened)
    in_english(visitor.sign_in(opened.state))
    asked = visitor.get(f"{ROUND}/conclure?sur=resources").text
    assert 'value="resources" checked' in asked or 'checked id="about-3"' in asked
    answer = visitor.post(
        f"{ROUND}/conclure",
        about="resources",
        outcome="act",
        words="Malik demande une ligne au budget de juin.",
    )
    assert answer.location == f"{ROUND}#resources"
    visitor.post(f"{ROUND}/conclure", about="whole", outcome="enough", words="Nous avançons.")
    visitor.post(f"{ROUND}/conclure", status=200, about="whole", outcome="enough", words=" ")
    visitor.post(f"{ROUND}/conclure", status=200, about="lune", outcome="enough", words="Oui.")
    for address in (ROUND, HOME):
        page = text_of(visitor.sign_in(opened.observer).get(address).text)
        assert "Malik demande une ligne au budget de juin." in page
        assert "It is enough to go on" in page
    assert (
        "Malik demande une ligne"
        in visitor.sign_in(opened.state).get(f"{ROUND}/conclure?sur=resources").text
    )


def test_a_second_round_says_what_moved(visitor, session, opened):
    for name in ANSWERERS:
        judge(session, opened, name, all_at(1) | {Item.VISION: Said(3)})
    reveal(session, opened)
    conclude(session, opened, "On avance.", outcome=Outcome.TALK)
    open_round(session, opened)
    for name in ANSWERERS:
        judge(session, opened, name, all_at(3), number=2)
    reveal(session, opened, number=2)
    in_english(visitor.sign_in(opened.observer))
    page = text_of(visitor.get(f"{HOME}/tours/2").text)
    assert "At round no. 1 our answers were all at “not there yet”" in page
    assert "As at round no. 1." in page
    story = visitor.get(HOME).text
    assert story.count('class="path"') == 8
    assert story.count('class="path-round"') == 16
    assert "On avance." in story


def test_an_anonymous_round_shows_words_without_steps_and_no_small_group(visitor, session, world):
    enlarge(session, world, 2)
    open_round(session, world, ANONYMOUS)
    for name in (*ANSWERERS, "more_1"):
        judge(session, world, name, all_at(2, f"Mot de {name}."))
    reveal(session, world)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(ROUND).text
    assert "Mot de civil." in page
    assert 'class="mark" data-college' not in page
    assert "Malik Darrouy" not in page
    assert "fewer than 5 people are never recognised" in text_of(page)
    assert "1 person said nothing of it" in text_of(page)


def test_a_round_seen_as_it_goes_shows_its_answers_at_once(visitor, session, world):
    open_round(session, world, OPENLY)
    assert "No answer yet." in text_of(in_english(visitor.sign_in(world.observer)).get(ROUND).text)
    judge(session, world, "state", all_at(2, "Un fait vu tout de suite."))
    assert "Un fait vu tout de suite." in visitor.get(ROUND).text


def test_a_late_answer_is_marked_and_not_counted(visitor, session, opened):
    judge(session, opened, "state", all_at(2))
    reveal(session, opened)
    in_english(visitor.sign_in(opened.civil))
    visitor.post(f"{ROUND}/repondre", **answers("4", urgency_words="Venue après."))
    page = text_of(visitor.get(ROUND).text)
    assert "1 answer came after the reveal: it is told, not counted." in page
    assert "came after the reveal" in page
    assert "Our answers are all at “some signs”." in page


def test_a_round_may_be_given_time_or_ended_with_its_reason(visitor, session, opened):
    in_english(visitor.sign_in(opened.facilitator))
    visitor.post(f"{ROUND}/prolonger", page=ROUND, closes="2032-01-01")
    assert "2032" in visitor.get(ROUND).text
    visitor.post(f"{ROUND}/prolonger", page=ROUND, closes="hier")
    visitor.post(f"{ROUND}/finir", status=200, why="")
    visitor.post(f"{ROUND}/finir", why="Nous étions trop peu.")
    assert "Nous étions trop peu." in visitor.get(ROUND).text
    assert f"{HOME}/ouvrir" in visitor.get(HOME).text
    visitor.post(f"{ROUND}/reveler", page="/accessibilite")
    assert "Only a round that was open can be revealed." in text_of(visitor.get(ROUND).text)


def test_a_member_takes_their_answer_back_until_the_reveal(visitor, session, opened):
    judge(session, opened, "state", all_at(3))
    in_english(visitor.sign_in(opened.state))
    visitor.post(f"{ROUND}/retirer", page=f"{ROUND}/repondre")
    assert "0 answers" in text_of(visitor.get(ROUND).text)
    judge(session, opened, "state", all_at(3))
    reveal(session, opened)
    visitor.post(f"{ROUND}/retirer", page="/accessibilite")
    assert "stays as it was said" in text_of(visitor.get(ROUND).text)


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


def test_who_runs_a_round_judges_nothing_in_it(visitor, opened):
    for name in ("facilitator", "observer", "lead"):
        visitor.sign_in(getattr(opened, name)).get(f"{ROUND}/repondre", status=403)


@pytest.mark.parametrize("address", ["/tours/2", "/tours/2/repondre", "/tours/zero"])
def test_what_does_not_exist_is_not_found(visitor, opened, address):
    visitor.sign_in(opened.state).get(HOME + address, status=404)


def test_one_line_of_the_menu_leads_to_both_sides_of_cooperation(visitor, opened):
    page = visitor.sign_in(opened.observer).get(HOME).text
    assert page.count('aria-current="page"') == 3
    assert 'href="/sites/quartier-des-trois-ponts/continuum" aria-current="page"' in page
    assert f'href="{HOME}"' in visitor.get("/sites/quartier-des-trois-ponts/continuum").text
