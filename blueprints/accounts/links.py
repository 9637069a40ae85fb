"""Pages that a link in a letter opens, and the page that asks for one.

A GET only looks: mail scanners follow links. What uses a link up is the button on its page.
"""

from flask import current_app, flash, redirect, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import public
from blueprints._shared.letters import office, post
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.accounts import browsers, context
from blueprints.accounts.forms import BareForm, ChooseForm, FirstForm, ForgottenForm
from blueprints.accounts.room import bp
from coopspace.accounts import actions, keeping, letters, limits, links
from coopspace.accounts.links import Over
from coopspace.accounts.model import Purpose
from coopspace.extensions import db
from coopspace.kernel.refusal import Refusal

PASSWORD = (Purpose.RESET, Purpose.WELCOME)


@bp.route("/mot-de-passe/oublie", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether the address has an account or not."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form)
    email = form.email.data or ""
    with saving() as session:
        limits.take(session, limits.RESET, who=email, origin=browsers.network())
    with saving() as session:
        asked = actions.forget_password(session, email)
    shown = ""
    if asked is not None:
        user, token = asked
        shown = absolute("accounts.choose_password", reset_token=token)
        post(letters.reset(user, shown))
    browser["shown_link"] = shown if current_app.config["DEMO"] else ""
    return redirect(url_for("accounts.link_sent"), code=303)


@bp.get("/mot-de-passe/oublie/envoye")
@public
def link_sent() -> ResponseReturnValue:
    """Word that a link is on its way, if the address has an account."""
    demo = current_app.config["DEMO"]
    return render_template(
        "accounts/link_sent.html",
        by_mail=bool(office().smtp_url),
        shown_link=browser.get("shown_link", "") if demo else "",
    )


@bp.route("/mot-de-passe/<reset_token>", methods=["GET", "POST"])
@public
def choose_password(reset_token: str) -> ResponseReturnValue:
    """Choose a password, on the strength of a link."""
    form = ChooseForm()
    try:
        link, owner = links.look(db.session(), reset_token, *PASSWORD)
        if form.validate_on_submit():
            with saving() as session:
                user = actions.choose_password(
                    session,
                    reset_token,
                    password=form.password.data or "",
                    context=context.places(session, owner),
                )
                limits.forgive(session, limits.SIGN_IN_STRANGE, who=user.email)
            post(letters.password_changed(user, by_link=True))
            flash(_("Your password is set. Every device was signed out: sign in with it."))
            return redirect(url_for("accounts.sign_in"), code=303)
    except Over:
        return _over()
    except Refusal as refusal:
        say(refusal, form)
    welcome = link.purpose == Purpose.WELCOME
    return render_template("accounts/choose.html", form=form, owner=owner, welcome=welcome)


@bp.route("/compte/nouvelle-adresse/<address_token>", methods=["GET", "POST"])
@public
def take_address(address_token: str) -> ResponseReturnValue:
    """Prove a new address; it replaces the former one."""
    form = BareForm()
    try:
        link, _owner = links.look(db.session(), address_token, Purpose.ADDRESS)
        if form.validate_on_submit():
            with saving() as session:
                user, former = actions.take_new_address(session, address_token)
            post(letters.address_changed(user, former))
            flash(_("Your address is changed. Every device was signed out: sign in with it."))
            return redirect(url_for("accounts.sign_in"), code=303)
    except Over:
        return _over()
    return render_template("accounts/take_address.html", form=form, link=link)


@bp.route("/premiere-connexion/<first_token>", methods=["GET", "POST"])
@public
def first(first_token: str) -> ResponseReturnValue:
    """Open the administrator's account of a house where nobody has one yet."""
    form = FirstForm()
    try:
        links.look(db.session(), first_token, Purpose.FIRST)
        if form.validate_on_submit():
            with saving() as session:
                keeping.open_first(
                    session,
                    first_token,
                    email=form.email.data or "",
                    name=form.name.data or "",
                    password=form.password.data or "",
                )
            flash(_("Your account is open: sign in with it."))
            return redirect(url_for("accounts.sign_in"), code=303)
    except Over:
        return _over()
    except Refusal as refusal:
        say(refusal, form)
    return render_template("accounts/first.html", form=form)


def _over() -> ResponseReturnValue:
    return render_template("accounts/link_over.html"), 410
