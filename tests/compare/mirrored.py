"""What the sites of the mirror share, and the help between them and a site next door."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import clauses
from coopspace.compare import actions, helping, matching, pooled
from coopspace.compare.rules import HelpKind, Item, Size
from coopspace.kernel.base import in_site
from coopspace.sites import actions as sites
from coopspace.sites.model import Site
from coopspace.stakeholders import actions as stakeholders
from coopspace.stakeholders.rules import Described, Sector


def mirrored(
    session: Session, site: Site, cast: dict[str, User], mark: str, *, friend: User
) -> dict[str, str]:
    """A site that may share, and a line of help that another site answered.

    The site looked at shares everything; the marked ones nothing, and they have ended their line.
    """
    state = cast["state"]
    actions.describe(session, site, topics=["health"], size=Size.TO_3000, since_year=2021, by=state)
    actions.be_contact(session, site, by=cast["civil"])
    line = helping.say(
        session,
        site,
        kind=HelpKind.OFFER,
        words=f"Nous pouvons raconter {mark}.",
        topic=None,
        passage=(4, 5),
        by=state,
    )
    next_door = _next_door(session, site, by=cast["facilitator"])
    answer = helping.answer(session, line, from_site=next_door, words="Venez un mardi.", by=friend)
    if mark:
        helping.end(session, line, by=state)
    for item in Item if not mark else ():
        actions.share(session, site, item=item, by=state)
    return {
        "act": _matched(session, site, next_door, by=state) if not mark else str(uuid.uuid4()),
        "item": Item.MIDDLE.value,
        "contact": str(actions.contacts(session, site)[0].id),
        "help": str(line.id),
        "help_answer": str(answer.id),
        "from_site": next_door.slug,
    }


def _matched(session: Session, site: Site, next_door: Site, *, by: User) -> str:
    """The site next door shares a map too, with an organisation that is also on this one, and
    its agreement."""
    with in_site(session, next_door.id):
        said = Described(name="La mairie", sector=Sector.AUTHORITY)
        stakeholders.add(session, next_door, said=said, by=by)
        actions.share(session, next_door, item=Item.NETWORK, by=by)
        text = "Nous gardons la porte ouverte."
        clauses.reword(session, next_door, code="principles-trust", text=text, seen=0, by=by)
        actions.share(session, next_door, item=Item.AGREEMENT, by=by)
    known = pooled.pool(session, site.programme).organisations
    twins = [one.id for one in known if one.name.strip() == "La mairie"]
    matching.say_same(session, site.programme, who=twins, by=by)
    return str(pooled.said(session, site.programme).said[0].act)


def _next_door(session: Session, site: Site, *, by: User) -> Site:
    """One more site of the programme, with nothing in it."""
    name = "La Passerelle"
    known = select(Site).where(Site.programme_id == site.programme_id, Site.name == name)
    return session.scalar(known) or sites.open_site(session, site.programme, name=name, by=by)
