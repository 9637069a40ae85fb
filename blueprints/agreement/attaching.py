"""The PDFs signed elsewhere: added, handed out as they came, taken out."""

from io import BytesIO

from flask import flash, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.agreement.room import VERSION, bp
from blueprints.agreement.signing_forms import AttachForm
from blueprints.agreement.versions import back
from coopspace.agreement import attaching, versions
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site

ATTACHED = f"{VERSION}/fichiers/<int(max=9999):attachment>"


@bp.route(f"{VERSION}/fichiers", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_PUT)
def attach(site: Site, number: int) -> ResponseReturnValue:
    """Add a PDF that was signed elsewhere."""
    version = versions.version_of(db.session(), number)
    form = AttachForm()
    if form.validate_on_submit():
        try:
            _added(site, number)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The file is beside the version, with its digest."), "success")
            return back(site, number)
    return render_template("agreement/attach.html", site=site, version=version, form=form)


@bp.get(ATTACHED)
@requires(Permission.AGREEMENT_READ)
def attached(site: Site, number: int, attachment: int) -> ResponseReturnValue:
    """A PDF as it came: to be kept, never shown within our pages."""
    session = db.session()
    version = versions.version_of(session, number)
    told, content = versions.attached_of(session, version, attachment)
    return send_file(
        BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"coopspace_{site.slug}_entente_v{number}_{told.number}.pdf",
        etag=False,
    )


@bp.post(f"{ATTACHED}/retirer")
@requires(Permission.AGREEMENT_PUT)
def detach(site: Site, number: int, attachment: int) -> ResponseReturnValue:
    """Take out a PDF that was added by mistake."""
    attempt(
        lambda session: attaching.detach(
            session, site, number=number, attachment=attachment, by=me()
        ),
        done=_("The file is erased. The journal keeps its digest."),
    )
    return back(site, number)


def _added(site: Site, number: int) -> None:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refusal(N_("Choose a file."), field="file")
    content = sent.read()
    with saving() as session:
        attaching.attach(session, site, number=number, name=sent.filename, content=content, by=me())
