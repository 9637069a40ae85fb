"""Who may hold, give and end a place: plain values, no database, no clock."""

import random
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coopspace.kernel.permissions import (
    ENTRUSTED,
    GRANTABLE,
    ROLE_PERMISSIONS,
    Permission,
    Role,
)
from coopspace.kernel.refusal import Refusal
from coopspace.sites import rules
from coopspace.sites.rules import College, Giver, InvitationState, Knowingly, Place, Ring, Seat

SEQUENCES, ACTS = 10_000, 8
BY_MISTAKE = Knowingly()


def seat(role: Role, college: College | None = None, *, works: bool = True) -> Seat:
    return Seat(uuid.uuid4(), role.value, rules.fitted(Place(role, college)), works)


def seats(*held: Seat) -> dict[uuid.UUID, Seat]:
    return {one.person: one for one in held}


def giver(one: Seat, *more: Role) -> Giver:
    return Giver(one.person, (one.place.role, *more))


def refused(act, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return caught.value


def test_the_ring_follows_the_role():
    assert rules.fitted(Place(Role.TRIO, College.STATE, Ring.WIDE)).ring is Ring.TRIO
    assert rules.fitted(Place(Role.CONTRIBUTOR)).ring is Ring.CORE
    assert rules.fitted(Place(Role.OBSERVER)).ring is Ring.WIDE
    assert rules.fitted(Place(Role.OBSERVER, ring=Ring.CORE)).ring is Ring.CORE
    assert rules.fitted(Place(Role.FACILITATOR, College.STATE, Ring.CORE)) == Place(
        Role.FACILITATOR
    )


@pytest.mark.parametrize(
    "place, field",
    [
        (Place(Role.TRIO), "college"),
        (Place(Role.CONTRIBUTOR, ring=Ring.TRIO), "ring"),
        (Place(Role.PROGRAMME_LEAD), "role"),
        (Place(Role.OBSERVER, capacity="x" * 161), "capacity"),
    ],
)
def test_a_place_that_cannot_be_held_is_refused_on_its_field(place: Place, field: str):
    assert refused(rules.fitted, place).field == field


@pytest.mark.parametrize("holder", list(Role))
@pytest.mark.parametrize("given", list(Role))
def test_a_role_gives_what_the_table_says_and_nothing_else(holder: Role, given: Role):
    place = Place(given, College.STATE)
    somebody = Giver(uuid.uuid4(), (holder,))
    if given in GRANTABLE[holder]:
        assert rules.check_joins(somebody, {}, uuid.uuid4(), place).role is given
    else:
        assert refused(rules.check_joins, somebody, {}, uuid.uuid4(), place).field == "role"


def test_a_facilitator_installs_a_voice_without_ever_taking_it():
    facilitator, other = seat(Role.FACILITATOR), seat(Role.FACILITATOR)
    here = seats(facilitator, other)
    voice = Place(Role.TRIO, College.STATE)
    given = rules.check_changes(giver(facilitator), here, other.person, voice, knowingly=BY_MISTAKE)
    assert given.role is Role.TRIO
    mine = refused(
        rules.check_changes,
        giver(facilitator),
        here,
        facilitator.person,
        voice,
        knowingly=BY_MISTAKE,
    )
    assert mine.field == "role"


def test_a_trio_member_who_leads_cannot_move_to_another_college():
    state = seat(Role.TRIO, College.STATE)
    other = seat(Role.TRIO, College.STATE)
    moved = Place(Role.TRIO, College.CIVIL_SOCIETY)
    lead = giver(state, Role.PROGRAMME_LEAD)
    told = refused(
        rules.check_changes, lead, seats(state, other), state.person, moved, knowingly=BY_MISTAKE
    )
    assert told.field == "college"


def test_the_last_facilitator_stays_until_another_is_named():
    facilitator, lead = seat(Role.FACILITATOR), Giver(uuid.uuid4(), (Role.PROGRAMME_LEAD,))
    here = seats(facilitator, seat(Role.CONTRIBUTOR))
    knowing = Knowingly(yes=True, why="we know")
    for act in (
        lambda: rules.check_ends(lead, here, facilitator.person, knowingly=knowing),
        lambda: rules.check_changes(
            lead, here, facilitator.person, Place(Role.OBSERVER), knowingly=knowing
        ),
        lambda: rules.check_ends(giver(facilitator), here, facilitator.person, knowingly=knowing),
    ):
        assert refused(act).field == "successor"
    second = seat(Role.FACILITATOR)
    rules.check_ends(lead, {**here, second.person: second}, facilitator.person, knowingly=knowing)


def test_a_facilitator_whose_account_is_closed_does_not_count():
    here = seats(seat(Role.FACILITATOR), seat(Role.FACILITATOR, works=False))
    last = next(one for one in here.values() if one.works)
    assert (
        refused(rules.check_ends, giver(last), here, last.person, knowingly=BY_MISTAKE).field
        == "successor"
    )


def test_the_last_voice_of_a_college_leaves_knowingly_or_not_at_all():
    voice, manager = seat(Role.TRIO, College.CIVIL_SOCIETY), seat(Role.FACILITATOR)
    here = seats(voice, manager)

    def ends(knowingly: Knowingly) -> None:
        rules.check_ends(giver(manager), here, voice.person, knowingly=knowingly)

    assert refused(ends, BY_MISTAKE).field == "knowing"
    assert refused(ends, Knowingly(yes=True, why=" ")).field == "why"
    ends(Knowingly(yes=True, why="The association has closed."))


def test_a_successor_takes_the_place_in_the_same_act():
    voice, manager = seat(Role.TRIO, College.STATE), seat(Role.FACILITATOR)
    heir = replace(seat(Role.OBSERVER), place=Place(Role.OBSERVER, None, Ring.WIDE, "préfecture"))
    here = seats(voice, manager, heir)
    taken = rules.check_ends(
        giver(manager), here, voice.person, successor=heir.person, knowingly=BY_MISTAKE
    )
    assert taken == Place(Role.TRIO, College.STATE, Ring.TRIO, "préfecture")


def test_the_successor_may_not_be_oneself_lifted_nor_leave_another_hole():
    state, civil = seat(Role.TRIO, College.STATE), seat(Role.TRIO, College.CIVIL_SOCIETY)
    manager = seat(Role.FACILITATOR)
    here = seats(state, civil, manager)

    def replaced_by(heir: Seat) -> Refusal:
        return refused(
            rules.check_ends,
            giver(manager),
            here,
            state.person,
            successor=heir.person,
            knowingly=BY_MISTAKE,
        )

    assert replaced_by(manager).field == "role"
    assert replaced_by(civil).field == "knowing"
    assert replaced_by(seat(Role.OBSERVER)).field == "successor"


def test_anybody_may_leave_but_only_who_manages_ends_somebody_else():
    one, other = seat(Role.OBSERVER), seat(Role.OBSERVER)
    here = seats(one, other, seat(Role.TRIO, College.STATE))
    rules.check_ends(giver(one), here, one.person, knowingly=BY_MISTAKE)
    refused(rules.check_ends, giver(one), here, other.person, knowingly=BY_MISTAKE)
    trio = next(seat for seat in here.values() if seat.place.role is Role.TRIO)
    refused(rules.check_ends, giver(trio), here, other.person, knowingly=BY_MISTAKE)


def test_a_programme_keeps_a_lead_and_nobody_names_themselves():
    one, other = uuid.uuid4(), uuid.uuid4()
    rules.check_leads_remain([one, other], one)
    refused(rules.check_leads_remain, [one], one)
    rules.check_names_lead(one, other)
    refused(rules.check_names_lead, one, one)


def test_the_trio_is_complete_when_every_college_has_a_working_voice():
    held = [seat(Role.TRIO, college) for college in College]
    assert rules.missing_colleges(seats(*held)) == ()
    held[1] = replace(held[1], works=False)
    assert rules.missing_colleges(seats(*held)) == (College.LOCAL_AUTHORITY,)


def test_an_invitation_is_waiting_only_while_everything_holds():
    now = datetime(2026, 3, 17, tzinfo=UTC)
    week = now + timedelta(days=7)

    def state(*, at=now, accepted=None, revoked=None, supported=True):
        return rules.invitation_state(
            now=at,
            expires_at=week,
            accepted_at=accepted,
            revoked_at=revoked,
            supported=supported,
        )

    assert state() is InvitationState.WAITING
    assert state(at=week - timedelta(seconds=1)) is InvitationState.WAITING
    assert state(at=week) is InvitationState.EXPIRED
    assert state(accepted=now, at=week) is InvitationState.ACCEPTED
    assert state(revoked=now) is InvitationState.REVOKED
    assert state(supported=False) is InvitationState.UNSUPPORTED


def test_names_are_put_in_reading_order_whatever_their_accents():
    names = ["Zoé", "Élodie", "eric", "Àlix"]
    assert sorted(names, key=rules.alphabetical) == ["Àlix", "Élodie", "eric", "Zoé"]


def _random_act(
    chance: random.Random, people: list[uuid.UUID], here: dict[uuid.UUID, Seat], lead: uuid.UUID
) -> tuple[Giver, dict[uuid.UUID, Seat]]:
    """One act, tried by anybody on anybody; returns who tried and the places after it."""
    who, target = chance.choice(people), chance.choice(people)
    roles = ([here[who].place.role] if who in here else []) + (
        [Role.PROGRAMME_LEAD] if who == lead else []
    )
    actor = Giver(who, tuple(roles))
    place = Place(
        chance.choice(list(Role)),
        chance.choice([None, *College]),
        chance.choice([None, *Ring]),
    )
    knowingly = Knowingly(yes=chance.random() < 0.5, why=chance.choice(["", "because"]))
    after = dict(here)
    if target not in here:
        after[target] = Seat(target, "", rules.check_joins(actor, here, target, place))
    elif chance.random() < 0.6:
        new = rules.check_changes(actor, here, target, place, knowingly=knowingly)
        after[target] = replace(here[target], place=new)
    else:
        heir = chance.choice([None, *people])
        heir = None if heir == target else heir
        taken = rules.check_ends(actor, here, target, successor=heir, knowingly=knowingly)
        del after[target]
        if taken is not None and heir is not None:
            after[heir] = replace(here[heir], place=taken)
    return actor, after


def _held(person: uuid.UUID, here: dict[uuid.UUID, Seat], lead: uuid.UUID) -> frozenset[Permission]:
    own = ROLE_PERMISSIONS[here[person].place.role] if person in here else frozenset()
    return own | (ROLE_PERMISSIONS[Role.PROGRAMME_LEAD] if person == lead else frozenset())


def test_ten_thousand_random_sequences_never_give_more_than_the_table():
    chance = random.Random(20260317)
    people = [uuid.UUID(int=n) for n in range(1, 8)]
    done = tried = 0
    for _ in range(SEQUENCES):
        lead = chance.choice([people[0], uuid.UUID(int=99)])
        start = chance.sample([*Role][1:], 3)
        here = {
            person: Seat(person, "", rules.fitted(Place(role, chance.choice(list(College)))))
            for person, role in zip(people, start, strict=False)
        }
        reach = frozenset().union(*(_held(p, here, lead) for p in people))
        entrusted = [ENTRUSTED.get(role, frozenset()) for role in start]
        reach = reach.union(*entrusted)
        if lead in people:
            reach |= ENTRUSTED[Role.PROGRAMME_LEAD]
        for _ in range(ACTS):
            tried += 1
            try:
                actor, after = _random_act(chance, people, here, lead)
            except Refusal:
                continue
            done += 1
            may_give = actor.held.union(*(ENTRUSTED.get(role, frozenset()) for role in actor.roles))
            for person in people:
                before, now = _held(person, here, lead), _held(person, after, lead)
                assert now - before <= may_give
                assert person != actor.person or now <= before | actor.held
                assert person != actor.person or now - before == frozenset()
            assert not rules.facilitators(here) or rules.facilitators(after)
            here = after
            assert frozenset().union(*(_held(p, here, lead) for p in people)) <= reach
    assert tried == SEQUENCES * ACTS
    assert done > SEQUENCES // 4, "too few acts got through for this to prove anything"
