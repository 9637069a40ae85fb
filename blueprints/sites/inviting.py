"""Inviting somebody to a site: the link leaves by mail, or is shown where no mail leaves."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import me, requires, standing
from blueprints._shared.letters import post
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.sites.forms import InviteForm
from blueprints.sites.members import SENT
from blueprints.sites.room import members_bp as bp
from coopspace.kernel.permissions import Permission, Role
from coopspace.kernel.refusal import N_, Refusal
from coopspace.mail import Letter
from coopspace.sites import invitations, invited, rules
from coopspace.sites.invitations import Sent
from coopspace.sites.model import Site


@bp.route("/inviter", methods=["GET", "POST"])
@requires(Permission.MEMBER_INVITE)
def invite(site: Site) -> ResponseReturnValue:
    """Invite somebody to a place at the site."""
    roles = rules.roles_given_by(standing().roles)
    form = InviteForm(data=_wished(roles), roles=roles)
    if form.validate_on_submit():
        try:
            with saving() as session:
                sent = invitations.invite(
                    session,
                    site,
                    email=form.email.data or "",
                    name=form.name.data or "",
                    place=form.place,
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            hand_out(sent)
            return redirect(_list(site), code=303)
    return render_template("sites/invite.html", form=form)


@bp.post("/invitations/<uuid:invitation>/renvoyer")
@requires(Permission.MEMBER_INVITE)
def resend(site: Site, invitation: uuid.UUID) -> ResponseReturnValue:
    """A new link for another week."""
    try:
        with saving() as session:
            found = invited.one_of_site(session, site, invitation)
            sent = invitations.resend(session, found, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        hand_out(sent)
    return redirect(_list(site), code=303)


@bp.post("/invitations/<uuid:invitation>/retirer")
@requires(Permission.MEMBER_INVITE)
def revoke(site: Site, invitation: uuid.UUID) -> ResponseReturnValue:
    """The link opens nothing any more."""
    try:
        with saving() as session:
            found = invited.one_of_site(session, site, invitation)
            invitations.revoke(session, found, by=me())
            name = found.name
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("The invitation of %(name)s is withdrawn.", name=name))
    return redirect(_list(site), code=303)


def hand_out(sent: Sent) -> None:
    """Post the letter; keep its link for the next page only where no mail leaves."""
    invitation = sent.invitation
    link = absolute("invitations.show", invitation_token=sent.token)
    posted = post(letter_of(sent, link, locale=language()))
    browser[SENT] = {
        "name": invitation.name,
        "email": invitation.email,
        "link": "" if posted.by_mail else link,
        "file": "" if posted.path is None else posted.path.name,
    }


def letter_of(sent: Sent, link: str, *, locale: str) -> Letter:
    """The letter of an invitation: where to, for how long, and what to do of it."""
    site, programme = sent.invitation.site, sent.invitation.programme
    before = N_("You are invited to take part in a site on CoopSpace: %(place)s.")
    if programme is not None:
        before = N_("You are invited to lead a programme on CoopSpace: %(place)s.")
    return Letter(
        to=sent.invitation.email,
        locale=locale,
        subject=N_("Invitation: %(place)s"),
        paragraphs=(before, N_("This link is yours alone. It opens your place, once:")),
        link=link,
        after=(
            N_("It lasts seven days. After that, whoever invited you can send another one."),
            N_("If you were not expecting this invitation, you can leave it: nothing happens."),
        ),
        words={"place": site.name if site else programme.name if programme else ""},
    )


def _list(site: Site) -> str:
    return url_for("members.index", site=site.slug)


def _wished(roles: tuple[Role, ...]) -> dict[str, str] | None:
    """What the page that led here asked for: a role, a party."""
    if request.method == "POST":
        return None
    role = request.args.get("role", "")
    known = role in [one.value for one in roles]
    return {"role": role if known else "", "college": request.args.get("college", "")}
