"""Relations: one side's view told or corrected, both sides read beside each other, talked about."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import may, me, requires
from blueprints._shared.governed import spoken
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.stakeholders.forms import RelationForm, TalkForm, WhyForm, seen_number
from blueprints.stakeholders.room import SHEET, bp
from coopspace.accounts import people
from coopspace.agreement import governed
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import actions, networks, places, relations, sheets
from coopspace.stakeholders.networks import Relation, Seen
from coopspace.stakeholders.rules import name_key

OTHER = "<string(length=8):other>"


@bp.route(f"{SHEET}/relations/ajouter", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def relate(site: Site, ref: str) -> ResponseReturnValue:
    """Tell how this stakeholder sees its work with another one."""
    seen = _seen(ref)
    form = RelationForm(data={"said_on": clock.today(), "target": request.args.get("avec", "")})
    form.offer(_others(seen, ref))
    if form.validate_on_submit():
        try:
            with saving() as session:
                places.settle(session, site)
                _tell(session, ref, _target(form, seen), form, seen=0)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _paired(site, ref, form.target.data)
    return render_template(
        "stakeholders/relation.html",
        site=site,
        form=form,
        one=seen.by_ref[ref],
        other=None,
        before=None,
    )


@bp.route(f"{SHEET}/relations/{OTHER}", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def tell(site: Site, ref: str, other: str) -> ResponseReturnValue:
    """Tell, or tell anew, how one sees its work with the other; the view before is kept."""
    seen = _seen(ref, other)
    before = seen.on_map.get((ref, other))
    filled = RelationForm.filled(before.said, before.seq) if before else {"seen": "0"}
    form = RelationForm(data={**filled, "said_on": clock.today()})
    if form.validate_on_submit():
        try:
            with saving() as session:
                places.settle(session, site)
                _tell(session, ref, other, form, seen=seen_number(form.seen))
        except Refusal as refusal:
            before = _seen(ref, other).on_map.get((ref, other))
            form.seen.data = str(before.seq if before else 0)
            say(refusal, form)
        else:
            return _paired(site, ref, other)
    return render_template(
        "stakeholders/relation.html",
        site=site,
        form=form,
        one=seen.by_ref[ref],
        other=seen.by_ref[other],
        before=before if form.errors else None,
    )


@bp.route(f"{SHEET}/relations/{OTHER}/retirer", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def unrelate(site: Site, ref: str, other: str) -> ResponseReturnValue:
    """Take one side's view off the map, and say why."""
    seen = _seen(ref, other)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                places.settle(session, site)
                relations.end(
                    session,
                    actions.stakeholder_of(session, ref),
                    target=actions.stakeholder_of(session, other),
                    why=form.why.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _paired(site, ref, other)
    name = _view_name(seen, ref, other)
    back = url_for(".pair", site=site.slug, ref=ref, other=other)
    return render_template("stakeholders/end.html", site=site, form=form, name=name, back=back)


@bp.get(f"{SHEET}/avec/{OTHER}")
@requires(Permission.STAKEHOLDER_READ)
def pair(site: Site, ref: str, other: str) -> ResponseReturnValue:
    """Two stakeholders: one's view, the other's, what was told before, what was said of it."""
    seen = _seen(ref, other)
    found = sheets.pair_of(seen, ref, other, sheets.talks(db.session()))
    form = TalkForm(data={"happened_on": clock.today(), "levels": _levels(found)})
    return _pair_page(site, found, form)


@bp.post(f"{SHEET}/avec/{OTHER}/conversation")
@requires(Permission.STAKEHOLDER_EDIT)
def talk(site: Site, ref: str, other: str) -> ResponseReturnValue:
    """Write down what both sides said of their views: the subject is closed as they stood."""
    found = sheets.pair_of(_seen(ref, other), ref, other, sheets.talks(db.session()))
    form = TalkForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                _talk(session, ref, other, form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It is written down: the subject is closed."), "success")
            return _paired(site, ref, other)
    return _pair_page(site, found, form)


def _pair_page(site: Site, found: sheets.Pair, form: TalkForm) -> str:
    session = db.session()
    one = actions.stakeholder_of(session, found.one.ref)
    other = actions.stakeholder_of(session, found.other.ref)
    views, talks = relations.history(session, one, other)
    writers = [view.by for view in views if view.by] + [row.by for row in talks]
    return render_template(
        "stakeholders/pair.html",
        site=site,
        pair=found,
        form=form if found.subject and may(Permission.STAKEHOLDER_EDIT) else None,
        views=[(view, view.source_id == one.id) for view in views],
        talks=[(row, row.source_id == one.id) for row in talks],
        people=people.by_ids(session, writers),
        spoken=spoken(governed.of_relation(session, one.ref, other.ref))
        if may(Permission.AGREEMENT_READ)
        else [],
    )


def _talk(session: Session, ref: str, other: str, form: TalkForm) -> None:
    now = sheets.pair_of(networks.seen(session), ref, other)
    if form.stood() is None or form.levels.data != _levels(now):
        raise Refusal(
            N_("The views changed meanwhile: read them again above. Your words are still here.")
        )
    relations.close_difference(
        session,
        actions.stakeholder_of(session, ref),
        target=actions.stakeholder_of(session, other),
        levels=form.stood() or (0, 0),
        words=form.words.data or "",
        happened_on=form.happened_on.data,
        by=me(),
    )


def _tell(session: Session, ref: str, other: str, form: RelationForm, *, seen: int) -> None:
    relations.tell(
        session,
        actions.stakeholder_of(session, ref),
        target=actions.stakeholder_of(session, other),
        said=form.said(),
        seen=seen,
        by=me(),
    )


def _target(form: RelationForm, seen: Seen) -> str:
    """The other end that was chosen. Raises Refusal."""
    chosen = str(form.target.data or "")
    if chosen not in seen.by_ref:
        raise Refusal(N_("Choose with whom."), field="target")
    return chosen


def _seen(*refs: str) -> Seen:
    """The map as it stands, where all these are on it. Raises NotFound."""
    seen = networks.seen(db.session())
    if not seen.by_ref.keys() >= {*refs} or len({*refs}) != len(refs):
        raise NotFound
    return seen


def _others(seen: Seen, ref: str) -> list[tuple[str, str]]:
    """With whom nothing is told yet, by name."""
    free = [
        (one.ref, one.name)
        for one in seen.organisations
        if one.ref != ref and (ref, one.ref) not in seen.on_map
    ]
    return sorted(free, key=lambda one: name_key(one[1]))


def _levels(found: sheets.Pair) -> str:
    sides: list[Relation | None] = [found.there, found.back]
    return "-".join(str(one.level) if one else "0" for one in sides)


def _view_name(seen: Seen, ref: str, other: str) -> str:
    """« The view of A on its work with B »."""
    return str(
        _(
            "The view of %(one)s on its work with %(other)s",
            one=seen.by_ref[ref].name,
            other=seen.by_ref[other].name,
        )
    )


def _paired(site: Site, ref: str, other: str) -> ResponseReturnValue:
    return redirect(url_for(".pair", site=site.slug, ref=ref, other=other), code=303)
