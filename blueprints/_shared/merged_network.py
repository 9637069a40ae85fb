"""What the network of a programme says: first what links its sites, then what holds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from coopspace.compare.measuring import Standing
from coopspace.compare.rules import Finding
from coopspace.network.graph import Silence
from coopspace.stakeholders.rules import SECTORS, Sector

Names = Mapping[str, str]
NAMED = 3
"""So many names in a sentence; then how many more."""
_FIGURE = re.compile(r"(\d+)\s+(.+)", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """A sentence, with the number it begins with beside it."""

    said: str

    @property
    def figure(self) -> str:
        """The number that the sentence begins with; nothing if it begins with none."""
        found = _FIGURE.fullmatch(self.said)
        return found[1] if found else ""

    @property
    def sentence(self) -> str:
        """What goes on after the figure."""
        found = _FIGURE.fullmatch(self.said)
        return found[2] if found else self.said


def keys(found: Finding) -> Iterator[str]:
    """Every organisation that the sentences and the drawing may name."""
    said = found.summary
    yield from said["several"]
    yield from (one["id"] for one in said["holders"][:1])
    for fact in said["facts"]:
        for _count, ids in fact["who"].values():
            yield from ids[: NAMED + 1]
    for group in said["drawing"].get("groups", ()):
        yield from group["first"]


def readings(stands: Standing, names: Names) -> list[Reading]:
    """Everything that the network says, what links the sites first."""
    if stands.found is None:
        return []
    said = stands.found.summary
    return [
        *map(Reading, _linking(said, names, {one.slug: one.name for one in stands.sites})),
        *(Reading(_fact(one, names)) for one in said["facts"]),
    ]


def silence(found: Finding) -> str:
    """Why there is no figure of the whole; nothing where there are."""
    if found.summary["silence"] == Silence.FEW:
        return str(
            _("Below ten organisations, no figure of the whole is given: the map says enough.")
        )
    return ""


def _linking(said: Mapping[str, Any], names: Names, sites: Names) -> Iterator[str]:
    """Who stands on several sites, who alone holds them together, which are linked to none."""
    count = said["several_count"]
    if not count:
        if len(said["sites"]) > 1:
            yield str(_("No organisation is known to be on several sites: nothing links them yet."))
        return
    yield ngettext(
        "%(num)s organisation links sites, being present on several: %(names)s.",
        "%(num)s organisations link sites, being present on several: %(names)s.",
        count,
        names=named(said["several"], names, count),
    )
    first = next(iter(said["holders"]), None)
    if first is None:
        yield str(_("No organisation links sites alone: any of them could leave."))
    elif first["id"] in names:
        parted, those = first["parted"]
        yield ngettext(
            "Without %(name)s, %(sites)s would be linked to the other sites no more.",
            "Without %(name)s, %(sites)s would be linked to the other sites no more.",
            parted,
            name=names[first["id"]],
            sites=named(those, sites, parted),
        )
    alone = [sites[one] for one in said["alone"] if one in sites]
    if alone:
        yield ngettext(
            "%(num)s site is linked to no other: %(names)s.",
            "%(num)s sites are linked to no other: %(names)s.",
            len(alone),
            names=named(alone, {one: one for one in alone}, len(alone)),
        )


def _fact(fact: Mapping[str, Any], names: Names) -> str:
    values: dict[str, object] = dict(fact["numbers"])
    values |= {key: named(ids, names, count) for key, (count, ids) in fact["who"].items()}
    values |= {key: _(SECTORS[Sector(code)]) for key, code in fact["sectors"].items()}
    sentence = fact["sentence"]
    return str(_(sentence, **values))


def named(ids: Iterable[str], names: Names, count: int) -> str:
    """« A, B, C et 2 autres »; of `count`, those whose names are known come first."""
    known = [names[one] for one in ids if one in names]
    if count > NAMED + 1 or count > len(known):
        rest = count - len(known[:NAMED])
        return str(
            ngettext(
                "%(names)s and %(num)s other",
                "%(names)s and %(num)s others",
                rest,
                names=", ".join(known[:NAMED]),
            )
        )
    return listed(known)


def listed(words: Sequence[str]) -> str:
    """« A, B et C »."""
    if len(words) < 2:
        return "".join(words)
    return str(_("%(names)s and %(last)s", names=", ".join(words[:-1]), last=words[-1]))
