"""The versions: all of them, one read whole with who signed, its files, what the draft changes."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.addresses import absolute
from blueprints._shared.days import DayForm
from blueprints._shared.gate import may, me, requires
from blueprints.agreement.deeds import said
from blueprints.agreement.room import VERSION, VERSIONS, bp
from coopspace.accounts import people
from coopspace.agreement import frozen, putting, versions
from coopspace.agreement.changed import Change, changes
from coopspace.agreement.rules import State
from coopspace.agreement.versions import Version
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Gestures:
    """What this very person can do with a version now."""

    sign: bool
    refuse: bool
    withdraw: bool
    remind: bool
    attach: bool


@bp.get(VERSIONS)
@requires(Permission.AGREEMENT_READ)
def versions_page(site: Site) -> ResponseReturnValue:
    """Every version, and the one that stood on a day."""
    session = db.session()
    found = versions.versions(session)
    form = DayForm(request.args)
    asked = bool(form.au.data) and form.validate()
    moment = form.moment() if asked else None
    return render_template(
        "agreement/versions.html",
        site=site,
        versions=found,
        standing=versions.standing(found),
        open_version=versions.open_version(found),
        day=form,
        asked=asked,
        then=versions.standing(found, at=moment) if asked else None,
    )


@bp.get(VERSION)
@requires(Permission.AGREEMENT_READ)
def version(site: Site, number: int) -> ResponseReturnValue:
    """A version whole, as it was frozen: who signed it, in which capacity, and what proves it."""
    session = db.session()
    found = versions.versions(session)
    shown = versions.version_of(session, number)
    return render_template(
        "agreement/version.html",
        site=site,
        version=shown,
        deed=frozen.read_content(versions.content_of(session, shown)),
        standing=versions.standing(found),
        gestures=gestures(shown),
        unable=putting.unable(session, site, shown),
        people=people.by_ids(session, shown.people()),
        verify=absolute("agreement.verified", sha256=shown.digest),
    )


@bp.get(f"{VERSION}/differences")
@requires(Permission.AGREEMENT_READ)
def differences(site: Site, number: int) -> ResponseReturnValue:
    """What the draft changes in a version, word by word."""
    session = db.session()
    shown = versions.version_of(session, number)
    return render_template(
        "agreement/differences.html",
        site=site,
        version=shown,
        changes=since(site, shown),
        puts=may(Permission.AGREEMENT_PUT)
        and versions.open_version(versions.versions(session)) is None,
    )


def since(site: Site, version: Version) -> list[Change]:
    """What the agreement as it stands changes in a version."""
    session = db.session()
    old = frozen.agreement_of(versions.content_of(session, version))
    new = versions.draft(session, site, language=version.language)
    return changes(old, new, said)


def gestures(version: Version) -> Gestures:
    """What this very person can do with a version now."""
    signer = version.signer(me().id)
    is_open = version.state is State.OPEN
    waits = is_open and signer is not None and signer.signed_at is None
    signs, puts = may(Permission.AGREEMENT_SIGN), may(Permission.AGREEMENT_PUT)
    return Gestures(
        sign=waits and signs,
        refuse=waits and signs,
        withdraw=is_open and puts,
        remind=is_open and puts,
        attach=puts and version.state in (State.OPEN, State.SIGNED),
    )


def back(site: Site, number: int) -> ResponseReturnValue:
    """To the page of a version."""
    return redirect(url_for("agreement.version", site=site.slug, number=number), code=303)
