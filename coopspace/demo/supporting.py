"""How the people of the demonstration share the roles of the support structure."""

from collections.abc import Sequence
from datetime import timedelta

from coopspace.demo.mapping import ref_of
from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.roles import actions
from coopspace.roles.organisations import organisations
from coopspace.roles.rules import Holder, Quarter, SupportRole, Told, Who


def hand_role(
    scene: Scene,
    *,
    role: str,
    people: Sequence[str] = (),
    groups: Sequence[str] = (),
    words: str = "",
) -> None:
    """Say who holds a role: people by their keys, organisations by those of the map."""
    refs = {ref_of(key) for key in groups}
    mapped = organisations(scene.session).values() if refs else ()
    actions.hand_over(
        scene.session,
        scene.site,
        SupportRole(role),
        holders=[
            *(Holder(Who.PERSON, scene.cast[one].id) for one in people),
            *(Holder(Who.ORGANISATION, one.id) for one in mapped if one.ref in refs),
        ],
        words=words,
        seen=actions.latest_handover(scene.session, SupportRole(role)),
        by=scene.by,
    )


def tell_role(
    scene: Scene,
    *,
    role: str,
    activities: str,
    missing: str = "",
    step: str = "",
    within: int = 0,
    person: str = "",
) -> None:
    """Say what is done in a role, what is missing, and the next step `within` so many days."""
    row = actions.telling_of(scene.session, SupportRole(role))
    told = Told(
        activities=activities,
        missing=missing,
        step=step,
        day=clock.today() + timedelta(days=within) if step else None,
        person=scene.cast[person].id if step else None,
    )
    actions.describe(
        scene.session,
        scene.site,
        SupportRole(role),
        told=told,
        seen=row.seq if row else 0,
        by=scene.by,
    )


def judge_role(scene: Scene, *, role: str, coverage: str, reason: str = "") -> None:
    """Judge a role for the quarter of that day."""
    actions.judge(
        scene.session,
        scene.site,
        SupportRole(role),
        quarter=Quarter.of(clock.today()).code,
        coverage=coverage,
        reason=reason,
        by=scene.by,
    )
