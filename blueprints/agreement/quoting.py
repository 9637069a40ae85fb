"""Quoting, in a clause, what stands beside the text: what is offered, the way without script."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from blueprints._shared.forms import Form
from blueprints._shared.gate import me, requires
from blueprints._shared.governed import heading_of
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.agreement.room import CLAUSE, KIND_LABELS, bp
from coopspace.agreement import citing, reading
from coopspace.agreement.content import Content
from coopspace.agreement.questions import by_code
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Site

Choices = list[tuple[str, list[tuple[str, str]]]]


class CiteForm(Form):
    """What is quoted."""

    ref = SelectField(_l("What you quote"), validate_choice=False)

    def offer(self, choices: Choices) -> None:
        """What may be chosen, kind by kind."""
        self.ref.choices = dict(choices)


def choices(content: Content) -> Choices:
    """What a clause may quote, under the name of its kind."""
    return [(str(_(KIND_LABELS[kind])), some) for kind, some in reading.quotable(content).items()]


def offer(content: Content) -> None:
    """The formatted texts of this page may quote these: the layout brings what it takes."""
    g.quotables = choices(content)


@bp.route(f"{CLAUSE}/citer", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def cite(site: Site, clause: str) -> ResponseReturnValue:
    """Put the name of a place, a rule, a message or a talent at the end of a clause."""
    if clause not in by_code():
        raise NotFound
    form = CiteForm()
    form.offer(choices(reading.beside(db.session())))
    if form.validate_on_submit():
        try:
            with saving() as session:
                citing.cite(session, site, code=clause, ref=form.ref.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It is quoted at the end of “%(name)s”.", name=heading_of(clause)), "success")
            return redirect(url_for(".show", site=site.slug, _anchor=clause), code=303)
    return render_template("agreement/cite.html", site=site, clause=clause, form=form)
