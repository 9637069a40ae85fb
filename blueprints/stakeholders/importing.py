"""Files that come in: read apart, looked at before anything changes, done at once, taken back."""

from dataclasses import dataclass
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField
from wtforms.fields.choices import SelectChoice

from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.stakeholders.forms import step
from blueprints.stakeholders.room import HOME, LEVEL_CODES, bp, level_name
from coopspace import method
from coopspace.accounts import limits, people
from coopspace.accounts.limits import By, Door, Limit
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.method.reader import LANGUAGES
from coopspace.sites.model import RING_LABELS, Site
from coopspace.stakeholders import bringing, confined, lines, networks, places, taking_back
from coopspace.stakeholders.bringing import Fate, Fault, Plan
from coopspace.stakeholders.confined import Tables
from coopspace.stakeholders.lines import FIELDS, Wording
from coopspace.stakeholders.model import StakeholderImport
from coopspace.stakeholders.rules import EXCHANGES, KINDS, LEVELS, SECTORS, name_key

IMPORT = f"{HOME}/importer"
DRAFT = f"{IMPORT}/<int(max=999999):number>"
DOOR = Door("import", (Limit(By.WHO, 12, timedelta(minutes=1)),))
"""Each file is read in a process of its own: a person sends so many a minute (SEC-30)."""
MOST_FAULTS = 50
"""So many lines to mend are shown at once."""
FIELD_LABELS: dict[str, str] = {
    "ref": N_("Identifier"),
    "name": N_("Name"),
    "sector": N_("Sector"),
    "kind": N_("Organisation or person"),
    "mission": N_("Its mission"),
    "tags": N_("Tags"),
    "ring": N_("Ring"),
    "influence": N_("Influence on the change"),
    "interest": N_("Interest in the change"),
    "engagement": N_("Engagement today"),
    "place": N_("Place"),
    "actions": N_("What it does here"),
    "constraints": N_("Its constraints"),
    "levers": N_("Its levers"),
    "x": N_("Place on the picture, across"),
    "y": N_("Place on the picture, down"),
    "source": N_("From whom"),
    "target": N_("To whom"),
    "direction": N_("One way or both"),
    "level": N_("Level"),
    "desired": N_("Where it wants to be"),
    "trust": N_("Trust"),
    "kinds": N_("What passes between them"),
    "fact": N_("Which fact shows it?"),
    "said_on": N_("Told on"),
    "origin": N_("Where it comes from"),
}


class FileForm(Form):
    """A file, and the second table of a CSV."""

    file = FileField(_l("The file"))
    other = FileField(
        _l("The second CSV"), description=_l("The relations, if they stand in a file of their own.")
    )


