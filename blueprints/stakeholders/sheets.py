"""The sheet of a stakeholder: added, described, taken off the map, brought back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import ActForm, attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.stakeholders.forms import StakeholderForm, WhyForm, seen_number
from blueprints.stakeholders.room import HOME, SHEET, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import actions, networks, places, sheets
from coopspace.stakeholders.held import said_of
from coopspace.stakeholders.model import StakeholderTelling


@bp.get(SHEET)
@requires(Permission.STAKEHOLDER_READ)
def show(site: Site, ref: str) -> ResponseReturnValue:
    """What a stakeholder brings, and both sides of each of its relations."""
    session = db.session()
    told = actions.tellings_of(session, actions.stakeholder_of(session, ref))
    seen = networks.seen(session)
    there = ref in seen.by_ref
    return render_template(
        "stakeholders/sheet.html",
        site=site,
        ref=ref,
        now=told[0],
        told=told,
        people=people.by_ids(session, [one.by for one in told if one.by]),
        pairs=sheets.pairs_of(seen, ref, sheets.talks(session)) if there else [],
        others=len(seen.organisations) - 1,
        act=ActForm(),
    )


@bp.route(f"{HOME}/ajouter", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def add(site: Site) -> ResponseReturnValue:
    """Put a stakeholder on the map."""
    form = StakeholderForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                places.settle(session, site)
                ref = actions.add(session, site, said=form.said(), by=me()).ref
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It is on the map. With whom does it work?"), "success")
            return redirect(url_for(".show", site=site.slug, ref=ref), code=303)
    return render_template("stakeholders/describe.html", site=site, form=form, now=None, ref="")


@bp.route(f"{SHEET}/modifier", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def describe(site: Site, ref: str) -> ResponseReturnValue:
    """Say something else of a stakeholder; what was said before is kept."""
    now = _standing(ref)
    form = StakeholderForm(data=StakeholderForm.filled(said_of(now), now.seq))
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe(
                    session,
                    actions.stakeholder_of(session, ref),
                    said=form.said(),
                    seen=seen_number(form.seen),
                    by=me(),
                )
        except Refusal as refusal:
            now = _standing(ref)
            form.seen.data = str(now.seq)
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, ref=ref), code=303)
    return render_template("stakeholders/describe.html", site=site, form=form, now=now, ref=ref)


@bp.route(f"{SHEET}/retirer", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def end(site: Site, ref: str) -> ResponseReturnValue:
    """Take a stakeholder off the map, and say why."""
    now = _standing(ref)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                gone = actions.stakeholder_of(session, ref)
                actions.end(session, gone, why=form.why.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It has left the map. It can be brought back."), "success")
            return redirect(url_for(".listed", site=site.slug), code=303)
    return render_template(
        "stakeholders/end.html",
        site=site,
        form=form,
        name=now.name,
        back=url_for(".show", site=site.slug, ref=ref),
    )


@bp.post(f"{SHEET}/retablir")
@requires(Permission.STAKEHOLDER_EDIT)
def restore(site: Site, ref: str) -> ResponseReturnValue:
    """Bring a stakeholder back on the map, with its relations."""
    attempt(
        lambda session: actions.restore(session, actions.stakeholder_of(session, ref), by=me()),
        done=_("It is on the map again."),
    )
    return redirect(url_for(".show", site=site.slug, ref=ref), code=303)


@bp.post(f"{SHEET}/effacer")
@requires(Permission.STAKEHOLDER_EDIT)
def forget(site: Site, ref: str) -> ResponseReturnValue:
    """Erase what names a person who has left the map."""
    called = str(_("a person who was erased"))
    attempt(
        lambda session: actions.forget(
            session, actions.stakeholder_of(session, ref), called=called, by=me()
        ),
        done=_("Nothing on the map names this person any more."),
    )
    return redirect(url_for(".show", site=site.slug, ref=ref), code=303)


def _standing(ref: str) -> StakeholderTelling:
    """What is said of them today. Raises NotFound."""
    session = db.session()
    return actions.telling_of(session, actions.stakeholder_of(session, ref))
