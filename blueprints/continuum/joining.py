"""Joining a round without an account: a code typed from the screen, or the link of its QR.

Sixty phones behind one address must all come in: a right code is never counted, only wrong ones.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import Headers

from blueprints._shared import device
from blueprints._shared.gate import public
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.continuum.answering import as_typed
from blueprints.continuum.forms import AnswerForm, CodeForm
from blueprints.continuum.room import bp
from coopspace.accounts.limits import TooMany
from coopspace.continuum import actions, doors, rules
from coopspace.continuum import answering as taking
from coopspace.continuum.answering import Author
from coopspace.continuum.model import ContinuumRound
from coopspace.continuum.rules import Stage
from coopspace.extensions import db
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site

LONGEST = 40


@bp.get("/r")
@public
def join() -> ResponseReturnValue:
    """Where a code is typed."""
    form = CodeForm(request.args)
    typed = rules.code_typed(form.code.data or "")
    if typed:
        return redirect(url_for(".enter", join_token=typed[:LONGEST]), code=303)
    return render_template("continuum/join.html", form=form)


@bp.route(f"/r/<string(maxlength={LONGEST}):join_token>", methods=["GET", "POST"])
@public
def enter(join_token: str) -> ResponseReturnValue:
    """The round behind a code: its answer screen, or what has become of it."""
    found = doors.enter(db.session(), join_token)
    if found is None:
        return _wrong()
    site, round_ = found
    stage = actions.stage_of(round_)
    if stage is not Stage.OPEN:
        return render_template(
            "continuum/waiting.html", site_name=site.name, round=round_, stage=stage
        )
    return device.hand(_answer(site, round_, join_token))


@bp.post(f"/r/<string(maxlength={LONGEST}):join_token>/retirer")
@public
def withdraw_guest(join_token: str) -> ResponseReturnValue:
    """Take back the answer that this browser gave, until the reveal."""
    found = doors.enter(db.session(), join_token)
    if found is None:
        return _wrong()
    round_id, holds = found[1].id, device.held()
    if holds:
        with saving() as session:
            held = session.get_one(ContinuumRound, round_id)
            taking.withdraw(session, held, author=Author(device=holds))
    return redirect(url_for(".enter", join_token=join_token), code=303)


def _answer(site: Site, round_: ContinuumRound, join_token: str) -> ResponseReturnValue:
    session, holds = db.session(), device.held()
    given = taking.own_answer(session, round_, Author(device=holds)) if holds else None
    if given is not None and request.method == "GET" and "changer" not in request.args:
        return render_template(
            "continuum/thanks.html",
            site_name=site.name,
            round=round_,
            join_token=join_token,
            act=ActForm(formdata=None),
        )
    form = AnswerForm(data=as_typed(given))
    if form.validate_on_submit():
        try:
            device.needed()
            author = Author(device=holds, view=form.group(), name=form.name.data or "")
            round_id = round_.id
            with saving() as writing:
                held = writing.get_one(ContinuumRound, round_id)
                taking.answer(writing, held, author=author, placed=form.placed())
        except Refusal as refusal:
            say(refusal, form)
        else:
            return redirect(url_for(".enter", join_token=join_token), code=303)
    return render_template(
        "continuum/phone.html",
        site_name=site.name,
        round=round_,
        form=form,
        join_token=join_token,
        again=given is not None,
    )


def _wrong() -> ResponseReturnValue:
    """A code that opens nothing: said with the way out; too many of them wait, right ones enter."""
    form = CodeForm(formdata=None)
    status, headers = 404, Headers()
    try:
        with saving() as session:
            doors.count_wrong(session, origin=request.remote_addr or "")
    except TooMany as late:
        status, headers["Retry-After"] = 429, str(late.seconds)
        form.form_errors.append(
            _(
                "Many wrong codes came from here. Read the code again on the screen: the right "
                "one opens."
            )
        )
    else:
        form.form_errors.append(
            _("This code opens no round. Read it again on the screen: it may have changed.")
        )
    return render_template("continuum/join.html", form=form), status, headers
