"""How long something took, as people say it."""

HOUR = 60
_NBSP = "\u00a0"


def duration(minutes: int) -> str:
    """« 45 min », « 2 h », « 1 h 30 »; none is « 0 h »."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest}{_NBSP}min" if rest else f"0{_NBSP}h"
    return f"{hours}{_NBSP}h{_NBSP}{rest:02d}" if rest else f"{hours}{_NBSP}h"
