"""A table comes in: read apart, looked at line by line, written all at once, undone as one.

What reads it are `coopspace.changes` and `coopspace.plan`: here is only what a person asked.
Whoever writes the strategy writes the plan too (a test holds the roles to it): one door for both.
"""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.planned import plan_words
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.changes.looking import KINDS, looked_at, offered, to_mend
from blueprints.changes.room import bp, until, words
from coopspace.accounts import limits, people
from coopspace.accounts.limits import By, Door, Limit
from coopspace.changes import bringing, received
from coopspace.changes.planning import Fate
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.plan import bringing as whole
from coopspace.plan import undoing
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

DRAFT = "/importer/<int(max=999999):number>"
DOOR = Door("import", (Limit(By.WHO, 12, timedelta(minutes=1)),))
"""Each file is read in a process of its own: a person sends so many a minute (SEC-30)."""
MOST_SHOWN = 60
"""So many lines to mend, and lines that will be written, are shown at once."""


class FileForm(Form):
    """A file, and the second table of a CSV."""

    file = FileField(_l("The file"))
    other = FileField(
        _l("The second CSV"),
        description=_l("The links or the actions, if they stand in a file of their own."),
    )


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
        done=[(one, len(bringing.came_with(one, "actions"))) for one in done],
        people=people.by_ids(session, [one.by for one in done]),
    )


@bp.get(DRAFT)
@requires(Permission.CHANGE_EDIT)
def look_at_table(site: Site, number: int) -> ResponseReturnValue:
    """What each column would say, and what would be written: nothing is done yet."""
    looked = looked_at(number, request.args.to_dict())
    return render_template(
        "changes/look.html",
        site=site,
        looked=looked,
        act=ActForm(),
        kinds=KINDS,
        fields=offered(),
        counts={fate.value: looked.planned.count(fate) for fate in Fate},
        faults=to_mend(looked.planned.faults),
        most=MOST_SHOWN,
        words=words(),
        until=until,
        **plan_words(),
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
            looked = looked_at(number, chosen)
            new = looked.planned.count(Fate.NEW)
            whole.bring(session, looked.draft, looked.planned, by=me(), leave_out=looked.leave_out)
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
        kept: dict[str, Any] = {
            name: value for name, value in chosen.items() if name != "csrf_token"
        }
        again = url_for(".look_at_table", site=site.slug, number=number, **kept)
        return redirect(again, code=303)
    flash(
        _(
            "The strategy holds it. New changes: %(changes)d, new links: %(links)d, new actions: "
            "%(actions)d. The import can be undone from the page of imports.",
            changes=new[0],
            links=new[1],
            actions=new[2],
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
            reason = str(_("Import no. %(number)d was undone.", number=number))
            undoing.undo(session, done, why=reason, by=me())
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
