"""The words of the map in the reader's language, gathered for templates, drawings and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from flask_babel import gettext as _

from blueprints.stakeholders import drawing
from blueprints.stakeholders.asking import SIZES
from blueprints.stakeholders.drawing import STROKES, Stroke
from blueprints.stakeholders.room import level_name, ring_name, sector_name
from blueprints.stakeholders.scene import Line
from coopspace import method
from coopspace.sites.rules import RING_LABELS
from coopspace.stakeholders.rules import EXCHANGES, SECTORS, Exchange


@dataclass(frozen=True)
class Words:
    """What codes are called. Two are equal where the language and the words in force are the
    same: what is drawn with one is never shown to a reader of another."""

    language: str
    wording: method.Wording = field(default_factory=method.in_force)
    strokes: ClassVar[Mapping[int, Stroke]] = STROKES

    @property
    def sectors(self) -> list[tuple[str, str]]:
        """Every sector, in the order in which people read them."""
        return [(one.value, str(_(label))) for one, label in SECTORS.items()]

    @property
    def rings(self) -> list[tuple[str, str]]:
        """Every ring."""
        return [(one.value, str(_(label))) for one, label in RING_LABELS.items()]

    @property
    def exchanges(self) -> list[tuple[str, str]]:
        """Every kind of exchange."""
        return [(one.value, str(_(label))) for one, label in EXCHANGES.items()]

    @property
    def sizes(self) -> list[tuple[str, str]]:
        """What a size may say."""
        return [(one.value, str(_(label))) for one, label in SIZES.items()]

    def outline(self, sector: str, radius: float) -> str:
        """The shape of a sector."""
        return drawing.outline(sector, radius)

    def level(self, level: int) -> str:
        """« Coordination »."""
        return level_name(level)

    def sector(self, sector: str) -> str:
        """« Société civile »."""
        return sector_name(sector)

    def ring(self, ring: str) -> str:
        """« Noyau »."""
        return ring_name(ring)

    def exchange(self, kind: str) -> str:
        """« Financements »."""
        return str(_(EXCHANGES[Exchange(kind)]))

    def change(self, line: Line) -> str:
        """What moved of a relation since the wave before."""
        if line.change == "new":
            return str(_("new"))
        if line.change == "gone":
            return str(_("no longer told"))
        if line.change == "same":
            return str(_("the same"))
        return str(_("was %(level)s", level=f"{line.before}, {level_name(line.before or 1)}"))
