"""Which words a password must not be made of: those of the places that the person works with."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.sites import actions


def places(session: Session, user: User | None) -> list[str]:
    """The names of the person's sites, territories and programmes."""
    if user is None:
        return []
    found = actions.places_of(session, user)
    words = [word for site in found.sites for word in (site.name, site.territory)]
    return [*words, *(programme.name for programme in found.programmes)]
