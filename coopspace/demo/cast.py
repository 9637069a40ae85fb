"""Who may be tried in the demonstration, for the sign-in page and the command line."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.demo.script import Person, read
from coopspace.kernel import clock
from coopspace.sites.model import Membership, Programme, ProgrammeLead


def people(session: Session) -> list[dict[str, Any]]:
    """Those who have a password, and their places of today, in the order of the file.

    Only those who have an account here: an empty list where the demonstration was not played.
    """
    known = {user.email: user for user in session.scalars(select(User))}
    places: dict[object, list[Membership]] = {}
    for member in session.scalars(
        select(Membership)
        .where(Membership.ended_at.is_(None))
        .options(joinedload(Membership.site))
        .order_by(Membership.since)
    ):
        places.setdefault(member.user_id, []).append(member)
    led: dict[object, list[str]] = {}
    for user_id, slug in session.execute(
        select(ProgrammeLead.user_id, Programme.slug)
        .join(Programme, Programme.id == ProgrammeLead.programme_id)
        .where(ProgrammeLead.ended_at.is_(None))
    ):
        led.setdefault(user_id, []).append(slug)
    return [
        _told(person, user, places.get(user.id, []), led.get(user.id, []))
        for person in read(clock.today()).people
        if person.password is not None
        and (user := known.get(person.email)) is not None
        and user.disabled_at is None
    ]


def _told(
    person: Person, user: User, places: list[Membership], programmes: list[str]
) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "password": person.password,
        "says": person.says,
        "administrator": user.is_administrator,
        "programmes": programmes,
        "sites": {
            member.site.slug: {
                "role": str(member.role),
                "college": str(member.college) if member.college else None,
                "ring": str(member.ring) if member.ring else None,
                "capacity": member.capacity,
            }
            for member in places
        },
    }
