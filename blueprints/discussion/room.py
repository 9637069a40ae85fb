"""The blueprint of the room, its addresses, and how its views reach a thread and its object."""

from dataclasses import dataclass

from flask import Blueprint, g
from flask_babel import gettext as _

from blueprints._shared.gate import may
from blueprints._shared.speech import language
from coopspace import discussed_kinds
from coopspace.discussed_kinds import KINDS, DiscussedKind, Thing
from coopspace.discussion import actions
from coopspace.discussion.model import DiscussionThread
from coopspace.discussion.rules import Topic
from coopspace.extensions import db
from coopspace.kernel.permissions import who_could
from coopspace.kernel.refusal import N_, Forbidden, NotFound

bp = Blueprint("discussion", __name__)
HOME = "/sites/<slug:site>/discussions"
ABOUT = (
    f"{HOME}/a-propos/<any({', '.join(one.slug for one in KINDS.values())}):topic>"
    "/<string(maxlength=80):about>"
)
THREAD = f"{HOME}/<string(length=8):thread>"
COMMENT = f"{THREAD}/<int(max=999999):number>"


@dataclass(frozen=True)
class Place:
    """What a page talks about: its kind, and the thing if it still exists."""

    topic: Topic
    kind: DiscussedKind
    thing: Thing | None

    @property
    def title(self) -> str:
        """How the thing is called; by its kind when it has no name."""
        return (self.thing.title if self.thing else "") or str(_(self.kind.label))


def open_kinds() -> frozenset[str]:
    """The kinds of things that the person who is asking reads."""
    return discussed_kinds.open_to(g.get("permissions", frozenset()))


def place_of(kind: str, about: str) -> Place:
    """What is talked about, if this person reads it. Raises NotFound, Forbidden."""
    known = KINDS.get(kind)
    if known is None:
        raise NotFound
    if not may(known.read):
        raise Forbidden(
            N_("Your place at this site does not open what this discussion is about."),
            who_could=who_could(known.read),
        )
    found = discussed_kinds.things(db.session(), [(kind, about)], language())
    return Place(Topic(kind, about, known.read), known, found.get((kind, about)))


def reach(ref: str) -> tuple[DiscussionThread, Place]:
    """A thread of the site and what it is about. Raises NotFound, Forbidden."""
    thread = actions.thread_of(db.session(), ref)
    return thread, place_of(thread.kind, thread.about)
