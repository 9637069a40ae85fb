"""Packages that most visits never ask for: they are read when first used, not when we start."""

import importlib
from typing import Any


class Later:
    """A package, imported the first time that something of it is asked for.

    Written beside the real import, which only type checkers and import contracts follow::

        if TYPE_CHECKING:
            import typst
        else:
            typst = Later("typst")

    Safe between threads: Python's own import lock decides who reads it. Raises ImportError at
    first use, so that `tests/kernel/test_later.py` asks something of each of them.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._name), name)
