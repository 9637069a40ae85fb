"""How tests name what the agreement governs, as people do."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import governed, governing
from coopspace.changes import actions as changes
from coopspace.changes.held import find
from coopspace.changes.rules import Level
from coopspace.sites.model import Site
from coopspace.stakeholders import actions, relations
from coopspace.stakeholders.held import stakeholder_of
from coopspace.stakeholders.rules import Described, Sector, Told
from tests.agreement.acts import acting
from tests.world import World

FAMILIES = "Les familles connaissent leurs droits"


def name(session: Session, world: World, holder: str, *about: str) -> None:
    """Somebody names these."""
    with acting(session, world):
        for one in about:
            governing.name(session, world.site, holder=holder, about=one, by=world.civil)


def unname(session: Session, world: World, holder: str, about: str) -> None:
    """Somebody names it no longer."""
    with acting(session, world):
        governing.unname(session, world.site, holder=holder, about=about, by=world.state)


def change(session: Session, world: World, words: str = FAMILIES) -> str:
    """A change of the strategy; gives its code."""
    with acting(session, world):
        return changes.add(
            session, world.site, by=world.civil, level=Level.INTERMEDIATE, statement=words
        ).code


def end_change(session: Session, world: World, code: str) -> None:
    """A change leaves the chain."""
    with acting(session, world):
        changes.end(session, find(session, code), by=world.civil, reason="Ce n’est plus vrai.")


def relation(
    session: Session, world: World, one: str = "La CAF", other: str = "La ville"
) -> tuple[str, str]:
    """Two organisations and one side's view of their work; gives their references."""
    with acting(session, world):
        ends = [
            actions.add(
                session, world.site, said=Described(name=called, sector=sector), by=world.civil
            )
            for called, sector in ((one, Sector.STATE), (other, Sector.AUTHORITY))
        ]
        told = Told(5, fact="Une convention.")
        relations.tell(session, ends[0], target=ends[1], said=told, seen=0, by=world.civil)
        return ends[0].ref, ends[1].ref


def end_relation(session: Session, world: World, ends: tuple[str, str]) -> None:
    """The map tells it no longer."""
    with acting(session, world):
        one, other = (stakeholder_of(session, ref) for ref in ends)
        relations.end(session, one, target=other, why="Plus de convention.", by=world.civil)


def leave_map(session: Session, world: World, ref: str) -> None:
    """An organisation leaves the map."""
    with acting(session, world):
        actions.end(session, stakeholder_of(session, ref), why="Dissoute.", by=world.civil)


def named_by(session: Session, site: Site, by: User, written: dict[str, str]) -> dict[str, str]:
    """A clause and a part name a change and a relation; one naming has ended. In `saving()`, at
    the site in scope; adds no name."""
    relation_key = governed.key_of(written["ref"], written["other"])
    for holder in (written["clause"], written["part"]):
        for about in ("D1", relation_key, "I1"):
            governing.name(session, site, holder=holder, about=about, by=by)
    governing.unname(session, site, holder=written["clause"], about="I1", by=by)
    return {}
