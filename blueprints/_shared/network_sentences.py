"""What the map says in sentences: the first thing that a screen reader gets, what is printed, and
what the dashboard repeats.

The facts and their order are `coopspace.network.reading`'s; here they are said, with the names.
A figure never goes without its sentence, nor without how many answered. Below ten organisations, or
under 70 % of answers, only the map is told.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from coopspace.network.graph import Silence
from coopspace.network.views import Share
from coopspace.stakeholders.rules import SECTORS, Sector

if TYPE_CHECKING:
    from coopspace.network.holding import Departure
    from coopspace.network.measures import Measures
    from coopspace.network.reading import Fact
    from coopspace.network.waves import Change

Names = Mapping[str, str]


class Counts(Protocol):
    """What of a network is counted whatever its size: the measures have it, a glance too."""

    @property
    def organisations(self) -> int:
        """How many are on the map."""

    @property
    def relations(self) -> int:
        """How many relations are told."""

    @property
    def ties(self) -> int:
        """How many of those count."""

    @property
    def answers(self) -> Share:
        """Who answered, of who was asked."""

    @property
    def silence(self) -> Silence | None:
        """Why no figure of the whole is given."""


NAMED = 3
"""So many names in a sentence; then how many more."""
_FIGURE = re.compile(r"(\d+)\s+(.+)", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """A sentence, and what follows from it."""

    said: str
    more: str = ""

    @property
    def figure(self) -> str:
        """The number that the sentence begins with, to stand beside it; nothing if it does not."""
        found = _FIGURE.fullmatch(self.said)
        return found[1] if found else ""

    @property
    def sentence(self) -> str:
        """What goes on after the figure."""
        found = _FIGURE.fullmatch(self.said)
        return found[2] if found else self.said


def readings(told: Iterable["Fact"], names: Names) -> tuple[Reading, ...]:
    """What the network tells, what weighs most first."""
    return tuple(
        Reading(
            _said(one.sentence, one.numbers, one.who, one.sectors, names),
            _said(one.more, {}, one.more_who, {}, names) if one.more else "",
        )
        for one in told
    )


def _said(
    sentence: str,
    numbers: Mapping[str, int],
    who: Mapping[str, tuple[str, ...]],
    sectors: Mapping[str, str],
    names: Names,
) -> str:
    values: dict[str, object] = {**numbers}
    values |= {key: named(ids, names) for key, ids in who.items()}
    values |= {key: _(SECTORS[Sector(code)]) for key, code in sectors.items()}
    return str(_(sentence, **values))


def summary(found: Counts) -> str:
    """The network in one sentence: how many, how many relations, how many that count."""
    return str(
        _(
            "%(organisations)s, %(relations)s, of which %(ties)s from level 4 on.",
            organisations=ngettext(
                "%(num)s organisation", "%(num)s organisations", found.organisations
            ),
            relations=ngettext("%(num)s relation", "%(num)s relations", found.relations),
            ties=ngettext("%(num)s tie", "%(num)s ties", found.ties),
        )
    )


def answered(found: Counts) -> str:
    """Who tells: the site's own map, or so many of those who were asked."""
    if not found.answers.whole:
        return str(_("As the site tells it: nobody was asked yet."))
    return str(
        _(
            "%(part)s of the %(whole)s organisations that were asked answered.",
            part=found.answers.part,
            whole=found.answers.whole,
        )
    )


def silence(found: Counts) -> str:
    """Why there is no figure; nothing where there are."""
    if found.silence is Silence.FEW:
        return str(
            _("Below ten organisations, no figure of the whole is given: the map says enough.")
        )
    if found.silence is Silence.UNANSWERED:
        return str(_("Fewer than 70 % answered: no figure of the whole is given until more have."))
    return ""


def about(found: "Measures", who: str, left: "Departure | None") -> tuple[str, ...]:
    """What the map says of one organisation; `left` is what its leaving would undo."""
    place = found.places.get(who)
    if place is None:
        return ()
    told = [
        ngettext(
            "%(num)s tie from assistance on.", "%(num)s ties from assistance on.", place.degree
        )
    ]
    if found.whole is None or left is None:
        return tuple(told)
    share = round(100 * found.whole.standing[who].betweenness)
    if share:
        told.append(
            _("%(share)s %% of the shortest ways between two others pass through it.", share=share)
        )
    if len(left.pieces) > 1:
        told.append(
            ngettext(
                "If it left, what it links would fall into %(num)s part.",
                "If it left, what it links would fall into %(num)s parts.",
                len(left.pieces),
            )
        )
    elif left.ties:
        told.append(_("If it left, those it works with would stay linked to one another."))
    return tuple(map(str, told))


def moved(change: "Change", wave: str) -> str:
    """What moved since another wave."""
    told = [
        (
            len(change.appeared),
            ngettext("%(num)s new relation", "%(num)s new relations", len(change.appeared)),
        ),
        (
            len(change.went),
            ngettext("%(num)s no longer told", "%(num)s no longer told", len(change.went)),
        ),
        (change.rose, ngettext("%(num)s closer", "%(num)s closer", change.rose)),
        (change.fell, ngettext("%(num)s more distant", "%(num)s more distant", change.fell)),
        (change.same, ngettext("%(num)s the same", "%(num)s the same", change.same)),
    ]
    parts = [said for number, said in told if number] or [told[0][1]]
    return str(_("Since %(wave)s: %(parts)s.", wave=wave, parts=", ".join(parts)))


def named(ids: Iterable[str], names: Names) -> str:
    """« A, B, C et 2 autres »."""
    known = [names[one] for one in ids if one in names]
    if len(known) > NAMED + 1:
        rest = len(known) - NAMED
        return str(
            ngettext(
                "%(names)s and %(num)s other",
                "%(names)s and %(num)s others",
                rest,
                names=", ".join(known[:NAMED]),
            )
        )
    if len(known) < 2:
        return "".join(known)
    return str(_("%(names)s and %(last)s", names=", ".join(known[:-1]), last=known[-1]))
