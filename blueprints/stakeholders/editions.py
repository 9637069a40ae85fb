"""Editions of the map: what is kept under a name, to come back to it and to compare."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import StringField

from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.stakeholders.room import HOME, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import networks, waves
from coopspace.stakeholders.outlines import outline
from coopspace.stakeholders.rules import NAME_MAX

EDITIONS = f"{HOME}/editions"


class EditionForm(Form):
    """The name of an edition."""

    name = StringField(
        _l("Keep the map of today under a name"),
        description=_l("A season, a meeting: “Spring 2026”."),
        render_kw={"maxlength": NAME_MAX},
    )


@bp.get(EDITIONS)
@requires(Permission.STAKEHOLDER_READ)
def editions(site: Site) -> ResponseReturnValue:
    """What was kept of the network, newest first."""
    return _page(site, EditionForm())


@bp.post(EDITIONS)
@requires(Permission.STAKEHOLDER_EDIT)
def keep_edition(site: Site) -> ResponseReturnValue:
    """Keep the map as it stands now."""
    form = EditionForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                waves.keep_edition(session, site, name=form.name.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("This edition is kept: nothing will change it."), "success")
            return redirect(url_for(".editions", site=site.slug), code=303)
    return _page(site, form)


def _page(site: Site, form: EditionForm) -> str:
    session = db.session()
    kept = waves.waves_of(session)
    seen = {wave.id: outline(session, wave=wave) for wave in kept}
    began, yesterday = _began(session), clock.today() - timedelta(days=1)
    return render_template(
        "stakeholders/editions.html",
        site=site,
        form=form,
        kept=[(wave, seen[wave.id]) for wave in kept],
        began=began if began and began <= yesterday else None,
        yesterday=yesterday,
        offered=max(began, yesterday - timedelta(days=90)) if began else None,
        people=people.by_ids(session, [one.opened_by for one in kept]),
    )


def _began(session: Session) -> date | None:
    """The day of the first thing that was ever put on the map."""
    first = networks.began(session)
    return first.astimezone(clock.PARIS).date() if first else None
