"""How tests make a network of several sites: maps drawn in each, shared, matched."""

import random
import uuid
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.compare import matching, pooled
from coopspace.compare.pooled import Pool
from coopspace.compare.rules import Item
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from coopspace.stakeholders import actions, relations
from coopspace.stakeholders.held import new_ref
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Described, Kind, Origin, Sector, Told
from tests.compare.acts import share
from tests.world import World

NETWORK = "/dispositifs/cites-en-mouvement/reseau"
MATCHING = f"{NETWORK}/rapprochements"


def put(session: Session, world: World, site: Site, name: str, **more: object) -> uuid.UUID:
    """Somebody puts an organisation on the map of a site; gives the id of its row."""
    with in_site(session, site.id), saving(session):
        more.setdefault("sector", Sector.CIVIL)
        number = str(more.pop("number", ""))
        row = actions.add(session, site, said=Described(name=name, **more), by=world.civil)
        row.foreign_id = number
        return row.id


def tie(
    session: Session,
    world: World,
    site: Site,
    ends: tuple[uuid.UUID, uuid.UUID],
    level: int,
) -> None:
    """The site tells how two of its map work together."""
    with in_site(session, site.id), saving(session):
        one, other = (session.get_one(Stakeholder, end) for end in ends)
        said = Told(level=level)
        relations.tell(session, one, target=other, said=said, seen=0, by=world.civil)


def two_maps(session: Session, world: World) -> dict[str, uuid.UUID]:
    """Two sites share maps on which three organisations are called alike or the same."""
    here, there = world.site, world.other_site
    found = {
        "ccas": put(session, world, here, "CCAS", sector=Sector.AUTHORITY),
        "mission": put(session, world, here, "Mission locale"),
        "rives": put(session, world, here, "Centre social Les Rives"),
        "action": put(
            session, world, there, "Centre communal d’action sociale", sector=Sector.AUTHORITY
        ),
        "mission2": put(session, world, there, "Mission Locale"),
        "rives2": put(session, world, there, "Centre social les Rive"),
        "club": put(session, world, there, "Club de football"),
    }
    tie(session, world, here, (found["ccas"], found["mission"]), 5)
    tie(session, world, here, (found["mission"], found["rives"]), 4)
    tie(session, world, there, (found["mission2"], found["club"]), 6)
    for site in (here, there):
        share(session, world, site, Item.NETWORK)
    return found


def gathered(session: Session, world: World) -> Pool:
    """What the sites of the programme share."""
    session.rollback()
    return pooled.pool(session, world.programme)


def same(session: Session, world: World, *who: uuid.UUID) -> None:
    """The lead says that these are one."""
    with saving(session):
        matching.say_same(session, world.programme, who=who, by=world.lead)


def different(session: Session, world: World, *who: uuid.UUID) -> None:
    """The lead says that none of these is another."""
    with saving(session):
        matching.say_different(session, world.programme, who=who, by=world.lead)


def merged_names(session: Session, world: World) -> Sequence[str]:
    """The organisations of the network of the programme, by name."""
    session.rollback()
    pool = pooled.pool(session, world.programme)
    return sorted(one.name for one in pool.organisations)


def fill(
    session: Session, site: Site, by: User, *, size: int, ties: int, seed: int = 7
) -> list[uuid.UUID]:
    """A whole map at once, as many small files would make it; to be called in `saving()`."""
    chance, now = random.Random(seed), clock.now()
    ids = [uuid.UUID(int=chance.getrandbits(128), version=4) for _one in range(size)]
    refs: set[str] = set()
    while len(refs) < size:
        refs.add(new_ref(()))
    owned = {"site_id": site.id, "seq": 1, "at": now, "by": by.id}
    ask = session.connection().execute
    ask(
        insert(Stakeholder.__table__),
        [
            {"id": one, "site_id": site.id, "ref": ref, "foreign_id": "", "pinned": False}
            for one, ref in zip(ids, sorted(refs), strict=True)
        ],
    )
    ask(
        insert(StakeholderTelling.__table__),
        [
            owned
            | {"id": uuid.uuid4(), "stakeholder_id": one, "ended": False, "why": ""}
            | {"kind": Kind.ORGANISATION, "name": f"Structure {place}", "tags": ()}
            | {"sector": chance.choice(list(Sector))}
            | dict.fromkeys(("mission", "actions", "constraints", "levers", "place"), "")
            for place, one in enumerate(ids)
        ],
    )
    pairs: set[tuple[uuid.UUID, uuid.UUID]] = set()
    while len(pairs) < ties:
        one, other = chance.sample(ids, 2)
        pairs.add((min(one, other), max(one, other)))
    ask(
        insert(RelationView.__table__),
        [
            owned
            | {"id": uuid.uuid4(), "source_id": one, "target_id": other, "origin": Origin.MAP}
            | {"ended": False, "why": "", "level": chance.choice((4, 5, 6)), "kinds": frozenset()}
            | {"fact": "", "said_on": now.date()}
            for one, other in sorted(pairs)
        ],
    )
    return ids
