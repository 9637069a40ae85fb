"""The way from any page to what is said of a thing: `discussion/_link.html` writes it."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext

from blueprints._shared.gate import may, me
from blueprints._shared.speech import language
from blueprints.discussion.room import bp, open_kinds
from coopspace import discussed_kinds
from coopspace.accounts import people
from coopspace.discussed_kinds import KINDS, Thing
from coopspace.discussion import reading
from coopspace.discussion.reading import Count, Line
from coopspace.discussion.rules import Which
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission

SHOWN = 3
"""How many threads a page tells of beside what it is about."""


@dataclass(frozen=True)
class Way:
    """Where the discussion of a thing is, how much was said, how many of its threads are open."""

    href: str
    comments: int
    open: int

    @property
    def is_open(self) -> bool:
        """Whether anything is still talked about."""
        return self.open > 0


@bp.app_template_global("discussion_of")
def discussion_of(kind: str, about: str) -> Way | None:
    """The way to what is said of this thing; None where this person has nothing to read or to say.

    A page that asks of many things asks the database once.
    """
    here = g.get("site") is not None and may(Permission.DISCUSSION_READ)
    if not here or kind not in open_kinds():
        return None
    found = _counts().get((kind, about))
    comments = found.comments if found else 0
    if not comments and not may(Permission.DISCUSSION_WRITE):
        return None
    slug = g.site.slug
    if found is not None and found.ref:
        href = url_for("discussion.show", site=slug, thread=found.ref)
    else:
        href = url_for("discussion.about", site=slug, topic=KINDS[kind].slug, about=about)
    return Way(href, comments, found.open if found else 0)


@dataclass(frozen=True)
class Latest:
    """An open thread as a page beside it tells of it."""

    title: str
    name: str
    line: Line


@bp.app_template_global("latest_discussions")
def latest_discussions(*kinds: str) -> list[Latest]:
    """The open threads about things of these kinds that moved last; nothing is asked of the
    database beyond the counts when there is none."""
    here = g.get("site") is not None and may(Permission.DISCUSSION_READ)
    wanted = frozenset(open_kinds() & set(kinds))
    if not here or not any(one.open for topic, one in _counts().items() if topic[0] in wanted):
        return []
    known: dict[frozenset[str], list[Latest]] = g.setdefault("latest_discussions", {})
    if wanted not in known:
        known[wanted] = _latest(wanted)
    return known[wanted]


def _latest(wanted: Collection[str]) -> list[Latest]:
    session = db.session()
    lines = reading.listed(session, kinds=wanted, which=Which.OPEN, me=me().id, most=SHOWN)
    things = discussed_kinds.things(session, [(o.kind, o.about) for o in lines], language())
    names = people.by_ids(session, [one.begun_by for one in lines])
    return [
        Latest(
            title=_title(one, things.get((one.kind, one.about))),
            name=names[one.begun_by].name if one.begun_by in names else "",
            line=one,
        )
        for one in lines
    ]


def _title(line: Line, thing: Thing | None) -> str:
    return (thing.title if thing else "") or gettext(KINDS[line.kind].label)


def _counts() -> dict[tuple[str, str], Count]:
    if "discussion_counts" not in g:
        g.discussion_counts = reading.counts(db.session(), kinds=open_kinds())
    return g.discussion_counts  # type: ignore[no-any-return]
