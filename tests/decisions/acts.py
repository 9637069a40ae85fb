"""How tests decide: by opening, speaking, wording and concluding as people do."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement.rules import Method
from coopspace.decisions import actions, reading
from coopspace.decisions.held import decision_of
from coopspace.decisions.reading import Sheet
from coopspace.decisions.rules import Framing
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.live import store
from coopspace.positions.taking import Seen
from coopspace.sites.model import Site
from tests.agreement.acts import acting
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/decisions"
BUS = "Le bus s’arrête devant la salle le mercredi."
SATURDAY = "Le bus s’arrête devant la salle le samedi."
TRIO = ("state", "authority", "civil")


def opened(
    session: Session,
    world: World,
    *,
    matter: str = "Le bus",
    method: Method = Method.CONSENT,
    proposal: str = BUS,
    asked: tuple[str, ...] = TRIO,
    **framing: object,
) -> int:
    """Somebody opens a decision; gives its number."""
    with acting(session, world):
        made = Framing(matter, method, **framing)
        return actions.open_decision(
            session,
            world.site,
            framing=made,
            proposal=proposal,
            asked=[getattr(world, one).id for one in asked],
            by=world.contributor,
        ).number


def seen_of(session: Session, number: int) -> Seen:
    """The words that stand, as a page shows them."""
    text = store.read(session, decision_of(session, number).document_id)
    return Seen(text.number, text.digest, text.token)


def speak(
    session: Session, world: World, who: str, stance: str, reason: str = "", *, number: int = 1
) -> None:
    """Somebody takes a position on the words that stand."""
    with acting(session, world):
        take(session, world.site, getattr(world, who), stance, reason, number=number)


def take(
    session: Session, site: Site, who: User, stance: str, reason: str = "", *, number: int = 1
) -> None:
    """The same, within an act."""
    actions.take_position(
        session,
        decision_of(session, number),
        site=site,
        stance=stance,
        reason=reason,
        seen=seen_of(session, number),
        by=who,
    )


def amend(session: Session, world: World, text: str, *, number: int = 1) -> store.Written:
    """Somebody words the proposal anew."""
    with acting(session, world):
        decision = decision_of(session, number)
        seen = store.read(session, decision.document_id).token
        return actions.amend(session, decision, text=text, seen=seen, by=world.contributor)


def conclude(
    session: Session,
    world: World,
    outcome: str = "adopted",
    words: str = "Nous le faisons.",
    *,
    number: int = 1,
    day: date | None = None,
) -> None:
    """Somebody writes the outcome of the words that stand, having heard everything."""
    with acting(session, world):
        decision = decision_of(session, number)
        actions.conclude(
            session,
            decision,
            outcome=outcome,
            words=words,
            day=day or clock.today(),
            seen=seen_of(session, number),
            heard=actions.latest_position(session, decision),
            by=world.facilitator,
        )


def reopen(session: Session, world: World, why: str = "Il pleut.", *, number: int = 1) -> None:
    """Somebody opens it again."""
    with acting(session, world):
        actions.reopen(session, decision_of(session, number), why=why, by=world.state)


def looked(session: Session, world: World, number: int = 1) -> Sheet:
    """The decision as its page shows it."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.sheet(session, world.site, decision_of(session, number))


def two_decisions(
    session: Session, site: Site, cast: Mapping[str, User], mark: str
) -> dict[str, str]:
    """One that is open, worded twice, with positions on both wordings; one that was concluded,
    opened again and concluded anew. In `saving()`, at the site in scope."""
    asked = [cast[one].id for one in ("state", "authority", "civil", "contributor")]
    for number in (1, 2):
        actions.open_decision(
            session,
            site,
            framing=Framing(
                f"Une matière {mark}",
                Method.CONSENT,
                where=f"Au café {mark}",
                who=f"Les élus {mark}",
                changes=("D1",),
                clauses=("power-who",),
            ),
            proposal=f"Une proposition {mark}.",
            asked=asked,
            by=cast["state"],
        )
        take(session, site, cast["civil"], "objection", f"Trop cher {mark}", number=number)
        decision = decision_of(session, number)
        seen = store.read(session, decision.document_id).token
        words = f"Une autre proposition {mark}."
        actions.amend(session, decision, text=words, seen=seen, by=cast["contributor"])
        take(session, site, cast["authority"], "reservation", f"À voir {mark}", number=number)
    decision = decision_of(session, 2)
    for words in (f"Nous le faisons {mark}.", f"Nous le faisons vraiment {mark}."):
        actions.reopen(session, decision, why=f"Il pleut {mark}.", by=cast["state"])
        actions.conclude(
            session,
            decision,
            outcome="changed",
            words=words,
            day=clock.today(),
            seen=seen_of(session, 2),
            heard=actions.latest_position(session, decision),
            by=cast["facilitator"],
        )
    return {"wording": "1"}
