"""Moving cards with buttons (a drag sends the same form), tidying the columns, undoing it."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.changes.forms import ActForm, MoveForm
from blueprints.changes.room import bp, canvas, words
from coopspace.changes import ordering, strategy
from coopspace.changes.board import Asked, Board, board
from coopspace.changes.held import find
from coopspace.changes.rules import LEVEL_PLURALS, Level
from coopspace.changes.strategy import CardRow
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Site


@bp.route("/<code:code>/deplacer", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def move(site: Site, code: str) -> ResponseReturnValue:
    """One step up or down, before another change, or to another level."""
    view = strategy.strategy_view(db.session(), site)
    shown = board(view.cards, view.links, Asked(code.upper()))
    card = shown.chosen
    form = MoveForm(_beside(shown), data={"level": card.row.level.value if card else None})
    if form.validate_on_submit():
        try:
            said, code = _move(form, code)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(said, "done")
            return redirect(canvas(site, code), code=303)
    change = find(db.session(), code)
    return render_template(
        "changes/move.html", site=site, form=form, change=change, card=card, words=words()
    )


@bp.post("/ranger")
@requires(Permission.CHANGE_EDIT)
def tidy(site: Site) -> ResponseReturnValue:
    """Reorder the columns so that links cross less."""
    if not ActForm().validate_on_submit():
        return redirect(canvas(site), code=303)
    with saving() as session:
        moved = ordering.tidy(session, site, by=me())
    flash(
        _("The columns are tidied; you can put them back.")
        if moved
        else _("Nothing to tidy: no other order would cross fewer links."),
        "done",
    )
    return redirect(canvas(site), code=303)


@bp.post("/ranger/defaire")
@requires(Permission.CHANGE_EDIT)
def untidy(site: Site) -> ResponseReturnValue:
    """Put the columns back as they were before the last tidying."""
    if not ActForm().validate_on_submit():
        return redirect(canvas(site), code=303)
    try:
        with saving() as session:
            count = ordering.undo_tidy(session, site, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(
            ngettext("%(num)s change is back.", "%(num)s changes are back in their place.", count),
            "done",
        )
    return redirect(canvas(site), code=303)


def _move(form: MoveForm, code: str) -> tuple[str, str]:
    """Do what the pressed button says; returns what to announce and the code to open."""
    with saving() as session:
        change = find(session, code)
        if form.step.data in ("-1", "1"):
            place, of = ordering.shift(session, change, step=int(form.step.data))
        elif form.level.raw_data:
            level = Level(form.level.data) if form.level.data in set(Level) else None
            if level is None:
                raise NotFound
            moved = ordering.to_level(session, change, by=me(), level=level)
            said = _("%(former)s is now %(code)s.", former=code.upper(), code=moved.code)
            return said, moved.code
        else:
            before = find(session, form.before.data) if form.before.data else None
            place, of = ordering.place(session, change, before=before)
        said = _(
            "%(code)s: place %(place)s of %(of)s, %(level)s.",
            code=change.code,
            place=place,
            of=of,
            level=_(LEVEL_PLURALS[Level(change.level)]).lower(),
        )
        return said, change.code


def _beside(shown: Board) -> list[CardRow]:
    """The other changes of the chosen one's level, from top to bottom."""
    here = shown.chosen
    if here is None:
        return []
    column = shown.columns[here.row.level.rank - 1]
    return [card.row for card in column.cards if card.code != here.code]
