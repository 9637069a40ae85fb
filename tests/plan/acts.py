"""How tests fill a plan: by writing in it as people do."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.held import find
from coopspace.changes.rules import VISION, Strength, parse_code
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.plan import actions, held
from coopspace.plan.reading import Line, plan
from coopspace.plan.rules import Described, Effort, Kind, State
from coopspace.sites.model import Site
from coopspace.stakeholders.model import Stakeholder
from tests.world import World


@contextmanager
def acting(session: Session, world: World) -> Iterator[Session]:
    """One act at the site of the world."""
    with in_site(session, world.site.id), saving(session):
        yield session


def draw(session: Session, world: World, codes: str, links: str = "") -> None:
    """Changes and links, as `chains.chain` writes them."""
    with acting(session, world):
        for code in codes.split():
            level, _number = parse_code(code) or (None, 0)
            assert level is not None
            changes.add(
                session, world.site, by=world.state, level=level, statement=f"Ce que dit {code}"
            )
        for one in links.split():
            source, target = one.split(">")
            linking.link(
                session,
                find(session, source),
                target=None if target == VISION else find(session, target),
                by=world.state,
                strength=Strength.DECISIVE,
            )


def write(
    session: Session,
    world: World,
    title: str = "Tenir une permanence",
    *,
    by: str = "civil",
    supports: tuple[int, ...] = (),
    **said: Any,
) -> int:
    """Somebody puts an action on the plan; gives its number."""
    with acting(session, world):
        return actions.write(
            session,
            world.site,
            said=Described(title, **said),
            supports=supports,
            by=getattr(world, by),
        ).number


def give(
    session: Session, world: World, number: int = 1, *, seen: int | None = None, **codes: int
) -> None:
    """Somebody says what an action contributes to; `seen` is what stands unless it is said."""
    with acting(session, world):
        action = held.action_of(session, number)
        actions.contribute(
            session,
            action,
            strengths={code: Strength(one) for code, one in codes.items()},
            seen=held.contributed(session, action) if seen is None else seen,
            by=world.civil,
        )


def looked(session: Session, world: World) -> list[Line]:
    """The plan as pages read it."""
    session.rollback()
    with in_site(session, world.site.id):
        return plan(session)


def two_actions(session: Session, site: Site, cast: Mapping[str, User], mark: str) -> None:
    """An action told twice, with everything, and one that was stopped and supports it. In
    `saving()`, at the site in scope."""
    ref = session.scalars(select(Stakeholder.ref).order_by(Stakeholder.ref)).first() or ""
    for title in (f"Un repas {mark}", f"Une visite {mark}"):
        actions.write(session, site, said=Described(title), by=cast["state"])
    whole = Described(
        f"Un repas de quartier {mark}",
        Kind.EXPERIMENT,
        State.UNDER_WAY,
        pilot=ref,
        others=f"Les voisines {mark}",
        effort=Effort.LIGHT,
        resources=f"Une salle {mark}",
        learnt=f"Venir à deux {mark}",
    )
    first, second = held.action_of(session, 1), held.action_of(session, 2)
    actions.describe(session, first, said=whole, supports={2}, seen=1, by=cast["contributor"])
    stopped = Described(
        f"Une visite {mark}", state=State.STOPPED, why=f"Il pleut {mark}", pilot_name=f"Toi {mark}"
    )
    actions.describe(session, second, said=stopped, supports={1}, seen=1, by=cast["state"])
    for one in (first, second):
        given = {"D1": Strength.CLEAR, "I1": Strength.SOME}
        actions.contribute(session, one, strengths=given, seen=0, by=cast["civil"])
