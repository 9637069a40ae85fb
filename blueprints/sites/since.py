"""What moved at a site since a moment, by kind, for the pages of other rooms: templates ask for it
by name, and no room has to know this one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from blueprints.sites.journal_kinds import KIND_LABELS, Kind
from blueprints.sites.journal_words import LINES, QUIET
from blueprints.sites.room import site_bp as bp
from blueprints.sites.telling import Told, folded
from coopspace.extensions import db
from coopspace.sites import journal
from coopspace.sites.model import Site

READ = 400
"""So many lines are read, the newest: beyond, the page says that there are older ones."""
SHOWN = 8
"""So many sentences of one kind are shown: the journal has the others."""


@dataclass(frozen=True)
class Moves:
    """The sentences of one kind, the newest first, and how many more there are."""

    kind: Kind
    label: str
    told: tuple[Told, ...]
    more: int


@dataclass(frozen=True)
class Moved:
    """What moved, kind by kind in the order of the journal; `cut`: older lines were not read."""

    kinds: tuple[Moves, ...]
    cut: bool


@bp.app_template_global("moved_since")
def moved_since(site: Site, moment: datetime) -> Moved:
    """What moved from this moment on, in sentences: never a word that people wrote."""
    lines, names = journal.since(db.session(), site, moment, quiet=QUIET, limit=READ)
    kinds = (
        _moves(kind, label, folded(site, [one for one in lines if _kind(one) is kind], names))
        for kind, label in KIND_LABELS.items()
    )
    return Moved(tuple(one for one in kinds if one.told), len(lines) == READ)


def _kind(line: journal.Line) -> Kind:
    known = LINES.get(line.action)
    return known.kind if known else Kind.SITE


def _moves(kind: Kind, label: str, told: Iterable[Told]) -> Moves:
    every = tuple(told)
    return Moves(kind, label, every[:SHOWN], max(0, len(every) - SHOWN))
