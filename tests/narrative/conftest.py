"""The desk of the chain, for who tells it."""

from tests.changes.conftest import desk

__all__ = ["desk"]
