"""Which tests run on both engines.

What a page says to several people, or of several mistakes, is asked in full on SQLite. PostgreSQL
is asked it once, with the first of them: storage answers the same whoever asks, and the actions
under the page, the doors of every route and the mirror are proved on both engines in full.
"""

from collections.abc import Iterable, Sequence

import pytest

OTHER = "postgresql"
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


def _on_the_other_engine(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    return called is not None and called.params.get("engine_kind") == OTHER
