"""Correcting an entry of one's own, taking it back, putting it back: nothing of it is lost."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.accompaniment.forms import NoteForm, WithdrawForm, seen_number
from blueprints.accompaniment.room import ENTRY, bp
from blueprints.accompaniment.views import entry_page
from coopspace.accompaniment import actions, reading
from coopspace.accompaniment.actions import entry_of
from coopspace.agreement import governed
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(f"{ENTRY}/corriger", methods=["GET", "POST"])
@requires(Permission.ACCOMPANIMENT_LOG)
def correct(site: Site, number: int) -> ResponseReturnValue:
    """Say an entry of one's own anew; what is refused keeps what was typed."""
    session = db.session()
    now = reading.tellings(session, entry_of(session, number))[0]
    here = url_for(".show", site=site.slug, number=number)
    if now.author != me().id or now.withdrawn:
        flash(_("An entry that counts is corrected by whoever wrote it, and by nobody else."))
        return redirect(here, code=303)
    form = NoteForm()
    if not form.is_submitted():
        form.was(now)
        form.seen.data = str(now.seq)
    if form.validate_on_submit():
        try:
            with saving() as acting:
                entry = entry_of(acting, number)
                seen = seen_number(form.seen.data)
                actions.correct(acting, entry, seen=seen, by=me(), **form.said())
        except Refusal as refusal:
            say(refusal, form)
            form.seen.data = str(_seen(number))
        else:
            flash(_("The entry is corrected. What it said before is kept below."), "success")
            return redirect(here, code=303)
    form.offer(governed.offered(db.session()), keep=now)
    return render_template("accompaniment/correct.html", site=site, form=form, now=now)


@bp.post(f"{ENTRY}/retirer")
@requires(Permission.ACCOMPANIMENT_LOG)
def take_back(site: Site, number: int) -> ResponseReturnValue:
    """Take an entry of one's own back, and say why."""
    form = WithdrawForm()
    seen = seen_number(form.seen.data)
    try:
        with saving() as session:
            entry = entry_of(session, number)
            actions.take_back(session, entry, why=form.why.data or "", seen=seen, by=me())
    except Refusal as refusal:
        say(refusal, form)
        form.seen.data = str(_seen(number))
        return entry_page(site, number, form)
    flash(_("The entry is taken back: it counts no more."), "success")
    return redirect(url_for(".show", site=site.slug, number=number), code=303)


@bp.post(f"{ENTRY}/remettre")
@requires(Permission.ACCOMPANIMENT_LOG)
def put_back(site: Site, number: int) -> ResponseReturnValue:
    """Let an entry that one took back count again."""
    form = WithdrawForm()

    def act(session: Session) -> None:
        seen = seen_number(form.seen.data)
        actions.put_back(session, entry_of(session, number), seen=seen, by=me())

    attempt(act, done=_("The entry counts again."))
    return redirect(url_for(".show", site=site.slug, number=number), code=303)


def _seen(number: int) -> int:
    session = db.session()
    return actions.telling_of(session, entry_of(session, number)).seq
