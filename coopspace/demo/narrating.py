"""How the people of the demonstration tell the story beside their chain."""

from coopspace.demo.scene import Scene
from coopspace.narrative import actions, reading


def narrate(scene: Scene, *, says: str, names: str = "") -> None:
    """Write one paragraph more, which ends by naming a change when `names` is its code."""
    standing = reading.read(scene.session).text
    actions.write(
        scene.session,
        scene.site,
        text=f"{standing.text}\n\n{says}" if standing else says,
        seen=standing.token if standing else 0,
        by=scene.by,
    )
    if names:
        actions.name_change(scene.session, scene.site, code=names, by=scene.by)
