"""How tests make a vision move: by acting as people do."""

from sqlalchemy.orm import Session

from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.vision import actions
from coopspace.vision.actions import Seen, Which
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/vision"
SENTENCE = "En 2036, aux Trois-Ponts, plus personne ne traverse seul."
OTHER = "En 2040, aux Trois-Ponts, plus personne ne traverse seul."
TRIO = ("state", "authority", "civil")


def write(session: Session, world: World, text: str, which: Which = Which.SENTENCE) -> None:
    with saving(session), in_site(session, world.site.id):
        vision = actions.open_vision(session, world.site, by=world.civil)
        seen = store.read(session, actions.document_of(vision, which)).number
        actions.reword(session, world.site, text=text, seen=seen, by=world.contributor, which=which)


def agree(session: Session, world: World, *names: str) -> None:
    with saving(session), in_site(session, world.site.id):
        now = actions.summary(session, world.site)
        for name in names:
            actions.consent(
                session, world.site, seen=Seen(now.number, now.digest), by=getattr(world, name)
            )


def now(session: Session, world: World) -> actions.Summary:
    session.rollback()
    with in_site(session, world.site.id):
        return actions.summary(session, world.site)