class LevelForm(Form):
    """Which level a relation without one is given."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    niveau = SelectField(_l("A relation that says no level"), validate_choice=False, default="")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.niveau.choices = [
            SelectChoice("", _("is left out")),
            *(SelectChoice(str(one), f"{one}. {level_name(one)}") for one in range(1, LEVELS + 1)),
        ]


@dataclass(frozen=True)
class Column:
    """A heading of the file, what it is read as, and the first cell under it."""

    table: str
    number: int
    heading: str
    field: str
    example: str

    @property
    def name(self) -> str:
        """How the form and the address call it."""
        return f"{self.table[0]}{self.number}"


@dataclass(frozen=True)
class Looked:
    """A draft as its bringer looks at it: the columns, and what the map would be made of it."""

    draft: StakeholderImport
    columns: list[Column]
    planned: Plan
    faults: tuple[Fault, ...]
    skipped: int
    form: LevelForm

    def address(self) -> dict[str, str]:
        """What was chosen, as an address."""
        chosen = {one.name: one.field for one in self.columns}
        return {**chosen, "niveau": self.form.niveau.data or ""}


@bp.route(IMPORT, methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_EDIT)
def bring_file(site: Site) -> ResponseReturnValue:
    """Choose a file; what was brought in before, and may be taken back."""
    form = FileForm()
    if form.validate_on_submit():
        try:
            number = _received(site)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return redirect(url_for(".look_at_file", site=site.slug, number=number), code=303)
    session = db.session()
    done = bringing.imports_of(session)
    return render_template(
        "stakeholders/import.html",
        site=site,
        form=form,
        act=ActForm(),
        done=done,
        people=people.by_ids(session, [one.by for one in done]),
    )


@bp.get(DRAFT)
@requires(Permission.STAKEHOLDER_EDIT)
def look_at_file(site: Site, number: int) -> ResponseReturnValue:
    """What each column would say, and what the map would become: nothing is done yet."""
    looked = _look(number, request.args.to_dict())
    return render_template(
        "stakeholders/look.html",
        site=site,
        looked=looked,
        act=ActForm(),
        fields=_choices(),
        counts={fate.value: looked.planned.count(fate) for fate in Fate},
        faults=[(one.table, one.line, _why(one)) for one in looked.faults[:MOST_FAULTS]],
    )


@bp.post(f"{DRAFT}/faire")
@requires(Permission.STAKEHOLDER_EDIT)
def take_in(site: Site, number: int) -> ResponseReturnValue:
    """Do what was looked at, as one event."""
    if not ActForm().validate_on_submit():
        return redirect(url_for(".bring_file", site=site.slug), code=303)
    with saving() as session:
        looked = _look(number, request.form.to_dict())
        new = looked.planned.count(Fate.NEW)
        places.settle(session, site)
        bringing.bring(session, looked.draft, looked.planned, by=me())
    flash(
        _(
            "The map holds it: %(some)d new stakeholders and %(views)d new views. It can be taken "
            "back from the page of imports.",
            some=new[0],
            views=new[1],
        ),
        "success",
    )
    return redirect(url_for(".listed", site=site.slug), code=303)


@bp.post(f"{DRAFT}/reprendre")
@requires(Permission.STAKEHOLDER_EDIT)
def take_file_back(site: Site, number: int) -> ResponseReturnValue:
    """Put back what an import changed."""
    try:
        with saving() as session:
            done = bringing.import_of(session, number)
            why = str(_("Import no. %(number)d was taken back.", number=number))
            back = taking_back.take_back(session, done, why=why, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        said = _("The map is as it was before.")
        if back.kept:
            said = _(
                "The map is as it was before, but for %(num)d lines on which somebody has worked "
                "since.",
                num=back.kept,
            )
        flash(said, "success")
    return redirect(url_for(".bring_file", site=site.slug), code=303)


def _received(site: Site) -> int:
    """Read what was sent, apart from us, and keep it for its bringer. Raises Refusal."""
    sent = [one for one in request.files.getlist("file") + request.files.getlist("other") if one]
    if not sent:
        raise Refusal(N_("Choose a file."), field="file")
    kind = confined.format_of(sent[0].filename or "")
    if any(confined.format_of(one.filename or "") != kind for one in sent) or (
        kind != "csv" and len(sent) > 1
    ):
        raise Refusal(N_("Two files at a time are read only when both are CSV."), field="other")
    with saving() as session:
        limits.take(session, DOOR, who=str(me().id))
    told = confined.read(kind, [one.read() for one in sent])
    with saving() as session:
        draft = bringing.keep_draft(session, site, format=kind, content=told.as_text(), by=me())
        return draft.number


def _look(number: int, chosen: dict[str, str]) -> Looked:
    """The draft, with the columns as they were chosen or guessed. Raises NotFound."""
    session = db.session()
    draft = bringing.draft_of(session, number)
    if not draft.content:
        raise NotFound
    told = Tables.from_text(draft.content)
    columns = _columns(told, chosen)
    mapping = {
        table: {one.heading: one.field for one in columns if one.table == table} for table in FIELDS
    }
    form = LevelForm(data={"niveau": chosen.get("niveau", "")})
    seen = networks.seen(session)
    level = step(form.niveau.data, LEVELS) or None
    read = lines.understand(told, mapping, seen, wording=_wording(), level=level)
    planned = bringing.plan(seen, read.elements, read.connections)
    faults = (*read.faults, *planned.faults)
    return Looked(draft, columns, planned, faults, read.skipped, form)


def _why(fault: Fault) -> str:
    """Why a line is left out, with the name of its column where one is to blame."""
    said = str(sentence(fault.refusal))
    field = fault.refusal.field
    label = dict(_choices()[fault.table]).get(field, "") if field not in ("", "name") else ""
    return f"{label} – {said}" if label else said


def _columns(told: Tables, chosen: dict[str, str]) -> list[Column]:
    guessed = lines.guess(told)
    found = []
    for table, rows in told.named():
        for number, heading in enumerate(lines.headings(rows)):
            field = chosen.get(f"{table[0]}{number}", guessed[table][heading])
            example = next((row[heading] for row in rows if row.get(heading)), "")
            known = field if field in FIELDS[table] else ""
            found.append(Column(table, number, heading, known, lines.said_in(example)[:80]))
    return found


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        table: [("", str(_("is not read"))), *((one, str(_(FIELD_LABELS[one]))) for one in fields)]
        for table, fields in FIELDS.items()
    }


def _wording() -> Wording:
    """The words by which files of our readers call things, in both languages: a level by its name
    in the method, or by the one that their programme gives it, which counts where both are said."""
    codes: dict[str, str] = {}
    for locale in LANGUAGES:
        with force_locale(locale):
            for labels in (SECTORS, KINDS, RING_LABELS, EXCHANGES):
                codes |= {name_key(str(_(label))): code.value for code, label in labels.items()}
    levels = {
        name_key(words.text(f"levels.{code}.label", locale)): number
        for words in (method.ours("continuum"), method.load("continuum"))
        for number, code in enumerate(LEVEL_CODES, start=1)
        for locale in LANGUAGES
    }
    return Wording(codes, levels)
