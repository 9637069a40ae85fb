"""The agenda as diaries read it: a file for whoever is signed in, and a link of one's own."""

from collections.abc import Iterator

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import me, over_sites, public, reached
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints.facilitation.agenda import address_of, category, described, several, title_of
from blueprints.facilitation.room import AGENDA, FEED, bp
from coopspace.accounts import people
from coopspace.calendar import ical
from coopspace.calendar.ical import Entry
from coopspace.extensions import db
from coopspace.facilitation import agenda, doors
from coopspace.facilitation.agenda import Places
from coopspace.kernel.permissions import Permission
from coopspace.sites import access


@bp.get(f"{AGENDA}.ics")
@over_sites(Permission.SITE_FOLLOW)
def own_file() -> ResponseReturnValue:
    """The agenda of whoever is signed in, as a file."""
    return _file(reached())


@bp.get(FEED)
@public
def ics(agenda_token: str) -> ResponseReturnValue:
    """The agenda of the owner of the link: the sites that they may follow today."""
    session = db.session()
    owner = doors.enter(session, agenda_token)
    places = access.everywhere(session, owner) if owner is not None else []
    followed = [one for one in places if one[1].may(Permission.SITE_FOLLOW)]
    if owner is None or not followed:
        abort(404)
    with force_locale(owner.locale or "fr"):
        return _file(followed)


@bp.get(f"{AGENDA}/abonnement")
@over_sites(Permission.SITE_FOLLOW)
def feed() -> ResponseReturnValue:
    """One's own link to the agenda."""
    return _page()


@bp.post(f"{AGENDA}/abonnement")
@over_sites(Permission.SITE_FOLLOW)
def make_feed() -> ResponseReturnValue:
    """Another link, shown once; the one before opens nothing any more."""
    with saving() as session:
        token = doors.make(session, by=me())
    return _page(token)


@bp.post(f"{AGENDA}/abonnement/retirer")
@over_sites(Permission.SITE_FOLLOW)
def revoke_feed() -> ResponseReturnValue:
    """The link opens nothing any more."""
    with saving() as session:
        doors.revoke(session, by=me())
    flash(_("The link opens nothing any more."), "success")
    return redirect(url_for(".feed"), code=303)


def _page(token: str = "") -> ResponseReturnValue:
    return render_template(
        "facilitation/feed.html",
        has=doors.has(db.session(), me()),
        address=absolute(".ics", agenda_token=token) if token else "",
        act=ActForm(),
    )


def _file(places: Places) -> Response:
    content = ical.calendar(_("My sites"), _entries(places))
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return answer


def _entries(places: Places) -> Iterator[Entry]:
    session = db.session()
    lines = agenda.agenda(session, places)
    names = people.by_ids(session, (one.person for one in lines))
    for line in lines:
        endpoint, values = address_of(line)
        yield Entry(
            uid=ical.uid_of(line.id),
            planned=line.planned,
            sequence=line.seq - 1,
            made_at=line.made_at,
            said_at=line.said_at,
            cancelled=line.cancelled,
            title=f"{title_of(line)} – {several(line)}",
            description=described(line, names),
            address=absolute(endpoint, **values),
            category=category(line),
        )
