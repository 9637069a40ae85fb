"""Statements written once: SQLAlchemy then knows them again, compiled and filtered for a site."""

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
S = TypeVar("S")


def once(write: Callable[P, S]) -> Callable[P, S]:
    """Keep what this function writes for each of its arguments: tables and names, never values."""
    return cast(Callable[P, S], cache(write))
