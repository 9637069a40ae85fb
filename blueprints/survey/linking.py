"""The links of a survey: made, shown once to be copied, sent by mail, renewed, revoked."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.formatters import day
from blueprints._shared.gate import me, requires
from blueprints._shared.letters import post
from blueprints._shared.rounds import ActForm, attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.survey.forms import SendForm
from blueprints.survey.room import ASKED, ONE, bp
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held
from coopspace.survey import actions, doors
from coopspace.survey.model import Respondent


@bp.post(f"{ONE}/liens")
@requires(Permission.STAKEHOLDER_ASK)
def make_all(site: Site, survey: int) -> ResponseReturnValue:
    """A link for every organisation that has none, shown once."""
    made: list[tuple[str, str]] = []
    try:
        with saving() as session:
            running = actions.survey_of(session, survey)
            waiting = actions.without_link(session, running.wave)
            names = {one.ref: one.name for one in actions.asked(session, running.wave)}
            for id_ in waiting:
                respondent = session.get_one(Respondent, id_)
                ref = actions.ref_of(session, respondent)
                token = doors.make(session, running, respondent, by=me())
                made.append((names[ref], _address(token)))
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    if not made:
        return redirect(url_for(".show", site=site.slug, survey=survey), code=303)
    running = actions.survey_of(db.session(), survey)
    return render_template("survey/links.html", site=site, running=running, made=sorted(made))


@bp.get(ASKED)
@requires(Permission.STAKEHOLDER_ASK)
def link(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """The link of one organisation: whether it has one, and what can be done."""
    return _page(site, survey, ref, SendForm())


@bp.post(ASKED)
@requires(Permission.STAKEHOLDER_ASK)
def make_link(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """Another link, shown once; the one before opens nothing any more."""
    try:
        with saving() as session:
            running, respondent = _asked(survey, ref)
            token = doors.make(session, running, respondent, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
        return redirect(url_for(".link", site=site.slug, survey=survey, ref=ref), code=303)
    return _page(site, survey, ref, SendForm(formdata=None), address=_address(token))


@bp.post(f"{ASKED}/envoyer")
@requires(Permission.STAKEHOLDER_ASK)
def send_link(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """A letter with another link: the first, or a reminder."""
    form = SendForm()
    if not form.validate_on_submit():
        return _page(site, survey, ref, form)
    place, locale = site.name, "en" if form.locale.data == "en" else "fr"
    try:
        with saving() as session:
            running, respondent = _asked(survey, ref)
            again = bool(respondent.email)
            kept = doors.keep_address(session, respondent, form.email.data or respondent.email)
            token = doors.make(session, running, respondent, by=me())
            with force_locale(locale):
                until = day(running.survey.closes_at)
    except Refusal as refusal:
        say(refusal, form)
        return _page(site, survey, ref, form)
    letter = doors.letter(
        kept, _address(token), place=place, until=until, locale=locale, again=again
    )
    posted = post(letter)
    if posted.by_mail:
        flash(_("The letter is on its way."), "success")
        return redirect(url_for(".show", site=site.slug, survey=survey), code=303)
    flash(_("This installation sends no mail: copy the link."), "refusal")
    return _page(site, survey, ref, SendForm(formdata=None), address=_address(token))


@bp.post(f"{ASKED}/revoquer")
@requires(Permission.STAKEHOLDER_ASK)
def revoke(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """The link opens nothing any more."""
    attempt(
        lambda session: doors.revoke(session, *_asked(survey, ref), by=me()),
        done=_("This link opens nothing any more."),
    )
    return redirect(url_for(".show", site=site.slug, survey=survey), code=303)


def _asked(survey: int, ref: str) -> tuple[actions.Running, Respondent]:
    session = db.session()
    running = actions.survey_of(session, survey)
    who = held.stakeholder_of(session, ref)
    return running, actions.respondent_of(session, running.wave, who)


def _address(token: str) -> str:
    return absolute("survey.begin", survey_token=token)


def _page(
    site: Site, survey: int, ref: str, form: SendForm, *, address: str = ""
) -> ResponseReturnValue:
    session = db.session()
    running, _respondent = _asked(survey, ref)
    who = next(one for one in actions.asked(session, running.wave) if one.ref == ref)
    return render_template(
        "survey/link.html",
        site=site,
        running=running,
        who=who,
        form=form,
        act=ActForm(formdata=None),
        address=address,
        reminding=request.method == "GET" and who.has_address,
    )
