"""Writing an action, saying it anew, saying what it contributes to."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.plan.forms import ActionForm, ContributionsForm, chosen, filled, strengths
from blueprints.plan.room import ACTION, HOME, bp
from blueprints.plan.views import cards_of, line_of, page
from coopspace.changes.rules import Level
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.plan import actions
from coopspace.plan.held import action_of, contributed
from coopspace.plan.reading import Line, organisations, plan
from coopspace.sites.model import Site


@bp.route(f"{HOME}/ajouter", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def write(site: Site) -> ResponseReturnValue:
    """Put an action on the plan, then say what it contributes to; `?change=D1` names the first."""
    form = ActionForm()
    _offer(form, plan(db.session()))
    if form.validate_on_submit():
        try:
            with saving() as session:
                number = actions.write(
                    session, site, said=form.described(), supports=form.supporting(), by=me()
                ).number
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The action is on the plan. Now say what it contributes to."), "success")
            first = request.args.get("change") or None
            to = url_for(".contribute", site=site.slug, number=number, change=first)
            return redirect(to, code=303)
    return render_template("plan/write.html", site=site, form=form)


@bp.route(f"{ACTION}/modifier", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def edit(site: Site, number: int) -> ResponseReturnValue:
    """Say an action anew; what somebody else said meanwhile is shown, what was typed is kept."""
    lines = plan(db.session())
    line = line_of(lines, number)
    form = ActionForm(data=filled(line))
    _offer(form, lines, but=line)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe(
                    session,
                    action_of(session, number),
                    said=form.described(),
                    supports=form.supporting(),
                    seen=form.seen_telling(),
                    by=me(),
                )
        except Refusal as refusal:
            line = line_of(plan(db.session()), number)
            form.seen.data = str(line.seq)
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, line, "plan/edit.html", form=form)


@bp.route(f"{ACTION}/contributions", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def contribute(site: Site, number: int) -> ResponseReturnValue:
    """Say to which changes an action contributes, and how much."""
    session = db.session()
    action, line = action_of(session, number), line_of(plan(session), number)
    cards = cards_of(site)
    given = {code: str(int(one)) for code, one in line.contributions.items()}
    form = ContributionsForm(data={"seen": str(contributed(session, action))})
    if form.validate_on_submit():
        given = {card.code: request.form.get(f"change-{card.code}", "") for card in cards}
        try:
            with saving() as writing:
                actions.contribute(
                    writing,
                    action_of(writing, number),
                    strengths=chosen(request.form, given),
                    seen=form.seen_contributions(),
                    by=me(),
                )
        except Refusal as refusal:
            session = db.session()
            line = line_of(plan(session), number)
            form.seen.data = str(contributed(session, action_of(session, number)))
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(
        site,
        line,
        "plan/contributions.html",
        form=form,
        given=given,
        first=request.args.get("change", ""),
        strengths=strengths(),
        levels=[
            (level, some)
            for level in Level
            if (some := [card for card in cards if card.level is level])
        ],
    )


def _offer(form: ActionForm, lines: list[Line], *, but: Line | None = None) -> None:
    """What may be chosen; organisations that left the map stay where they were named."""
    session = db.session()
    named = {but.said.pilot, *but.said.partners} if but else set()
    everybody = organisations(session)
    form.offer(
        organisations(session, offered=True),
        [one for one in lines if but is None or one.number != but.number],
        keep=[one for one in everybody if one.ref in named],
    )
