"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared import signing
from blueprints._shared.addresses import inside
from blueprints._shared.gate import me, public, signed_in
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.accounts.forms import SignInForm
from coopspace.accounts import actions, sessions
from coopspace.kernel.refusal import Refusal

bp = Blueprint("accounts", __name__)


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """E-mail and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            with saving() as session:
                user = actions.recognise(
                    session, form.email.data or "", password=form.password.data or ""
                )
                token = signing.open_for(user)
        except Refusal as refusal:
            say(refusal, form)
        else:
            answer = redirect(inside(form.next.data or ""), code=303)
            return signing.hand_cookie(answer, token)  # type: ignore[arg-type]
    return render_template("accounts/sign_in.html", form=form)


@bp.post("/deconnexion")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session for good."""
    with saving() as session:
        sessions.end(session, signing.cookie())
    return signing.take_cookie_back(redirect(url_for("accounts.sign_in"), code=303))  # type: ignore[arg-type]


@bp.get("/compte")
@signed_in
def account() -> ResponseReturnValue:
    """One's own account."""
    return render_template("accounts/account.html", person=me())
