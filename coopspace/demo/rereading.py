"""How the people of the demonstration answer the reading of their chain."""

from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.review import actions, reading
from coopspace.review.rules import Rule


def keep_as_it_is(scene: Scene, *, rule: str, code: str, why: str) -> None:
    """Keep what one rule asks of a change, and say why."""
    found = reading.read(scene.session, clock.today()).found
    asked = next(one for one in found if one.rule is Rule(rule) and one.codes[:1] == (code,))
    actions.keep(
        scene.session,
        scene.site,
        finding=asked.name,
        digest=asked.digest,
        why=why,
        by=scene.by,
    )
