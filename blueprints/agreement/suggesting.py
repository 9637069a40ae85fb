"""Suggestions on the clauses: proposed, read with what each changes, accepted or not."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import may, me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.agreement.room import CLAUSE, HOME, bp
from blueprints.agreement.suggesting_forms import AcceptForm, RefuseForm, SuggestForm
from coopspace.accounts import people
from coopspace.agreement import clauses, suggesting, suggestions
from coopspace.agreement.questions import by_code
from coopspace.agreement.suggesting import Meeting
from coopspace.agreement.suggestions import Suggestion
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import bringing, lettered, store
from coopspace.live.difference import difference
from coopspace.sites.model import Site

SUGGESTIONS = f"{HOME}/suggestions"
SUGGESTION = f"{SUGGESTIONS}/<int(max=999999):number>"


@dataclass(frozen=True)
class Gestures:
    """What this very person can do with a suggestion now; `own`: it is theirs, and open."""

    decide: bool
    own: bool


@bp.route(f"{CLAUSE}/suggestions/nouvelle", methods=["GET", "POST"])
@requires(Permission.DISCUSSION_WRITE)
def suggest(site: Site, clause: str) -> ResponseReturnValue:
    """Propose other words for a clause."""
    form = SuggestForm()
    opened = clauses.clause_of(db.session(), clause)
    if opened is None and clause not in by_code():
        raise NotFound
    standing = store.read(db.session(), opened.document_id) if opened else None
    if form.validate_on_submit():
        try:
            number = _suggested(site, clause, form)
        except Refusal as refusal:
            say(refusal, form)
            form.keep()
        else:
            flash(
                _("It is suggested: the clause stays as it is until somebody accepts."), "success"
            )
            return _back(site, number)
    elif not form.is_submitted():
        form.show(bringing.formatted(db.session(), standing) if standing else ())
        form.words_seen.process_data(standing.token if standing else 0)
    waiting = [one for one in suggestions.of_clause(db.session(), clause) if one.is_open]
    return render_template(
        "agreement/suggest.html",
        site=site,
        clause=clause,
        form=form,
        begun=bool(standing and standing.text),
        waiting=waiting,
        people=people.by_ids(db.session(), {one.by for one in waiting}),
    )


@bp.get(SUGGESTIONS)
@requires(Permission.AGREEMENT_READ)
def suggestions_page(site: Site) -> ResponseReturnValue:
    """Every suggestion: those that wait first, then what became of the others."""
    session = db.session()
    found = suggestions.listed(session)
    return render_template(
        "agreement/suggestions.html",
        site=site,
        waiting=[one for one in found if one.is_open],
        decided=[one for one in found if not one.is_open],
        people=people.by_ids(session, {who for one in found for who in one.people()}),
    )


@bp.get(SUGGESTION)
@requires(Permission.AGREEMENT_READ)
def suggestion(site: Site, number: int) -> ResponseReturnValue:
    """One suggestion: what it changes word by word, why, and what became of it."""
    session = db.session()
    found = suggestions.suggestion_of(session, number)
    return render_template(
        "agreement/suggestion.html",
        site=site,
        suggestion=found,
        shown=lettered.read(found.words),
        base=lettered.read(found.base),
        met=_meeting(found) if found.is_open else None,
        gestures=gestures(found),
        people=people.by_ids(session, found.people()),
    )


@bp.route(f"{SUGGESTION}/accepter", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def accept_suggestion(site: Site, number: int) -> ResponseReturnValue:
    """Make the suggested words those of the clause; write them when both changed one place."""
    found = suggestions.suggestion_of(db.session(), number)
    if not gestures(found).decide:
        return _late(site, found)
    form = AcceptForm()
    if form.validate_on_submit():
        try:
            _accepted(site, number, form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The clause says it now, in the name of whoever suggested it."), "success")
            return _back(site, number)
        found = suggestions.suggestion_of(db.session(), number)
        if not found.is_open:
            return _back(site, number)
    return _accept_page(site, found, form)


@bp.route(f"{SUGGESTION}/refuser", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def refuse_suggestion(site: Site, number: int) -> ResponseReturnValue:
    """Leave the clause as it is, and say why."""
    found = suggestions.suggestion_of(db.session(), number)
    if not gestures(found).decide:
        return _late(site, found)
    form = RefuseForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                suggesting.refuse(
                    session, site, number=number, reason=form.reason.data or "", by=me()
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(
                _("The clause stays as it is; your answer stands beside the suggestion."), "success"
            )
            return _back(site, number)
    return render_template(
        "agreement/refuse_suggestion.html",
        site=site,
        suggestion=found,
        form=form,
        people=people.by_ids(db.session(), found.people()),
    )


@bp.post(f"{SUGGESTION}/retirer")
@requires(Permission.DISCUSSION_WRITE)
def withdraw_suggestion(site: Site, number: int) -> ResponseReturnValue:
    """Take one’s own suggestion back."""
    attempt(
        lambda session: suggesting.withdraw(session, site, number=number, by=me()),
        done=_("Your suggestion is withdrawn: it stays to be read, and nobody decides on it."),
    )
    return _back(site, number)


@bp.app_template_global("suggestions_waiting")
def suggestions_waiting() -> dict[str, int]:
    """How many suggestions wait, by clause; for the pages of a site. Asked once a page."""
    if "suggestions_waiting" not in g:
        g.suggestions_waiting = suggestions.waiting(db.session())
    return g.suggestions_waiting  # type: ignore[no-any-return]


def gestures(found: Suggestion) -> Gestures:
    """What this very person can do with a suggestion now."""
    own = found.by == me().id
    return Gestures(
        decide=found.is_open and not own and may(Permission.AGREEMENT_EDIT),
        own=found.is_open and own and may(Permission.DISCUSSION_WRITE),
    )


def _suggested(site: Site, clause: str, form: SuggestForm) -> int:
    with saving() as session:
        return suggesting.suggest(
            session,
            site,
            code=clause,
            words=form.letters(),
            seen=form.words_seen.data,
            reason=form.reason.data or "",
            by=me(),
        ).number


def _accepted(site: Site, number: int, form: AcceptForm) -> None:
    """Accept; with the words of the form where it had some."""
    with saving() as session:
        suggesting.accept(
            session,
            site,
            number=number,
            by=me(),
            reason=form.reason.data or "",
            words=form.letters() if form.words.raw_data else None,
            seen=form.words_seen.data,
        )


def _accept_page(site: Site, found: Suggestion, form: AcceptForm) -> ResponseReturnValue:
    """What the clause would say; where both changed one place, both and a field to write it."""
    met = _meeting(found)
    writes = met.result.touching or bool(form.words.raw_data)
    if form.words.raw_data:
        form.keep()
    elif writes:
        form.show(met.result.letters)
    form.words_seen.process_data(met.token)
    page = render_template(
        "agreement/accept_suggestion.html",
        site=site,
        suggestion=found,
        form=form,
        met=met,
        writes=writes,
        standing=lettered.read(met.standing),
        suggested=lettered.read(found.words),
        result=lettered.read(met.result.letters),
        changed=difference(lettered.words_of(met.standing), lettered.words_of(met.result.letters)),
        people=people.by_ids(db.session(), found.people()),
    )
    return page, 409 if form.errors and writes else 200


def _meeting(found: Suggestion) -> Meeting:
    return suggesting.meeting(db.session(), found)


def _late(site: Site, found: Suggestion) -> ResponseReturnValue:
    """Somebody decided first, or it is one’s own."""
    why = suggesting.OWN if found.is_open else suggesting.ENDED[found.fate]
    flash(sentence(Refusal(why)), "refusal")
    return _back(site, found.number)


def _back(site: Site, number: int) -> ResponseReturnValue:
    return redirect(url_for("agreement.suggestion", site=site.slug, number=number), code=303)
