"""How tests search: among the entries, and on the page."""

import re

from sqlalchemy.orm import Session

from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.search import index
from coopspace.search.finding import Hit, Reach, find
from coopspace.search.rules import asked
from coopspace.searched_kinds import KINDS
from coopspace.sites.model import Site
from tests.world import World

HOME = "/recherche"
EVERYTHING = frozenset(Permission)


def is_true(session: Session, site: Site) -> bool:
    """Whether what is kept of a site is what a rebuild would keep."""
    with in_site(session, site.id):
        return index.standing(session) == index.expected(session)


def hits(
    session: Session,
    world: World,
    question: str,
    permissions: frozenset[Permission] = EVERYTHING,
) -> list[str]:
    """The kinds of what is found at the site of the world."""
    session.rollback()
    reach = Reach(world.site.id, permissions)
    kinds = {kind: one.read for kind, one in KINDS.items()}
    found: tuple[Hit, ...] = find(session, [reach], asked(question), kinds=kinds).hits
    return sorted(one.kind for one in found)


def led_to(page: str) -> set[str]:
    """Where the results of a page lead."""
    lists = re.findall(r'<ul class="hits">(.*?)</ul>', page, re.DOTALL)
    return {href for one in lists for href in re.findall(r'href="([^"]+)"', one)}
