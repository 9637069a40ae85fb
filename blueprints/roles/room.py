"""The blueprint of the room, its addresses, and the words that its views share."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.speech import language
from coopspace import method
from coopspace.accounts.model import User
from coopspace.roles import rules
from coopspace.roles.reading import Roles
from coopspace.roles.rules import (
    BACKBONE_OF,
    MISSION_OF,
    Coverage,
    Holder,
    Quarter,
    SupportRole,
    Who,
)

bp = Blueprint("roles", __name__)
HOME = "/sites/<slug:site>/roles"
ROLE = f"{HOME}/<int(min=1,max=7):number>"
Names = Mapping[uuid.UUID, User]


def say(path: str) -> str:
    """A sentence of the room."""
    return method.load("roles").text(path, language())


def role_of(number: int) -> SupportRole:
    """The role of this number; the address lets no other through."""
    return tuple(SupportRole)[number - 1]


def role_name(role: SupportRole) -> str:
    """« Cultiver la confiance »."""
    return say(f"roles.{role}.name")


def role_short(role: SupportRole) -> str:
    """« Confiance »."""
    return say(f"roles.{role}.short")


def coverage_name(coverage: Coverage | None) -> str:
    """« Assuré par moments »."""
    return say(f"coverage.{coverage.code}") if coverage else str(_("Cannot say"))


def quarter_name(quarter: Quarter) -> str:
    """« T4 2026 »."""
    return str(_("Q%(number)d %(year)d", number=quarter.number, year=quarter.year))


def holder_name(one: Holder, seen: Roles, people: Names) -> str:
    """Who holds a role, by name."""
    left = str(_("someone who has left"))
    if one.who is Who.PERSON:
        return people[one.id].name if one.id in people else left
    known = seen.organisations.get(one.id)
    return known.name if known else left


def all_short(some: Iterable[SupportRole]) -> str:
    """« Confiance, Ressources »."""
    return ", ".join(role_short(one) for one in some)


def readings(seen: Roles, people: Names) -> Iterator[str]:
    """What is worth talking about, each in one sentence; no sentence is a mark."""
    held = seen.held
    if free := rules.unheld(held):
        yield _("Nobody holds yet: %(roles)s. Who could, even for a while?", roles=all_short(free))
    for one, carried in rules.carrying_much(held):
        yield _(
            "%(who)s carries %(count)d roles: %(roles)s. Which one could be shared?",
            who=holder_name(one, seen, people),
            count=len(carried),
            roles=all_short(carried),
        )
    if alone := rules.on_one_person(held):
        yield _(
            "Rests on one person: %(roles)s. Who would take over if they were away?",
            roles=all_short(alone),
        )
    if gone := rules.to_hand_over(held):
        yield _(
            "In the name of somebody who has left: %(roles)s. To whom does it pass?",
            roles=all_short(gone),
        )
    if apart := [line.role for line in seen.lines if line.spread.apart]:
        yield _("We see it differently: %(roles)s. What does each see?", roles=all_short(apart))


def lens(role: SupportRole) -> tuple[str, str]:
    """What the two neighbouring lists call this role: a name, or nothing where they have none."""
    backbone, mission = BACKBONE_OF[role], MISSION_OF[role]
    return (
        say(f"backbone.{backbone}") if backbone else "",
        say(f"missions.{mission}") if mission else "",
    )


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("roles"),
        "SupportRole": SupportRole,
        "Coverage": Coverage,
        "role_name": role_name,
        "role_short": role_short,
        "coverage_name": coverage_name,
        "quarter_name": quarter_name,
        "holder_name": holder_name,
        "lens": lens,
    }
