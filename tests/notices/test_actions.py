"""Who is told of what, in the very act that concerns them; and what reading does."""

from datetime import timedelta

import pytest

from coopspace.agreement import suggesting
from coopspace.discussion import actions as discussions
from coopspace.discussion.rules import Said
from coopspace.kernel import clock
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.notices import actions
from coopspace.notices.model import Notice
from coopspace.notices.rules import Choice, Rhythm, Stop, What
from coopspace.roles.rules import SupportRole, Told
from coopspace.sites import actions as sites
from tests.agreement.acts import word
from tests.agreement.signed import put, sign
from tests.agreement.suggested import TABLE, accept, suggest
from tests.decisions.acts import conclude, opened, reopen, speak
from tests.discussion.acts import WHO, acting, begin, calls, correct, reply
from tests.notices.acts import badge, choose, leave_site, of, page, read, see, take_back, whats
from tests.roles.acts import hand, tell


def test_whoever_is_called_is_told_and_nobody_else(session, world):
    ref = begin(session, world, "@Omar, qu’en dis-tu ?", by=world.civil)
    notice = of(session, world.observer, What.MENTION)
    assert (notice.kind, notice.about, notice.place) == ("clause", "power-who", f"{ref}#1")
    assert (notice.by, notice.read_at, notice.at_once) == (world.civil.id, None, True)
    for other in (world.civil, world.state, world.facilitator, world.other_observer):
        assert whats(session, other) == []


def test_those_who_take_part_are_told_of_answers_but_those_whom_the_answer_calls(session, world):
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    reply(session, world, ref, "Nous.", by=world.state)
    reply(session, world, ref, "@Nadège, vraiment ?", by=world.authority)
    assert whats(session, world.civil) == ["answer", "answer"]
    assert whats(session, world.state) == ["mention"]
    assert whats(session, world.authority) == []


def test_answering_says_that_one_has_read_what_stands_above(session, world):
    ref = begin(session, world, "@Nadège ?", by=world.civil)
    other = begin(session, world, "@Nadège, encore ?", by=world.civil)
    reply(session, world, ref, "Oui.", by=world.state)
    found = page(session, world.state)
    assert [line.place for one in found.groups for line in one.lines] == [f"{other}#1"]
    assert badge(session, world.state) == 1


def test_saying_in_the_thread_that_one_has_read_says_it_on_the_page_and_the_other_way(
    session, world
):
    ref = begin(session, world, "@Nadège ?", by=world.civil)
    see(session, world, ref, world.state)
    assert whats(session, world.state) == []
    begin(session, world, "@Nadège, encore ?", by=world.civil)
    assert len(calls(session, world, world.state)) == 1
    assert read(session, world.state, of_last(session, world.state)) == 1
    assert calls(session, world, world.state) == []
    assert whats(session, world.state, unread=False) == ["mention", "mention"]


def of_last(session, who) -> Notice:
    found = page(session, who)
    return session.get_one(Notice, found.groups[0].lines[0].id)


def test_a_notice_leaves_with_the_words_that_it_leads_to(session, world):
    ref = begin(session, world, "@Nadège ?", by=world.civil)
    take_back(session, world, ref, world.civil)
    assert whats(session, world.state, unread=False) == []
    ref = begin(session, world, "@Nadège, pardon ?", by=world.civil)
    correct(session, world, ref, "Rien.", by=world.civil)
    assert whats(session, world.state, unread=False) == []
    correct(session, world, ref, "@Nadège, si.", by=world.civil, seen=2)
    assert whats(session, world.state) == ["mention"]


def test_an_act_that_is_given_up_tells_nobody(session, world):
    with pytest.raises(Refusal), acting(session, world):
        _call_then_give_up(session, world)
    assert whats(session, world.state) == []
    begin(session, world, "Sans appel.", by=world.civil)
    assert session.query(Notice).count() == 0


def _call_then_give_up(session, world):
    said = Said("@Nadège ?")
    discussions.begin(session, world.site, topic=WHO, said=said, by=world.civil)
    raise Refusal("no")


def test_suggested_words_tell_who_wrote_and_their_fate_tells_who_suggested(session, world):
    word(session, world, "power-who", TABLE)
    suggest(session, world, f"{TABLE} Parfois.", who="civil")
    suggest(session, world, f"{TABLE} Souvent.", who="contributor")
    assert whats(session, world.contributor) == ["suggestion"]
    assert [whats(session, who) for who in (world.state, world.civil)] == [[], []]
    accept(session, world, who="authority")
    assert whats(session, world.contributor) == []
    assert whats(session, world.civil) == ["accepted"]
    with acting(session, world):
        suggesting.refuse(session, world.site, number=2, reason="Trop vague.", by=world.state)
    assert whats(session, world.contributor) == ["refused"]


