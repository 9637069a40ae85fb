"""The documents that the sites of a programme share, by their addresses."""

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.calendar.forms import DocumentForm
from blueprints.calendar.room import HOME, bp
from coopspace.accounts import people
from coopspace.calendar import actions, reading
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Programme


@bp.get(f"{HOME}/documents")
@requires(Permission.CALENDAR_READ)
def documents(programme: Programme) -> ResponseReturnValue:
    """Every document, who named it, and those that were taken off the list."""
    session = db.session()
    known = reading.documents(session, programme, with_ended=True)
    return render_template(
        "calendar/documents.html",
        programme=programme,
        standing=[one for one in known if one.ended_at is None],
        ended=[one for one in known if one.ended_at is not None],
        people=people.by_ids(
            session, {who for one in known for who in (one.by, one.ended_by) if who}
        ),
    )


@bp.post(f"{HOME}/documents/<uuid:document>/retablir")
@requires(Permission.CALENDAR_EDIT)
def restore_document(programme: Programme, document: uuid.UUID) -> ResponseReturnValue:
    """Put a document that was taken off on the list again."""
    try:
        with saving() as session:
            actions.restore_document(session, programme, document_id=document, by=me())
    except Refusal as refusal:
        say(refusal)
    return redirect(url_for(".documents", programme=programme.slug), code=303)


@bp.route(f"{HOME}/documents/ajouter", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def add_document(programme: Programme) -> ResponseReturnValue:
    """Name a document, and where it is kept."""
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.add_document(
                    session,
                    programme,
                    label=form.label.data or "",
                    address=form.link.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _back(programme)
    return render_template("calendar/document.html", programme=programme, form=form)


@bp.post(f"{HOME}/documents/<uuid:document>/retirer")
@requires(Permission.CALENDAR_EDIT)
def end_document(programme: Programme, document: uuid.UUID) -> ResponseReturnValue:
    """Take a document off the list."""
    with saving() as session:
        actions.end_document(session, programme, document_id=document, by=me())
    return _back(programme)


def _back(programme: Programme) -> ResponseReturnValue:
    return redirect(url_for(".index", programme=programme.slug) + "#h-documents", code=303)
