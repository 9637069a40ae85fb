"""Visits and the passing of a site, kept and journalled."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites import access
from coopspace.sites import actions as sites
from coopspace.sites.colleagues import colleagues
from coopspace.visits import handing, visiting
from coopspace.visits.model import SiteHandover
from coopspace.visits.rules import Word
from tests.agreement.acts import acting
from tests.visits.acts import WORD, colleague, hand, handovers, note, receive, visits


def journal(session, world, *kinds: str) -> list[str]:
    """The acts of the site of these kinds, oldest first."""
    session.rollback()
    lines = reversed(audit.journal(session, world.site.id))
    return [one.action for one in lines if one.action.startswith(kinds)]


def roles(session, world, who) -> tuple[Role, ...]:
    session.rollback()
    return access.roles_at(session, who, world.site)


def test_a_visit_is_noted_corrected_taken_back_and_put_back(session, world):
    note(session, world, ago=3, words="Vu le jardin.")
    day = clock.today() - timedelta(days=2)
    for act, more in (
        ("correct", {"day": day, "words": "Vu le jardin et la salle.", "seen": 1}),
        ("take_back", {"why": "C’était ailleurs.", "seen": 2}),
        ("put_back", {"seen": 3}),
    ):
        with acting(session, world):
            visit = visiting.visit_of(session, 1)
            getattr(visiting, act)(session, visit, by=world.facilitator, **more)
        counts = [one.day for one in visits(session, world, withdrawn=False)]
        assert counts == ([] if act == "take_back" else [day])
    with in_site(session, world.site.id):
        told = visiting.tellings(session, visiting.visit_of(session, 1))
    assert [one.seq for one in told] == [4, 3, 2, 1]
    assert told[1].why == "C’était ailleurs."
    assert told[3].words == "Vu le jardin."
    assert journal(session, world, "visit:") == [
        "visit:note",
        "visit:correct",
        "visit:take_back",
        "visit:put_back",
    ]


def test_the_same_visit_sent_twice_is_one_and_other_words_are_refused(session, world):
    for _twice in range(2):
        note(session, world, words="Vu.")
    assert len(visits(session, world)) == 1
    with pytest.raises(Refusal, match="already noted"):
        note(session, world, words="Autre.")
    note(session, world, words="Moi aussi.", who="lead")
    assert len(visits(session, world)) == 2


def test_a_visit_is_corrected_by_its_author_who_read_what_stands(session, world):
    note(session, world)
    for who, seen, why in (("lead", 1, "belongs"), ("facilitator", 7, "elsewhere")):
        with pytest.raises(Refusal, match=why), acting(session, world):
            visiting.correct(
                session,
                visiting.visit_of(session, 1),
                day=None,
                words="Autre.",
                seen=seen,
                by=getattr(world, who),
            )
    with pytest.raises(NotFound), in_site(session, world.other_site.id):
        visiting.visit_of(session, 1)


def test_a_colleague_from_elsewhere_becomes_a_facilitator_of_the_site(session, world):
    to = colleague(session, world)
    session.rollback()
    known = colleagues(session, world.site)
    assert [one.name for one in known.here] == ["Claire Vasseur"]
    assert to.id in {one.id for one in known.elsewhere}
    hand(session, world, to)
    assert roles(session, world, to) == (Role.FACILITATOR,)
    assert roles(session, world, world.facilitator) == (Role.FACILITATOR,)
    (one,) = handovers(session, world)
    assert one.waits
    assert one.now.word == WORD
    assert journal(session, world, "site:hand", "member:")[-2:] == ["member:join", "site:hand"]


def test_who_has_another_place_or_none_is_invited_first(session, world):
    for who in (world.contributor, world.stranger):
        with pytest.raises(Refusal, match="invite them first"):
            hand(session, world, who)
    assert handovers(session, world) == []


def test_receiving_lets_go_of_who_had_chosen_to_leave(session, world):
    to = colleague(session, world)
    hand(session, world, to, leaves=True)
    assert roles(session, world, world.facilitator) == (Role.FACILITATOR,)
    receive(session, world, to)
    assert roles(session, world, world.facilitator) == ()
    assert journal(session, world, "site:", "member:leave")[-2:] == ["site:receive", "member:leave"]
    assert not handovers(session, world)[0].waits
    with pytest.raises(NotFound):
        receive(session, world, to)


def test_who_stays_stays_and_who_left_meanwhile_hinders_nothing(session, world):
    to = colleague(session, world)
    hand(session, world, to)
    receive(session, world, to)
    assert roles(session, world, world.facilitator) == (Role.FACILITATOR,)
    third = colleague(session, world, "Paul Rivoal")
    hand(session, world, third, leaves=True)
    with acting(session, world):
        member = sites.member_at(session, world.site, world.facilitator.id)
        sites.end(session, world.site, member=member, by=world.facilitator)
    receive(session, world, third)
    assert roles(session, world, world.facilitator) == ()


def test_only_the_other_receives_and_one_waits_at_a_time(session, world):
    to, third = colleague(session, world), colleague(session, world, "Paul Rivoal")
    hand(session, world, to)
    with pytest.raises(Refusal, match="already waits"):
        hand(session, world, third)
    with pytest.raises(Refusal, match="Only the person"):
        receive(session, world, world.facilitator)


def test_the_database_holds_that_one_waits(session, world):
    to = colleague(session, world)
    hand(session, world, to)
    with pytest.raises(IntegrityError), acting(session, world):
        session.add(
            SiteHandover(
                site_id=world.site.id,
                number=2,
                outgoing=world.facilitator.id,
                incoming=to.id,
                by=world.facilitator.id,
                at=clock.now(),
                leaves=False,
            )
        )


def test_a_word_is_completed_by_its_author_and_every_wording_stays(session, world):
    to = colleague(session, world)
    hand(session, world, to)
    receive(session, world, to)
    better = Word(matters="Le jardin, et la salle.")

    def reword(by, seen, word=better):
        with acting(session, world):
            row = handing.handover_of(session, 1)
            handing.reword(session, row, word=word, seen=seen, by=by)

    reword(world.facilitator, 1)
    reword(world.facilitator, 1)
    (one,) = handovers(session, world)
    assert [said.word for said in one.said] == [better, WORD]
    with pytest.raises(Refusal, match="meanwhile"):
        reword(world.facilitator, 1, WORD)
    with pytest.raises(Refusal, match="belongs"):
        reword(to, 2, WORD)


def test_a_handing_over_is_taken_back_before_it_was_received(session, world):
    to = colleague(session, world)
    hand(session, world, to)

    def take_back(number, by=world.facilitator, why="Trop tôt."):
        with acting(session, world):
            handing.take_back(session, handing.handover_of(session, number), why=why, by=by)

    with pytest.raises(Refusal, match="Say why"):
        take_back(1, why="")
    with pytest.raises(Refusal, match="belongs"):
        take_back(1, by=to)
    take_back(1)
    take_back(1)
    hand(session, world, to)
    receive(session, world, to)
    with pytest.raises(Refusal, match="received meanwhile"):
        take_back(2)
    found = handovers(session, world)
    assert [(one.row.number, one.row.why) for one in found] == [(2, ""), (1, "Trop tôt.")]


def test_a_lead_hands_over_for_a_facilitator_who_does_not_leave_by_it(session, world):
    to = colleague(session, world)
    with pytest.raises(Refusal, match="Only they"):
        hand(session, world, to, leaves=True, by="lead")
    hand(session, world, to, by="lead")
    (one,) = handovers(session, world)
    assert one.is_of(world.lead.id)
    assert one.is_of(world.facilitator.id)
    assert not one.is_of(to.id)
