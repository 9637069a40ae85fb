"""Who supports the sites of a programme: colleagues, to whom a site may be handed over."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites import rules
from coopspace.sites.actions import join
from coopspace.sites.model import Site
from coopspace.sites.overview import members_of


@dataclass(frozen=True)
class Colleagues:
    """The facilitators of a site, and those of other sites of its programme who have no place at
    it yet; by name, closed accounts left out."""

    here: tuple[User, ...]
    elsewhere: tuple[User, ...]

    @property
    def all(self) -> tuple[User, ...]:
        """Both."""
        return (*self.here, *self.elsewhere)


def colleagues(session: Session, site: Site) -> Colleagues:
    """Who supports this site, and who supports others of its programme, in one query."""
    places = [one for one in members_of(session, site.programme) if one.user.disabled_at is None]
    supporting = {one.user_id: one.user for one in places if one.role == Role.FACILITATOR}
    placed = {one.user_id for one in places if one.site_id == site.id}
    here = {
        one.user_id for one in places if one.site_id == site.id and one.role == Role.FACILITATOR
    }
    ordered = sorted(
        supporting.values(), key=lambda one: (rules.alphabetical(one.name), str(one.id))
    )
    return Colleagues(
        here=tuple(one for one in ordered if one.id in here),
        elsewhere=tuple(one for one in ordered if one.id not in placed),
    )


def take_up(session: Session, site: Site, *, person: User, by: User) -> None:
    """Make a colleague from elsewhere a facilitator of this site; nothing for one who already is.
    Raises Refusal for anybody else: they are invited first."""
    known = colleagues(session, site)
    if person.id in {one.id for one in known.here}:
        return
    if person.id not in {one.id for one in known.elsewhere}:
        raise Refusal(
            N_("Choose a colleague who supports a site of this programme, or invite them first."),
            field="to",
        )
    join(session, site, person=person, role=Role.FACILITATOR, by=by)
