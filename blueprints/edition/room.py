"""The blueprint of the room, its addresses, and what rooms and groups of sentences are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.gate import me
from blueprints._shared.speech import language
from coopspace.edition.reading import NAMING, Group, Line
from coopspace.edition.rules import Happened
from coopspace.kernel.refusal import N_
from coopspace.method import Entry
from coopspace.method.wording import blanks

bp = Blueprint("edition", __name__)
HOME = "/dispositifs/<slug:programme>/methode"
ROOM = f"{HOME}/<string(maxlength=40):method_room>"
SENTENCE = f"{ROOM}/<string(maxlength=160):sentence>"
EXCERPT = 60

ROOMS: dict[str, str] = {
    "sites": N_("Programme, sites, parties, rings"),
    "vision": N_("Vision"),
    "changes": N_("Change strategy"),
    "indicators": N_("Indicators"),
    "plan": N_("Action plan"),
    "review": N_("Reading the chain again"),
    "continuum": N_("Continuum of cooperation"),
    "readiness": N_("Preconditions and conditions"),
    "network": N_("Figures of the network"),
    "survey": N_("Survey of the network"),
    "agreement": N_("Cooperation agreement"),
    "decisions": N_("Decisions"),
    "advances": N_("Register of advances"),
    "roles": N_("Roles of the support structure"),
    "calendar": N_("Calendar"),
    "facilitation": N_("The sites I support"),
    "liveliness": N_("Our liveliness"),
    "visits": N_("Visits, and handing a site over"),
    "yearly": N_("The year"),
    "compare": N_("Sites beside one another"),
}
"""What the rooms of the method are called, in the order of the path."""
GROUPS: dict[str, str] = {
    "advances.writing": N_("Writing in the register"),
    "agreement.agreement": N_("What the agreement is"),
    "agreement.checks": N_("What a careful reading says"),
    "agreement.quoting": N_("Words that were quoted"),
    "agreement.signing": N_("Signing"),
    "calendar.calendar": N_("What the calendar says"),
    "changes.strategy": N_("What the strategy is"),
    "changes.systems": N_("Systems"),
    "changes.links": N_("Links between changes"),
    "changes.progress": N_("What moves"),
    "compare.page": N_("What the page says"),
    "compare.items": N_("What a site may share"),
    "compare.topics": N_("Topics"),
    "compare.sizes": N_("Sizes"),
    "compare.ages": N_("For how long"),
    "compare.help": N_("Help between sites"),
    "compare.network": N_("Network of the programme"),
    "continuum.exercise": N_("The exercise"),
    "continuum.axes": N_("The two axes"),
    "continuum.guides": N_("Guides for talking together"),
    "continuum.conclusion": N_("Concluding"),
    "decisions.register": N_("What the register says"),
    "decisions.before": N_("Before an outcome is written"),
    "indicators.indicators": N_("What an indicator is"),
    "network.rules": N_("How it is counted"),
    "plan.plan": N_("What the plan is"),
    "plan.leverage": N_("How far actions reach"),
    "readiness.exercise": N_("The exercise"),
    "readiness.steps": N_("The scale"),
    "readiness.kinds": N_("Preconditions and conditions"),
    "readiness.lens": N_("The wording of 2011"),
    "readiness.guides": N_("Guides for talking together"),
    "readiness.conclusion": N_("Concluding"),
    "review.about": N_("What a careful reading says"),
    "roles.about": N_("What the roles are"),
    "roles.coverage": N_("How far a role is covered"),
    "roles.yardsticks": N_("Published indicators"),
    "sites.colleges": N_("Parties"),
    "sites.rings": N_("Rings"),
    "survey.scale": N_("The scale"),
    "vision.vision": N_("What the vision is"),
    "vision.reading": N_("Shared reading"),
    "vision.advice": N_("Advice on the sentence"),
    "vision.consent": N_("Consent"),
}
"""What a group is called that none of its sentences calls."""
HAPPENED: dict[Happened, str] = {
    Happened.REWORDED: N_("Reworded"),
    Happened.RESTORED: N_("Brought back"),
    Happened.TAKEN_BACK: N_("CoopSpace’s words again"),
}


@dataclass(frozen=True)
class Block:
    """Sentences under one heading."""

    heading: str
    lines: tuple[Line, ...]


def room_name(room: str) -> str:
    """« Entente de coopération »; a room that is not known here keeps its code."""
    return str(_(ROOMS[room])) if room in ROOMS else room


def in_order(names: Iterable[str]) -> list[str]:
    """Rooms in the order of the path, those that are not known last."""
    known = list(ROOMS)
    return sorted(names, key=lambda one: (known.index(one) if one in known else len(known), one))


def heading(group: Group) -> str:
    """What a group is called: by one of its sentences, else by what it belongs to."""
    if group.title is not None:
        return group.title.text(language())
    if group.above is not None:
        return group.above.text(language())
    key = group.key
    while key and key not in GROUPS:
        key = key.rpartition(".")[0]
    return str(_(GROUPS[key])) if key else room_name(group.key.partition(".")[0])


def blocks(groups: Iterable[Group]) -> list[Block]:
    """The groups under their headings; neighbours of one heading stand together."""
    found: list[Block] = []
    for group in groups:
        name = heading(group)
        if found and found[-1].heading == name:
            found[-1] = Block(name, found[-1].lines + group.lines)
        else:
            found.append(Block(name, group.lines))
    return found


def happened_name(happened: Happened) -> str:
    """« Reformulé »."""
    return str(_(HAPPENED[happened]))


def excerpt(entry: Entry) -> str:
    """The beginning of a sentence of ours."""
    text = entry.text(language())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def shape(entry: Entry) -> str:
    """How a sentence is met on pages: as a title, as a question, or as a text."""
    name = entry.key.rpartition(".")[2]
    if name in NAMING or name in ("short", "singular", "family"):
        return "title"
    asks = name in ("question", "ask") or ".questions." in entry.key
    return "question" if asks and entry.fr.endswith("?") else "text"


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "me": me,
        "room_name": room_name,
        "happened_name": happened_name,
        "excerpt": excerpt,
        "shape": shape,
        "blanks": lambda text: sorted(blanks(text)),
    }
