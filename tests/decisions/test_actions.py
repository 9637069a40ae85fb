"""What people do with a decision, kept and journalled."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from coopspace.agreement.rules import Decision as Rule
from coopspace.agreement.rules import Method, Place
from coopspace.decisions import actions, proposing, reading
from coopspace.decisions.glance import glance
from coopspace.decisions.held import decision_of
from coopspace.decisions.model import DecisionFraming, DecisionPosition
from coopspace.decisions.rules import Framing, Lack, Outcome, Stance
from coopspace.document_kinds import resting
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import merging, wordings
from coopspace.positions.taking import Replaced, Seen
from coopspace.sites import actions as sites
from coopspace.sites.model import Membership
from coopspace.stakeholders.rules import Sector
from tests.agreement.acts import acting
from tests.agreement.acts import add as settle
from tests.decisions.acts import (
    BUS,
    SATURDAY,
    amend,
    conclude,
    looked,
    opened,
    reopen,
    seen_of,
    speak,
    take,
)


def journal(session, world) -> list[str]:
    """The acts of the site about its decisions, oldest first."""
    session.rollback()
    lines = reversed(audit.journal(session, world.site.id))
    return [one.action for one in lines if one.action.split(":")[0] in ("decision", "proposal")]


def test_a_decision_opens_with_its_proposal_and_those_who_are_asked(session, world):
    assert opened(session, world) == 1
    shown = looked(session, world)
    assert (shown.text.text, shown.text.number, shown.is_open) == (BUS, 1, True)
    assert {one.person for one in shown.voices} == {
        getattr(world, one).id for one in ("state", "authority", "civil")
    }
    assert dict(shown.lacks) == {Lack.AWAITED: 3}
    assert opened(session, world) == 2
    assert journal(session, world) == ["decision:open"] * 2


def test_a_decision_without_proposal_or_on_unknown_things_is_refused(session, world):
    for changed, field in (
        ({"proposal": "  "}, "text"),
        ({"matter": ""}, "matter"),
        ({"rule": "nowhere2"}, "rule"),
        ({"place": "nowhere2"}, "place"),
        ({"changes": ("D9",)}, "changes"),
        ({"clauses": ("power-nothing",)}, "clauses"),
    ):
        with pytest.raises(Refusal) as refused:
            opened(session, world, **changed)
        assert refused.value.field == field
    assert journal(session, world) == []


def test_only_members_who_may_speak_are_asked(session, world):
    opened(session, world, asked=("state", "observer", "facilitator", "stranger", "other_civil"))
    assert [one.person for one in looked(session, world).voices] == [world.state.id]


def test_a_rule_proposes_its_matter_method_place_and_whom_to_ask(session, world):
    table = settle(session, world, Place("La table", parties=(Sector.STATE,)))
    rule = settle(
        session,
        world,
        Rule("Le budget", place=table, parties=(Sector.RESIDENTS,), method=Method.MAJORITY),
    )
    with in_site(session, world.site.id):
        found = proposing.proposed(session, world.site, rule)
        assert found.framing == Framing("Le budget", Method.MAJORITY, rule=rule, place=table)
        assert found.asked == {world.state.id, world.civil.id, world.contributor.id}
        everybody = proposing.proposed(session, world.site)
        assert world.authority.id in everybody.asked
        with pytest.raises(NotFound):
            proposing.proposed(session, world.site, "nowhere2")


def test_positions_are_kept_changed_and_never_lost(session, world):
    opened(session, world)
    speak(session, world, "state", "consent")
    speak(session, world, "state", "consent")
    speak(session, world, "civil", "objection", "Le mercredi, c’est le marché.")
    speak(session, world, "civil", "consent")
    shown = looked(session, world)
    assert [one.stance for one in shown.said] == [
        Stance.CONSENT,
        Stance.OBJECTION,
        Stance.CONSENT,
    ]
    assert shown.voice(world.civil.id).now.stance is Stance.CONSENT
    assert shown.voice(world.civil.id).now.college == "civil_society"
    assert dict(shown.counted)[Stance.CONSENT] == 2
    assert journal(session, world) == ["decision:open"] + ["decision:position"] * 3


@pytest.mark.parametrize("who", ("contributor", "facilitator", "observer", "lead"))
def test_whoever_is_not_asked_takes_no_position(session, world, who):
    opened(session, world)
    with pytest.raises(Refusal, match="Only those who are asked"):
        speak(session, world, who, "consent")


def test_a_stranger_finds_nothing(session, world):
    opened(session, world)
    with pytest.raises(NotFound):
        speak(session, world, "other_state", "consent")
    session.rollback()
    with in_site(session, world.other_site.id):
        assert reading.register(session) == []
        with pytest.raises(NotFound):
            decision_of(session, 1)


def test_an_amended_proposal_asks_again_and_marks_what_was_said_before(session, world):
    opened(session, world)
    speak(session, world, "state", "consent")
    assert amend(session, world, SATURDAY).saved
    shown = looked(session, world)
    voice = shown.voice(world.state.id)
    assert (voice.now, voice.before.number) == (None, 1)
    assert dict(shown.lacks) == {Lack.EARLIER: 1, Lack.AWAITED: 2}
    earlier = shown.earlier[world.state.id]
    assert earlier.words.text == BUS
    assert ("added", "samedi") in earlier.parts
    amend(session, world, SATURDAY)
    assert journal(session, world)[2:] == ["proposal:reword"]
    with pytest.raises(Refusal) as refused:
        amend(session, world, "  ")
    assert refused.value.field == "text"


def test_speaking_of_words_that_were_replaced_is_refused_with_both_in_hand(session, world):
    opened(session, world)
    with in_site(session, world.site.id):
        before = seen_of(session, 1)
    amend(session, world, SATURDAY)
    with pytest.raises(Replaced) as refused, acting(session, world):
        actions.take_position(
            session,
            decision_of(session, 1),
            site=world.site,
            stance="consent",
            reason="",
            seen=before,
            by=world.state,
        )
    assert (refused.value.seen, refused.value.standing.text) == (BUS, SATURDAY)


def test_an_earlier_wording_stands_again_and_asks_again(session, world):
    opened(session, world)
    speak(session, world, "state", "consent")
    amend(session, world, SATURDAY)
    with acting(session, world):
        actions.restore(session, decision_of(session, 1), number=1, by=world.civil)
    shown = looked(session, world)
    assert (shown.text.text, shown.text.number) == (BUS, 3)
    assert shown.voice(world.state.id).now is None
    assert journal(session, world)[-1] == "proposal:restore"


def test_it_is_framed_anew_with_its_history_and_whoever_had_not_read_is_told(session, world):
    opened(session, world)
    speak(session, world, "state", "consent")

    def frame(matter: str, method: Method, seen: int, *asked: str) -> None:
        with acting(session, world):
            actions.frame(
                session,
                decision_of(session, 1),
                site=world.site,
                framing=Framing(matter, method),
                asked=[getattr(world, one).id for one in asked],
                seen=seen,
                by=world.facilitator,
            )

    frame("Le bus santé", Method.MAJORITY, 1, "state", "contributor")
    shown = looked(session, world)
    assert [one.framing.matter for one in shown.framings] == ["Le bus santé", "Le bus"]
    assert {one.person for one in shown.voices} == {world.state.id, world.contributor.id}
    assert shown.voice(world.state.id).before.stance is Stance.CONSENT
    with pytest.raises(Refusal, match="changed this meanwhile"):
        frame("Autre chose", Method.MAJORITY, 1, "state", "contributor")
    frame("Le bus santé", Method.MAJORITY, 1, "state", "contributor")
    assert journal(session, world) == [
        "decision:open",
        "decision:position",
        "decision:frame",
        "decision:ask",
    ]


def test_the_objection_of_a_member_who_left_waits_for_nobody(session, world):
    opened(session, world, asked=("state", "contributor"))
    speak(session, world, "contributor", "objection", "Trop loin.")
    speak(session, world, "state", "consent")
    with acting(session, world):
        member = session.scalar(
            select(Membership).where(
                Membership.site_id == world.site.id, Membership.user_id == world.contributor.id
            )
        )
        sites.end(session, world.site, member=member, by=world.facilitator)
    shown = looked(session, world)
    assert Lack.OBJECTION not in dict(shown.lacks)
    assert [one.stance for one in shown.said] == [Stance.OBJECTION, Stance.CONSENT]


def test_a_person_concludes_whatever_is_still_asked(session, world):
    opened(session, world)
    speak(session, world, "civil", "objection", "Trop loin.")
    conclude(session, world, "not_adopted", "Mariam a raison : trop loin.")
    shown = looked(session, world)
    assert (shown.entry.outcome, shown.is_open) == (Outcome.NOT_ADOPTED, False)
    assert shown.entry.concluded.by == world.facilitator.id
    assert dict(shown.lacks)[Lack.OBJECTION] == 1
    assert journal(session, world)[-1] == "decision:not_adopted"


def test_once_concluded_nothing_moves_until_it_is_opened_again(session, world):
    opened(session, world)
    conclude(session, world)
    for act in (
        lambda: speak(session, world, "state", "consent"),
        lambda: amend(session, world, SATURDAY),
        lambda: conclude(session, world, "postponed"),
    ):
        with pytest.raises(Refusal):
            act()
    with in_site(session, world.site.id):
        text = decision_of(session, 1).document_id
        assert resting(session, [text]) == {text}
    reopen(session, world)
    reopen(session, world)
    speak(session, world, "state", "consent")
    amend(session, world, SATURDAY)
    conclude(session, world, "changed", "Le samedi.")
    shown = looked(session, world)
    assert [one.outcome for one in shown.events] == ["adopted", None, "changed"]
    assert journal(session, world).count("decision:reopen") == 1
    with pytest.raises(Refusal) as refused:
        reopen(session, world, "  ")
    assert refused.value.field == "why"


def test_nobody_concludes_over_words_or_positions_that_they_have_not_read(session, world):
    opened(session, world)
    with in_site(session, world.site.id):
        before = seen_of(session, 1)
    speak(session, world, "civil", "objection", "Trop loin.")

    def write(seen: Seen, heard: int) -> None:
        with acting(session, world):
            actions.conclude(
                session,
                decision_of(session, 1),
                outcome="adopted",
                words="Oui.",
                day=shown.entry.day,
                seen=seen,
                heard=heard,
                by=world.state,
            )

    shown = looked(session, world)
    with pytest.raises(Refusal, match="took a position meanwhile"):
        write(before, 0)
    amend(session, world, SATURDAY)
    with pytest.raises(Replaced):
        write(before, 1)
    assert looked(session, world).is_open


def test_the_database_holds_one_framing_and_reasons(session, world):
    opened(session, world)
    speak(session, world, "state", "consent")
    with acting(session, world):
        decision = decision_of(session, 1)
        now = session.scalars(select(DecisionFraming)).one()
        taken = session.scalars(select(DecisionPosition)).one()
        for row in (
            DecisionFraming(
                site_id=now.site_id,
                decision_id=decision.id,
                seq=2,
                at=now.at,
                by=now.by,
                content=now.content,
            ),
            DecisionPosition(
                site_id=now.site_id,
                decision_id=decision.id,
                seq=2,
                document_id=decision.document_id,
                number=1,
                digest=taken.digest,
                user_id=taken.user_id,
                stance=Stance.OBJECTION,
                reason="",
                at=taken.at,
            ),
        ):
            nested = session.begin_nested()
            session.add(row)
            with pytest.raises(IntegrityError):
                session.flush()
            nested.rollback()


def test_the_glance_names_a_decision_that_waits_for_its_reader(session, world):
    opened(session, world)
    opened(session, world, asked=("civil",))
    conclude(session, world)
    with in_site(session, world.site.id):
        assert glance(session, world.civil.id) == (1, 1, 2)
        assert glance(session, world.state.id) == (1, 1, 0)
    speak(session, world, "civil", "consent", number=2)
    session.rollback()
    with in_site(session, world.site.id):
        assert glance(session, world.civil.id) == (1, 1, 0)


def test_the_register_costs_the_same_whatever_it_holds(session, world):
    rule = settle(session, world, Rule("Le budget"))
    for number in range(1, 5):
        opened(session, world, matter=f"Le bus {number}", rule=rule)
        if number % 2:
            conclude(session, world, number=number)
    counted: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: counted.append(args[2]))
    session.rollback()
    with in_site(session, world.site.id):
        lines = reading.register(session)
        asked = [one for one in counted if "decision" in one or "document" in one]
        assert [one.number for one in lines] == [4, 2, 3, 1]
        assert reading.counts_by_rule(session) == {rule: 4}
        assert [one.number for one in reading.under(session, rule)] == [4, 2, 3, 1]
    assert len(asked) <= 3, asked


def test_the_journal_names_no_word_that_people_wrote(session, world):
    opened(session, world, matter="Secret de budget")
    speak(session, world, "civil", "objection", "Secret de trinôme")
    conclude(session, world, words="Secret de table")
    for line in audit.journal(session, world.site.id):
        assert "Secret" not in str(line.details)


def test_a_position_is_on_the_exact_words_that_people_have_just_typed(session, world):
    """Nothing closed the wording yet: speaking closes it, and typing on asks again."""
    opened(session, world)
    with acting(session, world):
        held = wordings.locked(session, decision_of(session, 1).document_id)
        for words in (SATURDAY, f"{SATURDAY} Ou pas."):
            update = merging.merge(wordings.head_state(session, held), words, client=len(words))
            wordings.append(session, held, update, by=world.civil.id)
            if words == SATURDAY:
                take(session, world.site, world.state, "consent")
    shown = looked(session, world)
    assert (shown.text.number, shown.text.is_open) == (3, True)
    assert shown.voice(world.state.id).before.number == 2
    assert shown.earlier[world.state.id].words.text == SATURDAY
