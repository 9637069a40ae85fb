"""Keeping what a finding points at, with a reason; taking that answer back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.review.room import FINDING, KeepForm, bp
from blueprints.review.views import page
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.review import actions
from coopspace.review.rules import Rule
from coopspace.sites.model import Site


@bp.post(f"{FINDING}/garder")
@requires(Permission.CHANGE_EDIT)
def keep(site: Site, finding: str) -> ResponseReturnValue:
    """Answer a finding; what is refused keeps what was typed, beside it."""
    form = KeepForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.keep(
                    session,
                    site,
                    finding=finding,
                    digest=form.digest.data or "",
                    why=form.why.data or "",
                    by=me(),
                )
        except NotFound:
            if finding.partition(".")[0] not in set(Rule):
                raise
            flash(_("This no longer asks for anything: the words changed meanwhile."), "refusal")
            return _back(site)
        except Refusal as refusal:
            refusal.field = "why"
            say(refusal, form)
        else:
            flash(_("Your reason is kept with it: it stays quiet until the words change."), "done")
            return _back(site)
    return page(site, form, finding)


@bp.post(f"{FINDING}/reprendre")
@requires(Permission.CHANGE_EDIT)
def take_back(site: Site, finding: str) -> ResponseReturnValue:
    """Let it ask again."""

    def act(session: Session) -> None:
        actions.take_back(session, site, finding=finding, by=me())

    attempt(act, done=_("It asks again."))
    return _back(site)


def _back(site: Site) -> Response:
    return redirect(url_for(".index", site=site.slug), code=303)
