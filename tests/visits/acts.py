"""How tests go to a site and hand it over: as people do."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.sites import actions as sites
from coopspace.sites.model import Site
from coopspace.visits import handing, visiting
from coopspace.visits.handing import Handover
from coopspace.visits.rules import Word
from coopspace.visits.visiting import Told
from tests.agreement.acts import acting
from tests.world import World, person

SITE = "/sites/quartier-des-trois-ponts"
VISIT = f"{SITE}/visite"
HAND = f"{SITE}/transmettre"
WORD = Word(matters="Le jardin partagé.", promised="Un mot à la mairie.", call="Aïssata.")


def note(session: Session, world: World, *, ago: int = 0, words: str = "", who="facilitator"):
    """Somebody notes a visit of some days ago."""
    with acting(session, world):
        day = clock.today() - timedelta(days=ago)
        visiting.note(session, world.site, day=day, words=words, by=getattr(world, who))


def visits(session: Session, world: World, *, withdrawn: bool = True) -> list[Told]:
    """The visits to the site of the world."""
    session.rollback()
    with in_site(session, world.site.id):
        return visiting.visits(session, withdrawn=withdrawn)


def colleague(session: Session, world: World, name: str = "Ondine Rey") -> User:
    """Somebody who facilitates the other site of the programme."""
    with in_site(session, world.other_site.id), acting(session, world):
        made = person(session, name)
        world.people[name] = made
        sites.join(session, world.other_site, person=made, role=Role.FACILITATOR, by=world.lead)
    return made


def hand(
    session: Session,
    world: World,
    to: User,
    *,
    word: Word = WORD,
    leaves: bool = False,
    who: str = "facilitator",
    by: str = "",
) -> None:
    """Somebody hands the site of the world over."""
    with acting(session, world):
        handing.hand(
            session,
            world.site,
            outgoing=getattr(world, who),
            incoming=to,
            word=word,
            leaves=leaves,
            by=getattr(world, by or who),
        )


def receive(session: Session, world: World, who: User) -> None:
    """Somebody says that they received it."""
    with acting(session, world):
        handing.receive(session, world.site, by=who)


def handovers(session: Session, world: World) -> list[Handover]:
    """Every passing of the site of the world."""
    session.rollback()
    with in_site(session, world.site.id):
        return handing.handovers(session)


def visited_and_handed(session: Session, site: Site, cast: Mapping[str, User], mark: str) -> None:
    """A visit that was corrected and one that was taken back; a site that passed and came back,
    and one that waits: in `saving()`, at the site in scope."""
    support, lead = cast["facilitator"], cast["lead"]
    today = clock.today()
    kept = visiting.note(session, site, day=today, words=f"Vu {mark}", by=support)
    visiting.correct(session, kept, day=today, words=f"Bien vu {mark}", seen=1, by=support)
    before = today - timedelta(days=9)
    wrong = visiting.note(session, site, day=before, words=f"Autre {mark}", by=support)
    visiting.take_back(session, wrong, why=f"Pas venue {mark}", seen=1, by=support)
    words = {"matters": f"Le jardin {mark}", "promised": f"Un mot {mark}", "call": f"Qui {mark}"}
    for number in (1, 2):
        row = handing.hand(
            session,
            site,
            outgoing=lead,
            incoming=support,
            word=Word(**words, avoid=f"Le lundi {mark}"),
            leaves=False,
            by=lead,
        )
        handing.reword(session, row, word=Word(**words), seen=1, by=lead)
        if number == 1:
            handing.take_back(session, row, why=f"Trop tôt {mark}", by=lead)
