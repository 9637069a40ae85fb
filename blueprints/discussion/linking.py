"""The way from any page to what is said of a thing: `discussion/_link.html` writes it."""

from dataclasses import dataclass

from flask import g, url_for

from blueprints._shared.gate import may
from blueprints.discussion.room import bp, open_kinds
from coopspace.discussed_kinds import KINDS
from coopspace.discussion import reading
from coopspace.discussion.reading import Count
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission


@dataclass(frozen=True)
class Way:
    """Where the discussion of a thing is, and how much was said."""

    href: str
    comments: int
    is_open: bool


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
    return Way(href, comments, found is not None and found.open > 0)


def _counts() -> dict[tuple[str, str], Count]:
    if "discussion_counts" not in g:
        g.discussion_counts = reading.counts(db.session(), kinds=open_kinds())
    return g.discussion_counts  # type: ignore[no-any-return]
