"""What the page tests of the room share."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.sites import actions
from coopspace.sites.model import Membership
from tests.visitor import text_of
from tests.world import World

SITE = "/sites/quartier-des-trois-ponts"
PROGRAMME = "/dispositifs/cites-en-mouvement"
PAGES = ("/", "/membres", "/qui-peut-quoi", "/membres/quitter")
HOST_PAGES = ("/membres/inviter", "/journal", "/reglages")


def seat(session: Session, world: World, who: User) -> Membership:
    """Somebody's place, as it is now."""
    session.rollback()
    return actions.member_at(session, world.site, who.id)


def words(answer) -> str:
    return text_of(answer.text)
