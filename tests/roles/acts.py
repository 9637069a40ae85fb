"""How tests share the roles: by handing over, describing and judging as people do."""

import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.roles import actions, reading
from coopspace.roles.organisations import organisations
from coopspace.roles.reading import History, Roles
from coopspace.roles.rules import Holder, Quarter, SupportRole, Told, Who
from coopspace.sites.model import Site
from coopspace.stakeholders import actions as mapping
from coopspace.stakeholders.rules import Described, Sector
from tests.agreement.acts import acting
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/roles"


def person(id_: uuid.UUID) -> Holder:
    """Somebody of the site who holds a role."""
    return Holder(Who.PERSON, id_)


def on_the_map(session: Session, world: World, name: str = "Centre social") -> Holder:
    """An organisation of the map that can hold a role."""
    with acting(session, world):
        said = Described(name=name, sector=Sector.CIVIL)
        made = mapping.add(session, world.site, said=said, by=world.civil)
        return Holder(Who.ORGANISATION, made.id)


def hand(
    session: Session,
    world: World,
    role: SupportRole,
    *who: str | Holder,
    words: str = "À vous.",
    seen: int | None = None,
    by: str = "facilitator",
) -> None:
    """From now on these hold the role: people by the keys of the world, or holders."""
    with acting(session, world):
        actions.hand_over(
            session,
            world.site,
            role,
            holders=[
                person(getattr(world, one).id) if isinstance(one, str) else one for one in who
            ],
            words=words,
            seen=actions.latest_handover(session, role) if seen is None else seen,
            by=getattr(world, by),
        )


def tell(
    session: Session,
    world: World,
    role: SupportRole,
    told: Told,
    *,
    seen: int | None = None,
    by: str = "contributor",
) -> None:
    """Somebody says what is done in a role."""
    with acting(session, world):
        row = actions.telling_of(session, role)
        now = row.seq if row else 0
        actions.describe(
            session,
            world.site,
            role,
            told=told,
            seen=now if seen is None else seen,
            by=getattr(world, by),
        )


def judge(
    session: Session,
    world: World,
    role: SupportRole,
    coverage: str,
    reason: str = "Je l’ai vu.",
    *,
    by: str = "state",
    quarter: str = "",
) -> None:
    """Somebody judges a role, for this quarter unless another is said."""
    with acting(session, world):
        actions.judge(
            session,
            world.site,
            role,
            quarter=quarter or Quarter.of(clock.today()).code,
            coverage=coverage,
            reason=reason,
            by=getattr(world, by),
        )


def seen(session: Session, world: World) -> Roles:
    """The seven roles as their page shows them."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.roles(session, world.site, Quarter.of(clock.today()))


def history(session: Session, world: World, role: SupportRole) -> History:
    """One role through time."""
    found = seen(session, world)
    with in_site(session, world.site.id):
        return reading.history(session, role, found)


def shared_roles(session: Session, site: Site, cast: Mapping[str, User], mark: str) -> None:
    """A role that passed from hand to hand, said twice, judged anew by one and by another; in
    `saving()`, at the site in scope, with a map."""
    role, quarter = SupportRole.VISION, Quarter.of(clock.today()).code
    group = next(one for one in organisations(session).values() if one.offered)
    both = [person(cast["civil"].id), Holder(Who.ORGANISATION, group.id)]
    for number, holders in enumerate(([person(cast["state"].id)], both)):
        actions.hand_over(
            session,
            site,
            role,
            holders=holders,
            words=f"Un mot {mark}",
            seen=number,
            by=cast["facilitator"],
        )
        told = Told(
            activities=f"Nous relisons {number} {mark}",
            missing=f"Du temps {mark}",
            step=f"Se voir {mark}",
            day=clock.today(),
            person=cast["contributor"].id,
        )
        actions.describe(session, site, role, told=told, seen=number, by=cast["contributor"])
        for who in ("state", "civil"):
            actions.judge(
                session,
                site,
                role,
                quarter=quarter,
                coverage="reliably" if who == "state" else "at_times",
                reason=f"Vu {number} {mark}",
                by=cast[who],
            )
