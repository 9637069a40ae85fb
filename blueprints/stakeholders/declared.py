"""Where the site says it stands, held against what its map shows. Two facts side by side: neither
corrects the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from blueprints._shared.formatters import day
from blueprints.stakeholders.room import level_name
from coopspace.continuum import results
from coopspace.kernel.ordinal import Median

if TYPE_CHECKING:
    from coopspace.network.measures import Measures


@dataclass(frozen=True)
class Declared:
    """Both positions in words, and what lies between."""

    said: str
    said_levels: tuple[int, ...]
    said_when: str
    shown: str
    shown_levels: tuple[int, ...]
    shown_of: str
    remark: str


def declared(session: Session, found: "Measures", *, by: datetime | None = None) -> Declared | None:
    """The last revealed round beside the middle of the relations; None until both exist. Of a past
    moment, the last one that was revealed by then."""
    told = next(
        (
            one
            for one in results.story(session)
            if one.results is not None and _by_then(one.round.revealed_at, by)
        ),
        None,
    )
    if told is None or told.results is None or told.results.median is None or found.median is None:
        return None
    said, shown = told.results.median, found.median
    return Declared(
        said=_where(said),
        said_levels=_levels(said),
        said_when=str(
            _(
                "round no. %(number)d, %(day)s",
                number=told.round.number,
                day=day(told.round.revealed_at) if told.round.revealed_at else "",
            )
        ),
        shown=_where(shown),
        shown_levels=_levels(shown),
        shown_of=ngettext("%(num)s relation", "%(num)s relations", found.relations),
        remark=_remark(said, shown),
    )


def _by_then(revealed: datetime | None, by: datetime | None) -> bool:
    return by is None or (revealed is not None and revealed <= by)


def _levels(found: Median) -> tuple[int, ...]:
    return (found.low, found.high) if found.between else (found.low,)


def _where(found: Median) -> str:
    if not found.between:
        return level_name(found.low)
    return str(
        _("between %(low)s and %(high)s", low=level_name(found.low), high=level_name(found.high))
    )


def _remark(said: Median, shown: Median) -> str:
    """What the two positions ask, without a verdict."""
    if said.low > shown.high:
        return str(
            _("We see ourselves closer than our relations show: which ones do we have in mind?")
        )
    if said.high < shown.low:
        return str(_("Our relations stand closer than we say: which ones did we leave out?"))
    return str(_("Both say about the same."))
