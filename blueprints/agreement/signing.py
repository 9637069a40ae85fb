"""Putting to signature, signing, refusing, withdrawing, reminding."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.formatters import day
from blueprints._shared.gate import me, requires
from blueprints._shared.letters import post
from blueprints._shared.proving import prove
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say, sentence
from blueprints.agreement import deeds
from blueprints.agreement.room import VERSION, VERSIONS, bp
from blueprints.agreement.signing_forms import PutForm, ReasonForm, SignForm, put_form
from blueprints.agreement.versions import back, gestures
from coopspace.accounts.model import User
from coopspace.agreement import content, frozen, putting, reading, signing, versions
from coopspace.agreement.checks import reread
from coopspace.agreement.versions import Version
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site

_LATE = N_("This version no longer awaits this from you.")


@bp.route(f"{VERSIONS}/signature", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_PUT)
def put(site: Site) -> ResponseReturnValue:
    """Read the text that will be frozen, say who signs and when it is looked at again."""
    members = putting.members(db.session(), site)
    form = put_form(members)
    if form.validate_on_submit():
        try:
            number = _frozen(site, form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            _asked(site, number, again=False)
            return back(site, number)
    session = db.session()
    standing = reading.agreement(session)
    values = content.canonical(standing.content, site=site.name, language=language())
    form.seen.data = content.digest(values)
    return render_template(
        "agreement/put.html",
        site=site,
        form=form,
        members=members,
        deed=frozen.read_agreement(values),
        unwritten=standing.content.is_empty,
        lacking=len(reread(standing.content)),
        open_version=versions.open_version(versions.versions(session)),
        number=versions.next_number(session),
    )


@bp.route(f"{VERSION}/signer", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_SIGN)
def sign(site: Site, number: int) -> ResponseReturnValue:
    """Read the version whole, then sign it."""
    version = versions.version_of(db.session(), number)
    if not gestures(version).sign:
        return _late(site, number)
    form = SignForm()
    form.agrees.label.text = version.consent
    if form.validate_on_submit():
        try:
            signed = _signed(site, number, form)
        except Refusal as refusal:
            say(refusal, form)
            form.current_password.data = ""
        else:
            flash(_thanks(signed), "success")
            return back(site, number)
    form.seen.data = version.digest
    session = db.session()
    return render_template(
        "agreement/sign.html",
        site=site,
        version=version,
        signer=version.signer(me().id),
        deed=frozen.read_content(versions.content_of(session, version)),
        form=form,
    )


@bp.route(f"{VERSION}/refuser", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_SIGN)
def refuse(site: Site, number: int) -> ResponseReturnValue:
    """Say why one does not sign: the version is closed."""
    version = versions.version_of(db.session(), number)
    if not gestures(version).refuse:
        return _late(site, number)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                signing.refuse(session, site, number=number, reason=form.reason.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It is said. The draft is open to all: go on with it."), "success")
            return back(site, number)
    return _reason(site, version, form, refuses=True)


@bp.route(f"{VERSION}/retirer", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_PUT)
def withdraw(site: Site, number: int) -> ResponseReturnValue:
    """Take a version back before its last signature."""
    version = versions.version_of(db.session(), number)
    if not gestures(version).withdraw:
        return _late(site, number)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                signing.withdraw(
                    session, site, number=number, reason=form.reason.data or "", by=me()
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The version is withdrawn. The draft is open to all."), "success")
            return back(site, number)
    return _reason(site, version, form, refuses=False)


@bp.post(f"{VERSION}/relancer")
@requires(Permission.AGREEMENT_PUT)
def remind(site: Site, number: int) -> ResponseReturnValue:
    """Write to those who have not signed."""
    try:
        with saving() as session:
            putting.remind(session, site, number=number, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        _asked(site, number, again=True)
    return back(site, number)


def _frozen(site: Site, form: PutForm) -> int:
    """Freeze what the form proposes: its PDF is made before anybody has to wait. Raises Refusal."""
    proposed = putting.propose(
        db.session(),
        site,
        capacities=form.capacities(),
        review_on=form.review_on.data,
        language=language(),
        seen=form.seen.data or "",
    )
    pdf = deeds.made(
        proposed.content,
        number=proposed.number,
        put_at=proposed.at,
        review_on=proposed.review_on,
    )
    with saving() as session:
        putting.put(session, site, proposed=proposed, pdf=pdf, by=me())
    return proposed.number


def _signed(site: Site, number: int, form: SignForm) -> Version:
    if not form.agrees.data:
        raise Refusal(N_("Tick this sentence if you consent to it."), field="agrees")
    prove(form.current_password.data or "")
    with saving() as session:
        return signing.sign(session, site, number=number, seen=form.seen.data or "", by=me())


def _thanks(version: Version) -> str:
    left = len(version.awaited)
    if not left:
        return str(_("You have signed, the last of all: this version stands from now on."))
    return str(
        ngettext(
            "You have signed. %(num)s signature is still awaited.",
            "You have signed. %(num)s signatures are still awaited.",
            left,
        )
    )


def _asked(site: Site, number: int, *, again: bool) -> None:
    """Write to those who have not signed, in the language of each; say where the letters went."""
    session = db.session()
    version = versions.version_of(session, number)
    sent = [_posted(site, version, one, again=again) for one in putting.awaited(session, version)]
    if sent and all(sent):
        flash(
            ngettext(
                "%(num)s letter is on its way.", "%(num)s letters are on their way.", len(sent)
            ),
            "success",
        )
    elif sent:
        flash(_("This installation sends no mail: tell them yourself."), "refusal")


def _posted(site: Site, version: Version, to: User, *, again: bool) -> bool:
    if to.id == me().id:
        return True
    with force_locale(to.locale):
        until = day(version.review_on)
    link = absolute("agreement.version", site=site.slug, number=version.number)
    letter = putting.letter(to, link, site=site, number=version.number, until=until, again=again)
    return post(letter).by_mail


def _late(site: Site, number: int) -> ResponseReturnValue:
    flash(_(_LATE), "refusal")
    return back(site, number)


def _reason(
    site: Site, version: Version, form: ReasonForm, *, refuses: bool
) -> ResponseReturnValue:
    return render_template(
        "agreement/reason.html",
        site=site,
        version=version,
        form=form,
        refuses=refuses,
        back=url_for(".version", site=site.slug, number=version.number),
    )
