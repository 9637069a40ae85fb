"""One's own account: who one is, the password, the devices, what is kept."""

import uuid

from flask import (
    Response,
    abort,
    flash,
    g,
    json,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import signing
from blueprints._shared.addresses import absolute
from blueprints._shared.gate import me, signed_in
from blueprints._shared.letters import post
from blueprints._shared.proving import prove
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.accounts import context
from blueprints.accounts.forms import AddressForm, BareForm, ChangeForm, DescribeForm
from blueprints.accounts.room import bp
from coopspace.accounts import actions, export, letters, limits, rules, sessions
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.base import Base
from coopspace.kernel.refusal import Refusal


@bp.route("/compte", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Name and language, and the doors to everything else of one's own."""
    form = DescribeForm(obj=me())
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe(
                    session, me(), name=form.name.data or "", locale=form.locale.data or ""
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            browser["locale"] = me().locale
            flash(_("Kept."))
            return redirect(url_for("accounts.account"), code=303)
    devices = sessions.of(db.session(), me())
    return render_template("accounts/account.html", form=form, person=me(), devices=devices)


@bp.route("/compte/mot-de-passe", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Choose another password; every other device is signed out."""
    form = ChangeForm()
    if form.validate_on_submit():
        try:
            prove(form.current_password.data or "")
            with saving() as session:
                actions.change_password(
                    session,
                    me(),
                    password=form.password.data or "",
                    context=context.places(session, me()),
                )
                token = signing.open_for(me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            post(letters.password_changed(me(), by_link=False))
            flash(_("Your password is changed. Your other devices were signed out."))
            answer = make_response(redirect(url_for("accounts.account"), code=303))
            return signing.hand_cookie(answer, token)
    return render_template("accounts/change_password.html", form=form)


@bp.route("/compte/adresse", methods=["GET", "POST"])
@signed_in
def change_address() -> ResponseReturnValue:
    """Ask for another address: it will have to prove itself, and the present one is told."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            prove(form.current_password.data or "")
            with saving() as session:
                limits.take(session, limits.RESET, who=str(me().id))
                email = rules.address_of(form.email.data or "")
                token = actions.ask_new_address(session, me(), email=email)
        except Refusal as refusal:
            say(refusal, form)
        else:
            if token is not None:
                link = absolute("accounts.take_address", address_token=token)
                post(letters.new_address(me(), email, link))
            posted = post(letters.address_asked(me()))
            return render_template("accounts/address_asked.html", email=email, posted=posted)
    return render_template("accounts/change_address.html", form=form, person=me())


@bp.route("/compte/sessions", methods=["GET", "POST"])
@signed_in
def devices() -> ResponseReturnValue:
    """Where one is signed in; end one, or all the others."""
    form = BareForm()
    if form.validate_on_submit():
        with saving() as session:
            if request.form.get("others"):
                sessions.end_all(session, me(), but=signing.cookie())
            else:
                sessions.end_one(session, me(), _id(request.form.get("session", "")))
        flash(_("Signed out there."))
        return redirect(url_for("accounts.devices"), code=303)
    return render_template(
        "accounts/devices.html",
        form=form,
        sessions=sessions.of(db.session(), me()),
        here=g.get("web_session_id"),
        device_name=rules.device_name,
    )


@bp.get("/compte/donnees.json")
@signed_in
def my_data() -> ResponseReturnValue:
    """Every row that names the person, as a file."""
    rows = export.mine(db.session(), Base.metadata, me())
    body = json.dumps({"at": clock.now().isoformat(), **rows}, indent=2, sort_keys=False)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=coopspace-donnees.json"
    return answer


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(400)
