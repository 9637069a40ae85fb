"""Whether a file is a version that was put to signature here: asked and told without an account."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import public
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.agreement.room import VERIFIER, bp
from blueprints.agreement.signing_forms import VerifyForm
from coopspace.accounts import limits
from coopspace.accounts.limits import By, Door, Limit
from coopspace.agreement import verifying
from coopspace.agreement.versions import digest_of
from coopspace.extensions import db
from coopspace.kernel.refusal import N_, Refusal

UNKNOWN = Door("verify_unknown", (Limit(By.WHO, 60, timedelta(minutes=1)),))
"""How often one address may ask for what is unknown here; what is known is always told."""


@bp.route(VERIFIER, methods=["GET", "POST"])
@public
def verifier() -> ResponseReturnValue:
    """Drop a file, or write its digest."""
    form = VerifyForm()
    if form.validate_on_submit():
        try:
            found = _digest(form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            return redirect(url_for(".verified", sha256=found), code=303)
    return render_template("agreement/verifier.html", form=form)


@bp.get(f"{VERIFIER}/<string(length=64):sha256>")
@public
def verified(sha256: str) -> ResponseReturnValue:
    """What is true of this digest; nothing of what it is the digest of."""
    digest = sha256.lower()
    known = verifying.known(db.session(), digest)
    if known is None:
        with saving() as session:
            limits.take(session, UNKNOWN, who=request.remote_addr or "")
    return render_template("agreement/verified.html", known=known, digest=digest), (
        200 if known else 404
    )


def _digest(form: VerifyForm) -> str:
    """The digest of the file that was sent, computed here and now, or the one that was written."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return digest_of(sent.read())
    written = "".join((form.digest.data or "").split()).lower()
    if not written:
        raise Refusal(N_("Choose a file, or write its digest."), field="file")
    if not verifying.DIGEST.fullmatch(written):
        raise Refusal(
            N_("A SHA-256 digest has 64 figures and letters from a to f."), field="digest"
        )
    return written
