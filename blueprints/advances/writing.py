"""Writing in the register: adding, correcting, ending."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.advances.forms import EndForm, EntryForm
from blueprints.advances.room import ENTRY, HOME, bp
from blueprints.advances.views import entry_form, page
from coopspace.advances import actions
from coopspace.advances.register import Entry, register
from coopspace.advances.rules import Precision
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.post(HOME)
@requires(Permission.ADVANCE_EDIT)
def write(site: Site) -> ResponseReturnValue:
    """Add an entry."""
    form = entry_form()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.write(session, site, said=form.said(), by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The register keeps it."), "success")
            return redirect(url_for(".index", site=site.slug), code=303)
    return page(site, form)


@bp.route(f"{ENTRY}/corriger", methods=["GET", "POST"])
@requires(Permission.ADVANCE_EDIT)
def correct(site: Site, number: int) -> ResponseReturnValue:
    """Say an entry better; what it said before is kept."""
    entry, seen = _standing(number)
    form = _filled(entry, seen)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.correct(
                    session,
                    actions.advance_of(session, number),
                    said=form.said(),
                    seen=form.seen_wording(),
                    by=me(),
                )
        except Refusal as refusal:
            entry, seen = _standing(number)
            form.seen.data = str(seen)
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return render_template("advances/correct.html", site=site, entry=entry, form=form)


@bp.route(f"{ENTRY}/finir", methods=["GET", "POST"])
@requires(Permission.ADVANCE_EDIT)
def end(site: Site, number: int) -> ResponseReturnValue:
    """End an entry that should not stand, and say why."""
    entry, _seen = _standing(number)
    form = EndForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                held = actions.advance_of(session, number)
                actions.end(session, held, why=form.why.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The entry has ended. It stays below, with the reason."), "success")
            return redirect(url_for(".index", site=site.slug), code=303)
    return render_template("advances/end.html", site=site, entry=entry, form=form)


def _standing(number: int) -> tuple[Entry, int]:
    """The entry as it is said now, and the number of that wording. Raises NotFound."""
    session = db.session()
    seen = actions.wording_of(session, actions.advance_of(session, number)).seq
    told = register(session)
    entry = next(one for one in (*told.standing, *told.ended) if one.number == number)
    return entry, seen


def _filled(entry: Entry, seen: int) -> EntryForm:
    return entry_form(
        words=entry.words,
        kind=entry.kind.value,
        happened_on=entry.happened_on,
        only_month=entry.precision is Precision.MONTH,
        round=str(entry.round or ""),
        change=entry.change,
        seen=str(seen),
    )
