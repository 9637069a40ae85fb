"""A member judges the eight, in one go or in several, and changes their mind until the reveal."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared import device
from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.readiness.forms import AnswerForm, as_typed
from blueprints.readiness.room import ROUND, bp
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.readiness import actions
from coopspace.readiness.model import ReadinessRound
from coopspace.readiness.rules import Item, Said
from coopspace.rounds.answering import Author
from coopspace.rounds.holding import stage_of
from coopspace.sites.model import Site


@bp.route(f"{ROUND}/repondre", methods=["GET", "POST"])
@requires(Permission.READINESS_ANSWER)
def answer(site: Site, number: int) -> ResponseReturnValue:
    """The judgements of a member: their own eyes only, until what was chosen for the round."""
    session = db.session()
    round_ = actions.round_of(session, number)
    given = actions.own_said(session, round_, author_here(site))
    form = AnswerForm(data=as_typed(given))
    if form.validate_on_submit():
        try:
            said = _keep(site, round_, number, form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _onward(site, number, said)
    page = render_template(
        "readiness/answer.html",
        site=site,
        round=round_,
        stage=stage_of(round_),
        form=form,
        given=given,
    )
    return device.hand(page)


@bp.post(f"{ROUND}/retirer")
@requires(Permission.READINESS_ANSWER)
def withdraw(site: Site, number: int) -> ResponseReturnValue:
    """Take one's answer back, until the reveal."""
    try:
        with saving() as session:
            held = actions.round_of(session, number)
            actions.withdraw(session, held, author=author_here(site))
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        flash(_("Your answer is withdrawn: nothing of it is kept."), "success")
    return redirect(url_for(".show", site=site.slug, number=number), code=303)


def author_here(site: Site) -> Author:
    """Whoever asks, as the author of an answer."""
    return actions.member(db.session(), site, by=me(), device=device.held() or device.NONE)


def _keep(site: Site, round_: ReadinessRound, number: int, form: AnswerForm) -> dict[Item, Said]:
    if round_.anonymous:
        device.needed()
    with saving() as session:
        author = author_here(site)
        held = actions.round_of(session, number)
        actions.answer(session, held, author=author, said=form.said())
        return actions.own_said(session, held, author)


def _onward(site: Site, number: int, said: dict[Item, Said]) -> ResponseReturnValue:
    """To the round once all eight are judged; else to the first one that is not."""
    missing = [item for item in Item if item not in said]
    if not missing:
        flash(_("Your answer is kept."), "success")
        return redirect(url_for(".show", site=site.slug, number=number), code=303)
    flash(
        ngettext(
            "What you said is kept. %(num)s is left to judge, now or later.",
            "What you said is kept. %(num)s are left to judge, now or later.",
            len(missing),
        ),
        "success",
    )
    there = url_for(".answer", site=site.slug, number=number, _anchor=missing[0].value)
    return redirect(there, code=303)
