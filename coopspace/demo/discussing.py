"""How the people of the demonstration talk about their agreement, where it stands."""

from coopspace.agreement import reading
from coopspace.agreement.clauses import CLAUSE
from coopspace.demo.scene import Scene
from coopspace.discussed_kinds import KINDS, PART
from coopspace.discussion import actions
from coopspace.discussion import reading as discussions
from coopspace.discussion.model import DiscussionThread
from coopspace.discussion.rules import Said, Topic, Which


def comment(
    scene: Scene, *, words: str, clause: str = "", place: str = "", to: list[str] | None = None
) -> None:
    """Begin a thread about a clause, or about a place of the agreement by its name."""
    actions.begin(
        scene.session,
        scene.site,
        topic=_topic(scene, clause, place),
        said=_said(scene, words, to),
        by=scene.by,
    )


def reply(
    scene: Scene, *, words: str, clause: str = "", place: str = "", to: list[str] | None = None
) -> None:
    """Answer in the latest thread about it."""
    topic = _topic(scene, clause, place)
    actions.reply(
        scene.session,
        scene.site,
        thread=_latest(scene, topic),
        topic=topic,
        said=_said(scene, words, to),
        by=scene.by,
    )


def resolve(scene: Scene, *, clause: str = "", place: str = "") -> None:
    """Resolve the latest thread about it."""
    actions.resolve(scene.session, _latest(scene, _topic(scene, clause, place)), by=scene.by)


def _said(scene: Scene, words: str, to: list[str] | None) -> Said:
    return Said(words, frozenset(scene.cast[one].id for one in to or ()))


def _topic(scene: Scene, clause: str, place: str) -> Topic:
    if clause:
        return Topic(CLAUSE, clause, KINDS[CLAUSE].read)
    known = {one.said.name: one.ref for one in reading.places(scene.session)}
    return Topic(PART, known[place], KINDS[PART].read)


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
