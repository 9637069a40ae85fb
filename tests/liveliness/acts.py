"""How tests fill a site with what may go quiet: by acting as people do."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from coopspace.advances import actions as advances
from coopspace.advances.rules import Said
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.kernel import clock
from coopspace.liveliness import reading
from coopspace.liveliness.rules import Kind, Sign
from coopspace.roles.rules import SupportRole, Told
from tests.agreement.acts import acting, word
from tests.continuum.acts import open_round, place, reveal
from tests.roles.acts import hand, judge, tell
from tests.stakeholders import acts as mapping
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/vitalite"
CLAUSE = "power-stuck"


def after(days: int) -> date:
    """A day to come."""
    return clock.today() + timedelta(days=days)


def filled(session: Session, world: World) -> None:
    """A round, an advance, a change, a clause, a relation told by one side, a role with a step."""
    open_round(session, world)
    place(session, world, "state", 3)
    place(session, world, "civil", 4)
    reveal(session, world)
    with acting(session, world):
        said = Said("Un accueil commun.", clock.today())
        advances.write(session, world.site, said=said, by=world.civil)
        changes.add(
            session, world.site, level=Level.DIRECT, statement="Chacun sait.", by=world.civil
        )
    word(session, world, CLAUSE, "Nous en parlons dans la semaine.")
    one, other = (mapping.add(session, world, name) for name in ("Centre social", "Mairie"))
    mapping.tell(session, world, one, other, 3)
    hand(session, world, SupportRole.TRUST, "civil")
    judge(session, world, SupportRole.TRUST, "mostly")
    told = Told(step="Se voir", day=clock.today(), person=world.civil.id)
    tell(session, world, SupportRole.TRUST, told)


def read(session: Session, world: World, day: date) -> Mapping[Kind, Sign]:
    """The signs of the site of the world on a day, by kind."""
    session.rollback()
    return {one.kind: one for one in reading.over(session, [world.site], day)[world.site.id]}
