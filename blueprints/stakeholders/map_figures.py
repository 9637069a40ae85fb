"""Each figure of the whole: how it is called, counted, read, and between what bounds it lies."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from flask_babel import gettext as _

from blueprints._shared.speech import language
from coopspace import method
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    from coopspace.network import figures
    from coopspace.network.figures import Figure
    from coopspace.network.measures import Measures
else:
    figures = Later("coopspace.network.figures")


@dataclass(frozen=True)
class Counted:
    """One figure in words."""

    name: str
    value: str
    between: str
    read: str
    caution: str
    formula: str
    source: method.Source


def counted(found: "Measures") -> tuple[Counted, ...]:
    """Every figure that means something here, in the order of the method."""
    words = method.load("network")
    return tuple(
        Counted(
            name=words.text(f"measures.{one.key}.name", language()),
            value=_value(one),
            between=_between(one),
            read=words.text(f"measures.{one.key}.read", language()),
            caution=words.text(f"measures.{one.key}.caution", language()),
            formula=words.text(f"measures.{one.key}.formula", language()),
            source=words[f"measures.{one.key}.read"].source,
        )
        for one in figures.figures(found)
        if one.value is not None
    )


def _value(one: "Figure") -> str:
    if one.part is not None:
        return str(_("%(part)s of %(whole)s", part=one.part, whole=one.whole))
    return _number(one.value or 0.0)


def _between(one: "Figure") -> str:
    """What the figure could be if every answer were known; nothing where none is missing."""
    if one.range is None:
        return ""
    low, high = one.range.low, one.range.high
    if one.part is not None:
        return str(
            _(
                "between %(low)s %% and %(high)s %%",
                low=round(100 * low),
                high=round(100 * high),
            )
        )
    return str(_("between %(low)s and %(high)s", low=_number(low), high=_number(high)))


def _number(value: float) -> str:
    return str(format_decimal(round(value, 2), locale=language()))
