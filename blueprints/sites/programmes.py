"""A programme: what its members see of it, and what its leads do."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import merged_network
from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.sites.forms import (
    HandOverForm,
    InviteLeadForm,
    OpenProgrammeForm,
    ProgrammeForm,
    SiteForm,
)
from blueprints.sites.inviting import hand_out
from blueprints.sites.members import SENT
from blueprints.sites.room import programmes_bp as bp
from blueprints.sites.words import WORDS
from coopspace.accounts.model import User
from coopspace.calendar import reading as calendar
from coopspace.calendar.model import CalendarDocument
from coopspace.compare import measuring, pooled
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites import access, actions, invitations, invited, leads, overview
from coopspace.sites.model import Programme

READ = 2
"""So many sentences of the network stand on the page of a programme."""
DOCUMENTS = 6
"""So many documents; all of them stand on their own page."""


@bp.context_processor
def _words() -> dict[str, object]:
    return {**WORDS, "me": me}


@bp.route("/nouveau", methods=["GET", "POST"])
@requires(Permission.PLATFORM_ADMIN)
def open() -> ResponseReturnValue:
    """Open a programme and invite whoever will lead it."""
    form = OpenProgrammeForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                programme, sent = invitations.open_for(
                    session,
                    form.name.data or "",
                    description=form.description.data or "",
                    lead_name=form.lead_name.data or "",
                    email=form.email.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            if sent is not None:
                hand_out(sent)
            return redirect(url_for(".show_leads", programme=programme.slug), code=303)
    return render_template("programmes/open.html", form=form)


@bp.get("/<slug:programme>/")
@requires(Permission.PROGRAMME_READ)
def show(programme: Programme) -> ResponseReturnValue:
    """The programme: what it is, who leads it, its sites by name."""
    view = overview.overview(db.session(), programme, viewer=me())
    return render_template(
        "programmes/show.html",
        view=view,
        leads_it=_leads(programme),
        network=_network(programme) if may(Permission.PROGRAMME_COMPARE) else (),
        documents=_documents(programme) if may(Permission.CALENDAR_READ) else (),
        shown=DOCUMENTS,
    )


@bp.route("/<slug:programme>/modifier", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def edit(programme: Programme) -> ResponseReturnValue:
    """Say what the programme is."""
    form = ProgrammeForm(obj=programme)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe_programme(
                    session,
                    programme,
                    name=form.name.data or "",
                    description=form.description.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The programme is described anew."))
            return redirect(url_for(".show", programme=programme.slug), code=303)
    return render_template("programmes/edit.html", form=form, programme=programme)


@bp.route("/<slug:programme>/sites/nouveau", methods=["GET", "POST"])
@requires(Permission.SITE_CREATE)
def open_site(programme: Programme) -> ResponseReturnValue:
    """Open a site in the programme."""
    form = SiteForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                site = actions.open_site(
                    session,
                    programme,
                    name=form.name.data or "",
                    territory=form.territory.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("%(name)s is open.", name=site.name))
            if _leads(programme):
                return redirect(url_for("sites.dashboard", site=site.slug), code=303)
            return redirect(url_for(".show", programme=programme.slug), code=303)
    return render_template("programmes/open_site.html", form=form, programme=programme)


@bp.route("/<slug:programme>/pilotes", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def show_leads(programme: Programme) -> ResponseReturnValue:
    """Who leads the programme; inviting one more."""
    form = InviteLeadForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                sent = invitations.invite_lead(
                    session,
                    programme,
                    email=form.email.data or "",
                    name=form.name.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            hand_out(sent)
            return _to_leads(programme)
    return render_template(
        "programmes/leads.html",
        programme=programme,
        form=form,
        leads=leads.leads_of(db.session(), programme.id),
        invitations=invited.of_programme(db.session(), programme),
        sent=browser.pop(SENT, None),
        leads_it=_leads(programme),
    )


@bp.route("/<slug:programme>/pilotes/transmettre", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def hand_over(programme: Programme) -> ResponseReturnValue:
    """Leave the lead to somebody else in one act."""
    form = HandOverForm()
    heirs = overview.heirs_of(db.session(), programme, leaving=me())
    form.person.choices = [("", _("Choose somebody")), *((str(one.id), one.name) for one in heirs)]
    if form.validate_on_submit():
        try:
            with saving() as session:
                heir = session.get_one(User, uuid.UUID(form.person.data))
                leads.hand_over(session, programme, to=heir, by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("%(name)s leads the programme from now on.", name=heir.name))
            return redirect(url_for("home.index"), code=303)
    return render_template(
        "programmes/hand_over.html",
        form=form,
        programme=programme,
        leads_it=_leads(programme),
        heirs=heirs,
    )


@bp.post("/<slug:programme>/pilotes/<uuid:lead>/terminer")
@requires(Permission.PROGRAMME_EDIT)
def end_lead(programme: Programme, lead: uuid.UUID) -> ResponseReturnValue:
    """End somebody's lead, as long as another one remains."""
    try:
        with saving() as session:
            leads.end_lead(session, programme, lead_id=lead, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("This lead has ended."))
    if not _may_still_edit(programme):
        return redirect(url_for("home.index"), code=303)
    return _to_leads(programme)


@bp.post("/<slug:programme>/pilotes/invitations/<uuid:lead_invitation>/renvoyer")
@requires(Permission.PROGRAMME_EDIT)
def resend(programme: Programme, lead_invitation: uuid.UUID) -> ResponseReturnValue:
    """A new link for another week."""
    try:
        with saving() as session:
            found = invited.one_of_programme(session, programme, lead_invitation)
            sent = invitations.resend(session, found, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        hand_out(sent)
    return _to_leads(programme)


@bp.post("/<slug:programme>/pilotes/invitations/<uuid:lead_invitation>/retirer")
@requires(Permission.PROGRAMME_EDIT)
def revoke(programme: Programme, lead_invitation: uuid.UUID) -> ResponseReturnValue:
    """The link opens nothing any more."""
    try:
        with saving() as session:
            found = invited.one_of_programme(session, programme, lead_invitation)
            invitations.revoke(session, found, by=me())
            name = found.name
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("The invitation of %(name)s is withdrawn.", name=name))
    return _to_leads(programme)


def _documents(programme: Programme) -> list[CalendarDocument]:
    return calendar.documents(db.session(), programme)


def _network(programme: Programme) -> list[str]:
    """What the network of the programme says first, as far as sites share theirs."""
    session = db.session()
    stands = measuring.glance(session, programme)
    if stands.found is None:
        return []
    names = pooled.names(session, stands.sites, merged_network.keys(stands.found))
    return [one.said for one in merged_network.readings(stands, names)[:READ]]


def _leads(programme: Programme) -> bool:
    return access.leads(db.session(), me(), programme.id)


def _may_still_edit(programme: Programme) -> bool:
    held = access.programme_permissions(db.session(), me(), programme)
    return Permission.PROGRAMME_EDIT in held


def _to_leads(programme: Programme) -> ResponseReturnValue:
    return redirect(url_for("programmes.show_leads", programme=programme.slug), code=303)
