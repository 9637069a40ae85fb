"""Handing a role over, saying what is done in it, judging how far it is covered."""

from collections.abc import Callable
from dataclasses import asdict

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.forms import Form, SeenForm
from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.roles.forms import (
    HandForm,
    JudgeAllForm,
    JudgeForm,
    TellForm,
    all_judged_now,
    held_now,
    judged_now,
)
from blueprints.roles.room import HOME, ROLE, bp
from blueprints.roles.views import one, page, today
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.roles import actions
from coopspace.sites.model import Site


@bp.route(f"{ROLE}/passer", methods=["GET", "POST"])
@requires(Permission.SUPPORT_HAND)
def hand_over(site: Site, number: int) -> ResponseReturnValue:
    """Say who holds the role from now on, with a word for whoever takes it up."""
    seen = one(site, number)
    form = HandForm(data=held_now(seen.line, seen.roles))
    form.offer(seen.roles)
    holders = form.holders(seen.roles)

    def act(session: Session) -> None:
        actions.hand_over(
            session,
            site,
            seen.role,
            holders=holders,
            words=form.words.data or "",
            seen=form.read(),
            by=me(),
        )

    if _done(form, act):
        flash(_("The role has passed on. Its history keeps who held it before."), "success")
        return _back(site, number)
    stands(form, actions.latest_handover(db.session(), seen.role))
    return page(one(site, number), site, "roles/hand.html", form=form)


@bp.route(f"{ROLE}/decrire", methods=["GET", "POST"])
@requires(Permission.SUPPORT_EDIT)
def describe(site: Site, number: int) -> ResponseReturnValue:
    """Say what is done, what is missing, what comes next; what stood before is kept."""
    seen = one(site, number)
    told = asdict(seen.line.told)
    form = TellForm(data={**told, "person": str(told["person"] or "")})
    form.offer(seen.roles)

    def act(session: Session) -> None:
        actions.describe(session, site, seen.role, told=form.told(), seen=form.read(), by=me())

    if _done(form, act):
        flash(_("It is written. What stood before stays in the history."), "success")
        return _back(site, number)
    row = actions.telling_of(db.session(), seen.role)
    stands(form, row.seq if row else 0)
    return page(one(site, number), site, "roles/describe.html", form=form)


@bp.route(f"{ROLE}/juger", methods=["GET", "POST"])
@requires(Permission.SUPPORT_JUDGE)
def judge(site: Site, number: int) -> ResponseReturnValue:
    """Say how far the role is covered in a quarter, and why."""
    seen = one(site, number)
    form = JudgeForm(data=judged_now(seen.line.of(me().id)))
    form.offer()

    def act(session: Session) -> None:
        actions.judge(
            session,
            site,
            seen.role,
            quarter=form.quarter.data or "",
            coverage=form.coverage.data or "",
            reason=form.reason.data or "",
            by=me(),
        )

    if _done(form, act):
        flash(_("Your judgement is kept. You can change it."), "success")
        return _back(site, number)
    return page(seen, site, "roles/judge.html", form=form)


@bp.route(f"{HOME}/juger", methods=["GET", "POST"])
@requires(Permission.SUPPORT_JUDGE)
def judge_all(site: Site) -> ResponseReturnValue:
    """Say on one page how far each of the seven roles is covered, and why."""
    seen, quarter = today(site)
    form = JudgeAllForm(data=all_judged_now(seen, me().id))

    def act(session: Session) -> None:
        actions.judge_several(session, site, form.said(), quarter=form.quarter.data or "", by=me())

    if _done(form, act):
        flash(_("Your judgements are kept. You can change them."), "success")
        return redirect(url_for(".index", site=site.slug), code=303)
    return render_template("roles/judge_all.html", site=site, form=form, quarter=quarter)


def stands(form: SeenForm, number: int) -> None:
    """Put the form on what stands now: the page above it shows that."""
    form.seen.data = str(number)


def _done(form: Form, act: Callable[[Session], None]) -> bool:
    """Whether what was sent is kept; a refusal stands beside its field, with what was typed."""
    if not form.validate_on_submit():
        return False
    try:
        with saving() as session:
            act(session)
    except Refusal as refusal:
        say(refusal, form)
        return False
    return True


def _back(site: Site, number: int) -> ResponseReturnValue:
    return redirect(url_for(".show", site=site.slug, number=number), code=303)
