"""Who may hold which place, who may give it, and what may not be undone by mistake."""

import unicodedata
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from coopspace.kernel import typed
from coopspace.kernel.permissions import GRANTABLE, ROLE_LABELS, ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import N_, Refusal


class College(StrEnum):
    """The three parties of the trio."""

    STATE = "state"
    LOCAL_AUTHORITY = "local_authority"
    CIVIL_SOCIETY = "civil_society"


COLLEGE_LABELS: dict[College, str] = {
    College.STATE: N_("State"),
    College.LOCAL_AUTHORITY: N_("Local authority"),
    College.CIVIL_SOCIETY: N_("Civil society"),
}


class Ring(StrEnum):
    """The three rings of a site: rights follow them."""

    TRIO = "trio"
    CORE = "core"
    WIDE = "wide"


RING_LABELS: dict[Ring, str] = {
    Ring.TRIO: N_("Trio"),
    Ring.CORE: N_("Core group"),
    Ring.WIDE: N_("Wide circle"),
}

RECENT = timedelta(days=90)
"""A college takes part when one of its members acted within this time: a quarter of work."""
NOT_PARTICIPATION = ("member:", "invitation:", "adherence:")
"""How the lines of the journal begin that show a place taken, and no work done together."""

LONGEST = 160
"""The longest name, territory or capacity, in characters."""


@dataclass(frozen=True)
class Place:
    """What somebody is at a site."""

    role: Role
    college: College | None = None
    ring: Ring | None = None
    capacity: str = ""


@dataclass(frozen=True)
class Seat:
    """An active place and who holds it; an account that is disabled holds it without acting."""

    person: uuid.UUID
    name: str
    place: Place
    works: bool = True


Seats = Mapping[uuid.UUID, Seat]
"""The active places of one site, by person."""


@dataclass(frozen=True)
class Giver:
    """Whoever gives, changes or ends a place, with the roles that they hold at this site."""

    person: uuid.UUID
    roles: tuple[Role, ...]

    @property
    def held(self) -> frozenset[Permission]:
        """Everything that these roles add up to."""
        return frozenset().union(*(ROLE_PERMISSIONS[role] for role in self.roles))


@dataclass(frozen=True)
class Knowingly:
    """That a college is left without anybody on purpose, and why."""

    yes: bool = False
    why: str = ""


def fitted(place: Place) -> Place:
    """The place as it can be held: the ring follows the role. Raises Refusal where it cannot."""
    place = replace(place, capacity=typed.line(place.capacity, "capacity", LONGEST))
    if place.role is Role.PROGRAMME_LEAD:
        raise Refusal(
            N_("A lead is named on the page of the programme, for all its sites."), field="role"
        )
    if place.role is Role.TRIO:
        if place.college is None:
            raise Refusal(
                N_("Choose the party that this member of the trio speaks for."), field="college"
            )
        return replace(place, ring=Ring.TRIO)
    if place.role is Role.FACILITATOR:
        return replace(place, college=None, ring=None)
    if place.ring is Ring.TRIO:
        raise Refusal(
            N_("Only members of the trio stand in the inner ring: choose another ring or role."),
            field="ring",
        )
    usual = Ring.CORE if place.role is Role.CONTRIBUTOR else Ring.WIDE
    return replace(place, ring=place.ring or usual)


