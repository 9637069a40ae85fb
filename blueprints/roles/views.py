"""The seven roles as people read them, and one role with its history."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires
from blueprints.roles.room import HOME, ROLE, Names, bp, readings, role_of
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.roles import reading
from coopspace.roles.reading import Line, Roles
from coopspace.roles.rules import Quarter, SupportRole
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Seen:
    """One role, among the seven, with the names that stand on its page."""

    role: SupportRole
    line: Line
    roles: Roles
    quarter: Quarter
    people: Names


@bp.get(HOME)
@requires(Permission.SUPPORT_READ)
def index(site: Site) -> ResponseReturnValue:
    """The seven roles: who holds each, how we see it, what comes next."""
    seen, quarter = today(site)
    names = people.by_ids(db.session(), seen.people())
    return render_template(
        "roles/index.html",
        site=site,
        seen=seen,
        quarter=quarter,
        people=names,
        readings=[*readings(seen, names)],
        mine={line.role for line in seen.lines if line.of(me().id)},
        today=clock.today(),
        file=partial(url_for, ".roles_file", site=site.slug),
    )


@bp.get(ROLE)
@requires(Permission.SUPPORT_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One role: what it covers, who holds it, how each sees it, and how it came to be so."""
    return page(one(site, number), site, "roles/show.html")


def today(site: Site) -> tuple[Roles, Quarter]:
    """The seven roles, as they are judged for the quarter that runs."""
    quarter = Quarter.of(clock.today())
    return reading.roles(db.session(), site, quarter), quarter


def one(site: Site, number: int) -> Seen:
    """The role of this number, today."""
    seen, quarter = today(site)
    role = role_of(number)
    names = people.by_ids(db.session(), seen.people())
    return Seen(role, seen.line(role), seen, quarter, names)


def page(seen: Seen, site: Site, template: str, **more: Any) -> str:
    """A page of one role, with its history and the names of all who stand on it."""
    session = db.session()
    history = reading.history(session, seen.role, seen.roles)
    return render_template(
        template,
        site=site,
        seen=seen.roles,
        role=seen.role,
        line=seen.line,
        quarter=seen.quarter,
        history=history,
        people=people.by_ids(session, seen.roles.people() | history.people()),
        mine=seen.line.of(me().id),
        today=clock.today(),
        **more,
    )
