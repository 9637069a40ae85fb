"""What the map says in sentences: the first thing that a screen reader gets, and what is printed.

A figure never goes without its sentence, nor without how many answered. Below ten organisations, or
under 70 % of answers, only the map is told (`coopspace.network.measures`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from coopspace.network.graph import Silence

if TYPE_CHECKING:
    from coopspace.network.measures import Measures, Whole
    from coopspace.network.waves import Change

Names = Mapping[str, str]
NAMED = 3
"""So many names in a sentence; then how many more."""
COORDINATION = 5


@dataclass(frozen=True)
class Reading:
    """A figure, the sentence that reads it, and what follows from it.

    The sentence goes on from the figure, unless it is `whole` and says it itself.
    """

    figure: str
    sentence: str
    more: str = ""
    whole: bool = False


def readings(found: "Measures", names: Names) -> tuple[Reading, ...]:
    """What the network tells, what weighs most first."""
    told = [*_of_whole(found.whole, names), *_of_levels(found)] if found.whole else []
    if found.whole is not None:
        told += _isolated(found.whole, names)
    return tuple(told)


def summary(found: "Measures", names: Names) -> str:
    """The network in one sentence: how many, how many relations, how many that count."""
    return str(
        _(
            "%(organisations)s, %(relations)s, of which %(ties)s from level 4 on.",
            organisations=ngettext("%(num)s organisation", "%(num)s organisations", len(names)),
            relations=ngettext("%(num)s relation", "%(num)s relations", found.relations),
            ties=ngettext("%(num)s tie", "%(num)s ties", found.ties),
        )
    )


def answered(found: "Measures") -> str:
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


def silence(found: "Measures") -> str:
    """Why there is no figure; nothing where there are."""
    if found.silence is Silence.FEW:
        return str(
            _("Below ten organisations, no figure of the whole is given: the map says enough.")
        )
    if found.silence is Silence.UNANSWERED:
        return str(_("Fewer than 70 % answered: no figure of the whole is given until more have."))
    return ""


def about(found: "Measures", who: str) -> tuple[str, ...]:
    """What the map says of one organisation, in a few sentences."""
    place = found.places.get(who)
    if place is None:
        return ()
    told = [
        str(
            ngettext(
                "%(num)s tie from assistance on.", "%(num)s ties from assistance on.", place.degree
            )
        )
    ]
    if found.whole is None:
        return tuple(told)
    standing = found.whole.standing[who]
    share = round(100 * standing.betweenness)
    if share:
        told.append(
            str(
                _(
                    "%(share)s %% of the shortest ways between two others pass through it.",
                    share=share,
                )
            )
        )
    fragile = {one.id: one for one in found.whole.cuts.fragile}
    if who in fragile:
        told.append(
            str(
                ngettext(
                    "Without it, %(num)s organisation would be cut off.",
                    "Without it, %(num)s organisations would be cut off.",
                    fragile[who].cut_off,
                )
            )
        )
    return tuple(told)


def moved(change: "Change", wave: str) -> str:
    """What moved since another wave."""
    parts = [
        ngettext("%(num)s new relation", "%(num)s new relations", len(change.appeared)),
        ngettext("%(num)s no longer told", "%(num)s no longer told", len(change.went)),
        ngettext("%(num)s closer", "%(num)s closer", change.rose),
        ngettext("%(num)s more distant", "%(num)s more distant", change.fell),
        ngettext("%(num)s the same", "%(num)s the same", change.same),
    ]
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


def _of_whole(whole: "Whole", names: Names) -> Iterable[Reading]:
    yield _holding(whole, names)
    cross = whole.silos.cross
    if cross.whole:
        yield Reading(
            str(cross.part),
            str(
                _(
                    "ties out of %(whole)s link two sectors.",
                    whole=cross.whole,
                )
            ),
            str(_("The others stay inside one sector.")),
        )
    if whole.density.part:
        out_of = round(whole.density.whole / whole.density.part)
        yield Reading(
            f"1/{out_of}",
            str(_("One possible tie out of %(number)s exists.", number=out_of)),
            str(_("The share falls by itself as a network grows.")),
            whole=True,
        )
    closed = whole.trio.closed
    yield Reading(
        str(closed),
        str(
            ngettext(
                "trio of State, local authority and civil society where all three work together.",
                "trios of State, local authority and civil society where all three work together.",
                closed,
            )
        ),
    )


def _holding(whole: "Whole", names: Names) -> Reading:
    fragile = whole.cuts.fragile
    if not fragile:
        return Reading(
            "0",
            str(_("No organisation holds the network alone: any of them could leave it.")),
            str(_("No one would be cut off from the others.")),
            whole=True,
        )
    ids = [one.id for one in fragile]
    sentence = (
        _("The network holds by one organisation alone: %(names)s.", names=named(ids, names))
        if len(ids) == 1
        else _("organisations hold the network: %(names)s.", names=named(ids, names))
    )
    return Reading(
        str(len(ids)),
        str(sentence),
        str(
            ngettext(
                "Without %(name)s, %(num)s organisation would be cut off.",
                "Without %(name)s, %(num)s organisations would be cut off.",
                fragile[0].cut_off,
                name=names.get(ids[0], ""),
            )
        ),
        whole=len(ids) == 1,
    )


def _of_levels(found: "Measures") -> Iterable[Reading]:
    if found.relations:
        high = sum(found.levels[COORDINATION - 1 :])
        yield Reading(
            str(high),
            str(
                _(
                    "relations out of %(whole)s reach coordination or more.",
                    whole=found.relations,
                )
            ),
        )
    if found.whole and found.whole.told.far:
        yield Reading(
            str(found.whole.told.far),
            str(
                ngettext(
                    "relation that its two sides see differently.",
                    "relations that their two sides see differently.",
                    found.whole.told.far,
                )
            ),
            str(_("Something to talk about, not a mistake.")),
        )


def _isolated(whole: "Whole", names: Names) -> Iterable[Reading]:
    if whole.isolated:
        yield Reading(
            str(len(whole.isolated)),
            str(
                ngettext(
                    "organisation has no tie yet: %(names)s.",
                    "organisations have no tie yet: %(names)s.",
                    len(whole.isolated),
                    names=named(whole.isolated, names),
                )
            ),
            str(_("Who could invite them?")),
        )
