"""Keeping the house: who has an account, which programmes are open. It opens no site."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import me, requires
from blueprints._shared.letters import post
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.accounts.forms import BareForm, OpenForm
from blueprints.accounts.room import bp
from coopspace.accounts import keeping, letters
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites import cast

WELCOME = "welcome"
"""Where the link of a letter waits for the next page, on an installation that sends no mail."""


@bp.get("/administration")
@requires(Permission.PLATFORM_ADMIN)
def administration() -> ResponseReturnValue:
    """Every account and every programme."""
    words = request.args.get("q", "")
    return render_template(
        "accounts/administration.html",
        form=BareForm(),
        found=keeping.accounts(db.session(), words=words),
        words=words,
        programmes=cast.programmes(db.session()),
        welcome=browser.pop(WELCOME, None),
    )


@bp.post("/administration/comptes/<uuid:person>/fermer")
@requires(Permission.PLATFORM_ADMIN)
def disable(person: uuid.UUID) -> ResponseReturnValue:
    """Close an account: its devices are signed out now."""
    try:
        with saving() as session:
            user = keeping.account(session, person)
            keeping.disable(session, user, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("The account of %(name)s is closed, and signed out everywhere.", name=user.name))
    return redirect(url_for("accounts.administration"), code=303)


@bp.post("/administration/comptes/<uuid:person>/rouvrir")
@requires(Permission.PLATFORM_ADMIN)
def enable(person: uuid.UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    with saving() as session:
        user = keeping.account(session, person)
        keeping.enable(session, user, by=me())
    flash(_("The account of %(name)s is open again.", name=user.name))
    return redirect(url_for("accounts.administration"), code=303)


@bp.post("/administration/comptes/<uuid:person>/lien")
@requires(Permission.PLATFORM_ADMIN)
def welcome_again(person: uuid.UUID) -> ResponseReturnValue:
    """Another link for somebody who never chose a password."""
    try:
        with saving() as session:
            user = keeping.account(session, person)
            token = keeping.welcome_again(session, user, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        _welcome(user, token)
    return redirect(url_for("accounts.administration"), code=303)


@bp.route("/administration/comptes/ouvrir", methods=["GET", "POST"])
@requires(Permission.PLATFORM_ADMIN)
def open_account() -> ResponseReturnValue:
    """Open somebody's account, an administrator's if need be; a link chooses its password."""
    form = OpenForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                user, token = keeping.create_user(
                    session,
                    form.email.data or "",
                    name=form.name.data or "",
                    administrator=form.administrator.data,
                    locale=me().locale,
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            _welcome(user, token or "")
            return redirect(url_for("accounts.administration"), code=303)
    return render_template("accounts/open_account.html", form=form)


def _welcome(user: User, token: str) -> None:
    link = absolute("accounts.choose_password", reset_token=token)
    posted = post(letters.welcome(user, link))
    browser[WELCOME] = {
        "name": user.name,
        "link": "" if posted.by_mail else link,
        "file": "" if posted.path is None else posted.path.name,
    }
