"""How a sign of liveliness is told, wherever a page shows one: facts with their dates, and the one
next gesture of whoever reads, or who could make it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.lists import format_list
from flask import url_for
from flask_babel import gettext, ngettext

from blueprints._shared.formatters import day
from blueprints._shared.gate import may
from blueprints._shared.speech import language
from coopspace import method
from coopspace.accounts.model import User
from coopspace.kernel.permissions import who_could
from coopspace.kernel.refusal import N_
from coopspace.liveliness.rules import THRESHOLDS, Kind, Sign, Thing
from coopspace.roles.rules import Quarter, SupportRole
from coopspace.sites.model import COLLEGE_LABELS, Site

NAMED = 5
"""So many things are named one by one; the others are counted."""
DATED: Mapping[Kind, tuple[str, str]] = {
    Kind.ROUND: (
        N_("The latest round was revealed on %(day)s."),
        N_("We have not placed ourselves yet."),
    ),
    Kind.ADVANCES: (
        N_("The latest entry was written on %(day)s."),
        N_("No advance is written down yet."),
    ),
    Kind.REVIEW: (N_("The version that stands was to be read again on %(day)s."), ""),
    Kind.SIGNATURE: (N_("It was put to signature on %(day)s."), ""),
    Kind.DRAFT: (N_("The latest words of it are of %(day)s."), ""),
}
"""What is said of what has one day: with it, and where it never came."""
_COLON = {"fr": "\u00a0: ", "en": ": "}


@dataclass(frozen=True)
class ToldSign:
    """A sign in words. `href` is empty for whoever may not make the gesture: `who` says who may."""

    kind: Kind
    title: str
    says: str
    named: tuple[str, ...]
    more: int
    gesture: str
    href: str
    who: str
    ask: str


@dataclass(frozen=True)
class Limit:
    """After how long one kind is brought up, why, and where that comes from."""

    title: str
    days: int
    reason: str
    source: method.Source


def told_signs(
    site: Site, signs: Iterable[Sign], people: Mapping[uuid.UUID, User]
) -> list[ToldSign]:
    """The signs of a site as this reader reads them."""
    return [_told(site, one, people) for one in signs]


def limits() -> list[Limit]:
    """Every limit, from the very structure that the signs are read with."""
    words = method.load("liveliness")
    return [
        Limit(_say(kind, "title"), days, _say(kind, "reason"), words[f"kinds.{kind}.reason"].source)
        for kind, days in THRESHOLDS.items()
    ]


def _told(site: Site, sign: Sign, people: Mapping[uuid.UUID, User]) -> ToldSign:
    allowed = may(sign.permission)
    return ToldSign(
        kind=sign.kind,
        title=_title(sign),
        says=_says(sign, people),
        named=tuple(_named(sign, one) for one in sign.things[:NAMED]),
        more=max(0, len(sign.things) - NAMED),
        gesture=_say(sign.kind, "gesture"),
        href=_href(site, sign) if allowed else "",
        who="" if allowed else _who(sign),
        ask=_say(sign.kind, "ask"),
    )


def _title(sign: Sign) -> str:
    if sign.college is None:
        return _say(sign.kind, "title")
    college = gettext(COLLEGE_LABELS[sign.college])
    return f"{_say(sign.kind, 'title')}{_COLON[language()[:2]]}{college}"


def _says(sign: Sign, people: Mapping[uuid.UUID, User]) -> str:
    """The facts, with their day."""
    since = day(sign.since) if sign.since else ""
    if sign.kind is Kind.COLLEGE:
        names = [people[one].name for one in sign.people if one in people]
        return _college(since, names)
    if sign.kind in DATED:
        known, never = DATED[sign.kind]
        return str(gettext(known, day=since) if since else gettext(never))
    return _several(sign, since)


def _college(since: str, names: list[str]) -> str:
    who = _one_of(names)
    if since:
        return str(
            gettext(
                "The last trace of their work here is of %(day)s. %(who)s could be called.",
                day=since,
                who=who,
            )
        )
    return str(
        gettext("They have left no trace of work here yet. %(who)s could be called.", who=who)
    )


def _several(sign: Sign, since: str) -> str:
    count = len(sign.things)
    if sign.kind is Kind.CHANGES:
        return str(
            ngettext(
                "%(num)s change has had no news since %(day)s.",
                "%(num)s changes have had no news; the first one since %(day)s.",
                count,
                day=since,
            )
        )
    if sign.kind is Kind.RELATIONS:
        return str(
            ngettext(
                "%(num)s relation is told by one side only, since %(day)s.",
                "%(num)s relations are told by one side only; the first one since %(day)s.",
                count,
                day=since,
            )
        )
    if sign.kind is Kind.STEPS:
        return str(
            ngettext(
                "%(num)s step was for %(day)s.",
                "%(num)s steps have their day behind them; the first one was for %(day)s.",
                count,
                day=since,
            )
        )
    if sign.kind is Kind.UNHELD:
        return str(
            ngettext(
                "%(num)s of the seven roles has nobody.",
                "%(num)s of the seven roles have nobody.",
                count,
            )
        )
    return str(
        ngettext(
            "%(num)s role that is held has not been looked at since the quarter began.",
            "%(num)s roles that are held have not been looked at since the quarter began.",
            count,
        )
    )


def _named(sign: Sign, one: Thing) -> str:
    """One of the things that a sign is about."""
    if sign.kind is Kind.RELATIONS:
        return one.words
    if sign.kind is Kind.CHANGES and one.day:
        return str(gettext("%(code)s, since %(day)s", code=one.ref, day=day(one.day)))
    if sign.kind is Kind.SIGNATURE:
        return str(gettext("version %(number)s", number=one.ref))
    role = _role(one.ref)
    if sign.kind is Kind.STEPS and one.day:
        return f"{role}{_COLON[language()[:2]]}{one.words} ({day(one.day)})"
    if one.day and sign.kind is Kind.UNJUDGED:
        quarter = Quarter.of(one.day)
        return str(
            gettext(
                "%(role)s, last in Q%(number)d %(year)d",
                role=role,
                number=quarter.number,
                year=quarter.year,
            )
        )
    return role


def _role(number: str) -> str:
    """« Confiance »."""
    role = tuple(SupportRole)[int(number) - 1]
    return method.load("roles").text(f"roles.{role}.short", language())


_PLAIN: Mapping[Kind, str] = {
    Kind.COLLEGE: "members.index",
    Kind.ROUND: "continuum.open_round",
    Kind.ADVANCES: "advances.write",
    Kind.REVIEW: "agreement.versions_page",
    Kind.DRAFT: "agreement.show",
}
_OF_A_ROLE: Mapping[Kind, str] = {
    Kind.STEPS: "roles.describe",
    Kind.UNHELD: "roles.hand_over",
    Kind.UNJUDGED: "roles.judge",
}


def _href(site: Site, sign: Sign) -> str:
    """Where the gesture is made, on the first of the things."""
    if sign.kind in _PLAIN:
        return url_for(_PLAIN[sign.kind], site=site.slug)
    first = sign.things[0]
    if sign.kind in _OF_A_ROLE:
        return url_for(_OF_A_ROLE[sign.kind], site=site.slug, number=int(first.ref))
    if sign.kind is Kind.CHANGES:
        return url_for("changes.show", site=site.slug, code=first.ref)
    if sign.kind is Kind.SIGNATURE:
        return url_for("agreement.version", site=site.slug, number=int(first.ref))
    return url_for("stakeholders.tell", site=site.slug, ref=first.ref, other=first.other)


def _who(sign: Sign) -> str:
    labels = [gettext(one).lower() for one in who_could(sign.permission)]
    return str(gettext("Who can: %(who)s.", who=_one_of(labels)))


def _one_of(names: Iterable[str]) -> str:
    listed = list(names)
    return str(format_list(listed, style="or", locale=language())) if listed else ""


def _say(kind: Kind, what: str) -> str:
    return method.load("liveliness").text(f"kinds.{kind}.{what}", language())
