"""Writing the clauses, together: a whole section on one page, or one question at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import TextAreaField

from blueprints._shared import texts
from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.governed import heading_of
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints._shared.texts import Conflict, SeenField
from blueprints.agreement.quoting import offer
from blueprints.agreement.room import HOME, SECTION, SLUGS, bp
from coopspace.agreement import clauses, reading
from coopspace.agreement.questions import Question, asked, of_section
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import store
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Asked:
    """A clause on a form: its question and the name of its field."""

    question: Question
    field: str


@dataclass(frozen=True)
class Sheet:
    """A form of some clauses, and what became of it: done, or the wordings to choose between."""

    form: Form
    clauses: Sequence[Asked]
    conflicts: Sequence[Conflict] = ()
    done: bool = False

    @property
    def status(self) -> int:
        """Two wordings stand on the page, or not."""
        return 409 if self.conflicts else 200


@bp.route(f"{SECTION}/ecrire", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def write(site: Site, section: str) -> ResponseReturnValue:
    """Write a section: all its clauses, each with its question, as several people type them."""
    here = SLUGS[section]
    sheet = _sheet(site, of_section(here))
    if sheet.done:
        return redirect(url_for(".show", site=site.slug, _anchor=section), code=303)
    standing = reading.agreement(db.session())
    offer(standing.content)
    page = render_template(
        "agreement/write.html",
        site=site,
        section=here,
        sheet=sheet,
        agreement=standing,
    )
    return page, sheet.status


@bp.route(f"{HOME}/questions/<int(max=999):number>", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def answer(site: Site, number: int) -> ResponseReturnValue:
    """One question on its own small page; its answer is the clause that the agreement shows."""
    order = asked()
    if not 1 <= number <= len(order):
        raise NotFound
    sheet = _sheet(site, [order[number - 1]])
    if sheet.done:
        if number == len(order):
            return redirect(url_for(".show", site=site.slug), code=303)
        return redirect(url_for(".answer", site=site.slug, number=number + 1), code=303)
    offer(reading.beside(db.session()))
    page = render_template(
        "agreement/answer.html",
        site=site,
        number=number,
        total=len(order),
        question=order[number - 1],
        sheet=sheet,
    )
    return page, sheet.status


def _sheet(site: Site, some: Sequence[Question]) -> Sheet:
    """The form of these clauses, answered when it was sent."""
    shown = [Asked(one, f"text_{one.code.replace('-', '_')}") for one in some]
    form = _form(db.session(), site, shown)
    if not form.validate_on_submit():
        return Sheet(form, shown)
    written: dict[str, store.Written] = {}
    try:
        with saving() as session:
            for one in shown:
                _save(session, site, form, one, written)
    except Refusal as refusal:
        say(refusal, form)
        return Sheet(form, shown)
    conflicts = texts.meet(db.session(), form, **written)
    return Sheet(form, shown, conflicts, done=not conflicts)


def _save(
    session: Session, site: Site, form: Form, one: Asked, written: dict[str, store.Written]
) -> None:
    done = clauses.reword(
        session,
        site,
        code=one.question.code,
        text=form[one.field].data or "",
        seen=form[f"{one.field}_seen"].data,
        by=me(),
        field=one.field,
    )
    if done is not None:
        written[one.field] = done


def _form(session: Session, site: Site, shown: Sequence[Asked]) -> Form:
    """A field for each clause, with what was seen of it and where it is opened."""
    fields: dict[str, Any] = {}
    standing: dict[str, store.Text | None] = {}
    for one in shown:
        fields[one.field] = TextAreaField(heading_of(one.question.code))
        fields[f"{one.field}_seen"] = SeenField()
        clause = clauses.clause_of(session, one.question.code)
        standing[one.field] = store.read(session, clause.document_id) if clause else None
    made: Form = type("ClausesForm", (Form,), fields)(data=texts.seen(**standing))
    for one in shown:
        if standing[one.field] is None:
            opening = url_for(".open_text", site=site.slug, clause=one.question.code)
            made[f"{one.field}_seen"].opens = opening
    return made
