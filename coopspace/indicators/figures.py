"""Figures as people write them: « 12,5 », "12.5", « 1 250 familles », « −3 % ». Exact, never a
float; what could be read in two ways is refused rather than guessed."""

import re
from decimal import Decimal

from coopspace.kernel.refusal import N_, Refusal

DECIMALS = 2
DIGITS = 12
_SPACES = "\u0020\u00a0\u202f\u2009"
_WRITTEN = re.compile(
    rf"([+\-\u2212\u2013]?)[{_SPACES}]?(\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d{{1,{DIGITS}}})"
    rf"(?:[.,](\d{{1,{DECIMALS}}}))?",
    re.ASCII,
)
_MINUS = "-\u2212\u2013"


def value_of(text: str, unit: str = "", *, field: str) -> Decimal | None:
    """The figure that a text says, its unit after it or not; None for nothing. Raises Refusal."""
    bare = text.replace("\0", "").strip()
    if not bare:
        return None
    found = _WRITTEN.fullmatch(_without_unit(bare, unit))
    digits = re.sub(f"[{_SPACES}]", "", found[2]) if found else ""
    if found is None or len(digits) > DIGITS:
        raise Refusal(
            N_("Write a number with two decimals at most and no mark of thousands: 1250 or 12,5."),
            field=field,
        )
    value = Decimal(f"{digits}.{found[3] or 0}")
    return exact(-value if found[1] and found[1] in _MINUS else value)


def exact(value: Decimal) -> Decimal:
    """The same figure in its one writing: no zero behind, no minus before nothing."""
    return Decimal(plain(value))


def plain(value: Decimal) -> str:
    """« 12.5 »: as it is kept."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _without_unit(text: str, unit: str) -> str:
    """« 12 % » and « 12 familles » say 12 when that is the unit; the sign of a percentage that
    begins a longer unit (« % des familles ») may stand alone."""
    for end in (unit, unit[:1] if unit.startswith("%") else ""):
        if end and not end[0].isdigit() and text.casefold().endswith(end.casefold()):
            return text[: -len(end)].rstrip()
    return text
