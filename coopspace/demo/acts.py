"""What people of the demonstration may be made to do: each verb is an action of a room, played
with the permission that its page asks for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from coopspace.changes import actions as changes
from coopspace.changes import linking, ordering
from coopspace.changes.held import find, find_link
from coopspace.changes.rules import (
    VISION,
    Confidence,
    Effect,
    Level,
    Nature,
    Progress,
    Strength,
    System,
    parse_code,
)
from coopspace.demo import (
    accompanying,
    acting,
    agreeing,
    deciding,
    discussing,
    indicating,
    mapping,
    narrating,
    planning,
    rereading,
    rounds,
    sharing,
    supporting,
    surveying,
)
from coopspace.demo.scene import Scene
from coopspace.kernel.permissions import Permission, Role
from coopspace.live import store
from coopspace.sites import actions as sites
from coopspace.sites import adherence
from coopspace.sites.model import College, Ring
from coopspace.vision import actions as vision
from coopspace.vision.actions import Seen, Which, vision_of


def join(
    scene: Scene, *, person: str, role: str, college: str | None = None, ring: str | None = None
) -> None:
    """Give somebody their place at the site."""
    sites.join(
        scene.session,
        scene.site,
        person=scene.cast[person],
        role=Role(role),
        by=scene.by,
        college=College(college) if college else None,
        ring=Ring(ring) if ring else None,
        capacity=scene.says[person],
    )


def adhere(scene: Scene, *, words: str) -> None:
    """Record that one's college adheres to the approach."""
    adherence.adhere(scene.session, scene.site, words=words, by=scene.by)


def read(scene: Scene, *, text: str) -> None:
    """Write the shared reading of the situation."""
    _write(scene, text, Which.READING)


def envision(scene: Scene, *, text: str) -> None:
    """Write the vision sentence."""
    _write(scene, text, Which.SENTENCE)


def consent(scene: Scene, *, reason: str = "") -> None:
    """Consent to the vision as it stands."""
    vision.consent(scene.session, scene.site, seen=_seen(scene), by=scene.by, reason=reason)


def object_(scene: Scene, *, reason: str) -> None:
    """Object to the vision as it stands."""
    vision.raise_objection(scene.session, scene.site, seen=_seen(scene), by=scene.by, reason=reason)


def add(
    scene: Scene,
    *,
    code: str,
    statement: str,
    who: str,
    systems: list[str],
    nature: str | None = None,
    effect: str = Effect.INTENDED,
    horizon: str | None = None,
    description: str = "",
) -> None:
    """Add a change; `code` is the one that the script expects it to take."""
    level, _number = parse_code(code) or (Level.DIRECT, 0)
    change = changes.add(
        scene.session,
        scene.site,
        by=scene.by,
        level=level,
        statement=statement,
        nature=Nature(nature) if nature else None,
        effect=Effect(effect),
        who=who,
        systems=[System(one) for one in systems],
        horizon=horizon,
        description=description,
    )
    if change.code != code:
        raise ValueError(f"this change takes the code {change.code}, not {code}")


def reword(scene: Scene, *, code: str, statement: str) -> None:
    """Say a change in other words."""
    change = find(scene.session, code)
    seen = store.read(scene.session, change.statement_id).number
    changes.reword(scene.session, change, by=scene.by, statement=statement, seen=seen)


def tell(scene: Scene, *, code: str, description: str) -> None:
    """Describe a change at length."""
    change = find(scene.session, code)
    seen = store.read(scene.session, change.description_id).number
    changes.tell(scene.session, change, by=scene.by, description=description, seen=seen)


def judge(scene: Scene, *, code: str, judgement: str, reason: str) -> None:
    """Say where a change stands, and what shows it."""
    changes.judge_progress(
        scene.session,
        find(scene.session, code),
        by=scene.by,
        judgement=Progress(judgement),
        reason=reason,
    )


def end(scene: Scene, *, code: str, reason: str) -> None:
    """End a change."""
    changes.end(scene.session, find(scene.session, code), by=scene.by, reason=reason)


