"""A table comes in: read apart, looked at line by line, written all at once, undone as one.

What reads it is `coopspace.changes`: here is only what a person asked. Actions of the plan will
come in as a third table of the same files: `LABELS` names the tables there are.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.changes.room import bp, until, words
from coopspace.accounts import limits, people
from coopspace.accounts.limits import By, Door, Limit
from coopspace.changes import bringing, lines, planning, received, rules, undoing
from coopspace.changes.cells import Wording, plain
from coopspace.changes.columns import LABELS
from coopspace.changes.headings import FIELDS, Block, blocks_of
from coopspace.changes.model import StrategyImport
from coopspace.changes.planning import Fate, Plan
from coopspace.changes.written import used_codes, written
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.method.reader import LANGUAGES
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

DRAFT = "/importer/<int(max=999999):number>"
DOOR = Door("import", (Limit(By.WHO, 12, timedelta(minutes=1)),))
"""Each file is read in a process of its own: a person sends so many a minute (SEC-30)."""
MOST_SHOWN = 60
"""So many lines to mend, and lines that will be written, are shown at once."""
_Choice = TypeVar("_Choice")


class FileForm(Form):
    """A file, and the second table of a CSV."""

    file = FileField(_l("The file"))
    other = FileField(
        _l("The second CSV"), description=_l("The links, if they stand in a file of their own.")
    )


@dataclass(frozen=True)
class Column:
    """A column of a table: what its form calls it, its heading, what it is read as."""

    name: str
    heading: str
    field: str
    example: str


@dataclass(frozen=True)
class Looked:
    """A draft as its bringer looks at it: its tables, and what the strategy would be made of it."""

    draft: StrategyImport
    tables: list[tuple[Block, list[Column]]]
    unread: list[str]
    planned: Plan
    anew: bool
    leave_out: bool

    def address(self) -> dict[str, str]:
        """What was chosen, as an address."""
        chosen = {one.name: one.field for _block, columns in self.tables for one in columns}
        wishes = {"codes": self.anew, "sans": self.leave_out}
        return {**chosen, **{name: "1" for name, wished in wishes.items() if wished}}


@bp.route("/importer", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def bring_table(site: Site) -> ResponseReturnValue:
    """Choose a file; what was brought in before, and may be undone."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            number = _received(site)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return redirect(url_for(".look_at_table", site=site.slug, number=number), code=303)
    session = db.session()
    done = bringing.imports_of(session)
    return render_template(
        "changes/import.html",
        site=site,
        form=form,
        done=done,
        people=people.by_ids(session, [one.by for one in done]),
    )


@bp.get(DRAFT)
@requires(Permission.CHANGE_EDIT)
def look_at_table(site: Site, number: int) -> ResponseReturnValue:
    """What each column would say, and what would be written: nothing is done yet."""
    looked = _look(number, request.args.to_dict())
    return render_template(
        "changes/look.html",
        site=site,
        looked=looked,
        act=ActForm(),
        fields=_choices(),
        counts={fate.value: looked.planned.count(fate) for fate in Fate},
        faults=[(one.place, _why(one)) for one in looked.planned.faults[:MOST_SHOWN]],
        most=MOST_SHOWN,
        words=words(),
        until=until,
    )


@bp.post(f"{DRAFT}/faire")
@requires(Permission.CHANGE_EDIT)
def take_table_in(site: Site, number: int) -> ResponseReturnValue:
    """Write what was looked at, all of it or nothing."""
    if not ActForm().validate_on_submit():
        return redirect(url_for(".bring_table", site=site.slug), code=303)
    chosen = request.form.to_dict()
    try:
        with saving() as session:
            hold(session, site.id)
            looked = _look(number, chosen)
            new = looked.planned.count(Fate.NEW)
            bringing.bring(
                session, looked.draft, looked.planned, by=me(), leave_out=looked.leave_out
            )
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
        kept: dict[str, Any] = {
            name: value for name, value in chosen.items() if name != "csrf_token"
        }
        again = url_for(".look_at_table", site=site.slug, number=number, **kept)
        return redirect(again, code=303)
    flash(
        _(
            "The strategy holds it: %(changes)d new changes and %(links)d new links. The import "
            "can be undone from the page of imports.",
            changes=new[0],
            links=new[1],
        ),
        "success",
    )
    return redirect(url_for(".index", site=site.slug), code=303)


