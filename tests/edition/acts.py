"""How tests word the method: as the leads of a programme do."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.edition import actions, reading
from coopspace.edition.rules import Happened, Words
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from coopspace.sites.model import Programme, Site
from tests.world import World, person

HOME = "/dispositifs/cites-en-mouvement/methode"
VISION = "vision.vision.definition"
LEVEL = "continuum.levels.assistance.label"
QUESTION = "agreement.sections.principles.questions.changes.question"
FILLED = "agreement.quoting.left"


def address(key: str, home: str = HOME) -> str:
    """Where a sentence is worded."""
    room, sentence = key.split(".", 1)
    return f"{home}/{room}/{sentence}"


def word(
    session: Session, programme: Programme, key: str, fr: str, en: str, *, by: User
) -> Happened | None:
    """A lead words a sentence, having read what stands."""
    with saving(session):
        seen = reading.sheet(session, programme, key).seq
        return actions.reword(session, programme, key, typed=Words(fr, en), seen=seen, by=by)


def other_programme(session: Session, world: World) -> tuple[Programme, Site, User]:
    """A second programme with a site and its lead."""
    with saving(session):
        lead = person(session, "Paul Autre")
        found = sites.open_programme(session, "Un cap", lead=lead, by=world.admin)
        return found, sites.open_site(session, found, name="Le Phare", by=lead), lead


def reworded_once(session: Session, programme: Programme, lead: User, mark: str) -> dict[str, str]:
    """Two sentences worded, one of them taken back. In `saving()`; once in a programme."""
    if not reading.standing(session, programme):
        said = {"agreement.agreement.definition": 0, "agreement.agreement.living": 0}
        mark = mark.replace("{", "").replace("}", "")
        for key, seen in said.items():
            typed = Words(f"Notre phrase {mark}", f"Our sentence {mark}")
            actions.reword(session, programme, key, typed=typed, seen=seen, by=lead)
        actions.take_back(session, programme, "agreement.agreement.living", seen=1, by=lead)
    return {"method_room": "agreement", "sentence": "agreement.definition"}
