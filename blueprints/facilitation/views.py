"""The whole page: sites by rows, roles by columns, and what asks for attention at each."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import over_sites, reached
from blueprints.facilitation.room import HOME, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.facilitation import reading
from coopspace.facilitation.reading import Seen
from coopspace.facilitation.rules import Alert
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.roles.rules import SupportRole
from coopspace.sites.model import Programme, Site


@dataclass(frozen=True)
class Wish:
    """Which sites, roles and alerts are looked for; what is empty asks nothing."""

    programme: str = ""
    site: str = ""
    support: SupportRole | None = None
    asking: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is sifted."""
        return bool(self.programme or self.site or self.support or self.asking)

    @property
    def columns(self) -> tuple[SupportRole, ...]:
        """The roles to show."""
        return (self.support,) if self.support else tuple(SupportRole)

    def shows(self, alert: Alert) -> bool:
        """Whether an alert is of what is looked for."""
        return self.support is None or alert.is_of(self.support)


@bp.get(HOME)
@over_sites(Permission.SITE_FOLLOW)
def index() -> ResponseReturnValue:
    """The sites that whoever looks follows, side by side."""
    session, wish = db.session(), asked()
    every = [site for site, _place in reached()]
    seen = reading.over(session, sifted(every, wish), clock.today())
    if wish.asking:
        seen = [one for one in seen if any(wish.shows(two) for two in one.alerts.asking)]
    return render_template(
        "facilitation/index.html",
        every=every,
        programmes=programmes_of(every),
        seen=seen,
        wish=wish,
        asking=sum(wish.shows(two) for one in seen for two in one.alerts.asking),
        people=people.by_ids(session, everybody(seen)),
        today=clock.today(),
    )


def asked() -> Wish:
    """What the address asks for; anything that it cannot name is left out."""
    number = request.args.get("role", "")
    of = {str(one.number): one for one in SupportRole}
    return Wish(
        programme=request.args.get("dispositif", "")[:80],
        site=request.args.get("site", "")[:80],
        support=of.get(number),
        asking=request.args.get("attention") == "1",
    )


def sifted(sites: Iterable[Site], wish: Wish) -> list[Site]:
    """The sites that are looked for."""
    return [
        one
        for one in sites
        if (not wish.programme or one.programme.slug == wish.programme)
        and (not wish.site or one.slug == wish.site)
    ]


def programmes_of(sites: Iterable[Site]) -> list[Programme]:
    """Their programmes, by name."""
    found = {one.programme_id: one.programme for one in sites}
    return sorted(found.values(), key=lambda one: one.name)


def everybody(seen: Sequence[Seen]) -> set[uuid.UUID]:
    """Everybody whose name stands on the page."""
    return {who for one in seen for who in one.people()}
