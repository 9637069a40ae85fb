"""Where an agreement begins: from nothing, from another site's, from a document already written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FileField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice

from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.governed import heading_of
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.agreement.room import HOME, bp, section_title
from coopspace.accounts import limits, people
from coopspace.accounts.limits import By, Door, Limit
from coopspace.agreement import reading, receiving, starting, unstarting
from coopspace.agreement.cutting import Cut, Guess
from coopspace.agreement.questions import of_section
from coopspace.agreement.rules import Section
from coopspace.agreement.starting import Waiting
from coopspace.compare import agreements
from coopspace.compare.pooled import Sharing
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site

START = f"{HOME}/depart"
FILE = f"{START}/fichiers/<int(max=999999):number>"
DOOR = Door("agreement_file", (Limit(By.WHO, 12, timedelta(minutes=1)),))
"""Each document is read in a process of its own: a person sends so many a minute (SEC-30)."""
MOST_SENT = receiving.LARGEST + 256 * 1024
"""A document and the form around it: our other forms carry far less."""
LONG = 700
"""A longer piece is folded under its first lines."""


class FileForm(Form):
    """A document."""

    file = FileField(_l("The document"))


@dataclass(frozen=True)
class Shown:
    """A piece on the page: its number, what it is like, the name of its field."""

    number: int
    cut: Cut
    guess: Guess | None
    field: str

    @property
    def is_long(self) -> bool:
        """It is folded."""
        letters = sum(
            len(piece.text) for one in self.cut.blocks for line in one.lines for piece in line
        )
        return letters > LONG


@bp.url_value_preprocessor
def _let_documents_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A document may be larger than any other form; one that is too large is said beside its
    field, on the page that it was sent from."""
    if endpoint != "agreement.starts" or request.method != "POST":
        return
    request.max_content_length = MOST_SENT
    if (request.content_length or 0) > MOST_SENT:
        site = (values or {})["site"]
        abort(redirect(url_for("agreement.starts", site=site, trop_lourd=1), code=303))


@bp.route(START, methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def starts(site: Site) -> ResponseReturnValue:
    """The ways to begin; the documents that wait, and what was taken from elsewhere."""
    form = FileForm()
    if request.method == "GET" and request.args.get("trop_lourd"):
        form.file.errors = [_(receiving.TOO_LARGE)]
    if form.validate_on_submit():
        try:
            number = _received(site)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return redirect(url_for(".look_at_document", site=site.slug, number=number), code=303)
    session = db.session()
    done, waiting = starting.starts(session), starting.waiting(session)
    return render_template(
        "agreement/starts.html",
        site=site,
        form=form,
        act=ActForm(),
        others=others(site),
        done=done,
        waiting=waiting,
        days=starting.KEPT.days,
        people=people.by_ids(session, [one.by for one in (*done, *waiting)]),
    )


@bp.route(FILE, methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def look_at_document(site: Site, number: int) -> ResponseReturnValue:
    """The pieces of a document, each with the question that it answers: nothing is written yet."""
    session = db.session()
    found = starting.waiting_of(session, number)
    shown = _shown(found)
    form = _form(shown, found.chosen)
    if form.validate_on_submit() and _did(site, number, form, shown):
        later = form.later.data
        return redirect(url_for(".starts" if later else ".show", site=site.slug), code=303)
    return render_template(
        "agreement/look_document.html",
        site=site,
        found=found,
        shown=shown,
        form=form,
        act=ActForm(),
        days=starting.KEPT.days,
    )


@bp.post(f"{FILE}/abandonner")
@requires(Permission.AGREEMENT_EDIT)
def give_up_document(site: Site, number: int) -> ResponseReturnValue:
    """Erase a document that waits."""
    if ActForm().validate_on_submit():
        with saving() as session:
            starting.give_up(session, starting.waiting_of(session, number))
        flash(_("The document is erased. Nothing of it was written."), "success")
    return redirect(url_for(".starts", site=site.slug), code=303)


@bp.post(f"{START}/<int(max=999999):number>/reprendre")
@requires(Permission.AGREEMENT_EDIT)
def take_start_back(site: Site, number: int) -> ResponseReturnValue:
    """Undo what was taken from elsewhere."""
    try:
        with saving() as session:
            row = starting.start_of(session, number)
            kept = unstarting.take_back(session, row, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        said = _("The agreement says again what it said before.")
        if count := kept.clauses + kept.parts:
            said += " " + ngettext(
                "%(num)s thing stays, because somebody has written in it since.",
                "%(num)s things stay, because somebody has written in them since.",
                count,
            )
        flash(said, "success")
    return redirect(url_for(".starts", site=site.slug), code=303)


def others(site: Site) -> list[Sharing]:
    """The other sites of the programme whose agreement may be read."""
    return [one for one in agreements.sharing(db.session(), site.programme) if one.id != site.id]


def _received(site: Site) -> int:
    """Read the document that was sent, apart from us, and keep its pieces. Raises Refusal."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refusal(N_("Choose a file."), field="file")
    with saving() as session:
        limits.take(session, DOOR, who=str(me().id))
    cuts = receiving.cut(sent.filename, sent.read())
    chosen = {place: one.code for place, one in enumerate(receiving.guesses(cuts)) if one}
    with saving() as session:
        row = starting.keep(session, site, name=sent.filename, cuts=cuts, chosen=chosen, by=me())
        return row.number


def _shown(found: Waiting) -> list[Shown]:
    guesses = receiving.guesses(found.cuts)
    return [
        Shown(place + 1, cut, guess, f"piece_{place}")
        for place, (cut, guess) in enumerate(zip(found.cuts, guesses, strict=True))
    ]


def _form(shown: Sequence[Shown], chosen: Mapping[int, str]) -> Form:
    """A choice for each piece, among the questions of the method."""
    choices = _choices()
    fields: dict[str, Any] = {"later": SubmitField(_l("Keep my choices for later"))}
    for one in shown:
        fields[one.field] = SelectField(
            _("Piece %(number)d answers", number=one.number), choices=choices, validate_choice=False
        )
    made: type[Form] = type("PiecesForm", (Form,), fields)
    return made(data={one.field: chosen.get(one.number - 1, "") for one in shown})


def _choices() -> list[SelectChoice]:
    """Every clause, under its section; whether it has words already is said."""
    content = reading.agreement(db.session()).content
    answered = {one.code for one in content.clauses if one.blocks}
    found = [SelectChoice("", _("Nothing: it is left out"))]
    for section in Section:
        for one in of_section(section):
            label = heading_of(one.code)
            if one.code in answered:
                label = _("%(heading)s: added after what stands", heading=label)
            found.append(SelectChoice(one.code, label, optgroup=section_title(section)))
    return found


def _did(site: Site, number: int, form: Form, shown: Sequence[Shown]) -> bool:
    """Keep what was chosen, or write the pieces; else the form says what to mend."""
    chosen = {one.number - 1: form[one.field].data or "" for one in shown}
    try:
        with saving() as session:
            found = starting.waiting_of(session, number)
            if form.later.data:
                starting.choose(session, found, chosen)
                flash(_("Your choices are kept with the document."), "success")
                return True
            taken = starting.bring(session, site, found, chosen=chosen, by=me())
    except Refusal as refusal:
        say(refusal, form)
        return False
    flash(
        ngettext(
            "The document stands under %(num)s question now. It can be taken back where it "
            "came in.",
            "The document stands under %(num)s questions now. It can be taken back where it "
            "came in.",
            taken.clauses,
        ),
        "success",
    )
    return True