@bp.post(f"{DRAFT}/defaire")
@requires(Permission.CHANGE_EDIT)
def undo_import(site: Site, number: int) -> ResponseReturnValue:
    """End all that an import brought."""
    try:
        with saving() as session:
            done = bringing.import_of(session, number)
            why = str(_("Import no. %(number)d was undone.", number=number))
            undoing.undo(session, done, why=why, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        flash(_("The strategy is as it was before this import."), "success")
    return redirect(url_for(".bring_table", site=site.slug), code=303)


def _received(site: Site) -> int:
    """Read what was sent, apart from us, and keep it for its bringer. Raises Refusal."""
    sent = [one for one in request.files.getlist("file") + request.files.getlist("other") if one]
    if not sent:
        raise Refusal(N_("Choose a file."), field="file")
    names = [one.filename or "" for one in sent]
    kind = received.format_of(names)
    with saving() as session:
        limits.take(session, DOOR, who=str(me().id))
    content = received.read(kind, [one.read() for one in sent])
    with saving() as session:
        draft = bringing.keep_draft(
            session, site, format=kind, name=" + ".join(names), content=content, by=me()
        )
        return draft.number


def _look(number: int, chosen: dict[str, str]) -> Looked:
    """The draft, with the columns as they were chosen or guessed. Raises NotFound."""
    session = db.session()
    draft = bringing.draft_of(session, number)
    sheets = received.sheets_of(draft.content)
    blocks = blocks_of((one.title, one.lines) for one in sheets)
    tables = [(block, _columns(at, block, chosen)) for at, block in enumerate(blocks)]
    read = lines.understand(
        blocks, [[one.field for one in columns] for _block, columns in tables], _wording()
    )
    anew = "codes" in chosen
    planned = planning.plan(read, written(session), used=used_codes(session), anew=anew)
    titles = {block.sheet for block in blocks}
    unread = [one.title for one in sheets if one.title and one.title not in titles]
    return Looked(draft, tables, unread, planned, anew, "sans" in chosen)


def _columns(at: int, block: Block, chosen: dict[str, str]) -> list[Column]:
    found = []
    for number in range(block.width):
        heading = block.headings[number] if number < len(block.headings) else ""
        guessed = block.fields[number] if number < len(block.fields) else ""
        example = block.example(number)
        if heading or example:
            name = f"t{at}c{number}"
            field = chosen.get(name, guessed)
            known = field if field in FIELDS[block.kind] else ""
            found.append(Column(name, heading, known, example[:80]))
        else:
            found.append(Column(f"t{at}c{number}", "", "", ""))
    return found


def _why(fault: lines.Fault) -> str:
    """Why a line cannot be kept, with the name of its column where one is to blame."""
    said = sentence(fault.refusal)
    labels = {name: label for table in LABELS.values() for name, label in table.items()}
    label = labels.get(fault.refusal.field, "")
    return f"{gettext(label)} – {said}" if label else said


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        kind: [("", str(_("is not read"))), *((name, gettext(label)) for name, label in of.items())]
        for kind, of in LABELS.items()
    }


def _wording() -> Wording:
    """The words by which our own pages call each choice, in both languages."""
    found = Wording({}, {}, {}, {})
    for locale in LANGUAGES:
        with force_locale(locale):
            found = Wording(
                {**found.natures, **_read(rules.NATURE_LABELS)},
                {**found.effects, **_read(rules.EFFECT_LABELS)},
                {**found.systems, **_read(rules.SYSTEM_LABELS)},
                {**found.strengths, **_read(rules.STRENGTH_LABELS)},
            )
    return found


def _read(labels: dict[_Choice, str]) -> dict[str, _Choice]:
    return {plain(gettext(label)): choice for choice, label in labels.items()}
