"""Taking part: begin, answer, correct, take back, resolve, open again, say that one has read."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.discussion.forms import CommentForm
from blueprints.discussion.room import ABOUT, COMMENT, THREAD, Place, bp, reach
from blueprints.discussion.views import about_page, comment_form, thing_at, thread_page
from coopspace.discussion import actions, reading
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site


@bp.post(ABOUT)
@requires(Permission.DISCUSSION_WRITE)
def begin(site: Site, topic: str, about: str) -> ResponseReturnValue:
    """Open a thread about a thing with its first comment."""
    place = thing_at(topic, about)
    form = comment_form(site, place)
    if form.validate_on_submit():
        try:
            with saving() as session:
                ref = actions.begin(session, site, topic=place.topic, said=form.said(), by=me()).ref
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _to(site, ref)
    return about_page(site, place, form)


@bp.post(THREAD)
@requires(Permission.DISCUSSION_WRITE)
def reply(site: Site, thread: str) -> ResponseReturnValue:
    """Say something more in a thread."""
    row, place = reach(thread)
    form = comment_form(site, place)
    if form.validate_on_submit():
        try:
            with saving() as session:
                number = actions.reply(
                    session,
                    site,
                    thread=actions.thread_of(session, thread),
                    topic=place.topic,
                    said=form.said(),
                    by=me(),
                ).number
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _to(site, thread, comment=number)
    return thread_page(site, row, place, form)


@bp.route(f"{COMMENT}/corriger", methods=["GET", "POST"])
@requires(Permission.DISCUSSION_WRITE)
def correct(site: Site, thread: str, number: int) -> ResponseReturnValue:
    """Say one’s own comment better; what it said before is kept."""
    row, place = reach(thread)
    try:
        comment = _mine(thread, number)
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
        return _to(site, thread, comment=number)
    form = _filled(site, place, comment)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.correct(
                    session,
                    site,
                    thread=actions.thread_of(session, thread),
                    topic=place.topic,
                    number=number,
                    said=form.said(),
                    seen=form.seen_wording(),
                    by=me(),
                )
        except Refusal as refusal:
            form.seen.data = str(_mine(thread, number).wordings[0].seq)
            say(refusal, form)
        else:
            return _to(site, thread, comment=number)
    return thread_page(site, row, place, form, correcting=number)


@bp.post(f"{COMMENT}/retirer")
@requires(Permission.DISCUSSION_READ)
def take_back(site: Site, thread: str, number: int) -> ResponseReturnValue:
    """Take one’s own comment back: whoever wrote keeps that right, even when they only read now."""
    reach(thread)
    attempt(
        lambda session: actions.take_back(
            session, actions.thread_of(session, thread), number=number, by=me()
        ),
        done=_("Your words have left. A line says that there was a comment here."),
    )
    return _to(site, thread, comment=number)


@bp.post(f"{THREAD}/clore")
@requires(Permission.DISCUSSION_WRITE)
def resolve(site: Site, thread: str) -> ResponseReturnValue:
    """Say that the thread has led somewhere."""
    reach(thread)
    attempt(partial(_turn, ref=thread, resolved=True), done=_("This thread is resolved."))
    return _to(site, thread)


@bp.post(f"{THREAD}/rouvrir")
@requires(Permission.DISCUSSION_WRITE)
def reopen(site: Site, thread: str) -> ResponseReturnValue:
    """Open the thread again."""
    reach(thread)
    attempt(partial(_turn, ref=thread, resolved=False), done=_("This thread is open again."))
    return _to(site, thread)


@bp.post(f"{THREAD}/lu")
@requires(Permission.DISCUSSION_READ)
def see(site: Site, thread: str) -> ResponseReturnValue:
    """Say that one has read what one was called to."""
    reach(thread)
    attempt(lambda session: actions.see(session, actions.thread_of(session, thread), by=me()))
    return _to(site, thread)


def _turn(session: Session, *, ref: str, resolved: bool) -> None:
    act = actions.resolve if resolved else actions.reopen
    act(session, actions.thread_of(session, ref), by=me())


def _mine(ref: str, number: int) -> reading.Comment:
    """One’s own comment, if it stands. Raises NotFound, Refusal."""
    session = db.session()
    found = reading.thread(session, actions.thread_of(session, ref)).comment(number)
    if found is None:
        raise NotFound
    if found.by != me().id:
        raise Refusal(N_("A comment belongs to its author: answer it instead."))
    if not found.wordings:
        raise Refusal(N_("You have taken this comment back: write another one."))
    return found


def _filled(site: Site, place: Place, comment: reading.Comment) -> CommentForm:
    """The form of a comment as it stands."""
    return comment_form(
        site,
        place,
        words=comment.words,
        to=[str(one) for one in comment.to],
        seen=str(comment.wordings[0].seq),
    )


def _to(site: Site, ref: str, *, comment: int = 0) -> ResponseReturnValue:
    """The thread, at one of its comments."""
    anchor = f"c{comment}" if comment else None
    return redirect(url_for(".show", site=site.slug, thread=ref, _anchor=anchor), code=303)
