"""How the people of the demonstration decide: a proposal, what each says of it, its outcome."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from coopspace.agreement.rules import Method
from coopspace.decisions import actions, proposing
from coopspace.decisions.held import decision_of
from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.live import store
from coopspace.positions.taking import Seen


def open_decision(
    scene: Scene,
    *,
    proposal: str,
    asked: Sequence[str],
    rule: str = "",
    method: str = "",
    changes: Sequence[str] = (),
    **said: Any,
) -> None:
    """Open a decision. `rule` is the matter of a rule of the agreement, `asked` are keys."""
    session = scene.session
    known = {one.said.matter: one.ref for one in proposing.settled(session).decisions}
    framing = proposing.proposed(session, scene.site, known[rule] if rule else "").framing
    framing = replace(framing, changes=tuple(changes), **said)
    if method:
        framing = replace(framing, method=Method(method))
    actions.open_decision(
        session,
        scene.site,
        framing=framing,
        proposal=proposal,
        asked=[scene.cast[one].id for one in asked],
        by=scene.by,
    )


def speak(scene: Scene, *, decision: int, stance: str, reason: str = "") -> None:
    """Take a position on the words that stand."""
    actions.take_position(
        scene.session,
        decision_of(scene.session, decision),
        site=scene.site,
        stance=stance,
        reason=reason,
        seen=_seen(scene, decision),
        by=scene.by,
    )


def amend_proposal(scene: Scene, *, decision: int, text: str) -> None:
    """Word the proposal anew."""
    held = decision_of(scene.session, decision)
    seen = store.read(scene.session, held.document_id).token
    actions.amend(scene.session, held, text=text, seen=seen, by=scene.by)


def write_outcome(scene: Scene, *, decision: int, outcome: str, words: str) -> None:
    """Write what came of it, that day."""
    held = decision_of(scene.session, decision)
    actions.conclude(
        scene.session,
        held,
        outcome=outcome,
        words=words,
        day=clock.today(),
        seen=_seen(scene, decision),
        heard=actions.latest_position(scene.session, held),
        by=scene.by,
    )


def _seen(scene: Scene, decision: int) -> Seen:
    text = store.read(scene.session, decision_of(scene.session, decision).document_id)
    return Seen(text.number, text.digest, text.token)
