"""Which tests run on both engines, and in which order all run.

What a page says to several people, or of several mistakes, is asked in full on SQLite. PostgreSQL
is asked it once, with the first of them: storage answers the same whoever asks, and the actions
under the page, the doors of every route and the mirror are proved on both engines in full.
"""

from collections.abc import Iterable, Sequence

import pytest

OTHER = "postgresql"
LONG = (
    "tests/test_mirror.py",
    "tests/browser/test_screens.py",
    "tests/test_matrix.py",
    "tests/live/test_crashes.py",
    "tests/test_packaging.py",
    "tests/demo/",
)
"""Where tests take minutes: begun last, they would leave the other workers idle."""
_PAGE = "visitor"


def asked_again(items: Iterable[pytest.Item]) -> Sequence[pytest.Item]:
    """The page tests that PostgreSQL has been asked already, of somebody or something else."""
    seen: set[str] = set()
    again = []
    for item in items:
        if not _on_the_other_engine(item) or _PAGE not in getattr(item, "fixturenames", ()):
            continue
        test = item.nodeid.partition("[")[0]
        if test in seen:
            again.append(item)
        seen.add(test)
    return again


def long_ones_first(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """The long tests at the beginning of what each worker is given at first (xdist cuts the list
    into so many equal parts)."""
    long = sorted((one for one in items if _length(one) < len(LONG)), key=_length)
    short = [one for one in items if _length(one) == len(LONG)]
    ordered, part = [], len(items) // workers
    for worker in range(workers):
        mine = long[worker::workers]
        room = max(0, part - len(mine)) if worker + 1 < workers else len(short)
        ordered += [*mine, *short[:room]]
        short = short[room:]
    return ordered


def _length(item: pytest.Item) -> int:
    """Its place among the long ones."""
    places = (at for at, name in enumerate(LONG) if item.nodeid.startswith(name))
    return next(places, len(LONG))


def _on_the_other_engine(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    return called is not None and called.params.get("engine_kind") == OTHER
