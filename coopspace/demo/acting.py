"""How the people of the demonstration write their action plan."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from coopspace.changes.rules import Strength
from coopspace.demo.mapping import ref_of
from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.plan import actions, held, rules
from coopspace.plan.rules import Described


def write_action(
    scene: Scene,
    *,
    title: str,
    gives: Sequence[str] = (),
    supports: Sequence[int] = (),
    **said: Any,
) -> None:
    """Put an action on the plan; `gives` are « D1 clear »; `starts` and `ends` count days from the
    day it is written."""
    written = actions.write(
        scene.session,
        scene.site,
        said=_described(title, said),
        supports=supports,
        by=scene.by,
    )
    if gives:
        pairs = (one.split() for one in gives)
        strengths = {code: Strength[strength.upper()] for code, strength in pairs}
        actions.contribute(scene.session, written, strengths=strengths, seen=0, by=scene.by)


def retell_action(scene: Scene, *, action: int, **said: Any) -> None:
    """Say what has become of an action."""
    found = held.action_of(scene.session, action)
    before = held.telling_of(scene.session, found)
    now = rules.stored(rules.read(before.content))
    actions.describe(
        scene.session,
        found,
        said=rules.read({**now, **said}),
        supports=held.supporting(scene.session, found),
        seen=before.seq,
        by=scene.by,
    )


def _described(title: str, said: dict[str, Any]) -> Described:
    days: dict[str, Any] = {
        name: (clock.today() + timedelta(days=said[name])).isoformat()
        for name in ("starts", "ends")
        if name in said
    }
    named = {"pilot": ref_of(said["pilot"])} if "pilot" in said else {}
    partners = {"partners": [ref_of(one) for one in said.get("partners", ())]}
    return rules.read({**said, **days, **named, **partners, "title": title})
