"""The pages of the seven roles, as people open them, without a script."""

import csv
import io
import re

import pytest

from coopspace.kernel import clock
from coopspace.roles.rules import Quarter, SupportRole, Told
from tests.continuum.acts import in_english
from tests.roles.acts import HOME, hand, history, judge, on_the_map, seen, tell
from tests.visitor import text_of

READERS = ("state", "contributor", "facilitator", "observer", "lead")
TRUST = f"{HOME}/2"
ACTS = ("passer", "decrire", "juger")
SITE = "/sites/quartier-des-trois-ponts"


def shared(session, world) -> None:
    """A role that is held, described and seen differently."""
    centre = on_the_map(session, world)
    hand(session, world, SupportRole.TRUST, "civil", centre)
    told = Told(
        "Un café avant chaque séance.", "Du temps.", "Se voir", clock.today(), world.civil.id
    )
    tell(session, world, SupportRole.TRUST, told)
    judge(session, world, SupportRole.TRUST, "at_times", "Deux se taisent.", by="state")
    judge(session, world, SupportRole.TRUST, "reliably", "On se dit tout.", by="contributor")


def counter(page: str) -> str:
    """What the form of a page says was read."""
    found = re.search(r'name="seen" type="hidden" value="(\d+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("name", READERS)
def test_members_read_and_each_is_led_to_what_they_may_do(visitor, session, world, name):
    shared(session, world)
    visitor.sign_in(getattr(world, name))
    index, page = visitor.get(HOME).text, visitor.get(TRUST).text
    for text in (index, page):
        assert "Aïssata Lorin" in text
        assert "Centre social" in text
        assert "Du temps." in text
    assert "Deux se taisent." in page
    assert "On se dit tout." in page
    writes = name in ("state", "contributor", "facilitator")
    assert (f'href="{TRUST}/passer"' in page) is (name in ("state", "facilitator"))
    assert (f'href="{TRUST}/decrire"' in page) is writes
    assert (f'href="{TRUST}/juger"' in page) is writes


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    shared(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (HOME, f"{HOME}.csv", TRUST, *(f"{TRUST}/{end}" for end in ACTS)):
        visitor.get(address, status=404)


def test_what_is_not_there_is_not_found(visitor, world):
    visitor.sign_in(world.state)
    for end in ("/0", "/8", "/8/juger", "/trust", ".pdf"):
        visitor.get(f"{HOME}{end}", status=404)


def test_an_observer_reads_and_a_contributor_does_not_hand_over(visitor, world):
    token = visitor.sign_in(world.observer).token(HOME)
    for end in ACTS:
        visitor.get(f"{TRUST}/{end}", status=403)
        answer = visitor.client.post(f"{TRUST}/{end}", data={"csrf_token": token})
        assert answer.status_code == 403
    visitor.sign_in(world.contributor).get(f"{TRUST}/passer", status=403)


def test_an_empty_site_names_the_seven_roles_that_nobody_holds(visitor, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.get(HOME).text
    assert page.count('class="role free"') == 7
    assert "Nobody holds yet" in page
    one = visitor.get(TRUST).text
    assert "Say who holds it" in one
    assert "Cultivate trust" in one


def test_a_role_is_handed_over_by_a_plain_form(visitor, session, world):
    centre = on_the_map(session, world)
    ref = seen(session, world).organisations[centre.id].ref
    hand(session, world, SupportRole.TRUST, "civil")
    in_english(visitor.sign_in(world.state))
    page = visitor.get(f"{TRUST}/passer").text
    assert re.search(rf'<input checked[^>]* value="{world.civil.id}"', page)
    sent = {"people": [str(world.contributor.id)], "organisations": [ref], "seen": counter(page)}
    page = visitor.post(f"{TRUST}/passer", status=200, **sent, words=" ").text
    assert 'id="words-error"' in page
    assert re.search(rf'<input checked[^>]* value="{ref}"', page)
    answer = visitor.post(f"{TRUST}/passer", **sent, words="Je pars en formation.")
    assert answer.location == TRUST
    page = visitor.get(TRUST).text
    assert "Je pars en formation." in page
    assert "Jeanne Peyrol" in page
    assert f'href="{SITE}/parties-prenantes/{ref}"' in page


def test_what_somebody_else_did_meanwhile_is_shown_and_nothing_is_lost(visitor, session, world):
    in_english(visitor.sign_in(world.state))
    before = counter(visitor.get(f"{TRUST}/passer").text)
    hand(session, world, SupportRole.TRUST, "observer")
    sent = {"people": [str(world.civil.id)], "words": "Mes mots."}
    page = visitor.post(f"{TRUST}/passer", status=200, seen=before, **sent).text
    assert "Somebody changed this meanwhile" in page
    assert "Mes mots.</textarea>" in page
    assert "Omar Benali" in page
    visitor.post(f"{TRUST}/passer", seen=counter(page), **sent)
    latest = history(session, world, SupportRole.TRUST).passed[0]
    assert latest.words == "Mes mots."


def test_what_is_done_and_what_comes_next_is_written_by_a_plain_form(visitor, session, world):
    in_english(visitor.sign_in(world.contributor))
    page = visitor.post(f"{TRUST}/decrire", status=200, step="Se voir", activities="Un café.").text
    assert 'id="day-error"' in page
    assert "Un café.</textarea>" in page
    visitor.post(
        f"{TRUST}/decrire",
        seen="0",
        activities="Un café.",
        step="Se voir",
        day=clock.today().isoformat(),
        person=str(world.observer.id),
    )
    page = visitor.get(f"{TRUST}/decrire").text
    assert re.search(rf'<option selected value="{world.observer.id}"', page)
    assert counter(page) == "1"
    page = visitor.post(f"{TRUST}/decrire", status=200, seen="0", activities="Un thé.").text
    assert "Somebody changed this meanwhile" in page
    assert "Un thé.</textarea>" in page
    assert "Un café." in page


def test_a_judgement_is_given_and_changed_by_a_plain_form(visitor, session, world):
    in_english(visitor.sign_in(world.facilitator))
    now = Quarter.of(clock.today())
    page = visitor.post(f"{TRUST}/juger", status=200, quarter=now.code, coverage="mostly").text
    assert 'id="reason-error"' in page
    for words in ("Vu.", "Revu."):
        visitor.post(f"{TRUST}/juger", quarter=now.code, coverage="mostly", reason=words)
    page = visitor.get(f"{TRUST}/juger").text
    assert "Revu.</textarea>" in page
    assert re.search(r'<input checked[^>]* value="mostly"', page)
    assert [one.reason for one in seen(session, world).lines[1].judgements] == ["Revu."]
    page = visitor.get(TRUST).text
    assert "Vu." in page
    assert "Change my judgement" in page


def test_the_seven_are_judged_on_one_page_all_or_nothing(visitor, session, world):
    in_english(visitor.sign_in(world.facilitator))
    now = Quarter.of(clock.today()).code
    every = f"{HOME}/juger"
    assert f'href="{every}"' in visitor.get(HOME).text
    assert "Judge one role at least" in visitor.post(every, status=200, quarter=now).text
    said = {"quarter": now, "trust": "mostly", "trust_reason": "On se parle.", "vision": "at_times"}
    page = visitor.post(every, status=200, **said).text
    assert 'id="vision_reason-error"' in page
    assert "On se parle.</textarea>" in page
    assert [one.judgements for one in seen(session, world).lines] == [()] * 7
    visitor.post(every, **said, vision_reason="Relue en mars.", resources="unknown")
    kept = {one.role: one.judgements[0] for one in seen(session, world).lines if one.judgements}
    assert [role.value for role in kept] == ["vision", "trust", "resources"]
    assert kept[SupportRole.TRUST].reason == "On se parle."
    assert kept[SupportRole.RESOURCES].coverage is None
    assert re.search(
        r'<input checked[^>]* name="trust"[^>]* value="mostly"', visitor.get(every).text
    )
    visitor.sign_in(world.observer).get(every, status=403)


def test_no_page_gives_an_average_or_a_mark(visitor, session, world):
    shared(session, world)
    in_english(visitor.sign_in(world.state))
    for address in (HOME, TRUST):
        text = text_of(visitor.get(address).text)
        assert not re.search(r"\b\d[.,]\d\b|\d\s*/\s*4\b|\d\s*%", text)
        assert "Covered at times" in text
        assert "differently" in text or "far apart" in text


def test_the_table_is_taken_away_with_every_judgement_and_every_handover(visitor, session, world):
    shared(session, world)
    in_english(visitor.sign_in(world.observer))
    body = visitor.get(f"{HOME}.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(body.lstrip("\ufeff"))))
    said = "\n".join("|".join(row) for row in rows)
    for words in (
        "2|Cultivate trust|Aïssata Lorin, Centre social|Un café avant chaque séance.|0|1|0|1|0|",
        "|Nadège Ferrandier|State|Covered at times|Deux se taisent.|",
        "1|Guide the vision and overall strategy|nobody|",
    ):
        assert words in said
    for suffix in ("xlsx", "ods"):
        assert visitor.get(f"{HOME}.{suffix}").data[:2] == b"PK"


def test_the_dashboard_and_the_journal_say_what_moved(visitor, session, world):
    in_english(visitor.sign_in(world.state))
    assert f'href="{HOME}"' not in text_of(visitor.get(f"{SITE}/").text)
    shared(session, world)
    page = visitor.get(f"{SITE}/").text
    assert "6 of the seven roles of support have nobody yet." in page
    told = visitor.get(f"{SITE}/journal").text
    assert f'<a href="{TRUST}">Trust</a>' in told
    assert "Deux se taisent." not in told


def test_all_of_it_reads_in_french(visitor, session, world):
    shared(session, world)
    visitor.sign_in(world.state)
    for address in (HOME, TRUST, *(f"{TRUST}/{end}" for end in ACTS)):
        assert "Cultiver la confiance" in visitor.get(address).text
