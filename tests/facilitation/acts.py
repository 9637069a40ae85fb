"""How tests follow several sites: by acting at each, and setting alerts aside as people do."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.facilitation import actions, doors, reading
from coopspace.facilitation.reading import Seen
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.roles import actions as roles
from coopspace.roles.rules import SupportRole
from coopspace.sites.model import Site
from tests.roles.acts import person
from tests.world import World

HOME = "/accompagnement"
SLUG = "quartier-des-trois-ponts"
SILENT = f"{HOME}/signaux/{SLUG}/silent"


def silence(days: int = 61) -> object:
    """Everything happens so many days later."""
    return clock.at(clock.now() + timedelta(days=days))


def view(session: Session, world: World, *sites: Site) -> list[Seen]:
    """What whoever follows these sites sees; of the first one unless others are named."""
    session.rollback()
    return reading.over(session, sites or (world.site,), clock.today())


def mark_of(session: Session, world: World, key: str) -> str:
    """The facts of an alert that asks for attention."""
    (seen,) = view(session, world)
    return next(one.mark for one in seen.alerts.asking if one.key == key)


def set_aside(
    session: Session,
    world: World,
    key: str = "silent",
    *,
    why: str = "Ils préparent la fête du quartier.",
    day: date | None = None,
    mark: str | None = None,
    who: str = "facilitator",
) -> None:
    """Somebody sets an alert aside, having read its facts."""
    read = mark_of(session, world, key) if mark is None else mark
    session.rollback()
    with saving(session), in_site(session, world.site.id):
        by = getattr(world, who)
        actions.set_aside(session, world.site, key=key, mark=read, why=why, day=day, by=by)


def bring_back(session: Session, world: World, key: str = "silent", who: str = "lead") -> bool:
    """Somebody brings an alert back."""
    session.rollback()
    with saving(session), in_site(session, world.site.id):
        return actions.bring_back(session, world.site, key=key, by=getattr(world, who))


def set_aside_for(
    session: Session, site: Site, cast: Mapping[str, User], mark: str
) -> dict[str, str]:
    """One person carries three roles; the alert was set aside, brought back and set aside again.
    Whoever facilitates has a link to their agenda. In `saving()`, at the site."""
    by, who = cast["facilitator"], cast["contributor"]
    for support in (SupportRole.TRUST, SupportRole.INFLUENCE, SupportRole.RESOURCES):
        roles.hand_over(
            session, site, support, holders=[person(who.id)], words=f"À toi {mark}", seen=0, by=by
        )
    key = f"carries_much.{who.id}"
    for number in (1, 2):
        (seen,) = reading.over(session, [site], clock.today())
        (facts,) = (one.mark for one in seen.alerts.asking if one.key == key)
        why = f"Le temps d’un relais {number} {mark}"
        actions.set_aside(session, site, key=key, mark=facts, why=why, day=None, by=by)
        if number == 1:
            actions.bring_back(session, site, key=key, by=cast["facilitator"])
    return {"alert": key, "agenda_token": doors.make(session, by=by)}
