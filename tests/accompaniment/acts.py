"""How tests log: by noting, correcting and taking back as people do."""

import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from coopspace.accompaniment import actions, reading
from coopspace.accompaniment.actions import Kept, entry_of
from coopspace.accompaniment.reading import Line
from coopspace.accompaniment.rules import Wish
from coopspace.accounts.model import User
from coopspace.kernel.base import in_site
from coopspace.sites.model import Site
from tests.agreement.acts import acting
from tests.world import World

NOTE = "/noter"
HOME = "/sites/quartier-des-trois-ponts/accompagnement"
MOVED = "Le bus passe enfin devant la salle."


def note(
    session: Session,
    world: World,
    *,
    who: str = "facilitator",
    mark: uuid.UUID | None = None,
    role: str = "trust",
    minutes: int | None = 30,
    **said: object,
) -> Kept:
    """Somebody logs what they did."""
    with acting(session, world):
        return actions.log(
            session,
            world.site,
            mark=mark or uuid.uuid4(),
            role=role,
            minutes=minutes,
            by=getattr(world, who),
            **{"moved": MOVED, **said},
        )


def correct(session: Session, world: World, *, who: str = "facilitator", **said: object) -> None:
    """Somebody corrects the first entry."""
    told: dict[str, object] = {"role": "trust", "minutes": 45, "day": None, "moved": MOVED}
    with acting(session, world):
        entry = entry_of(session, 1)
        seen = said.pop("seen", actions.telling_of(session, entry).seq)
        words = {**told, "about": "", **said}
        actions.correct(session, entry, seen=seen, by=getattr(world, who), **words)


def take_back(session: Session, world: World, why: str = "Écrit deux fois.") -> None:
    """The facilitator takes the first entry back."""
    with acting(session, world):
        entry = entry_of(session, 1)
        seen = actions.telling_of(session, entry).seq
        actions.take_back(session, entry, why=why, seen=seen, by=world.facilitator)


def put_back(session: Session, world: World) -> None:
    """The facilitator puts it back."""
    with acting(session, world):
        entry = entry_of(session, 1)
        seen = actions.telling_of(session, entry).seq
        actions.put_back(session, entry, seen=seen, by=world.facilitator)


def logged(session: Session, world: World, **wish: object) -> list[Line]:
    """The entries as their page shows them."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.entries(session, Wish(**wish))


def told(session: Session, world: World, number: int = 1) -> list[Line]:
    """All that one entry ever said, the latest first."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.tellings(session, entry_of(session, number))


def two_entries(session: Session, site: Site, cast: Mapping[str, User], mark: str) -> None:
    """One that was corrected, about a change; one that was taken back. In `saving()`."""
    by = cast["state"]
    for number in (1, 2):
        kept = actions.log(
            session,
            site,
            mark=uuid.uuid4(),
            role="trust",
            minutes=30 * number,
            moved=f"On se parle {mark}",
            about="D1",
            by=by,
        )
    actions.take_back(session, kept.entry, why=f"Par erreur {mark}", seen=1, by=by)
    actions.correct(
        session,
        entry_of(session, 1),
        role="influence",
        minutes=50,
        day=date(2026, 1, 5),
        moved=f"On nous écoute {mark}",
        about="D1",
        seen=1,
        by=by,
    )
