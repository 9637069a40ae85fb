"""The page behind the link of an invitation: looking changes nothing, accepting takes the place."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints._shared import signing
from blueprints._shared.gate import me, public
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.sites.forms import EnterForm, PlainForm
from blueprints.sites.room import invitations_bp as bp
from blueprints.sites.words import WORDS
from coopspace.extensions import db
from coopspace.kernel.refusal import Refusal
from coopspace.sites import invitations, invited
from coopspace.sites.model import Invitation
from coopspace.sites.rules import InvitationState


@bp.context_processor
def _words() -> dict[str, object]:
    return {**WORDS, "sentences": invited.STATE_SENTENCES}


@bp.get("/<invitation_token>")
@public
def show(invitation_token: str) -> ResponseReturnValue:
    """What the invitation is, and the one way to accept it that fits whoever reads it."""
    found = invited.find(db.session(), invitation_token)
    if found.state is not InvitationState.WAITING:
        return render_template("sites/invitation_over.html", found=found), 410
    return _door(found.invitation, invitation_token, EnterForm(name=found.invitation.name))


@bp.post("/<invitation_token>")
@public
def accept(invitation_token: str) -> ResponseReturnValue:
    """Take the place: with one's account when signed in, else by opening it."""
    found = invited.find(db.session(), invitation_token)
    if found.state is not InvitationState.WAITING:
        return render_template("sites/invitation_over.html", found=found), 410
    home = _home_of(found.invitation)
    if current_user.is_authenticated:
        return _accept_with_account(found.invitation, invitation_token, home)
    return _accept_as_new(found.invitation, invitation_token, home)


def _accept_with_account(invitation: Invitation, token: str, home: str) -> ResponseReturnValue:
    form = PlainForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                invitations.accept(session, token, person=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("Your place is open: welcome among us."))
            return redirect(home, code=303)
    return _door(invitation, token, form)


def _accept_as_new(invitation: Invitation, token: str, home: str) -> ResponseReturnValue:
    form = EnterForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                person = invitations.accept_as_new(
                    session,
                    token,
                    name=form.name.data or "",
                    password=form.password.data or "",
                    locale=language(),
                )
                cookie = signing.open_for(person)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("Your place is open: welcome among us."))
            return signing.hand_cookie(redirect(home, code=303), cookie)  # type: ignore[arg-type]
    return _door(invitation, token, form)


def _door(invitation: Invitation, token: str, form: EnterForm | PlainForm) -> ResponseReturnValue:
    here = current_user.is_authenticated
    return render_template(
        "sites/invitation.html",
        invitation=invitation,
        token=token,
        form=form,
        is_them=here and me().email == invitation.email,
        somebody_else=me() if here and me().email != invitation.email else None,
        has_account=invited.has_account(db.session(), invitation),
    )


def _home_of(invitation: Invitation) -> str:
    if invitation.site is not None:
        return url_for("sites.dashboard", site=invitation.site.slug)
    if invitation.programme is not None:
        return url_for("programmes.show", programme=invitation.programme.slug)
    return url_for("home.index")
