"""Who takes part in a site, and how their place changes, ends and comes back."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires, standing
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.sites.forms import ChangeForm, EndForm, LeaveForm, PlaceForm
from blueprints.sites.room import members_bp as bp
from blueprints.sites.words import WORDS, names_of
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites import actions, circle, invited, rules
from coopspace.sites.model import Membership, Site

SENT = "invitation_sent"
"""Where the browser keeps, until the next page, what became of a letter."""


@bp.context_processor
def _words() -> dict[str, object]:
    return {**WORDS, "me": me, "standing": standing}


@bp.get("")
@requires(Permission.MEMBER_READ)
def index(site: Site) -> ResponseReturnValue:
    """The members of the site, ring by ring, and the three prerequisites."""
    session = db.session()
    invites = standing().may(Permission.MEMBER_INVITE)
    everybody = circle.circle(session, site)
    return render_template(
        "sites/members.html",
        circle=everybody,
        inviters=names_of(everybody.inviters),
        invitations=invited.of_site(session, site) if invites else [],
        sent=browser.pop(SENT, None) if invites else None,
        recent_days=rules.RECENT.days,
    )


@bp.route("/<uuid:member>/modifier", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def change(site: Site, member: uuid.UUID) -> ResponseReturnValue:
    """Give a member another place."""
    held = _active(site, member)
    form = ChangeForm(data=_as_typed(held), roles=rules.roles_given_by(standing().roles))
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.change(
                    session,
                    site,
                    member=actions.membership(session, site, member),
                    place=form.place,
                    by=me(),
                    knowingly=form.knowingly,
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The place of %(name)s has changed.", name=held.user.name))
            return _back(site)
    alone = _would_leave_alone(site, held)
    return render_template("sites/change.html", form=form, member=held, alone=alone)


@bp.route("/<uuid:member>/terminer", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def end(site: Site, member: uuid.UUID) -> ResponseReturnValue:
    """End somebody's place, with a successor or knowingly where it would leave a hole."""
    held = _active(site, member)
    name = held.user.name
    form = EndForm()
    form.successor.choices = _successors(site, held)
    if form.validate_on_submit():
        successor = uuid.UUID(form.successor.data) if form.successor.data else None
        try:
            with saving() as session:
                actions.end(
                    session,
                    site,
                    member=actions.membership(session, site, member),
                    by=me(),
                    successor=successor,
                    knowingly=form.knowingly,
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The place of %(name)s has ended.", name=name))
            return _back(site)
    alone = _would_leave_alone(site, held)
    return render_template("sites/end.html", form=form, member=held, alone=alone)


@bp.route("/<uuid:ended_member>/retour", methods=["GET", "POST"])
@requires(Permission.MEMBER_MANAGE)
def bring_back(site: Site, ended_member: uuid.UUID) -> ResponseReturnValue:
    """Give a place again to somebody who had one."""
    past = actions.membership(db.session(), site, ended_member)
    held = _held_by(site, past.user_id)
    if held is not None:
        return redirect(url_for(".change", site=site.slug, member=held.id), code=303)
    form = PlaceForm(data=_as_typed(past), roles=rules.roles_given_by(standing().roles))
    if form.validate_on_submit():
        place = form.place
        try:
            with saving() as session:
                actions.join(
                    session,
                    site,
                    person=actions.membership(session, site, ended_member).user,
                    by=me(),
                    role=place.role,
                    college=place.college,
                    ring=place.ring,
                    capacity=place.capacity,
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("%(name)s has a place here again.", name=past.user.name))
            return _back(site)
    return render_template("sites/bring_back.html", form=form, member=past)


@bp.route("/quitter", methods=["GET", "POST"])
@requires(Permission.MEMBER_READ)
def leave(site: Site) -> ResponseReturnValue:
    """Give up one's own place."""
    held = _held_by(site, me().id)
    form = LeaveForm()
    if held is not None and form.validate_on_submit():
        try:
            with saving() as session:
                mine = actions.member_at(session, site, me().id)
                actions.end(session, site, member=mine, by=me(), knowingly=form.knowingly)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("You have left %(site)s.", site=site.name))
            return redirect(url_for("home.index"), code=303)
    alone = held is not None and _would_leave_alone(site, held)
    return render_template("sites/leave.html", form=form, member=held, alone=alone)


def _back(site: Site) -> ResponseReturnValue:
    return redirect(url_for("members.index", site=site.slug), code=303)


def _active(site: Site, member: uuid.UUID) -> Membership:
    held = actions.membership(db.session(), site, member)
    if held.ended_at is not None:
        raise NotFound
    return held


def _held_by(site: Site, person_id: uuid.UUID) -> Membership | None:
    try:
        return actions.member_at(db.session(), site, person_id)
    except NotFound:
        return None


def _as_typed(member: Membership) -> dict[str, str] | None:
    if request.method == "POST":
        return None
    return {
        "role": str(member.role),
        "college": str(member.college or ""),
        "ring": str(member.ring or "") if member.ring != "trio" else "",
        "capacity": member.capacity,
    }


def _would_leave_alone(site: Site, member: Membership) -> bool:
    """Whether this place is the only voice of its party: the form then asks to know it."""
    seats = actions.seats_of(db.session(), site)
    place = member.place
    held = place.college is not None and rules.speakers(seats, place.college)
    return bool(held) and [seat.person for seat in held or []] == [member.user_id]


def _successors(site: Site, leaving: Membership) -> list[tuple[str, str]]:
    others = [
        seat
        for seat in actions.seats_of(db.session(), site).values()
        if seat.person != leaving.user_id and seat.works
    ]
    others.sort(key=lambda seat: rules.alphabetical(seat.name))
    return [("", _("Nobody for now")), *((str(seat.person), seat.name) for seat in others)]
