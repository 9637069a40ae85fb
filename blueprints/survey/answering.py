"""A personal link: who answers, which partners, each of them, a look at all, what is opened.

Whoever holds it needs no account and no script. A link that opens nothing tells nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from blueprints._shared.gate import public
from blueprints._shared.rounds import ActForm, attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.survey.forms import LONGEST_SEARCH, BeginForm, PickForm, RateForm
from blueprints.survey.room import LINK, bp
from coopspace.extensions import db
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.stakeholders import held
from coopspace.stakeholders.rules import name_key
from coopspace.survey import answering, doors, opening
from coopspace.survey.answering import Partner
from coopspace.survey.doors import Entered

Act = Callable[[Session, Entered], None]
OPENINGS: dict[str, Callable[..., None]] = {
    "proposer": opening.offer,
    "fermer": opening.close_own,
    "accepter": opening.accept,
    "refermer": opening.close_about,
}


def _behind(*, over: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Hand the view what its link opens; `over` also once the survey is closed."""

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def opened(survey_token: str, **named: Any) -> Any:
            entered = doors.enter(db.session(), survey_token)
            if entered is None:
                return render_template("survey/nothing.html"), 404
            if not entered.running.open and not over:
                return render_template("survey/over.html", survey_token=survey_token), 410
            return view(entered, survey_token, **named)

        return opened

    return wrap


@bp.route(LINK, methods=["GET", "POST"])
@public
@_behind()
def begin(entered: Entered, survey_token: str) -> ResponseReturnValue:
    """What it is, who will see what, who answers."""
    form = BeginForm(data={"name": entered.respondent.name})
    if form.validate_on_submit() and _kept(
        form,
        survey_token,
        lambda session, one: answering.begin(session, one, name=form.name.data or ""),
    ):
        return _to(".partners", survey_token)
    return _page("begin", entered, survey_token, form=form)


@bp.route(f"{LINK}/partenaires", methods=["GET", "POST"])
@public
@_behind()
def partners(entered: Entered, survey_token: str) -> ResponseReturnValue:
    """The list: search it, tick, add one; every sending keeps what is ticked."""
    everybody = answering.partners(db.session(), entered)
    typed = request.values.get("seek", "")[:LONGEST_SEARCH]
    shown = [one for one in everybody if name_key(typed) in name_key(one.name)]
    form = PickForm(data={"partners": [one.ref for one in shown if one.picked], "search": typed})
    form.offer(shown)
    if form.validate_on_submit() and _kept(form, survey_token, _picking(form, shown)):
        return _after_picking(form, survey_token)
    return _page(
        "partners", entered, survey_token, form=form, everybody=everybody, shown=shown, seek=typed
    )


def _picking(form: PickForm, shown: list[Partner]) -> Act:
    def act(session: Session, entered: Entered) -> None:
        refs = [one.ref for one in shown]
        answering.pick(session, entered, shown=refs, ticked=form.partners.data or ())
        if form.add.data or (form.name.data or "").strip():
            answering.add_partner(
                session, entered, name=form.name.data or "", sector=form.sector.data or ""
            )

    return act


def _after_picking(form: PickForm, survey_token: str) -> ResponseReturnValue:
    if form.find.data:
        return _to(".partners", survey_token, seek=form.search.data or None)
    if form.add.data:
        return _to(".partners", survey_token)
    return _next(survey_token)


@bp.route(f"{LINK}/partenaires/<string(length=8):other>", methods=["GET", "POST"])
@public
@_behind()
def rate(entered: Entered, survey_token: str, other: str) -> ResponseReturnValue:
    """How we work with one of them."""
    picked = [one for one in answering.partners(db.session(), entered) if one.picked]
    partner = next((one for one in picked if one.ref == other), None)
    if partner is None:
        return render_template("survey/nothing.html"), 404
    form = RateForm(data=RateForm.filled(partner))
    if form.validate_on_submit() and _kept(
        form,
        survey_token,
        lambda session, one: answering.rate(
            session, one, ref=other, said=form.said(), marks=form.marks()
        ),
    ):
        return _next(survey_token)
    return _page("rate", entered, survey_token, form=form, partner=partner, picked=picked)


@bp.route(f"{LINK}/relire", methods=["GET", "POST"])
@public
@_behind()
def review(entered: Entered, survey_token: str) -> ResponseReturnValue:
    """Everything that was said, before « we have finished »."""
    form = ActForm()
    if form.validate_on_submit() and _kept(form, survey_token, answering.finish):
        return _to(".review", survey_token)
    picked = [one for one in answering.partners(db.session(), entered) if one.picked]
    return _page("review", entered, survey_token, form=form, picked=picked)


@bp.post(f"{LINK}/effacer")
@public
@_behind()
def erase(entered: Entered, survey_token: str) -> ResponseReturnValue:
    """Take everything back."""
    form = ActForm()
    if form.validate_on_submit():
        _kept(form, survey_token, answering.erase)
    return _to(".begin", survey_token)


@bp.get(f"{LINK}/ouvrir")
@public
@_behind(over=True)
def opened(entered: Entered, survey_token: str) -> ResponseReturnValue:
    """What we offer to open, and what others offer to open about us."""
    session = db.session()
    picked = [one for one in answering.partners(session, entered) if one.rated]
    return _page(
        "opened",
        entered,
        survey_token,
        mine=picked,
        theirs=opening.offered_to(session, entered),
        act=ActForm(formdata=None),
    )


@bp.post(f"{LINK}/ouvrir/<string(length=8):other>/<any(proposer,fermer,accepter,refermer):deed>")
@public
@_behind(over=True)
def open_or_close(
    entered: Entered, survey_token: str, other: str, deed: str
) -> ResponseReturnValue:
    """Offer, accept, close again."""
    if ActForm().validate_on_submit():
        try:
            attempt(
                lambda session: OPENINGS[deed](session, _again(session, survey_token), ref=other)
            )
        except NotFound:
            return render_template("survey/nothing.html"), 404
    return _to(".opened", survey_token)


def _again(session: Session, survey_token: str) -> Entered:
    """What the link opens, read again inside the act. Raises NotFound."""
    entered = doors.enter(session, survey_token)
    if entered is None:
        raise NotFound
    return entered


def _kept(form: Any, survey_token: str, act: Act) -> bool:
    """Whether the act was kept; else the form says what to mend."""
    try:
        with saving() as session:
            act(session, _again(session, survey_token))
    except Refusal as refusal:
        say(refusal, form)
        return False
    return True


def _next(survey_token: str) -> ResponseReturnValue:
    """The first partner of whom nothing was said yet, else the look at all."""
    session = db.session()
    entered = _again(session, survey_token)
    for one in answering.partners(session, entered):
        if one.picked and not one.rated:
            return _to(".rate", survey_token, other=one.ref)
    return _to(".review", survey_token)


def _to(endpoint: str, survey_token: str, **more: Any) -> ResponseReturnValue:
    return redirect(url_for(endpoint, survey_token=survey_token, **more), code=303)


def _page(name: str, entered: Entered, survey_token: str, **more: Any) -> str:
    """A page of the link, with the name of the organisation that it speaks for."""
    session = db.session()
    entered = _again(session, survey_token)
    return render_template(
        f"survey/{name}.html",
        survey_token=survey_token,
        site_name=entered.site.name,
        running=entered.running,
        respondent=entered.respondent,
        us=held.telling_of(session, entered.stakeholder).name,
        **more,
    )