def test_who_is_asked_on_a_decision_is_told_until_they_have_spoken(session, world):
    opened(session, world)
    for who in (world.state, world.authority, world.civil):
        assert whats(session, who) == ["asked"]
    speak(session, world, "state", "consent")
    assert whats(session, world.state) == []
    assert whats(session, world.civil) == ["asked"]
    speak(session, world, "authority", "consent")
    speak(session, world, "civil", "consent")
    conclude(session, world)
    assert whats(session, world.civil) == whats(session, world.contributor) == ["decided"]
    assert whats(session, world.facilitator) == []
    reopen(session, world)
    assert whats(session, world.civil) == ["asked", "decided"]
    assert whats(session, world.state) == ["decided"]


def test_who_must_sign_is_told_until_they_have_or_nobody_may_any_more(session, world):
    put(session, world)
    assert whats(session, world.state) == ["sign"]
    assert of(session, world.state, What.SIGN).at_once
    sign(session, world, "state")
    assert whats(session, world.state) == []
    assert whats(session, world.civil) == ["sign"]


def test_a_role_and_its_next_step_are_told_to_whom_they_are_entrusted(session, world):
    role = SupportRole.VISION
    hand(session, world, role, "civil", "facilitator")
    assert whats(session, world.civil) == ["role"]
    assert whats(session, world.facilitator) == []
    day = clock.today() + timedelta(days=9)
    step = Told(step="Se voir", day=day, person=world.state.id)
    tell(session, world, role, step)
    tell(
        session, world, role, Told(activities="Oui", step="Se voir", day=day, person=world.state.id)
    )
    assert whats(session, world.state) == ["step"]
    tell(session, world, role, Told(step="Relire", day=day, person=world.civil.id))
    assert whats(session, world.state) == []
    assert whats(session, world.civil) == ["step", "role"]
    hand(session, world, role, "state")
    assert whats(session, world.civil) == ["step"]


def test_who_has_left_finds_nothing_of_the_site_and_finds_it_again_on_return(session, world):
    begin(session, world, "@Jeanne, ici ?", by=world.civil)
    leave_site(session, world, world.contributor)
    assert whats(session, world.contributor, unread=False) == []
    assert badge(session, world.contributor) == 0
    with acting(session, world):
        sites.join(
            session,
            world.site,
            person=world.contributor,
            role=Role.OBSERVER,
            by=world.lead,
            ring="wide",
        )
    assert whats(session, world.contributor) == ["mention"]
    assert badge(session, world.contributor) == 1


def test_reading_all_of_one_site_leaves_the_other(session, world):
    begin(session, world, "@Lise ?", by=world.civil)
    with in_site(session, world.other_site.id), saving(session):
        said = Said("@Lise, ici ?")
        discussions.begin(session, world.other_site, topic=WHO, said=said, by=world.other_civil)
    assert badge(session, world.lead) == 2
    with saving(session):
        assert actions.read_all(session, world.lead, site_id=world.site.id) == 1
    assert [one.site.name for one in page(session, world.lead).groups] == ["La Carrière"]
    assert read(session, world.lead) == 1
    assert badge(session, world.lead) == 0


def test_nobody_reads_in_the_place_of_somebody_else(session, world):
    begin(session, world, "@Nadège ?", by=world.civil)
    notice = of(session, world.state, What.MENTION)
    assert read(session, world.civil, notice) == 0
    assert whats(session, world.state) == ["mention"]
    assert read(session, world.state, notice) == 1
    assert read(session, world.state, notice) == 0


def test_how_one_is_written_to_stays_and_is_noted_once(session, world):
    assert actions.choice_of(session, world.state) == Choice()
    choose(session, world.state, at_once=False, rhythm="weekly")
    choose(session, world.state, at_once=False, rhythm="weekly")
    assert actions.choice_of(session, world.state) == Choice(False, Rhythm.WEEKLY)
    for _twice in range(2):
        with saving(session):
            actions.stop(session, world.state, Stop.DIGEST)
    assert actions.choice_of(session, world.state) == Choice(False, Rhythm.NONE)
    acts = [one.action for one in session.query(AuditEvent) if one.actor_id == world.state.id]
    assert acts.count("notices:choose") == acts.count("notices:stop") == 1


def test_who_declined_letters_at_once_is_told_by_the_digest(session, world):
    choose(session, world.state, at_once=False)
    begin(session, world, "@Nadège ?", by=world.civil)
    assert not of(session, world.state, What.MENTION).at_once
