"""Ports for the servers of tests."""

import random
import socket
from contextlib import suppress

RANGE = range(20_000, 32_000)
"""Below those that Linux gives by itself, from 32768 on, to connections and to servers."""


def free_port() -> int:
    """A port that nobody listens on. While a killed server starts again its port is free, and must
    not become that of another test, nor of a connection that knocks at it."""
    for port in random.SystemRandom().sample(RANGE, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"every port tried in {RANGE} is taken")
