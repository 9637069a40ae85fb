"""The page of a vision, and the positions that the trio takes on its exact words."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.days import DayForm
from blueprints._shared.gate import me, requires, standing
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say, sentence
from blueprints.vision.forms import PositionForm, WordingForm
from coopspace import method
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.live import store
from coopspace.live.difference import difference
from coopspace.sites.model import Site
from coopspace.vision import actions, adoption, rules
from coopspace.vision.actions import Replaced, Seen
from coopspace.vision.adoption import Board, Summary
from coopspace.vision.rules import Stance

bp = Blueprint("vision", __name__)


@bp.get("/sites/<slug:site>/vision")
@requires(Permission.VISION_READ)
def show(site: Site) -> ResponseReturnValue:
    """The vision in its sun, who has consented to which words, today or on a past day."""
    day = DayForm(request.args)
    day.validate()
    moment = day.moment()
    board = adoption.board(db.session(), site, moment=moment)
    return render_template(
        "vision/show.html",
        site=site,
        day=day,
        moment=moment,
        form=_position_form(board.summary),
        advices=advice_on(board.summary.text, written=board.summary),
        **_board(board),
    )


@bp.route("/sites/<slug:site>/vision/consentir", methods=["GET", "POST"])
@requires(Permission.VISION_CONSENT)
def consent(site: Site) -> ResponseReturnValue:
    """Consent or object, for one's own party, to the words shown and to no others."""
    form = PositionForm()
    replaced: Replaced | None = None
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.take_position(
                    session,
                    site,
                    stance=Stance(form.stance.data),
                    reason=form.reason.data or "",
                    seen=Seen(form.number.data, form.digest.data or "", form.state.data),
                    by=me(),
                )
        except Replaced as refusal:
            replaced = refusal
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_said_to(actions.summary(db.session(), site)), "success")
            return redirect(url_for(".show", site=site.slug), code=303)
    board = adoption.board(db.session(), site)
    shown = _position_form(board.summary, typed=form)
    page = render_template(
        "vision/consent.html",
        site=site,
        form=shown,
        replaced=sentence(replaced) if replaced else "",
        changed=_changed(replaced),
        **_board(board),
    )
    return page, 409 if replaced else 200


@bp.post("/sites/<slug:site>/vision/relire")
@requires(Permission.VISION_EDIT)
def reread(site: Site) -> ResponseReturnValue:
    """Advice on words being typed; nothing is kept."""
    return jsonify(advice_on((WordingForm().text.data or "")[: rules.READ_MAX]))


def advice_on(text: str, *, written: Summary | None = None) -> list[dict[str, str]]:
    """What the method says of these words, measured from the day they were written."""
    since = written.at if written and written.at else clock.now()
    words, locale = method.load("vision"), language()
    given = []
    for advice in rules.advise(text, year=since.astimezone(clock.PARIS).year):
        why = words[f"advice.{advice.code}.why"]
        given.append(
            {
                "say": words.text(f"advice.{advice.code}.say", locale).format(**advice.words),
                "why": why.text(locale),
                "source": why.source.text(locale),
                "lang": why.source.lang(locale) or "",
            }
        )
    return given


def _board(board: Board) -> dict[str, Any]:
    """What both pages show of a board, with the names of those who wrote and spoke."""
    reading = board.reading if board.reading and board.reading.text else None
    ids = {one.person for one in board.said} | set(board.summary.authors)
    if reading:
        ids.update(reading.authors)
    said = [one for one in board.said if one.number == board.summary.number]
    mine = [one for one in said if one.person == me().id]
    known = people.by_ids(db.session(), ids)
    return {
        "board": board,
        "vision": board.summary,
        "vision_by": [known[one].name for one in board.summary.authors if one in known],
        "reading": reading,
        "reading_blocks": store.blocks(db.session(), reading) if reading else [],
        "reading_by": [
            known[one].name for one in (reading.authors if reading else ()) if one in known
        ],
        "people": known,
        "mine": mine[-1] if mine else None,
        "own_college": standing().college,
        "words": method.load("vision"),
    }


def _position_form(vision: Summary, *, typed: PositionForm | None = None) -> PositionForm:
    """The form on the words that stand; what was typed on other words keeps its reason only."""
    form = typed or PositionForm(formdata=None)
    if (form.number.data, form.digest.data) != (vision.number, vision.digest):
        form.number.data, form.digest.data = vision.number, vision.digest
        form.state.data = vision.token
        form.stance.data = None
    return form


def _changed(replaced: Replaced | None) -> Iterable[tuple[str, str]]:
    if replaced is None or replaced.seen is None:
        return []
    return difference(replaced.seen, replaced.standing.text)


def _said_to(vision: Summary) -> str:
    if vision.adopted:
        return str(_("The three parties have consented to the same words: the vision is adopted."))
    return str(_("Your party’s position is kept."))
