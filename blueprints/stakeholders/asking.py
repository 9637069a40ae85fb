"""What the address of the map asks for: filters, waves, an organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from blueprints.stakeholders.moment import past_day
from blueprints.stakeholders.scene import Asked
from coopspace.kernel.refusal import N_
from coopspace.network.graph import LEVELS
from coopspace.sites.rules import Ring
from coopspace.stakeholders.rules import EXCHANGES, SECTORS, name_key


class Face(StrEnum):
    """The ways to look at the same facts."""

    MAP = "carte"
    TABLE = "tableau"
    MATRIX = "matrice"


class Size(StrEnum):
    """What the size of an organisation says."""

    PASSAGES = "passages"
    TIES = "liens"
    SAME = "egale"


SIZES: dict[Size, str] = {
    Size.PASSAGES: N_("The paths that pass through it"),
    Size.TIES: N_("Its ties, from assistance on"),
    Size.SAME: N_("The same for all"),
}
SORTS = ("nom", "niveau", "ecart", "avant")
"""The columns by which the table of relations may be ordered."""


@dataclass(frozen=True)
class Wishes:
    """The address, understood whatever was typed in it."""

    asked: Asked = field(default_factory=Asked)
    face: Face = Face.MAP
    wave: int | None = None
    against: int | None = None
    size: Size = Size.PASSAGES
    search: str = ""
    sort: str = "nom"
    least_given: bool = False
    day: date | None = None
    against_day: date | None = None

    def query(self, **changed: Any) -> dict[str, Any]:
        """The same wishes as an address, some of them changed; None takes one away. Whom it looks
        at comes last: a drawing of many writes one address, and each name behind it."""
        asked = self.asked
        wishes: dict[str, Any] = {
            "vue": self.face.value if self.face is not Face.MAP else None,
            "niveau": asked.least if self.least_given else None,
            "secteur": asked.sector,
            "anneau": asked.ring,
            "echange": asked.kind,
            "vague": self.wave,
            "au": self.day,
            "avec": self.against or self.against_day,
            "taille": self.size.value if self.size is not Size.PASSAGES else None,
            "autour": 1 if asked.around else None,
            "tri": self.sort if self.sort != SORTS[0] else None,
            "organisation": asked.chosen,
            **changed,
        }
        return {key: value for key, value in wishes.items() if value not in (None, "")}


def wishes(
    given: Mapping[str, str], *, waves: Iterable[int], names: Mapping[str, str], many: bool
) -> Wishes:
    """Read an address. `names` are those of the organisations by public id; `many` relations open
    the map on those that count.
    """
    known = set(waves)
    wave = _number(given.get("vague", ""), known)
    day = None if wave else past_day(given.get("au", ""))
    against = _number(given.get("avec", ""), known)
    against_day = None if against else past_day(given.get("avec", ""))
    least = _number(given.get("niveau", ""), range(1, LEVELS + 1))
    search = " ".join(given.get("cherche", "").split())[:80]
    chosen = given.get("organisation", "")
    if search:
        chosen = _found(search, names) or chosen
    return Wishes(
        asked=Asked(
            least=least or (4 if many else 1),
            sector=_one_of(given.get("secteur", ""), SECTORS),
            ring=_one_of(given.get("anneau", ""), Ring),
            kind=_one_of(given.get("echange", ""), EXCHANGES),
            chosen=chosen if chosen in names else "",
            around="autour" in given and chosen in names,
        ),
        face=Face(_one_of(given.get("vue", ""), Face) or Face.MAP),
        wave=wave,
        against=against if against != wave else None,
        size=Size(_one_of(given.get("taille", ""), Size) or Size.PASSAGES),
        search=search,
        sort=given.get("tri", "") if given.get("tri", "") in SORTS else SORTS[0],
        least_given=least is not None,
        day=day,
        against_day=against_day if against_day != day else None,
    )


def matches(search: str, names: Mapping[str, str]) -> list[str]:
    """The public ids of those whose name holds these words, by name."""
    key = name_key(search)
    held = [one for one, name in names.items() if key and key in name_key(name)]
    return sorted(held, key=lambda one: (names[one].casefold(), one))


def _found(search: str, names: Mapping[str, str]) -> str:
    """The one that is meant: the very name, or the only one that holds the words."""
    held = matches(search, names)
    exact = [one for one in held if name_key(names[one]) == name_key(search)]
    return (exact or held)[0] if exact or len(held) == 1 else ""


def _one_of(text: str, choices: Iterable[StrEnum]) -> str:
    return text if text in {one.value for one in choices} else ""


def _number(text: str, known: Iterable[int]) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return None
    return int(text) if int(text) in known else None
