"""Noting a visit, correcting one's own, saying that it did not take place."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.forms import SeenForm
from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.visits.forms import VisitForm, WhyForm
from blueprints.visits.room import ONE, VISIT, bp
from blueprints.visits.views import visit_page
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.visits import visiting
from coopspace.visits.visiting import visit_of


@bp.post(VISIT)
@requires(Permission.VISIT_PREPARE)
def note(site: Site) -> ResponseReturnValue:
    """Note that one was there."""
    form = VisitForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                visiting.note(
                    session, site, day=form.day.data, words=form.words.data or "", by=me()
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("Your visit is noted: the next page starts from that day."), "success")
            return redirect(url_for(".prepare", site=site.slug), code=303)
    return visit_page(site, form)


@bp.route(f"{ONE}/corriger", methods=["GET", "POST"])
@requires(Permission.VISIT_PREPARE)
def correct(site: Site, number: int) -> ResponseReturnValue:
    """Say a visit of one's own anew; what it said before stands below the form."""
    session = db.session()
    told = visiting.tellings(session, visit_of(session, number))
    if told[0].author != me().id:
        flash(_("A visit is corrected by whoever made it, and by nobody else."))
        return redirect(url_for(".prepare", site=site.slug), code=303)
    form = VisitForm(data={"day": told[0].day, "words": told[0].words, "seen": str(told[0].seq)})

    def act(acting: Session) -> None:
        visiting.correct(
            acting,
            visit_of(acting, number),
            day=form.day.data,
            words=form.words.data or "",
            seen=form.read(),
            by=me(),
        )

    if _done(form, act):
        flash(_("The visit is corrected. What it said before is kept."), "success")
        return redirect(url_for(".prepare", site=site.slug), code=303)
    return _one_page(site, number, form)


@bp.post(f"{ONE}/retirer")
@requires(Permission.VISIT_PREPARE)
def take_back(site: Site, number: int) -> ResponseReturnValue:
    """Say that a visit of one's own did not take place."""
    form = WhyForm()

    def act(acting: Session) -> None:
        visit = visit_of(acting, number)
        visiting.take_back(acting, visit, why=form.why.data or "", seen=form.read(), by=me())

    if _done(form, act):
        flash(_("The visit is taken back: it counts no more."), "success")
        return redirect(url_for(".prepare", site=site.slug), code=303)
    told = visiting.tellings(db.session(), visit_of(db.session(), number))[0]
    if told.author != me().id:
        return redirect(url_for(".prepare", site=site.slug), code=303)
    blank = VisitForm(
        formdata=None, data={"day": told.day, "words": told.words, "seen": str(told.seq)}
    )
    return _one_page(site, number, blank, form)


@bp.post(f"{ONE}/remettre")
@requires(Permission.VISIT_PREPARE)
def put_back(site: Site, number: int) -> ResponseReturnValue:
    """Let a visit that one took back count again."""
    form = SeenForm()

    def act(acting: Session) -> None:
        visiting.put_back(acting, visit_of(acting, number), seen=form.read(), by=me())

    attempt(act, done=_("The visit counts again."))
    return redirect(url_for(".prepare", site=site.slug), code=303)


def _one_page(site: Site, number: int, form: VisitForm, why: WhyForm | None = None) -> str:
    """The page of one visit, put on what stands now."""
    session = db.session()
    told = visiting.tellings(session, visit_of(session, number))
    why = why or WhyForm(formdata=None)
    form.seen.data = why.seen.data = str(told[0].seq)
    return render_template(
        "visits/correct.html",
        site=site,
        form=form,
        why=why,
        told=told,
        people=people.by_ids(session, [told[0].author]),
    )


def _done(form: SeenForm, act: Callable[[Session], None]) -> bool:
    """Whether what was sent is kept; a refusal stands beside its field, with what was typed."""
    if not form.validate_on_submit():
        return False
    try:
        with saving() as session:
            act(session)
    except Refusal as refusal:
        say(refusal, form)
        return False
    return True
