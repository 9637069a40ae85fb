"""Reading an agreement again: what is still missing, said kindly and never in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coopspace.agreement.content import Content, Item
from coopspace.agreement.rules import TRIO, Decision, Place, Section
from coopspace.stakeholders.rules import Sector


class Check(StrEnum):
    """What may be missing; `checks.<value>` says it."""

    UNANSWERED = "unanswered"
    NO_PLACE = "no_place"
    IDLE_PLACE = "idle_place"
    NO_MATTER = "no_matter"
    NOBODY_DECIDES = "nobody_decides"
    NO_METHOD = "no_method"
    ABSENT_COLLEGE = "absent_college"
    NOBODY_TELLS = "nobody_tells"
    NO_RESIDENTS = "no_residents"


@dataclass(frozen=True)
class Finding:
    """Something missing, in which section, about what: a clause by its code or a part by its
    reference, with the name by which people call it; `who` are the colleges that are absent."""

    check: Check
    section: Section
    about: str = ""
    name: str = ""
    who: tuple[Sector, ...] = ()


def reread(content: Content) -> list[Finding]:
    """What is still missing, in the order in which the agreement is read."""
    found = [*_clauses(content), *_places(content), *_power(content), *_rest(content)]
    order = [*Section]
    return sorted(found, key=lambda one: order.index(one.section))


def _clauses(content: Content) -> Iterator[Finding]:
    for one in content.clauses:
        if one.asks and not one.blocks:
            yield Finding(Check.UNANSWERED, one.section, one.code)


def _places(content: Content) -> Iterator[Finding]:
    if not content.places:
        yield Finding(Check.NO_PLACE, Section.PLACES)
    busy = {one.said.place for one in content.decisions}
    for one in content.places:
        if one.ref not in busy and not one.said.decides and not one.said.decides_nothing:
            yield _about(Check.IDLE_PLACE, Section.PLACES, one)


def _power(content: Content) -> Iterator[Finding]:
    if not content.decisions:
        yield Finding(Check.NO_MATTER, Section.POWER)
    for one in content.decisions:
        parties = content.parties_of(one.said)
        if not parties and not one.said.who and not content.place(one.said.place):
            yield _about(Check.NOBODY_DECIDES, Section.POWER, one)
        if one.said.method is None:
            yield _about(Check.NO_METHOD, Section.POWER, one)
        absent = tuple(party for party in TRIO if party not in parties)
        if parties and absent:
            yield _about(Check.ABSENT_COLLEGE, Section.POWER, one, absent)


def _rest(content: Content) -> Iterator[Finding]:
    for one in content.messages:
        if not one.said.by:
            yield Finding(Check.NOBODY_TELLS, Section.COMMUNICATION, one.ref, one.said.what)
    sectors = {party for one in content.places for party in one.said.parties}
    sectors |= {party for one in content.decisions for party in one.said.parties}
    sectors |= {one.said.sector for one in content.talents if one.said.sector}
    if Sector.RESIDENTS not in sectors:
        yield Finding(Check.NO_RESIDENTS, Section.TALENTS)


def _about(
    check: Check,
    section: Section,
    item: Item[Place] | Item[Decision],
    who: tuple[Sector, ...] = (),
) -> Finding:
    said = item.said
    name = said.name if isinstance(said, Place) else said.matter
    return Finding(check, section, item.ref, name, who)
