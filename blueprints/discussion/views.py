"""Discussions as they are read: those of a site, those about one thing, one thread whole."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import may, me, requires
from blueprints._shared.speech import language
from blueprints._shared.texts import number as whole_number
from blueprints.discussion.forms import CommentForm
from blueprints.discussion.room import ABOUT, HOME, THREAD, Place, bp, open_kinds, place_of, reach
from coopspace import discussed_kinds
from coopspace.accounts import people
from coopspace.discussed_kinds import KINDS, by_slug
from coopspace.discussion import actions, reading
from coopspace.discussion.model import DiscussionThread
from coopspace.discussion.rules import Which
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound
from coopspace.sites.able import able, parties
from coopspace.sites.model import Site

WHICH: dict[str, Which] = {
    "ouverts": Which.OPEN,
    "clos": Which.RESOLVED,
    "moi": Which.MINE,
    "tous": Which.ALL,
}
WHICH_LABELS: dict[Which, str] = {
    Which.OPEN: N_("Open threads"),
    Which.RESOLVED: N_("Resolved threads"),
    Which.MINE: N_("Threads that call me"),
    Which.ALL: N_("All threads"),
}


@bp.get(HOME)
@requires(Permission.DISCUSSION_READ)
def index(site: Site) -> ResponseReturnValue:
    """The discussions of the site, the latest to move first: open, resolved, that call me."""
    word = request.args.get("fils", "ouverts")
    if word not in WHICH:
        abort(404)
    which, page = WHICH[word], max(1, whole_number(request.args.get("page", "1")))
    session, kinds, mine = db.session(), open_kinds(), me().id
    found = reading.listed(
        session,
        kinds=kinds,
        which=which,
        me=mine,
        first=(page - 1) * reading.PAGE,
        most=reading.PAGE + 1,
    )
    how_many = reading.how_many(session, kinds=kinds, me=mine)
    lines = found[: reading.PAGE]
    return render_template(
        "discussion/index.html",
        site=site,
        lines=lines,
        which=which,
        filters=[
            (_(WHICH_LABELS[one]), url_for(".index", site=site.slug, fils=slug), how_many[one], one)
            for slug, one in WHICH.items()
        ],
        total=how_many[Which.ALL],
        things=discussed_kinds.things(session, [(o.kind, o.about) for o in lines], language()),
        kinds=KINDS,
        people=people.by_ids(session, [one.begun_by for one in lines]),
        older=url_for(".index", site=site.slug, fils=word, page=page + 1)
        if len(found) > reading.PAGE
        else "",
    )


@bp.get(ABOUT)
@requires(Permission.DISCUSSION_READ)
def about(site: Site, topic: str, about: str) -> ResponseReturnValue:
    """What is said of one thing, and where to begin another thread about it."""
    return about_page(site, thing_at(topic, about), None)


@bp.get(THREAD)
@requires(Permission.DISCUSSION_READ)
def show(site: Site, thread: str) -> ResponseReturnValue:
    """One thread: every comment has an address that stays its own."""
    return thread_page(site, *reach(thread))


@bp.get(f"{THREAD}/marque.txt")
@requires(Permission.DISCUSSION_READ)
def mark(site: Site, thread: str) -> ResponseReturnValue:
    """What changes as soon as somebody says something in the thread: its page looks at it."""
    row, _place = reach(thread)
    return reading.mark(db.session(), row), {"Content-Type": "text/plain; charset=utf-8"}


def thing_at(slug: str, about: str) -> Place:
    """What an address names. Raises NotFound, Forbidden."""
    place = place_of(by_slug(slug)[0], about)
    if place.thing is None:
        raise NotFound
    return place


def comment_form(site: Site, place: Place, **data: object) -> CommentForm:
    """A form of a comment, with those whom it may call."""
    form = CommentForm(data=data)
    form.offer(able(db.session(), site, place.topic.read), me=me().id)
    return form


def about_page(site: Site, place: Place, form: CommentForm | None) -> str:
    """What is said of a thing, with this form, empty or refused."""
    session = db.session()
    if form is None and may(Permission.DISCUSSION_WRITE):
        form = comment_form(site, place)
    found = reading.listed(
        session,
        kinds=[place.topic.kind],
        which=Which.ALL,
        me=me().id,
        about=(place.topic.kind, place.topic.about),
        most=200,
    )
    return render_template(
        "discussion/about.html",
        site=site,
        place=place,
        lines=found,
        people=people.by_ids(session, [one.begun_by for one in found]),
        form=form,
    )


def thread_page(
    site: Site,
    row: DiscussionThread,
    place: Place,
    form: CommentForm | None = None,
    *,
    correcting: int = 0,
) -> str:
    """A thread, with this form: the answer, or the comment that its author corrects."""
    session = db.session()
    row = actions.thread_of(session, row.ref)
    thread = reading.thread(session, row)
    writes = may(Permission.DISCUSSION_WRITE)
    if form is None and writes and thread.resolved_at is None:
        form = comment_form(site, place)
    return render_template(
        "discussion/thread.html",
        site=site,
        place=place,
        thread=thread,
        form=form,
        correcting=correcting,
        me=me().id,
        mark=reading.mark(session, row),
        people=people.by_ids(session, thread.people()),
        parties=parties(session, site, thread.people()),
    )
