"""What a site shares with the others: item by item, decided by the trio, taken back at once."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.compare.forms import ActForm, ProfileForm
from blueprints.compare.room import SHARING, bp, item_label
from coopspace.compare import actions, reading
from coopspace.compare.rules import Item
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.get(SHARING)
@requires(Permission.SITE_READ)
def sharing(site: Site) -> ResponseReturnValue:
    """What is shared and what could be, each item as the others would read it."""
    session = db.session()
    decided = actions.decided(session)
    contacts = actions.contacts(session, site)
    return render_template(
        "compare/sharing.html",
        site=site,
        items=tuple(Item),
        decided=decided,
        would=reading.preview(session, site, items=reading.ALL),
        contacts=contacts,
        am_contact=any(one.user.id == me().id for one in contacts),
        decides=may(Permission.SHARING_DECIDE),
        act=ActForm(),
    )


@bp.post(f"{SHARING}/<item>/partager")
@requires(Permission.SHARING_DECIDE)
def share(site: Site, item: str) -> ResponseReturnValue:
    """Share one item."""
    known = actions.item_of(item)
    with saving() as session:
        actions.share(session, site, item=known, by=me())
    flash(_("Shared with the sites of the programme: %(item)s.", item=item_label(known)))
    return redirect(url_for(".sharing", site=site.slug), code=303)


@bp.post(f"{SHARING}/<item>/retirer")
@requires(Permission.SHARING_DECIDE)
def withdraw(site: Site, item: str) -> ResponseReturnValue:
    """Take one item back: nobody outside sees it any more, from the next page on."""
    known = actions.item_of(item)
    with saving() as session:
        actions.withdraw(session, site, item=known, by=me())
    flash(_("Taken back, and shown to no other site any more: %(item)s.", item=item_label(known)))
    return redirect(url_for(".sharing", site=site.slug), code=303)


@bp.route(f"{SHARING}/profil", methods=["GET", "POST"])
@requires(Permission.SITE_EDIT)
def profile(site: Site) -> ResponseReturnValue:
    """What the site works on, its size, since when."""
    standing = actions.profile_of(db.session())
    form = ProfileForm(
        topics=standing.topics.split() if standing else [],
        size=(standing.size or "") if standing else "",
        since_year=standing.since_year if standing else None,
    )
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe(
                    session,
                    site,
                    topics=form.topics.chosen(),
                    size=form.bracket(),
                    since_year=form.since_year.data,
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The site is described. Nothing of it is shared unless the trio decides so."))
            return redirect(url_for(".sharing", site=site.slug), code=303)
    return render_template("compare/profile.html", site=site, form=form)


@bp.post(f"{SHARING}/contact")
@requires(Permission.HELP_EXCHANGE)
def be_contact(site: Site) -> ResponseReturnValue:
    """Agree to be contacted by other sites."""
    with saving() as session:
        actions.be_contact(session, site, by=me())
    return redirect(url_for(".sharing", site=site.slug, _anchor="h-contacts"), code=303)


@bp.post(f"{SHARING}/contact/<uuid:contact>/terminer")
@requires(Permission.HELP_EXCHANGE)
def end_contact(site: Site, contact: uuid.UUID) -> ResponseReturnValue:
    """Name somebody no longer."""
    with saving() as session:
        actions.end_contact(session, site, contact=contact, by=me())
    return redirect(url_for(".sharing", site=site.slug, _anchor="h-contacts"), code=303)
