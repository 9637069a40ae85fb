"""How tests write an agreement: by wording, adding and taking out as people do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import clauses, parts, reading
from coopspace.agreement.reading import Agreement
from coopspace.agreement.rules import (
    Decision,
    Message,
    Method,
    Place,
    Said,
    Section,
    Talent,
    Way,
)
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import merging, store, wordings
from coopspace.sites.model import Site
from coopspace.stakeholders.rules import Sector
from tests.agreement.started import half_started
from tests.live.writers import Replica
from tests.world import World

Typing = Callable[[Replica], None]
HOME = "/sites/quartier-des-trois-ponts/entente"
TRIO = (Sector.STATE, Sector.AUTHORITY, Sector.CIVIL)
TABLE = Place("La table du quartier", parties=TRIO, rhythm="Tous les deux mois")


@contextmanager
def acting(session: Session, world: World) -> Iterator[Session]:
    """An act at the site of the world, saved."""
    with in_site(session, world.site.id), saving(session):
        yield session


@contextmanager
def looking(session: Session, world: World) -> Iterator[Agreement]:
    """What its members read at the site of the world."""
    session.rollback()
    with in_site(session, world.site.id):
        yield reading.agreement(session)


def add(session: Session, world: World, said: Said) -> str:
    """Somebody adds a part; gives its reference."""
    with acting(session, world):
        return parts.add(session, world.site, said=said, by=world.civil).ref


def word(session: Session, world: World, code: str, text: str) -> store.Written | None:
    """Somebody writes a clause over what stands."""
    with acting(session, world):
        clause = clauses.clause_of(session, code)
        seen = store.read(session, clause.document_id).token if clause else 0
        return clauses.reword(
            session, world.site, code=code, text=text, seen=seen, by=world.contributor
        )


def half_written(session: Session, site: Site, by: User, mark: str) -> dict[str, str]:
    """Two clauses, one worded twice; one part of each kind and one taken out. In `saving()`, at
    the site in scope; gives the names by which addresses call them."""
    code = f"{Section.POWER}-who"
    for text in (f"Nous décidons {mark}", f"Nous décidons ensemble {mark}"):
        clause = clauses.clause_of(session, code)
        seen = store.read(session, clause.document_id).token if clause else 0
        clauses.reword(session, site, code=code, text=text, seen=seen, by=by)
    clauses.reword(
        session, site, code="principles-trust", text=f"Nous tenons parole {mark}.", seen=0, by=by
    )
    place = parts.add(
        session,
        site,
        said=Place(
            f"La table {mark}",
            purpose=f"Choisir {mark}",
            parties=(Sector.STATE,),
            members=f"Nous tous {mark}",
            rhythm=f"Le mardi {mark}",
        ),
        by=by,
    )
    parts.describe(
        session,
        place,
        said=Place(f"La grande table {mark}", parties=(Sector.STATE,), decides=f"Tout {mark}"),
        seen=1,
        by=by,
    )
    for said in (
        Place(f"L’atelier {mark}"),
        Decision(
            f"Le budget {mark}",
            place=place.ref,
            who=f"Les élus {mark}",
            method=Method.CONSENT,
            details=f"En deux séances {mark}",
        ),
        Message(
            f"Nos décisions {mark}",
            way=Way.OUTSIDE,
            to=f"Aux voisins {mark}",
            channel=f"Une affiche {mark}",
            rhythm=f"Chaque mois {mark}",
            by=f"Rosa {mark}",
        ),
        Talent(f"Parle trois langues {mark}", name=f"Inès {mark}", sector=Sector.RESIDENTS),
    ):
        parts.add(session, site, said=said, by=by)
    gone = parts.add(session, site, said=Place(f"Le couloir {mark}"), by=by)
    parts.end(session, gone, by=by)
    half_started(session, site, by, mark)
    return {"clause": code, "part": place.ref, "section": "lieux", "way": "monter"}


def typing(session: Session, world: World, code: str, who: User, act: Typing) -> None:
    """Somebody types in a clause, or formats it, without any form being saved."""
    person = Replica(9)
    with acting(session, world):
        clause = clauses.clause_of(session, code)
        assert clause
        document = wordings.locked(session, clause.document_id)
        person.hear(wordings.head_state(session, document))
        act(person)
        for update in person.take():
            wordings.append(session, document, update, by=who.id)


def in_bold(words: str) -> Typing:
    """Format these words."""

    def act(person: Replica) -> None:
        start = person.words.index(words)
        units = [merging.units(person.words[:end]) for end in (start, start + len(words))]
        person.text.format(units[0], units[1], {"bold": True})

    return act
