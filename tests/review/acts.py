"""How tests draw a chain that the reading asks about, and answer it as people do."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.review import actions, reading
from coopspace.review.reading import Reading
from coopspace.review.rules import Finding, Rule
from coopspace.sites.model import Site
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/strategie/relecture"
FORUM = "Organiser un forum des métiers"


def drawn(session: Session, world: World, says: str = FORUM) -> None:
    """One direct change, D1, whose words are an activity."""
    with saving(session), in_site(session, world.site.id):
        changes.add(session, world.site, level=Level.DIRECT, statement=says, by=world.state)


def read(session: Session, world: World) -> Reading:
    """The reading of the world's site, as it stands."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.look(session, world.site, clock.today())


def asks(session: Session, world: World, rule: Rule) -> Finding | None:
    """What one rule asks first, if it does."""
    return next((one for one in read(session, world).found if one.rule is rule), None)


def keep(
    session: Session, world: World, finding: Finding, why: str = "On y tient.", who: str = "civil"
) -> None:
    """Somebody answers a finding, having read its words."""
    session.rollback()
    with saving(session), in_site(session, world.site.id):
        actions.keep(
            session,
            world.site,
            finding=finding.name,
            digest=finding.digest,
            why=why,
            by=getattr(world, who),
        )


def take_back(session: Session, world: World, finding: Finding, who: str = "civil") -> bool:
    """Somebody takes an answer back."""
    session.rollback()
    with saving(session), in_site(session, world.site.id):
        return actions.take_back(session, world.site, finding=finding.name, by=getattr(world, who))


def answered_once(
    session: Session, site: Site, cast: Mapping[str, User], mark: str
) -> dict[str, str]:
    """The first thing that the reading asks, answered, taken back and answered again; the name of
    that finding. In `saving()`, at the site."""
    by = cast["civil"]
    first = reading.read(session, clock.today()).found[0]
    for number in (1, 2):
        actions.keep(
            session,
            site,
            finding=first.name,
            digest=first.digest,
            why=f"Nous y tenons {number} {mark}",
            by=by,
        )
        if number == 1:
            actions.take_back(session, site, finding=first.name, by=by)
    return {"finding": first.name}
