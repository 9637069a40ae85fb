"""The gate: who is asking, at which site, and may they.

A stranger gets 404 and learns nothing; a member who may not gets 403 with the names of the roles
that could; nobody signed in is sent to the sign-in page. Every view carries exactly one mark
(`view.gate`), which tests read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, current_app, g
from flask_login import current_user

from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.base import enter_site
from coopspace.kernel.permissions import ADMINISTRATOR_PERMISSIONS, Permission, who_could
from coopspace.kernel.refusal import N_, Forbidden, NotFound
from coopspace.sites import access
from coopspace.sites.access import Standing
from coopspace.sites.model import Programme, Site

View = Callable[..., Any]


@dataclass(frozen=True)
class Gate:
    """The mark left on a view: `kind` is public, signed_in, by_permission or over_sites."""

    kind: str
    permission: Permission | None = None


def public(view: View) -> View:
    """Open to anybody, signed in or not."""
    view.gate = Gate("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to whoever has an account; the view concerns their own things only."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(*args, **kwargs)

    guarded.gate = Gate("signed_in")  # type: ignore[attr-defined]
    return guarded


def requires(permission: Permission) -> Callable[[View], View]:
    """Open to whoever holds `permission` at the site, programme or platform the view concerns.

    A rule with `<slug:site>` hands the view its `Site` as `site`; one with `<slug:programme>`
    its `Programme`; one with neither asks the administrator's permission. The person's standing
    at the site is `standing()`.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if "site" in kwargs:
                kwargs["site"] = _site(kwargs["site"], permission)
            elif "programme" in kwargs:
                kwargs["programme"] = _programme(kwargs["programme"], permission)
            elif not _administers(permission):
                abort(404)
            return view(*args, **kwargs)

        guarded.gate = Gate("by_permission", permission)  # type: ignore[attr-defined]
        return guarded

    return guard


def over_sites(permission: Permission) -> Callable[[View], View]:
    """Open to whoever holds `permission` at one site at least: the view concerns those where they
    do, which `reached()` gives, and no other."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            g.reached = _sites(permission)
            g.permissions = frozenset({permission})
            return view(*args, **kwargs)

        guarded.gate = Gate("over_sites", permission)  # type: ignore[attr-defined]
        return guarded

    return guard


def reached() -> list[tuple[Site, Standing]]:
    """The sites that this request may read together, by name, and the person's place at each."""
    return g.reached  # type: ignore[no-any-return]


def me() -> User:
    """The person who is asking; only behind a gate that signs in."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


def standing() -> Standing:
    """The place of the person who is asking at the site of this request."""
    return g.standing  # type: ignore[no-any-return]


def may(permission: Permission | str) -> bool:
    """Whether the person may do this at the site (or programme) of this request: for templates."""
    held: frozenset[Permission] = g.get("permissions", frozenset())
    return Permission(permission) in held


def enter(slug: str, permission: Permission) -> Site:
    """The site that a form names where the address names none: the same questions are asked.
    Raises NotFound, or Forbidden."""
    return _site(slug, permission)


def _site(slug: str, permission: Permission) -> Site:
    session = db.session()
    arrived = access.arrive(session, me(), slug)
    if arrived is None:
        raise NotFound
    site, place = arrived
    g.site, g.standing, g.permissions = site, place, place.permissions
    enter_site(session, site.id)
    if not place.may(permission):
        raise Forbidden(
            N_("Your place at this site does not open this page."),
            who_could=who_could(permission),
        )
    return site


def _sites(permission: Permission) -> list[tuple[Site, Standing]]:
    session = db.session()
    places = access.everywhere(session, me())
    found = [(site, place) for site, place in places if place.may(permission)]
    if not found and not access.leads_somewhere(session, me()):
        if not places:
            raise NotFound
        raise Forbidden(N_("None of your places opens this page."), who_could=who_could(permission))
    return found


def _programme(slug: str, permission: Permission) -> Programme:
    session = db.session()
    programme = access.programme_by_slug(session, slug)
    held = access.programme_permissions(session, me(), programme) if programme else frozenset()
    if programme is None or Permission.PROGRAMME_READ not in held:
        raise NotFound
    g.programme, g.permissions = programme, held
    if permission not in held:
        raise Forbidden(
            N_("Your place in this programme does not open this page."),
            who_could=who_could(permission),
        )
    return programme


def _administers(permission: Permission) -> bool:
    g.permissions = ADMINISTRATOR_PERMISSIONS if me().is_administrator else frozenset()
    return permission in g.permissions
