"""Answering another site, and replying: the letters leave once the act is kept."""

import uuid
from collections.abc import Iterable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import me, requires
from blueprints._shared.letters import post
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.compare.forms import ReplyForm, WordsForm
from blueprints.compare.room import HELP, bp
from coopspace.accounts.model import User
from coopspace.compare import helping
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.mail import Letter
from coopspace.sites.model import Site

ANSWERED = N_("%(site)s answers your site about help between sites. Their words are here:")
ACCEPTED = N_("%(site)s replies yes. Their words, and how to reach them, are here:")
DECLINED = N_("%(site)s replies, and cannot this time. Their words are here:")


@bp.route(f"{HELP}/<uuid:help>/repondre", methods=["GET", "POST"])
@requires(Permission.HELP_EXCHANGE)
def answer(site: Site, help: uuid.UUID) -> ResponseReturnValue:
    """Answer a line of another site, in the name of one's own."""
    shown = helping.beside(db.session(), help, site=site)
    form = WordsForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                line = helping.beside(session, help, site=site)
                helping.answer(
                    session, line.help, from_site=site, words=form.words.data or "", by=me()
                )
                readers, slug = helping.to_tell(session, line.help), line.site.slug
        except Refusal as refusal:
            say(refusal, form)
        else:
            _tell(readers, ANSWERED, site=site, slug=slug)
            flash(_("Your words are with them. You will read their reply here."))
            return redirect(url_for(".help_", site=site.slug), code=303)
    return render_template("compare/answer.html", site=site, form=form, shown=shown)


@bp.route(f"{HELP}/reponses/<uuid:help_answer>", methods=["GET", "POST"])
@requires(Permission.HELP_EXCHANGE)
def reply(site: Site, help_answer: uuid.UUID) -> ResponseReturnValue:
    """Accept or decline what another site answered."""
    exchange = next(
        (one for one in helping.exchanges(db.session(), site) if one.answer.id == help_answer),
        None,
    )
    if exchange is None or exchange.host.id != site.id:
        raise NotFound
    form = ReplyForm()
    if form.validate_on_submit():
        accept = form.accept.data == "yes"
        try:
            with saving() as session:
                row = helping.received(session, help_answer)
                helping.reply(session, row, accept=accept, words=form.words.data or "", by=me())
                readers = [exchange.author] if exchange.author else []
                slug = exchange.guest.slug
        except Refusal as refusal:
            say(refusal, form)
        else:
            _tell(readers, ACCEPTED if accept else DECLINED, site=site, slug=slug)
            flash(_("Your reply is with them."))
            return redirect(url_for(".help_", site=site.slug), code=303)
    return render_template("compare/reply.html", site=site, form=form, exchange=exchange)


def _tell(readers: Iterable[User], sentence: str, *, site: Site, slug: str) -> None:
    """A letter to each: it says that words came, and never the words."""
    link = absolute(".help_", site=slug)
    for reader in readers:
        post(
            Letter(
                to=reader.email,
                locale=reader.locale,
                subject=N_("Help between sites: %(site)s"),
                paragraphs=(sentence,),
                link=link,
                after=(N_("You receive this because you may speak with other sites for yours."),),
                words={"site": site.name},
            )
        )
