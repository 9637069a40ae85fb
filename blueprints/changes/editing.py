"""Adding a change, reading all of it, rewording it, judging it, ending it, bringing it back."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import histories, texts
from blueprints._shared.gate import may, me, requires
from blueprints._shared.governed import spoken
from blueprints._shared.indicated import indicator_words
from blueprints._shared.planned import plan_words
from blueprints._shared.reread import marks
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.changes.forms import ActForm, AddForm, EditForm, EndForm, ProgressForm
from blueprints.changes.room import bp, canvas, listed, page, until, words
from coopspace import method
from coopspace.accounts import people
from coopspace.agreement import governed
from coopspace.changes import actions, strategy
from coopspace.changes.actions import Described
from coopspace.changes.board import Asked, board
from coopspace.changes.chain import ARROW
from coopspace.changes.held import find
from coopspace.changes.model import Change
from coopspace.changes.rules import Level
from coopspace.extensions import db
from coopspace.indicators.reading import indicators, of_change
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.live import store
from coopspace.plan.reading import contributors
from coopspace.review.reading import look
from coopspace.sites.model import Site


@bp.route("/changements/nouveau", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def add(site: Site) -> ResponseReturnValue:
    """Add a change; `?niveau=direct` says where from the start."""
    view = strategy.strategy_view(db.session(), site)
    asked = request.args.get("niveau", "")
    level = Level(asked) if asked in set(Level) else Level.DIRECT
    form = AddForm(view, data={"level": level.value})
    if form.validate_on_submit():
        try:
            with saving() as session:
                added = actions.add(
                    session,
                    site,
                    by=me(),
                    level=Level(form.level.data),
                    comes_from=form.comes_from.data,
                    leads_to=form.leads_to.data,
                    statement=form.statement.data or "",
                    description=form.description.data or "",
                    **_attributes(form),
                )
                code = added.code
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("%(code)s is in the chain.", code=code), "done")
            return redirect(canvas(site, code), code=303)
    return render_template(
        "changes/add.html", site=site, form=form, method=method.load("changes"), words=words()
    )


@bp.get("/<code:code>")
@requires(Permission.CHANGE_READ)
def show(site: Site, code: str) -> ResponseReturnValue:
    """Everything about a change."""
    session = db.session()
    change = find(session, code)
    if change.code != code:
        return redirect(page(site, change.code), code=303)
    return render_template("changes/change.html", site=site, **_whole(site, change))


@bp.post("/<code:code>/avancement")
@requires(Permission.CHANGE_EDIT)
def progress(site: Site, code: str) -> ResponseReturnValue:
    """Say where the change stands, with what shows it."""
    form = ProgressForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.judge_progress(
                    session,
                    find(session, code),
                    by=me(),
                    judgement=form.judgement.data,
                    reason=form.reason.data or "",
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The judgement of %(code)s is kept, with its reason.", code=code), "done")
            return redirect(page(site, code), code=303)
    change = find(db.session(), code)
    return render_template("changes/change.html", site=site, **_whole(site, change, form))


@bp.route("/<code:code>/modifier", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def edit(site: Site, code: str) -> ResponseReturnValue:
    """Say a change otherwise. When two people saved, both texts are shown and kept."""
    change = find(db.session(), code)
    form = EditForm(data=_seen(change))
    conflicts: list[texts.Conflict] = []
    described = None
    if form.validate_on_submit():
        try:
            with saving() as session:
                change = find(session, code)
                reworded, told, described = _save(change, form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            if reworded.saved and told.saved and described.saved:
                flash(_("%(code)s is saved.", code=change.code), "done")
                return redirect(canvas(site, change.code), code=303)
            conflicts = texts.meet(db.session(), form, statement=reworded, description=told)
            form.seen.data = find(db.session(), code).version
    late = described if described is not None and not described.saved else None
    author = people.by_ids(db.session(), [late.by]) if late else {}
    return render_template(
        "changes/edit.html",
        site=site,
        change=find(db.session(), code),
        form=form,
        conflicts=conflicts,
        late=late,
        late_by=next(iter(author.values()), None),
        words=words(),
    )


@bp.get("/<code:code>/historique")
@requires(Permission.CHANGE_READ)
def history(site: Site, code: str) -> ResponseReturnValue:
    """Every wording of a change's statement (or of its description, `?texte=description`)."""
    session = db.session()
    change = find(session, code)
    told = request.args.get("texte") == "description"
    return render_template(
        "changes/history.html",
        site=site,
        change=change,
        told=told,
        history=histories.history(
            session,
            change.description_id if told else change.statement_id,
            request.args,
            restore=_restoring(site, change, told) if may(Permission.CHANGE_EDIT) else None,
        ),
    )