def roles_given_by(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The roles that somebody holding `roles` may give at a site, in reading order."""
    given = frozenset().union(*(GRANTABLE[role] for role in roles))
    return tuple(role for role in Role if role in given)


def check_gives(giver: Giver, person: uuid.UUID, place: Place) -> None:
    """Refuse a place beyond what the giver may give, or beyond what they hold if it is theirs."""
    if place.role not in roles_given_by(giver.roles):
        raise Refusal(
            N_("A role never gives more than it holds. Who can give this one: %(who)s."),
            field="role",
            translated={"who": who_gives(place.role)},
        )
    if person == giver.person and not ROLE_PERMISSIONS[place.role] <= giver.held:
        raise Refusal(
            N_("Nobody gives themselves more: ask somebody else who may give this role."),
            field="role",
        )


def who_gives(role: Role) -> str:
    """The label (msgid) of the nearest role that may give `role`."""
    givers = (giver for giver in reversed(Role) if role in GRANTABLE[giver])
    return ROLE_LABELS[next(givers, Role.PROGRAMME_LEAD)]


def who_manages(role: Role) -> str:
    """The label (msgid) of the nearest role that may change or end a place with `role`."""
    return ROLE_LABELS[
        next(
            giver
            for giver in reversed(Role)
            if role in GRANTABLE[giver] and Permission.MEMBER_MANAGE in ROLE_PERMISSIONS[giver]
        )
    ]


def check_joins(giver: Giver, seats: Seats, person: uuid.UUID, place: Place) -> Place:
    """The place somebody new may take. Raises Refusal where they hold one or it is beyond."""
    place = fitted(place)
    if person in seats:
        raise Refusal(
            N_("%(name)s already has a place at this site: change it instead."),
            field="email",
            name=seats[person].name,
        )
    check_gives(giver, person, place)
    return place


def check_changes(
    giver: Giver, seats: Seats, person: uuid.UUID, place: Place, *, knowingly: Knowingly
) -> Place:
    """The place somebody may have instead of theirs. Raises Refusal where the change may not be."""
    place, now = fitted(place), seats[person].place
    check_manages(giver, now)
    check_gives(giver, person, place)
    if person == giver.person and now.role is place.role is Role.TRIO and _moves(now, place):
        raise Refusal(
            N_("Nobody changes party by themselves: ask somebody who manages the members."),
            field="college",
        )
    check_still_held(seats, {**seats, person: replace(seats[person], place=place)}, knowingly)
    return place


def check_ends(
    giver: Giver,
    seats: Seats,
    person: uuid.UUID,
    *,
    successor: uuid.UUID | None = None,
    knowingly: Knowingly,
) -> Place | None:
    """The place that the successor takes, if any. Raises Refusal where nobody may end it so."""
    place = seats[person].place
    if person != giver.person:
        check_manages(giver, place)
    after = {who: seat for who, seat in seats.items() if who != person}
    if successor is None:
        check_still_held(seats, after, knowingly)
        return None
    if successor not in after:
        raise Refusal(N_("Choose somebody who has a place at this site."), field="successor")
    taken = fitted(replace(place, capacity=after[successor].place.capacity))
    check_manages(giver, after[successor].place)
    check_gives(giver, successor, taken)
    after[successor] = replace(after[successor], place=taken)
    check_still_held(seats, after, knowingly)
    return taken


def check_manages(giver: Giver, place: Place) -> None:
    """Refuse to touch a place without the right to manage, or one that the giver cannot give."""
    if Permission.MEMBER_MANAGE in giver.held and place.role in roles_given_by(giver.roles):
        return
    raise Refusal(
        N_("You cannot change this place. Who can: %(who)s."),
        translated={"who": who_manages(place.role)},
    )


def check_still_held(before: Seats, after: Seats, knowingly: Knowingly) -> None:
    """Refuse to leave the site without a facilitator, or a college without a voice by mistake."""
    if facilitators(before) and not facilitators(after):
        raise Refusal(
            N_("This is the only facilitator of the site: name another one first."),
            field="successor",
        )
    for college in College:
        if speakers(before, college) and not speakers(after, college):
            _check_knowingly(before, college, knowingly)


def facilitators(seats: Seats) -> list[Seat]:
    """Those who support this site and can act."""
    return [seat for seat in seats.values() if seat.place.role is Role.FACILITATOR and seat.works]


def speakers(seats: Seats, college: College) -> list[Seat]:
    """The members of the trio who speak for a college and can act."""
    return [
        seat
        for seat in seats.values()
        if seat.place.role is Role.TRIO and seat.place.college is college and seat.works
    ]


def missing_colleges(seats: Seats) -> tuple[College, ...]:
    """The colleges that nobody speaks for; the trio is complete when there is none."""
    return tuple(college for college in College if not speakers(seats, college))


def check_names_lead(namer: uuid.UUID, person: uuid.UUID) -> None:
    """Refuse to name oneself: whoever keeps the keys of the house reads no site by them."""
    if namer == person:
        raise Refusal(
            N_("Nobody gives themselves more: ask somebody else who may give this role."),
            field="email",
        )


def check_leads_remain(leads: Collection[uuid.UUID], leaving: uuid.UUID) -> None:
    """Refuse to leave a programme without a lead."""
    if not set(leads) - {leaving}:
        raise Refusal(
            N_("This is the only lead of the programme: hand it over, or name another lead first.")
        )


def alphabetical(name: str) -> str:
    """The key that puts names in reading order: accents and capitals do not count."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def named(text: str, *, field: str = "name") -> str:
    """A name as it is kept. Raises Refusal when it is empty or too long."""
    needed = N_("Give a name that people of the place would recognise.")
    return typed.line(text, field, LONGEST, needed=needed)


class InvitationState(StrEnum):
    """What has become of an invitation."""

    WAITING = "waiting"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    UNSUPPORTED = "unsupported"


def invitation_state(
    *,
    now: datetime,
    expires_at: datetime,
    accepted_at: datetime | None,
    revoked_at: datetime | None,
    supported: bool,
) -> InvitationState:
    """The state of an invitation; `supported`: whoever sent it may still give this role."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    if now >= expires_at:
        return InvitationState.EXPIRED
    return InvitationState.WAITING if supported else InvitationState.UNSUPPORTED


def _moves(now: Place, place: Place) -> bool:
    return now.college is not place.college


def _check_knowingly(before: Seats, college: College, knowingly: Knowingly) -> None:
    if not knowingly.yes:
        raise Refusal(
            N_(
                "%(name)s is the only voice of this party in the trio (%(college)s): "
                "name somebody else first, or say below that you know it."
            ),
            field="knowing",
            name=speakers(before, college)[0].name,
            translated={"college": COLLEGE_LABELS[college]},
        )
    if not knowingly.why.strip():
        raise Refusal(N_("Say why in a few words: it is kept with the place."), field="why")
