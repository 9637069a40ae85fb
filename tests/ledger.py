"""What a run proved, counted while it runs and printed at its end by `tests/conftest.py`."""

from collections import Counter
from typing import Any

COUNTS: Counter[str] = Counter()
LINES: dict[str, str] = {}


def count(what: str, by: int = 1) -> None:
    """Add to a figure of the run; the figures of all workers are added up."""
    COUNTS[what] += by


def tell(title: str, line: str) -> None:
    """Keep one finished sentence of the run under its title."""
    LINES[title] = line


def as_plain() -> dict[str, Any]:
    """Everything that this process counted, as plain values that travel."""
    return {"counts": dict(COUNTS), "lines": dict(LINES)}


def add(other: dict[str, Any] | None) -> None:
    """Add what another process counted."""
    if other:
        COUNTS.update(other["counts"])
        LINES.update(other["lines"])


def summary() -> list[str]:
    """The figures, then the sentences, one a line."""
    width = max((len(f"{number:,}") for number in COUNTS.values()), default=0)
    figures = [f"{number:>{width},}  {what}" for what, number in sorted(COUNTS.items())]
    return [*figures, *(f"{title}: {line}" for title, line in sorted(LINES.items()))]
