"""How tests draw a map: by adding, telling and ending as people do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from coopspace.stakeholders import actions, bringing, relations, waves
from coopspace.stakeholders.confined import Tables
from coopspace.stakeholders.model import Stakeholder
from coopspace.stakeholders.networks import Seen, seen
from coopspace.stakeholders.rules import Described, Sector, Told
from tests.world import World


@contextmanager
def acting(session: Session, world: World) -> Iterator[None]:
    """An act at the site of the world, saved."""
    with in_site(session, world.site.id), saving(session):
        yield


@contextmanager
def reading(session: Session, world: World, **when: object) -> Iterator[Seen]:
    """What members see at the site of the world."""
    session.rollback()
    with in_site(session, world.site.id):
        yield seen(session, **when)


def add(
    session: Session, world: World, name: str, sector: Sector = Sector.CIVIL, **more: object
) -> str:
    """Somebody puts an organisation on the map; gives its public id."""
    with acting(session, world):
        said = Described(name=name, sector=sector, **more)
        return actions.add(session, world.site, said=said, by=world.civil).ref


def find(session: Session, ref: str) -> Stakeholder:
    """The stakeholder of this public id, at the site in scope."""
    return actions.stakeholder_of(session, ref)


def tell(
    session: Session, world: World, source: str, target: str, level: int, **more: object
) -> None:
    """Somebody tells one side's view, having read what stands; `seen` says otherwise."""
    read = more.pop("seen", None)
    with reading(session, world) as now:
        stands = now.by_ends.get((source, target))
    with acting(session, world):
        relations.tell(
            session,
            find(session, source),
            target=find(session, target),
            said=Told(level=level, **more),
            seen=(stands.seq if stands else 0) if read is None else read,
            by=world.civil,
        )


def trio(session: Session, world: World) -> tuple[str, str, str]:
    """Three organisations of the three parties, the first two with both views."""
    state = add(session, world, "Délégation du préfet", Sector.STATE)
    town = add(session, world, "Ville de Valmorel", Sector.AUTHORITY)
    centre = add(session, world, "Centre social Les Rives")
    tell(session, world, state, town, 5, desired=6, fact="Une réunion par mois.")
    tell(session, world, town, state, 3)
    tell(session, world, centre, town, 4)
    return state, town, centre


def drawn_map(session: Session, site: Site, by: User, mark: str) -> dict[str, str]:
    """A map with everything in it, in the site in scope; in `saving()`. Gives how addresses call
    two stakeholders who do not see their work alike."""
    tag = f"étiquette {mark}" if len(mark) < 20 else "étiquette <zq>"
    words = {
        name: f"Ce que dit {name} {mark}."
        for name in ("mission", "actions", "constraints", "levers", "place")
    }
    town, centre, gone = (
        actions.add(
            session,
            site,
            said=Described(name=f"{name} {mark}", tags=(tag,), **words),
            by=by,
        )
        for name in ("La ville", "Le centre social", "Le comité")
    )
    said = Described(name=f"La mairie {mark}", sector=Sector.AUTHORITY, **words)
    actions.describe(session, town, said=said, seen=1, by=by)
    actions.end(session, gone, why=f"Dissous {mark}.", by=by)
    for one, other, level in ((town, centre, 5), (centre, town, 3)):
        told = Told(level, desired=6, trust=3, fact=f"Une convention {mark}.")
        relations.tell(session, one, target=other, said=told, seen=0, by=by)
    relations.close_difference(
        session,
        town,
        target=centre,
        levels=(6, 3),
        words=f"Nous en avons parlé {mark}.",
        happened_on=None,
        by=by,
    )
    waves.keep_edition(session, site, name=f"Édition {mark}", by=by)
    read = Tables([{"Label": f"La crèche {mark}"}], [])
    bringing.keep_draft(session, site, format="csv", content=read.as_text(), by=by)
    return {"ref": town.ref, "other": centre.ref}
