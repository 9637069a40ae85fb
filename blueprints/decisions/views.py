"""The register as people read it, and one decision with what each said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared import histories
from blueprints._shared.gate import may, me, requires
from blueprints.decisions.forms import PositionForm, SiftForm
from blueprints.decisions.room import DECISION, HOME, bp
from coopspace.accounts import people
from coopspace.agreement.rules import Method
from coopspace.decisions import proposing, reading, sifting
from coopspace.decisions.glance import glance
from coopspace.decisions.held import decision_of
from coopspace.decisions.reading import Entry, Sheet
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Looked:
    """The decisions that the address asks for, and the form that says which."""

    form: SiftForm
    found: list[Entry]
    total: int


@bp.get(HOME)
@requires(Permission.DECISION_READ)
def index(site: Site) -> ResponseReturnValue:
    """The register: what is open, then what was decided, the latest first."""
    session = db.session()
    looked = look()
    return render_template(
        "decisions/index.html",
        site=site,
        sift=looked.form,
        opened=[one for one in looked.found if one.outcome is None],
        decided=[one for one in looked.found if one.outcome is not None],
        shown=len(looked.found),
        total=looked.total,
        awaits=glance(session, me().id).awaits,
        people=people.by_ids(session, _authors(looked.found)),
        file=partial(url_for, ".register_file", **{"site": site.slug, **looked.form.query()}),  # type: ignore[arg-type]
    )


@bp.get(DECISION)
@requires(Permission.DECISION_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One decision: its permanent address."""
    shown = sheet_of(site, number)
    form = position_form(shown) if speaks_in(shown) else None
    return page(site, shown, "decisions/show.html", form=form)


@bp.get(f"{DECISION}/historique")
@requires(Permission.DECISION_READ)
def history(site: Site, number: int) -> ResponseReturnValue:
    """Every wording of the proposal, who wrote it, what changed between any two."""
    session = db.session()
    decision = decision_of(session, number)

    def address(wording: int) -> str:
        return url_for(".restore", site=site.slug, number=number, wording=wording)

    writes = may(Permission.DECISION_EDIT) and decision.decided_at is None
    told = histories.history(
        session, decision.document_id, request.args, restore=address if writes else None
    )
    return page(site, sheet_of(site, number), "decisions/history.html", page=told)


def look() -> Looked:
    """The decisions that the address asks for."""
    entries = reading.register(db.session())
    form = SiftForm(request.args)
    form.offer(_matters(entries))
    form.validate()
    return Looked(form, sifting.found(entries, form.wish()), len(entries))


def sheet_of(site: Site, number: int) -> Sheet:
    """The decision of this number, as it stands. Raises NotFound."""
    session = db.session()
    return reading.sheet(session, site, decision_of(session, number))


def speaks_in(shown: Sheet) -> bool:
    """Whether who asks is asked for their position now."""
    voice = shown.voice(me().id)
    return shown.is_open and voice is not None and voice.asked and may(Permission.DECISION_SPEAK)


def position_form(shown: Sheet) -> PositionForm:
    """The form of a position, on the words that stand."""
    form = PositionForm(formdata=None)
    form.offer(shown.entry.framing.method or Method.CONSENT)
    form.on(shown.text)
    return form


def page(site: Site, shown: Sheet, template: str, **more: Any) -> str:
    """A page of one decision, with the names of all who stand on it."""
    session = db.session()
    return render_template(
        template,
        site=site,
        sheet=shown,
        entry=shown.entry,
        framing=shown.entry.framing,
        people=people.by_ids(session, shown.people()),
        mine=shown.voice(me().id),
        changes=_changes(shown),
        rule_stands=_rule_stands(shown),
        **more,
    )


def _changes(shown: Sheet) -> list[tuple[str, str]]:
    """The changes that it concerns, with their words while they live."""
    if not shown.entry.framing.changes:
        return []
    words = dict(proposing.changes_of(db.session()))
    return [(code, words.get(code, "")) for code in shown.entry.framing.changes]


def _rule_stands(shown: Sheet) -> bool:
    rule = shown.entry.framing.rule
    return bool(rule) and any(one.ref == rule for one in proposing.settled(db.session()).decisions)


def _matters(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """The rules under which decisions are, each called by the matter of its latest decision."""
    found: dict[str, str] = {}
    for one in entries:
        if one.framing.rule:
            found.setdefault(one.framing.rule, one.framing.matter)
    return sorted(found.items(), key=lambda one: one[1].casefold())


def _authors(entries: Iterable[Entry]) -> set[Any]:
    return {one.concluded.by if one.concluded else one.opened_by for one in entries}
