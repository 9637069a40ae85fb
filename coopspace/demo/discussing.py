"""How the people of the demonstration talk about what they write together, where it stands."""

from coopspace.agreement import reading
from coopspace.agreement.clauses import CLAUSE, PART
from coopspace.changes.held import find, find_link
from coopspace.changes.rules import CHANGE, LINK
from coopspace.demo.scene import Scene
from coopspace.discussed_kinds import KINDS, WORDS
from coopspace.discussion import actions
from coopspace.discussion import reading as discussions
from coopspace.discussion.model import DiscussionThread
from coopspace.discussion.rules import Said, Topic, Which


def comment(scene: Scene, *, words: str, to: list[str] | None = None, **about: str) -> None:
    """Begin a thread about one thing, as `_topic` names it."""
    actions.begin(
        scene.session,
        scene.site,
        topic=_topic(scene, **about),
        said=_said(scene, words, to),
        by=scene.by,
    )


def reply(scene: Scene, *, words: str, to: list[str] | None = None, **about: str) -> None:
    """Answer in the latest thread about it."""
    topic = _topic(scene, **about)
    actions.reply(
        scene.session,
        scene.site,
        thread=_latest(scene, topic),
        topic=topic,
        said=_said(scene, words, to),
        by=scene.by,
    )


def resolve(scene: Scene, **about: str) -> None:
    """Resolve the latest thread about it."""
    actions.resolve(scene.session, _latest(scene, _topic(scene, **about)), by=scene.by)


def _said(scene: Scene, words: str, to: list[str] | None) -> Said:
    return Said(words, frozenset(scene.cast[one].id for one in to or ()))


def _topic(
    scene: Scene,
    *,
    clause: str = "",
    place: str = "",
    change: str = "",
    link: str = "",
    text: str = "",
) -> Topic:
    """A clause by its question, a place by its name, a change by its code, a link as « D1>I2 », or
    a text of the vision by its kind."""
    if clause:
        return _about(CLAUSE, clause)
    if change:
        return _about(CHANGE, find(scene.session, change).id.hex)
    if link:
        return _about(LINK, find_link(scene.session, *link.split(">")).id.hex)
    if text:
        return _about(text, WORDS)
    known = {one.said.name: one.ref for one in reading.places(scene.session)}
    return _about(PART, known[place])


def _about(kind: str, about: str) -> Topic:
    return Topic(kind, about, KINDS[kind].read)


def _latest(scene: Scene, topic: Topic) -> DiscussionThread:
    found = discussions.listed(
        scene.session,
        kinds=[topic.kind],
        which=Which.ALL,
        me=scene.by.id,
        about=(topic.kind, topic.about),
        most=1,
    )
    return actions.thread_of(scene.session, found[0].ref)
