"""How tests compare sites: by acting as people do, in a programme of several sites."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coopspace.compare import actions
from coopspace.compare.reading import Beside, beside
from coopspace.compare.rules import Item, SiteView, Wanted
from coopspace.continuum import actions as rounds
from coopspace.continuum import answering
from coopspace.continuum.answering import Author
from coopspace.continuum.rules import Outcome, Placed
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from coopspace.sites.model import Programme, Site
from tests.world import World

COMPARE = "/dispositifs/cites-en-mouvement/comparer"
HELPS = "/dispositifs/cites-en-mouvement/entraide"
HERE = "/sites/quartier-des-trois-ponts"
SHARING, HELP = f"{HERE}/partage", f"{HERE}/entraide"
NEXT = "/sites/la-carriere"
EVERYTHING = tuple(Item)


def site_of(session: Session, world: World, name: str) -> Site:
    """One more site of the programme."""
    with saving(session):
        return sites.open_site(session, world.programme, name=name, by=world.lead)


def a_round(
    session: Session,
    world: World,
    site: Site,
    levels: Sequence[int],
    *,
    at: datetime | None = None,
    concluded: tuple[Outcome, int | None] | None = None,
    words: str = "Nous en sommes là.",
    advances: str = "",
) -> None:
    """A revealed round of a site, answered by people without an account."""
    when = at or clock.now()
    with clock.at(when), saving(session), in_site(session, site.id):
        opened = rounds.open_round(
            session,
            site,
            by=world.facilitator,
            question="Où en sommes-nous ?",
            closes_at=when + timedelta(days=7),
            mode=rounds.Mode(guests=True),
            expected=20,
        )
        for number, level in enumerate(levels):
            guest = Author(device=f"phone-{number}".ljust(24, "x"), name=f"Invité {number}")
            answering.answer(session, opened, author=guest, placed=Placed(level=level))
        rounds.reveal(session, opened, by=world.facilitator)
        if concluded:
            rounds.conclude(
                session,
                opened,
                outcome=concluded[0],
                level=concluded[1],
                words=words,
                advances=advances,
                by=world.facilitator,
            )


def share(session: Session, world: World, site: Site, *items: Item) -> None:
    """The trio of a site agrees to share."""
    with saving(session), in_site(session, site.id):
        for item in items:
            actions.share(session, site, item=item, by=world.state)


def take_back(session: Session, world: World, site: Site, *items: Item) -> None:
    """The trio of a site takes items back."""
    with saving(session), in_site(session, site.id):
        for item in items:
            actions.withdraw(session, site, item=item, by=world.state)


def look(
    session: Session, programme: Programme, wanted: Wanted | None = None, *, who=None, **more
) -> Beside:
    """The page of a programme, read by somebody of another place unless `who` is given."""
    session.rollback()
    return beside(session, programme, viewer=who, wanted=wanted or Wanted(), **more)


def seen(shown: Beside, name: str) -> SiteView:
    """One site of a page."""
    return next(one for one in shown.sites if one.name == name)
