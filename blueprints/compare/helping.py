"""What sites offer one another and look for: the lines of a programme, and those of one site."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.compare.forms import ActForm, HelpForm
from blueprints.compare.room import HELP, HELPS, bp
from coopspace.accounts import people
from coopspace.compare import actions, helping
from coopspace.compare.rules import HelpKind
from coopspace.compare.speaking import sites_of
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Programme, Site

LINES = 30


@bp.get(HELPS)
@requires(Permission.PROGRAMME_COMPARE)
def helps(programme: Programme) -> ResponseReturnValue:
    """Every open line of the programme, newest first."""
    session = db.session()
    first = max(0, request.args.get("apres", 0, type=int))
    found = helping.listed(session, programme, limit=LINES + 1, offset=first)
    return render_template(
        "compare/helps.html",
        programme=programme,
        helps=found[:LINES],
        more=first + LINES if len(found) > LINES else None,
        own=sites_of(session, programme, person=me(), permission=Permission.HELP_EXCHANGE),
    )


@bp.get(HELP)
@requires(Permission.SITE_READ)
def help_(site: Site) -> ResponseReturnValue:
    """The lines of the site, and what was said with other sites; addresses for the two sides."""
    session = db.session()
    lines = helping.all_of(session)
    exchanges = helping.exchanges(session, site)
    exchanging = may(Permission.HELP_EXCHANGE)
    return render_template(
        "compare/help.html",
        site=site,
        open=[one for one in lines if one.ended_at is None],
        ended=[one for one in lines if one.ended_at is not None],
        authors=people.by_ids(session, (one.by for one in lines)),
        exchanges=exchanges,
        exchanging=exchanging,
        contacts=actions.contacts(session, site),
        act=ActForm(),
    )


@bp.route(f"{HELP}/proposer", methods=["GET", "POST"])
@requires(Permission.HELP_EXCHANGE)
def say_help(site: Site) -> ResponseReturnValue:
    """Offer help to the other sites, or look for it."""
    wished = request.args.get("je", "")
    form = HelpForm(kind=wished if wished in set(HelpKind) else HelpKind.OFFER.value)
    if form.validate_on_submit():
        try:
            with saving() as session:
                helping.say(
                    session,
                    site,
                    kind=HelpKind(form.kind.data),
                    words=form.words.data or "",
                    topic=form.chosen_topic(),
                    passage=form.passage(),
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The sites of the programme can read it."))
            return redirect(url_for(".help_", site=site.slug), code=303)
    return render_template("compare/say.html", site=site, form=form)


@bp.post(f"{HELP}/<uuid:help>/terminer")
@requires(Permission.HELP_EXCHANGE)
def end(site: Site, help: uuid.UUID) -> ResponseReturnValue:
    """End a line: what came of it stays."""
    with saving() as session:
        helping.end(session, helping.own(session, help), by=me())
    flash(_("The line has ended. What came of it stays on this page."))
    return redirect(url_for(".help_", site=site.slug), code=303)
