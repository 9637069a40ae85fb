"""Linking changes, completing a link, saying how far one's college believes in it, ending it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import histories, texts
from blueprints._shared.gate import may, me, requires, standing
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.changes.forms import (
    ActForm,
    CompleteForm,
    ConfidenceForm,
    LinkForm,
    grouped,
)
from blueprints.changes.room import bp, canvas, link_page, words
from coopspace.accounts import people
from coopspace.changes import linking, strategy
from coopspace.changes.held import find, find_link
from coopspace.changes.linking import Completed
from coopspace.changes.model import Change, Link
from coopspace.changes.rules import VISION, Confidence, Strength
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live import store
from coopspace.sites.model import College, Site

TEXTS = {"raison": "rationale_id", "hypothese": "assumption_id"}
LINK = "/liens/<code:source>-<end:target>"


@bp.route("/<code:code>/relier", methods=["GET", "POST"])
@requires(Permission.LINK_EDIT)
def link(site: Site, code: str) -> ResponseReturnValue:
    """Link a change with another one, or with the vision. A loop is refused and spelled out."""
    form = _link_form(site, code)
    if form.validate_on_submit():
        try:
            with saving() as session:
                source, target = _ends(form, find(session, code))
                linking.link(
                    session,
                    source,
                    target=target,
                    by=me(),
                    rationale=form.rationale.data or "",
                    assumption=form.assumption.data or "",
                    strength=_strength(form.strength.data),
                    field="other",
                )
                said = (source.code, target.code if target else VISION)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_linked(*said), "done")
            return redirect(canvas(site, code.upper()), code=303)
    change = find(db.session(), code)
    return render_template(
        "changes/link_new.html",
        site=site,
        form=form,
        change=change,
        statement=store.read(db.session(), change.statement_id).text,
        words=words(),
    )


@bp.get(LINK, endpoint="link_page")
@requires(Permission.CHANGE_READ)
def show(site: Site, source: str, target: str) -> ResponseReturnValue:
    """Everything about a link: why, what it supposes, and what each college believes of it."""
    one, ends = _found(source, target)
    now = (ends[0].code, ends[1].code if ends[1] else VISION)
    if now != (source, target):
        return redirect(link_page(site, *now), code=303)
    return render_template("changes/link.html", site=site, **_whole(one, ends))


@bp.route(LINK + "/modifier", methods=["GET", "POST"])
@requires(Permission.LINK_EDIT)
def complete(site: Site, source: str, target: str) -> ResponseReturnValue:
    """Complete a link. When two people saved, both texts are shown and kept."""
    one, ends = _found(source, target)
    form = CompleteForm(data=_seen(one))
    done: Completed | None = None
    conflicts: list[texts.Conflict] = []
    if form.validate_on_submit():
        try:
            with saving() as session:
                one, ends = _found(source, target)
                done = linking.complete(
                    session,
                    one,
                    by=me(),
                    seen=form.seen.data,
                    strength=_strength(form.strength.data),
                    rationale=form.rationale.data or "",
                    rationale_seen=form.rationale_seen.data,
                    assumption=form.assumption.data or "",
                    assumption_seen=form.assumption_seen.data,
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            if done.saved:
                flash(_("The link is saved."), "done")
                return redirect(link_page(site, source, target), code=303)
            conflicts = texts.meet(
                db.session(), form, rationale=done.rationale, assumption=done.assumption
            )
            one, ends = _found(source, target)
            form.seen.data = one.version
    late = done if done is not None and not done.strength_saved else None
    author = people.by_ids(db.session(), [late.by]) if late else {}
    return render_template(
        "changes/link_edit.html",
        site=site,
        form=form,
        conflicts=conflicts,
        late=late,
        late_by=next(iter(author.values()), None),
        **_named(one, ends),
    )


@bp.post(LINK + "/confiance")
@requires(Permission.CONFIDENCE_GIVE)
def confidence(site: Site, source: str, target: str) -> ResponseReturnValue:
    """Say how far one's college believes in the link."""
    form = ConfidenceForm()
    college = standing().college
    if form.validate_on_submit():
        try:
            if college is None:
                raise Refusal(N_("Only a member of a party speaks for it."))
            with saving() as session:
                one, _around = _found(source, target)
                linking.give_confidence(
                    session,
                    one,
                    by=me(),
                    college=college,
                    value=Confidence(int(form.value.data)),
                    reason=form.reason.data or "",
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("What your party believes is kept, with its reason."), "done")
            return redirect(link_page(site, source, target), code=303)
    one, ends = _found(source, target)
    return render_template("changes/link.html", site=site, **_whole(one, ends, form))


@bp.get(LINK + "/historique")
@requires(Permission.CHANGE_READ)
def link_history(site: Site, source: str, target: str) -> ResponseReturnValue:
    """Every wording of a link's reasons (`?texte=hypothese`: of what it supposes)."""
    one, ends = _found(source, target)
    text = request.args.get("texte", "raison")
    if text not in TEXTS:
        raise NotFound
    return render_template(
        "changes/link_history.html",
        site=site,
        text=text,
        history=histories.history(
            db.session(),
            getattr(one, TEXTS[text]),
            request.args,
            restore=_restoring(site, ends, text) if may(Permission.LINK_EDIT) else None,
        ),
        **_named(one, ends),
    )


