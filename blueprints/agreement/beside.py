"""What is settled beside the text: places, decision rules, messages, talents."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.agreement.forms import FORMS, PartForm, filled
from blueprints.agreement.room import (
    ADD_LABELS,
    EDIT_LABELS,
    PART,
    SETTLED,
    SLUG_OF,
    SLUGS,
    bp,
)
from coopspace.accounts import people
from coopspace.agreement import parts, reading
from coopspace.agreement.rules import BESIDE, SECTION_OF, Kind, Said, Talent
from coopspace.decisions.reading import under
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Site


@bp.get(f"{SETTLED}/elements")
@requires(Permission.AGREEMENT_READ)
def arrange(site: Site, section: str) -> ResponseReturnValue:
    """What a section settles, one after the other: put in order, changed, brought back."""
    session = db.session()
    standing = reading.agreement(session)
    kind = BESIDE[SLUGS[section]]
    return render_template(
        "agreement/arrange.html",
        site=site,
        section=SLUGS[section],
        kind=kind,
        agreement=standing,
        gone=[one for one in standing.ended if one.kind is kind],
        people=people.by_ids(session, standing.authors()),
    )


@bp.route(f"{SETTLED}/ajouter", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def add(site: Site, section: str) -> ResponseReturnValue:
    """Add a place, a decision rule, a message or a talent."""
    kind = BESIDE[SLUGS[section]]
    form = _offered(FORMS[kind]())
    if form.validate_on_submit():
        try:
            with saving() as session:
                parts.add(session, site, said=form.said(), by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The agreement says it."), "success")
            return redirect(_back(site, kind), code=303)
    return _page(site, kind, form, title=_(ADD_LABELS[kind]))


@bp.get(PART)
@requires(Permission.AGREEMENT_READ)
def part(site: Site, part: str) -> ResponseReturnValue:
    """What is said of a part, and everything that was said of it before."""
    session = db.session()
    row = parts.part_of(session, part)
    told = parts.history(session, row)
    return render_template(
        "agreement/part.html",
        site=site,
        kind=Kind(row.kind),
        section=SECTION_OF[Kind(row.kind)],
        ref=row.ref,
        now=told[0],
        told=told,
        taken=under(session, row.ref) if row.kind == Kind.DECISION else (),
        agreement=reading.agreement(session),
        people=people.by_ids(session, [one.by for one in told]),
    )


@bp.route(f"{PART}/modifier", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def describe(site: Site, part: str) -> ResponseReturnValue:
    """Say something else of a part; when somebody else did meanwhile, both stand on the page."""
    now = _now(part)
    if now.ended:
        raise NotFound
    form = _offered(FORMS[now.kind](data=filled(now.said, seen=now.seq)), now.said)
    if form.validate_on_submit():
        try:
            with saving() as session:
                row = parts.part_of(session, part)
                parts.describe(session, row, said=form.said(), seen=form.seen_telling(), by=me())
        except Refusal as refusal:
            now = _now(part)
            form.seen.data = str(now.seq)
            say(refusal, form)
        else:
            return redirect(_back(site, now.kind), code=303)
    return _page(site, now.kind, form, title=_(EDIT_LABELS[now.kind]), now=now)


@bp.post(f"{PART}/reprendre/<int(max=999999):number>")
@requires(Permission.AGREEMENT_EDIT)
def say_again(site: Site, part: str, number: int) -> ResponseReturnValue:
    """Make an earlier telling stand again."""
    attempt(
        lambda session: parts.say_again(session, parts.part_of(session, part), seq=number, by=me()),
        done=_("What was said then stands again."),
    )
    return redirect(url_for(".part", site=site.slug, part=part), code=303)


@bp.post(f"{PART}/retirer")
@requires(Permission.AGREEMENT_EDIT)
def end(site: Site, part: str) -> ResponseReturnValue:
    """Take a part out of the agreement."""
    kind = _now(part).kind
    attempt(
        lambda session: parts.end(session, parts.part_of(session, part), by=me()),
        done=_("It is no longer in the agreement. It waits below and can be put back."),
    )
    return redirect(_list(site, kind), code=303)


@bp.post(f"{PART}/remettre")
@requires(Permission.AGREEMENT_EDIT)
def bring_back(site: Site, part: str) -> ResponseReturnValue:
    """Put a part back into the agreement."""
    kind = _now(part).kind
    attempt(
        lambda session: parts.bring_back(session, parts.part_of(session, part), by=me()),
        done=_("It is in the agreement again, where it stood."),
    )
    return redirect(_list(site, kind), code=303)


@bp.post(f"{PART}/<any(monter, descendre):way>")
@requires(Permission.AGREEMENT_EDIT)
def move(site: Site, part: str, way: str) -> ResponseReturnValue:
    """Put a part before the one above it, or after the one below it."""
    kind = _now(part).kind
    attempt(partial(_move, ref=part, up=way == "monter"))
    return redirect(_list(site, kind), code=303)


def _move(session: Session, *, ref: str, up: bool) -> None:
    parts.move(session, parts.part_of(session, ref), up=up)


def _page(
    site: Site, kind: Kind, form: PartForm, *, title: str, now: parts.Part | None = None
) -> str:
    return render_template(
        f"agreement/{kind}_form.html",
        site=site,
        section=SECTION_OF[kind],
        kind=kind,
        form=form,
        title=title,
        now=now,
        agreement=reading.agreement(db.session()) if form.errors and now else None,
        back=_back(site, kind),
    )


def _offered(form: PartForm, said: Said | None = None) -> PartForm:
    """The form with what may be chosen at this site; what was chosen before stays on offer."""
    session = db.session()
    keep = said.stakeholder if isinstance(said, Talent) else ""
    form.offer(reading.places(session), reading.stakeholders(session, keep=keep))
    return form


def _now(ref: str) -> parts.Part:
    """What is said of a part today. Raises NotFound."""
    session = db.session()
    return parts.history(session, parts.part_of(session, ref))[0]


def _back(site: Site, kind: Kind) -> str:
    """The section of the agreement where this stands."""
    return url_for(".show", site=site.slug, _anchor=SLUG_OF[SECTION_OF[kind]])


def _list(site: Site, kind: Kind) -> str:
    return url_for(".arrange", site=site.slug, section=SLUG_OF[SECTION_OF[kind]])