def link(
    scene: Scene,
    *,
    source: str,
    target: str,
    strength: str,
    rationale: str = "",
    assumption: str = "",
) -> None:
    """Say that a change contributes to another one, or to the vision."""
    linking.link(
        scene.session,
        find(scene.session, source),
        target=None if target == VISION else find(scene.session, target),
        by=scene.by,
        rationale=rationale,
        assumption=assumption,
        strength=Strength[strength.upper()],
    )


def tidy(scene: Scene) -> None:
    """Put the columns in the order in which links cross least."""
    ordering.tidy(scene.session, scene.site, by=scene.by)


def trust(scene: Scene, *, source: str, target: str, value: str, reason: str) -> None:
    """Say how far one's college believes in a link."""
    if scene.place is None or scene.place.college is None:
        raise ValueError(f"{scene.by.name} speaks for no college")
    linking.give_confidence(
        scene.session,
        find_link(scene.session, source, target),
        by=scene.by,
        college=scene.place.college,
        value=Confidence[value.upper()],
        reason=reason,
    )


def unlink(scene: Scene, *, source: str, target: str) -> None:
    """End a link."""
    linking.unlink(scene.session, find_link(scene.session, source, target), by=scene.by)


VERBS: Mapping[str, tuple[Permission, Callable[..., None]]] = MappingProxyType(
    {
        "join": (Permission.MEMBER_INVITE, join),
        "adhere": (Permission.ADHERENCE_RECORD, adhere),
        "read": (Permission.VISION_EDIT, read),
        "envision": (Permission.VISION_EDIT, envision),
        "consent": (Permission.VISION_CONSENT, consent),
        "object": (Permission.VISION_CONSENT, object_),
        "add": (Permission.CHANGE_EDIT, add),
        "reword": (Permission.CHANGE_EDIT, reword),
        "keep_as_it_is": (Permission.CHANGE_EDIT, rereading.keep_as_it_is),
        "tell": (Permission.CHANGE_EDIT, tell),
        "judge": (Permission.CHANGE_EDIT, judge),
        "end": (Permission.CHANGE_END, end),
        "tidy": (Permission.CHANGE_EDIT, tidy),
        "link": (Permission.LINK_EDIT, link),
        "unlink": (Permission.LINK_EDIT, unlink),
        "trust": (Permission.CONFIDENCE_GIVE, trust),
        "write_action": (Permission.PLAN_EDIT, acting.write_action),
        "retell_action": (Permission.PLAN_EDIT, acting.retell_action),
        "say_indicator": (Permission.INDICATOR_EDIT, indicating.say_indicator),
        "measure_indicator": (Permission.INDICATOR_EDIT, indicating.measure_indicator),
        "correct_measure": (Permission.INDICATOR_EDIT, indicating.correct_measure),
        "end_indicator": (Permission.INDICATOR_EDIT, indicating.end_indicator),
        "open_round": (Permission.CONTINUUM_RUN, rounds.open_round),
        "place": (Permission.CONTINUUM_ANSWER, rounds.place),
        "note": (Permission.ADVANCE_EDIT, rounds.note),
        "let_in": (Permission.CONTINUUM_RUN, rounds.let_in),
        "close_round": (Permission.CONTINUUM_RUN, rounds.close_round),
        "reveal": (Permission.CONTINUUM_RUN, rounds.reveal),
        "conclude": (Permission.CONTINUUM_RUN, rounds.conclude),
        "open_conditions": (Permission.READINESS_RUN, rounds.open_conditions),
        "judge_conditions": (Permission.READINESS_ANSWER, rounds.judge_conditions),
        "reveal_conditions": (Permission.READINESS_RUN, rounds.reveal_conditions),
        "conclude_conditions": (Permission.READINESS_RUN, rounds.conclude_conditions),
        "draw_map": (Permission.STAKEHOLDER_EDIT, mapping.draw_map),
        "keep_edition": (Permission.STAKEHOLDER_EDIT, mapping.keep_edition),
        "talk_over": (Permission.STAKEHOLDER_EDIT, mapping.talk_over),
        "survey_network": (Permission.STAKEHOLDER_ASK, surveying.survey_network),
        "word_clause": (Permission.AGREEMENT_EDIT, agreeing.word_clause),
        "settle": (Permission.AGREEMENT_EDIT, agreeing.settle),
        "govern": (Permission.AGREEMENT_EDIT, agreeing.govern),
        "cite": (Permission.AGREEMENT_EDIT, agreeing.cite),
        "suggest_words": (Permission.DISCUSSION_WRITE, agreeing.suggest_words),
        "accept_words": (Permission.AGREEMENT_EDIT, agreeing.accept_words),
        "narrate": (Permission.CHANGE_EDIT, narrating.narrate),
        "open_decision": (Permission.DECISION_EDIT, deciding.open_decision),
        "speak": (Permission.DECISION_SPEAK, deciding.speak),
        "amend_proposal": (Permission.DECISION_EDIT, deciding.amend_proposal),
        "write_outcome": (Permission.DECISION_EDIT, deciding.write_outcome),
        "hand_role": (Permission.SUPPORT_HAND, supporting.hand_role),
        "tell_role": (Permission.SUPPORT_EDIT, supporting.tell_role),
        "judge_role": (Permission.SUPPORT_JUDGE, supporting.judge_role),
        "log_month": (Permission.ACCOMPANIMENT_LOG, accompanying.log_month),
        "note_visit": (Permission.VISIT_PREPARE, accompanying.note_visit),
        "comment": (Permission.DISCUSSION_WRITE, discussing.comment),
        "reply": (Permission.DISCUSSION_WRITE, discussing.reply),
        "resolve": (Permission.DISCUSSION_WRITE, discussing.resolve),
        "plan_event": (Permission.CALENDAR_EDIT, planning.plan_event),
        "cancel_event": (Permission.CALENDAR_EDIT, planning.cancel_event),
        "add_document": (Permission.CALENDAR_EDIT, planning.add_document),
        "enrol": (Permission.TRAINING_ENROL, planning.enrol),
        "write_attendance": (Permission.CALENDAR_EDIT, planning.write_attendance),
        "plan_hours": (Permission.CALENDAR_EDIT, planning.plan_hours),
        "describe": (Permission.SITE_EDIT, sharing.describe),
        "be_contact": (Permission.HELP_EXCHANGE, sharing.be_contact),
        "share": (Permission.SHARING_DECIDE, sharing.share),
        "match": (Permission.NETWORK_MERGE, sharing.match),
        "take_back": (Permission.SHARING_DECIDE, sharing.take_back),
        "say_help": (Permission.HELP_EXCHANGE, sharing.say_help),
        "answer_help": (Permission.HELP_EXCHANGE, sharing.answer_help),
        "reply_help": (Permission.HELP_EXCHANGE, sharing.reply_help),
    }
)
"""What the script may say, and the permission that the page of each asks for."""


def play(scene: Scene, verb: str, words: Mapping[str, Any]) -> None:
    """Do it as a page would: only if the person may. Raises ValueError, or the rule's Refusal."""
    if verb not in VERBS:
        raise ValueError(f"nobody knows how to {verb}")
    permission, act = VERBS[verb]
    if scene.place is None or not scene.place.may(permission):
        raise ValueError(f"{scene.by.name} may not {verb} here")
    act(scene, **words)


def _write(scene: Scene, text: str, which: Which) -> None:
    opened = vision.open_vision(scene.session, scene.site, by=scene.by)
    seen = store.read(scene.session, vision.document_of(opened, which)).number
    vision.reword(scene.session, scene.site, text=text, seen=seen, by=scene.by, which=which)


def _seen(scene: Scene) -> Seen:
    standing = vision_of(scene.session, scene.site)
    if standing is None:
        raise ValueError("there is no vision yet")
    text = store.read(scene.session, standing.sentence_id)
    return Seen(number=text.number, digest=text.digest)
