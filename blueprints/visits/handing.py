"""Handing a site over with a word, completing the word, receiving the site."""

from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.visits.forms import LEAVES, HandForm, WhyForm, WordForm, among
from blueprints.visits.room import HAND, WORD, bp
from blueprints.visits.views import dossier_page
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.colleagues import Colleagues, colleagues
from coopspace.sites.model import Site
from coopspace.visits import handing
from coopspace.visits.handing import Handover


@bp.route(f"{HAND}/passer", methods=["GET", "POST"])
@requires(Permission.SITE_HAND)
def hand(site: Site) -> ResponseReturnValue:
    """Choose who takes the site up, and write the word that goes with it."""
    known = colleagues(db.session(), site)
    supports = me().id in {one.id for one in known.here}
    form = HandForm()
    form.ask(language())
    form.offer(known, me(), supports=supports)
    if form.validate_on_submit():
        try:
            with saving() as session:
                _hand(session, site, form, known, supports=supports)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The word is written: your colleague finds it on this page."), "success")
            return redirect(url_for(".dossier", site=site.slug), code=303)
    return render_template(
        "visits/hand.html",
        site=site,
        form=form,
        supports=supports,
        waits=handing.waiting(db.session()) is not None,
    )


@bp.route(f"{WORD}/mot", methods=["GET", "POST"])
@requires(Permission.SITE_HAND)
def reword(site: Site, number: int) -> ResponseReturnValue:
    """Complete the word; what it said before is kept."""
    found = _one(number)
    if not found.is_of(me().id):
        flash(_("This word belongs to whoever hands the site over."))
        return redirect(url_for(".dossier", site=site.slug), code=303)
    form = WordForm(data={**asdict(found.now.word), "seen": str(found.now.seq)})
    form.ask(language())
    if form.validate_on_submit():
        try:
            with saving() as session:
                row = handing.handover_of(session, number)
                handing.reword(session, row, word=form.word(), seen=form.read(), by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The word is completed. What it said before is kept."), "success")
            return redirect(url_for(".dossier", site=site.slug), code=303)
    found = _one(number)
    form.seen.data = str(found.now.seq)
    return render_template(
        "visits/word.html",
        site=site,
        form=form,
        found=found,
        named=people.by_ids(db.session(), found.people()),
    )


@bp.post(f"{HAND}/recu")
@requires(Permission.SITE_HAND)
def receive(site: Site) -> ResponseReturnValue:
    """Say that one has received the site."""

    def act(session: Session) -> None:
        handing.receive(session, site, by=me())

    try:
        attempt(act, done=_("The site is in your hands. Welcome."))
    except NotFound:
        flash(_("Nothing waits to be received any more."))
    return redirect(url_for(".dossier", site=site.slug), code=303)


@bp.post(f"{WORD}/reprendre")
@requires(Permission.SITE_HAND)
def withdraw(site: Site, number: int) -> ResponseReturnValue:
    """Take a handing over back before it was received."""
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                row = handing.handover_of(session, number)
                handing.take_back(session, row, why=form.why.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The handing over is taken back. It stays to be read."), "success")
            return redirect(url_for(".dossier", site=site.slug), code=303)
    return dossier_page(site, form)


def _hand(
    session: Session, site: Site, form: HandForm, known: Colleagues, *, supports: bool
) -> None:
    incoming = among(form.to.data, known.all)
    if incoming is None:
        raise Refusal(N_("Choose who takes this site up."), field="to")
    outgoing = me() if supports else among(form.outgoing.data, (*known.here, me()))
    if outgoing is None:
        raise Refusal(N_("Choose who hands the site over."), field="outgoing")
    handing.hand(
        session,
        site,
        outgoing=outgoing,
        incoming=incoming,
        word=form.word(),
        leaves=supports and form.leaves.data == LEAVES,
        by=me(),
    )


def _one(number: int) -> Handover:
    """The handing over of this number, with its words. Raises NotFound."""
    for one in handing.handovers(db.session()):
        if one.row.number == number:
            return one
    raise NotFound
