"""Coming in and going out."""

from flask import (
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared import signing
from blueprints._shared.addresses import inside, inside_form
from blueprints._shared.gate import public
from blueprints._shared.saving import saving
from blueprints._shared.signing import KEPT
from blueprints._shared.speech import language, say
from blueprints.accounts import browsers, entering
from blueprints.accounts.entering import Entered
from blueprints.accounts.forms import SignInForm
from blueprints.accounts.room import bp
from coopspace.accounts import actions
from coopspace.accounts.limits import TooMany
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.permissions import ROLE_LABELS
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites import cast


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """E-mail and password; in the demonstration, everybody's door."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            entered = entering.enter(form.email.data or "", form.password.data or "")
        except TooMany as late:
            return _page(form, late.seconds)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _arrive(entered, form.next.data or "", inside_form(form.back.data or ""))
    return _page(form)


@bp.post("/connexion/demo")
@public
def enter_demonstration() -> ResponseReturnValue:
    """One click to be somebody of the demonstration; nothing is here otherwise."""
    if not current_app.config["DEMO"]:
        abort(404)
    user = cast.member(db.session(), request.form.get("person", ""))
    if user is None:
        raise NotFound
    browser.setdefault("locale", language())
    back = inside_form(request.form.get("back", ""))
    return _arrive(entering.enter_as(user), request.form.get("next", ""), back)


@bp.post("/deconnexion")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session for good."""
    with saving() as session:
        actions.leave(session, signing.cookie())
    answer = make_response(redirect(url_for("accounts.sign_in"), code=303))
    return signing.take_cookie_back(answer)


def _page(form: SignInForm, seconds: int = 0) -> ResponseReturnValue:
    """The sign-in page; after too many wrong tries, with how long to wait and what still opens.

    In the demonstration everybody has a door on it, unless something is already under way.
    """
    stages = cast.stages(db.session()) if current_app.config["DEMO"] else []
    under_way = form.errors or seconds or form.back.data
    body = render_template(
        "accounts/sign_in_demo.html" if stages and not under_way else "accounts/sign_in.html",
        form=form,
        wait=seconds,
        kept=_waiting() if form.back.data else [],
        stages=stages,
        role_words={
            **{role: gettext(label) for role, label in ROLE_LABELS.items()},
            None: _("Administrator"),
        },
    )
    if not seconds:
        return body
    return body, 429, {"Retry-After": str(seconds)}


def _arrive(entered: Entered, next_page: str, back: str) -> ResponseReturnValue:
    """Where somebody goes who has come in: on, or to the form whose words they had typed."""
    if back:
        fields = [(name.removeprefix(KEPT), value) for name, value in _waiting()]
        page = render_template("accounts/send_again.html", action=back, fields=fields)
        answer = make_response(page)
    else:
        answer = make_response(redirect(inside(next_page), code=303))
    user: User = entered.user
    return browsers.remember(signing.hand_cookie(answer, entered.token), user.email)


def _waiting() -> list[tuple[str, str]]:
    """The fields of another form that this one carries, as this one names them."""
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name.startswith(KEPT)
    ]