@bp.post("/<code:code>/historique/<int:number>/retablir")
@requires(Permission.CHANGE_EDIT)
def restore(site: Site, code: str, number: int) -> ResponseReturnValue:
    """Make an earlier statement (`?texte=description`: description) stand again."""
    told = request.args.get("texte") == "description"
    try:
        with saving() as session:
            change = find(session, code)
            actions.restore(session, change, by=me(), number=number, told=told)
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("Wording %(number)s of %(code)s stands again.", number=number, code=code), "done")
    return redirect(page(site, code), code=303)


@bp.route("/<code:code>/finir", methods=["GET", "POST"])
@requires(Permission.CHANGE_END)
def end(site: Site, code: str) -> ResponseReturnValue:
    """End a change: it leaves the chain and can come back."""
    form = EndForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                change = find(session, code)
                actions.end(session, change, by=me(), reason=form.reason.data or "")
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("%(code)s has left the chain. It can be brought back.", code=code), "done")
            return redirect(canvas(site), code=303)
    change = find(db.session(), code)
    return render_template(
        "changes/end.html", site=site, form=form, words=words(), **_around(site, change)
    )


@bp.post("/<code:code>/ramener")
@requires(Permission.CHANGE_END)
def bring_back(site: Site, code: str) -> ResponseReturnValue:
    """Bring an ended change back, with the links that the chain can still carry."""
    if not ActForm().validate_on_submit():
        return redirect(url_for("changes.ended", site=site.slug), code=303)
    try:
        with saving() as session:
            left_out = actions.bring_back(session, find(session, code), by=me())
    except Refusal as refusal:
        say(refusal)
        return redirect(url_for("changes.ended", site=site.slug), code=303)
    flash(_("%(code)s is back in the chain.", code=code), "done")
    if left_out:
        named = listed(ARROW.join(arc) for arc in left_out)
        flash(
            _(
                "These links stay ended, the chain can no longer carry them: %(links)s.",
                links=named,
            ),
            "done",
        )
    return redirect(canvas(site, code), code=303)


def _attributes(form: AddForm | EditForm) -> dict[str, Any]:
    return {
        "nature": form.nature.data or None,
        "effect": form.effect.data,
        "who": form.who.data or "",
        "systems": form.systems.data,
        "horizon": form.horizon.data,
    }


def _save(change: Change, form: EditForm) -> tuple[store.Written, store.Written, Described]:
    session = db.session()
    said = actions.describe(session, change, by=me(), seen=form.seen.data, **_attributes(form))
    reworded = actions.reword(
        session, change, by=me(), statement=form.statement.data or "", seen=form.statement_seen.data
    )
    told = actions.tell(
        session,
        change,
        by=me(),
        description=form.description.data or "",
        seen=form.description_seen.data,
    )
    return reworded, told, said


def _seen(change: Change) -> dict[str, Any]:
    session = db.session()
    return {
        **texts.seen(
            statement=store.read(session, change.statement_id),
            description=store.read(session, change.description_id),
        ),
        "nature": change.nature,
        "effect": change.effect,
        "who": change.who,
        "systems": [system.value for system in change.systems],
        "horizon": change.horizon,
        "seen": change.version,
    }


def _restoring(site: Site, change: Change, told: bool) -> Callable[[int], str]:
    """The address that makes a wording of this change's text stand again."""
    known: dict[str, Any] = {"site": site.slug, "code": change.code}
    if told:
        known["texte"] = "description"
    return lambda number: str(url_for("changes.restore", number=number, **known))


def _around(site: Site, change: Change) -> dict[str, Any]:
    """A change with its words and, when it is in the chain, the card that shows what is around."""
    session = db.session()
    view = strategy.strategy_view(session, site)
    seen = look(session, site, clock.today())
    shown = board(view.cards, view.links, Asked(change.code), marks(seen.found))
    said = store.read_many(session, (change.statement_id, change.description_id))
    return {
        "change": change,
        "statement": said[change.statement_id],
        "description": said[change.description_id],
        "board": shown,
        "links": [link for link in view.links if change.code in link.arc],
    }


def _whole(site: Site, change: Change, form: ProgressForm | None = None) -> dict[str, Any]:
    session = db.session()
    return {
        **_around(site, change),
        "judgements": strategy.judgements(session, change.id),
        "former": strategy.former_codes(session, change),
        "spoken": spoken(governed.of_change(session, change))
        if may(Permission.AGREEMENT_READ)
        else [],
        **indicator_words(),
        "shown_by": of_change(indicators(session), change.code)
        if may(Permission.INDICATOR_READ)
        else None,
        **plan_words(),
        "contributing": contributors(session, change.id) if may(Permission.PLAN_READ) else None,
        "form": form or ProgressForm(formdata=None),
        "words": words(),
        "until": until,
    }
