"""The links of a survey: made, shown once to be copied, sent by mail, renewed, revoked."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.formatters import day
from blueprints._shared.gate import me, requires
from blueprints._shared.letters import post
from blueprints._shared.rounds import ActForm, attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints._shared.squares import Squares, squares
from blueprints.survey.forms import SendForm, write_form
from blueprints.survey.room import ASKED, ONE, bp
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held
from coopspace.survey import actions, doors
from coopspace.survey.doors import Made
from coopspace.survey.model import Respondent


@dataclass(frozen=True)
class Slip:
    """What is handed to one organisation: its link, in letters and as squares."""

    name: str
    address: str
    squares: Squares


@bp.post(f"{ONE}/liens")
@requires(Permission.STAKEHOLDER_ASK)
def make_all(site: Site, survey: int) -> ResponseReturnValue:
    """A link for every organisation that has none, shown once."""
    made: list[Made] = []
    try:
        with saving() as session:
            made = doors.make_missing(session, actions.survey_of(session, survey), by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    return _slips(site, survey, made) if made else _back(site, survey)


@bp.post(f"{ONE}/relancer")
@requires(Permission.STAKEHOLDER_ASK)
def remind(site: Site, survey: int) -> ResponseReturnValue:
    """A letter to everybody whose address is known and who has not answered."""
    try:
        with saving() as session:
            running = actions.survey_of(session, survey)
            made = doors.remind(session, running, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
        return _back(site, survey)
    return _all_posted(site, running, made, again=True)


@bp.route(f"{ONE}/ecrire", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_ASK)
def write_all(site: Site, survey: int) -> ResponseReturnValue:
    """A letter to each of those who have not answered and whose address is written here."""
    running = actions.survey_of(db.session(), survey)
    known = _("An address is known: leave this empty not to write again.")
    form = write_form(
        (one.ref, one.name, known if one.has_address else "")
        for one in actions.asked(db.session(), running.wave)
        if not one.answered
    )
    if form.validate_on_submit():
        try:
            with saving() as session:
                running = actions.survey_of(session, survey)
                locale = "en" if form.locale.data == "en" else "fr"
                made = doors.send(session, running, form.addresses(), locale=locale, by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _all_posted(site, running, made, again=False)
    return render_template("survey/write.html", site=site, running=running, form=form)


@bp.get(ASKED)
@requires(Permission.STAKEHOLDER_ASK)
def link(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """The link of one organisation: whether it has one, and what can be done."""
    return _page(site, survey, ref, _remembering(survey, ref))


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
    return _page(site, survey, ref, _remembering(survey, ref), token=token)


@bp.post(f"{ASKED}/envoyer")
@requires(Permission.STAKEHOLDER_ASK)
def send_link(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """A letter with another link: the first, or a reminder."""
    form = SendForm()
    if not form.validate_on_submit():
        return _page(site, survey, ref, form)
    locale = "en" if form.locale.data == "en" else "fr"
    try:
        with saving() as session:
            running, respondent = _asked(survey, ref)
            again = bool(respondent.email)
            address = form.email.data or respondent.email
            kept = doors.keep_address(session, respondent, address, locale=locale)
            made = Made("", doors.make(session, running, respondent, by=me()), kept, locale)
    except Refusal as refusal:
        say(refusal, form)
        return _page(site, survey, ref, form)
    if _posted(site, running, made, again=again):
        flash(_("The letter is on its way."), "success")
        return _back(site, survey)
    flash(_("This installation sends no mail: copy the link."), "refusal")
    return _page(site, survey, ref, _remembering(survey, ref), token=made.token)


@bp.post(f"{ASKED}/revoquer")
@requires(Permission.STAKEHOLDER_ASK)
def revoke(site: Site, survey: int, ref: str) -> ResponseReturnValue:
    """The link opens nothing any more."""
    attempt(
        lambda session: doors.revoke(session, *_asked(survey, ref), by=me()),
        done=_("This link opens nothing any more."),
    )
    return _back(site, survey)


def _asked(survey: int, ref: str) -> tuple[actions.Running, Respondent]:
    session = db.session()
    running = actions.survey_of(session, survey)
    who = held.stakeholder_of(session, ref)
    return running, actions.respondent_of(session, running.wave, who)


def _remembering(survey: int, ref: str) -> SendForm:
    """A form for a letter, in the language of the one before; its address is shown to nobody."""
    _running, respondent = _asked(survey, ref)
    return SendForm(formdata=None, data={"locale": respondent.locale})


def _posted(site: Site, running: actions.Running, made: Made, *, again: bool) -> bool:
    """Write to one organisation; whether the letter left by mail."""
    with force_locale(made.locale):
        until = day(running.survey.closes_at)
    letter = doors.letter(
        made.email,
        _address(made.token),
        place=site.name,
        until=until,
        locale=made.locale,
        again=again,
    )
    return post(letter).by_mail


def _all_posted(
    site: Site, running: actions.Running, made: list[Made], *, again: bool
) -> ResponseReturnValue:
    """Write to several; where no mail leaves, their links are shown once."""
    unsent = [one for one in made if not _posted(site, running, one, again=again)]
    if unsent:
        flash(_("This installation sends no mail: copy the links."), "refusal")
        return _slips(site, running.wave.number, unsent)
    flash(
        ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", len(made)),
        "success",
    )
    return _back(site, running.wave.number)


def _address(token: str) -> str:
    return absolute("survey.begin", survey_token=token)


def _back(site: Site, survey: int) -> ResponseReturnValue:
    return redirect(url_for(".show", site=site.slug, survey=survey), code=303)


def _slip(name: str, token: str) -> Slip:
    address = _address(token)
    return Slip(name, address, squares(address))


def _slips(site: Site, survey: int, made: list[Made]) -> ResponseReturnValue:
    running = actions.survey_of(db.session(), survey)
    slips = [_slip(one.name, one.token) for one in made]
    return render_template("survey/links.html", site=site, running=running, slips=slips)


def _page(
    site: Site, survey: int, ref: str, form: SendForm, *, token: str = ""
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
        slip=_slip(who.name, token) if token else None,
    )