@bp.post(LINK + "/historique/<int:number>/retablir")
@requires(Permission.LINK_EDIT)
def restore_link(site: Site, source: str, target: str, number: int) -> ResponseReturnValue:
    """Make earlier reasons (`?texte=hypothese`: an earlier assumption) stand again."""
    supposed = request.args.get("texte") == "hypothese"
    try:
        with saving() as session:
            one, _around = _found(source, target)
            linking.restore(session, one, by=me(), number=number, assumption=supposed)
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("Wording %(number)d stands again.", number=number), "done")
    return redirect(link_page(site, source, target), code=303)


@bp.route(LINK + "/finir", methods=["GET", "POST"])
@requires(Permission.LINK_EDIT)
def unlink(site: Site, source: str, target: str) -> ResponseReturnValue:
    """End a link; it can come back with everything that was said of it."""
    one, ends = _found(source, target)
    form = ActForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                one, ends = _found(source, target)
                linking.unlink(session, one, by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The link has ended. It can be brought back."), "done")
            return redirect(canvas(site, source.upper()), code=303)
    return render_template("changes/link_end.html", site=site, form=form, **_named(one, ends))


@bp.post(LINK + "/ramener")
@requires(Permission.LINK_EDIT)
def bring_back_link(site: Site, source: str, target: str) -> ResponseReturnValue:
    """Bring an ended link back if the chain can still carry it."""
    back = url_for("changes.ended", site=site.slug)
    if not ActForm().validate_on_submit():
        return redirect(back, code=303)
    try:
        with saving() as session:
            one, _around = _found(source, target)
            linking.bring_back_link(session, one, by=me())
    except Refusal as refusal:
        say(refusal)
        return redirect(back, code=303)
    flash(_linked(source.upper(), target.upper()), "done")
    return redirect(canvas(site, source.upper()), code=303)


def _link_form(site: Site, code: str) -> LinkForm:
    view = strategy.strategy_view(db.session(), site)
    groups = grouped(row for row in view.cards if row.code != code.upper())
    form = LinkForm(code=code.upper())
    form.offer({**groups, _("The vision"): [(VISION, _("The vision"))]})
    return form


def _ends(form: LinkForm, change: Change) -> tuple[Change, Change | None]:
    """Source and target as the form says. Raises Refusal when nothing was chosen."""
    chosen = form.other.data or ""
    if not chosen:
        raise Refusal(N_("Choose a change, or the vision."), field="other")
    if chosen == VISION:
        if form.direction.data == "from":
            raise Refusal(
                N_("The vision is where the chain ends: draw the link towards it."), field="other"
            )
        return change, None
    other = find(db.session(), chosen)
    return (other, change) if form.direction.data == "from" else (change, other)


def _found(source: str, target: str) -> tuple[Link, tuple[Change, Change | None]]:
    session = db.session()
    one = find_link(session, source, target)
    ends = find(session, source), None if one.target_id is None else find(session, target)
    return one, ends


def _restoring(site: Site, ends: tuple[Change, Change | None], text: str) -> Callable[[int], str]:
    """The address that makes a wording of this link's text stand again."""
    source, target = ends[0].code, ends[1].code if ends[1] else VISION
    known: dict[str, Any] = {"source": source, "target": target, "texte": text}
    return lambda number: str(
        url_for("changes.restore_link", site=site.slug, number=number, **known)
    )


def _strength(chosen: str | None) -> Strength | None:
    return Strength(int(chosen)) if chosen else None


def _linked(source: str, target: str) -> str:
    if target == VISION:
        return str(_("%(source)s leads to the vision.", source=source))
    return str(_("%(source)s leads to %(target)s.", source=source, target=target))


def _seen(one: Link) -> dict[str, Any]:
    session = db.session()
    return {
        **texts.seen(
            rationale=store.read(session, one.rationale_id),
            assumption=store.read(session, one.assumption_id),
        ),
        "strength": str(one.strength or ""),
        "seen": one.version,
    }


def _named(one: Link, ends: tuple[Change, Change | None]) -> dict[str, Any]:
    """A link with the words of both its ends."""
    session = db.session()
    source, target = ends
    ids = [change.statement_id for change in ends if change is not None]
    said = store.read_many(session, [*ids, one.rationale_id, one.assumption_id])
    return {
        "link": one,
        "source": source.code,
        "target": target.code if target else VISION,
        "source_says": said[source.statement_id],
        "target_says": said[target.statement_id] if target else "",
        "rationale": said[one.rationale_id],
        "assumption": said[one.assumption_id],
        "words": words(),
    }


def _whole(
    one: Link, ends: tuple[Change, Change | None], form: ConfidenceForm | None = None
) -> dict[str, Any]:
    session = db.session()
    said = linking.said_of(session, one)
    latest = {row.college: row for row in said}
    return {
        **_named(one, ends),
        "colleges": [(college, latest.get(college)) for college in College],
        "earlier": [row for row in reversed(said) if latest[row.college] is not row],
        "people": people.by_ids(session, (row.by for row in said)),
        "my_college": standing().college,
        "form": form or ConfidenceForm(formdata=None),
    }
