"""Somebody's own link to a calendar, and the file that their diary reads behind it."""

from collections.abc import Iterator

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import me, public, requires
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints.calendar.room import FEED, HOME, SITE, bp, kind_name, part_name
from coopspace.calendar import doors, ical, reading
from coopspace.calendar.doors import Entered
from coopspace.calendar.ical import Entry
from coopspace.calendar.reading import Shown
from coopspace.edition import reading as edition
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites import access
from coopspace.sites.model import Programme, Site


@bp.get(f"{HOME}/abonnement")
@requires(Permission.CALENDAR_READ)
def feed(programme: Programme) -> ResponseReturnValue:
    """One's own link to the calendar of a programme."""
    return _page(programme, None)


@bp.post(f"{HOME}/abonnement")
@requires(Permission.CALENDAR_READ)
def make_feed(programme: Programme) -> ResponseReturnValue:
    """Another link, shown once; the one before opens nothing any more."""
    return _made(programme, None)


@bp.post(f"{HOME}/abonnement/retirer")
@requires(Permission.CALENDAR_READ)
def revoke_feed(programme: Programme) -> ResponseReturnValue:
    """The link opens nothing any more."""
    return _revoked(programme, None)


@bp.get(f"{SITE}/abonnement")
@requires(Permission.CALENDAR_READ)
def site_feed(site: Site) -> ResponseReturnValue:
    """One's own link to the calendar of a site."""
    return _page(site.programme, site)


@bp.post(f"{SITE}/abonnement")
@requires(Permission.CALENDAR_READ)
def make_site_feed(site: Site) -> ResponseReturnValue:
    """Another link, shown once; the one before opens nothing any more."""
    return _made(site.programme, site)


@bp.post(f"{SITE}/abonnement/retirer")
@requires(Permission.CALENDAR_READ)
def revoke_site_feed(site: Site) -> ResponseReturnValue:
    """The link opens nothing any more."""
    return _revoked(site.programme, site)


@bp.get(FEED)
@public
def ics(feed_token: str) -> ResponseReturnValue:
    """The calendar as diaries read it: what the owner of the link may read today."""
    entered = doors.enter(db.session(), feed_token)
    if entered is None:
        abort(404)
    edition.speak(db.session(), entered.programme)
    with force_locale(entered.user.locale or "fr"):
        name = entered.site.name if entered.site else entered.programme.name
        content = ical.calendar(name, [*_entries(entered)])
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="calendrier.ics"'
    return answer


def _entries(entered: Entered) -> Iterator[Entry]:
    session, site = db.session(), entered.site
    looking = reading.viewer(session, entered.user, entered.programme)
    if site is not None:
        place = access.standing(session, entered.user, site)
        if place is None:
            return
        looking = reading.viewer_at(site, place)
    for one in reading.events(session, entered.programme, looking):
        yield Entry(
            uid=ical.uid_of(one.id),
            planned=one.planned,
            sequence=one.seq - 1,
            made_at=one.opened_at,
            said_at=one.at,
            cancelled=one.cancelled,
            description="\n\n".join(_description(one)),
            address=absolute(".show", programme=entered.programme.slug, event=one.number),
            category=kind_name(one.planned.kind),
        )


def _description(one: Shown) -> Iterator[str]:
    if one.cancelled:
        yield _("Cancelled: %(why)s", why=one.words)
    if one.planned.part is not None:
        yield part_name(one.planned.part)
    if one.planned.link:
        yield one.planned.link
    if one.planned.prepare:
        yield _("To prepare: %(what)s", what=one.planned.prepare)


def _page(programme: Programme, site: Site | None, token: str = "") -> ResponseReturnValue:
    return render_template(
        "calendar/feed.html",
        programme=programme,
        **({"site": site} if site is not None else {}),
        own=site,
        has=doors.has(db.session(), programme, site, user=me()),
        address=absolute(".ics", feed_token=token) if token else "",
        act=ActForm(),
    )


def _made(programme: Programme, site: Site | None) -> ResponseReturnValue:
    with saving() as session:
        token = doors.make(session, programme, site, by=me())
    return _page(programme, site, token)


def _revoked(programme: Programme, site: Site | None) -> ResponseReturnValue:
    with saving() as session:
        doors.revoke(session, programme, site, by=me())
    flash(_("The link opens nothing any more."), "success")
    if site is not None:
        return redirect(url_for(".site_feed", site=site.slug), code=303)
    return redirect(url_for(".feed", programme=programme.slug), code=303)
