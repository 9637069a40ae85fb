"""One alert of a site: its rule, its facts, what to do next; setting it aside, bringing it back."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import ActForm, attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say as tell
from blueprints.facilitation.forms import AsideForm
from blueprints.facilitation.room import ALERT, HOME, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.facilitation import actions, reading
from coopspace.facilitation.asides import Aside
from coopspace.facilitation.rules import Alert
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(ALERT, methods=["GET", "POST"])
@requires(Permission.SITE_FOLLOW)
def alert(site: Site, alert: str) -> ResponseReturnValue:
    """An alert with what explains it; what is refused keeps what was typed."""
    form = AsideForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.set_aside(
                    session,
                    site,
                    key=alert,
                    mark=form.mark.data or "",
                    why=form.why.data or "",
                    day=form.day.data,
                    by=me(),
                )
        except Refusal as refusal:
            tell(refusal, form)
        else:
            flash(_("Set aside: your reason stands with it."), "success")
            return _back(site)
    return _page(site, alert, form)


@bp.post(f"{ALERT}/reprendre")
@requires(Permission.SITE_FOLLOW)
def bring_back(site: Site, alert: str) -> ResponseReturnValue:
    """Let it ask for attention again."""

    def act(session: Session) -> None:
        actions.bring_back(session, site, key=alert, by=me())

    attempt(act, done=_("It asks for attention again."))
    return redirect(url_for(".alert", site=site.slug, alert=alert), code=303)


def _page(site: Site, key: str, form: AsideForm) -> ResponseReturnValue:
    session = db.session()
    (seen,) = reading.over(session, [site], clock.today())
    every: dict[str, tuple[Alert, Aside | None]] = {
        one.key: (one, None) for one in seen.alerts.asking
    }
    every |= {one.key: (one, aside) for one, aside in seen.alerts.aside}
    if key not in every:
        abort(404)
    found, aside = every[key]
    told = reading.told(session, found.rule, found.about)
    named = {*seen.people(), *(one.by for one in told), *(one.ended_by for one in told)}
    form.mark.data = found.mark
    if aside is not None:
        form.why.errors = form.day.errors = ()
    return render_template(
        "facilitation/alert.html",
        site=site,
        seen=seen,
        alert=found,
        aside=aside,
        told=told,
        form=form,
        act=ActForm(),
        people=people.by_ids(session, named),
    )


def _back(site: Site) -> ResponseReturnValue:
    return redirect(f"{HOME}#{site.slug}", code=303)
