"""A member takes a position, or changes it until the reveal."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import device
from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.continuum.forms import STAY, AnswerForm
from blueprints.continuum.room import ROUND, bp
from coopspace.advances.register import before_round
from coopspace.continuum import actions
from coopspace.continuum import answering as taking
from coopspace.continuum.model import ContinuumAnswer, ContinuumRound
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(f"{ROUND}/repondre", methods=["GET", "POST"])
@requires(Permission.CONTINUUM_ANSWER)
def answer(site: Site, number: int) -> ResponseReturnValue:
    """The answer of a member: their own eyes only, until what was chosen for the round."""
    session = db.session()
    round_ = actions.round_of(session, number)
    given = _given(site, round_)
    form = AnswerForm(data=as_typed(given))
    if form.validate_on_submit():
        try:
            if round_.anonymous:
                device.needed()
            with saving() as writing:
                author = taking.member(writing, site, by=me(), device=device.held() or device.NONE)
                held = actions.round_of(writing, number)
                taking.answer(writing, held, author=author, placed=form.placed())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("Your answer is kept."), "success")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    page = render_template(
        "continuum/answer.html",
        site=site,
        round=round_,
        stage=actions.stage_of(round_),
        form=form,
        again=given is not None,
        since=before_round(session, round_),
    )
    return device.hand(page)


@bp.post(f"{ROUND}/retirer")
@requires(Permission.CONTINUUM_ANSWER)
def withdraw(site: Site, number: int) -> ResponseReturnValue:
    """Take one's answer back, until the reveal."""
    try:
        with saving() as session:
            author = taking.member(session, site, by=me(), device=device.held() or device.NONE)
            taking.withdraw(session, actions.round_of(session, number), author=author)
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        flash(_("Your answer is withdrawn: nothing of it is kept."), "success")
    return redirect(url_for(".show", site=site.slug, number=number), code=303)


def as_typed(given: ContinuumAnswer | None) -> dict[str, object]:
    """An answer as its form holds it."""
    if given is None:
        return {}
    return {
        "name": given.name,
        "view": str(given.view or ""),
        "level": str(given.level),
        "desired": STAY if given.stay else str(given.desired or ""),
        "fact": given.fact,
        "advances": given.advances,
        "trust": str(given.trust or ""),
        "structure": str(given.structure or ""),
    }


def _given(site: Site, round_: ContinuumRound) -> ContinuumAnswer | None:
    author = taking.member(db.session(), site, by=me(), device=device.held() or device.NONE)
    return taking.own_answer(db.session(), round_, author)
