"""The things that notices are about: who reads them, how they are called, where they stand.

A kind that is not here is shown to nobody. What discussions talk about is named as they name it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace import discussed_kinds, method
from coopspace.agreement.clauses import CLAUSE
from coopspace.changes.rules import CHANGE, LINK
from coopspace.decisions.model import Decision, DecisionFraming
from coopspace.discussed_kinds import ACTION, INDICATOR, Find, Thing
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_
from coopspace.roles.rules import SupportRole

DECISION = "decision"
VERSION = "version"
ROLE = "role"
SITE = "site"


@dataclass(frozen=True)
class NoticedKind:
    """A kind of thing: its name, the permission that opens it, how those that exist are found.
    `code` says in a letter which one it is, without a word that people wrote."""

    label: str
    read: Permission
    find: Find
    code: Callable[[Thing], str]


def _numbers(names: Iterable[str]) -> list[int]:
    return [int(one) for one in names if one.isascii() and one.isdecimal()]


def _decisions(session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    rows = session.execute(
        select(Decision.number, DecisionFraming)
        .join(DecisionFraming, DecisionFraming.decision_id == Decision.id)
        .where(Decision.number.in_(_numbers(names)), DecisionFraming.until.is_(None))
    )
    return {
        str(number): Thing(
            f"{number}. {framing.content['matter']}", "decisions.show", {"number": str(number)}
        )
        for number, framing in rows
    }


def _versions(_session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    return {one: Thing("", "agreement.version", {"number": one}) for one in names}


def _roles(_session: Session, names: Collection[str], language: str) -> dict[str, Thing]:
    words = method.load("roles")
    return {
        role.value: Thing(
            words.text(f"roles.{role}.short", language), "roles.show", {"number": str(role.number)}
        )
        for role in map(SupportRole, names)
    }


def _sites(_session: Session, names: Collection[str], _language: str) -> dict[str, Thing]:
    return {one: Thing("", "visits.dossier") for one in names}


def _by(name: str) -> Callable[[Thing], str]:
    return lambda thing: thing.values.get(name, "")


def _ends(thing: Thing) -> str:
    return " → ".join(thing.values.get(name, "") for name in ("source", "target"))


def _title(thing: Thing) -> str:
    return thing.title


def _nothing(_thing: Thing) -> str:
    return ""


_CODES: dict[str, Callable[[Thing], str]] = {
    CHANGE: _by("code"),
    LINK: _ends,
    ACTION: _by("number"),
    INDICATOR: _by("number"),
    CLAUSE: _title,
}
"""How a letter tells one from another: a code, or the method's own heading of a clause."""

KINDS: dict[str, NoticedKind] = {
    **{
        kind: NoticedKind(one.label, one.read, one.find, _CODES.get(kind, _nothing))
        for kind, one in discussed_kinds.KINDS.items()
    },
    DECISION: NoticedKind(N_("A decision"), Permission.DECISION_READ, _decisions, _by("number")),
    VERSION: NoticedKind(
        N_("A version of the agreement"), Permission.AGREEMENT_READ, _versions, _by("number")
    ),
    ROLE: NoticedKind(
        N_("A role of the support structure"), Permission.SUPPORT_READ, _roles, _title
    ),
    SITE: NoticedKind(N_("The handing over of the site"), Permission.SITE_HAND, _sites, _nothing),
}


def open_to(permissions: Collection[Permission]) -> frozenset[str]:
    """The kinds that somebody who holds these permissions reads."""
    return frozenset(kind for kind, one in KINDS.items() if one.read in permissions)
