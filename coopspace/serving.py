"""One process that serves: all of it, the pages alone, or the live texts alone.

On SQLite one process serves everything, and a second one is refused. On PostgreSQL any number of
`web` and `live` processes, on any number of machines, are one house.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from flask import Flask

from coopspace.asgi import UVICORN, Kind, Served
from coopspace.config import Settings, Unsafe
from coopspace.migrations.run import current, head

TURN = 0.0005
"""Seconds that one thread keeps Python to itself while another waits. At the usual 5 ms the slowest
hundredth of keys took 17 ms among 1,000 people typing, at this 7 (measured)."""
MANNERS = 10
"""How much `web` gives way (`nice`): a key is a moment's work, a page is many."""


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """While this lasts no other process serves the same SQLite folder. Raises Unsafe if one does.

    The system lets go of the folder when the process ends, however it ends.
    """
    if not settings.on_sqlite:
        yield
        return
    handle = os.open(settings.data / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unsafe(
                f"Another process serves {settings.data.resolve()} already, and SQLite is served "
                f"by one: stop it, or set COOPSPACE_DATABASE_URL to a PostgreSQL database."
            ) from error
        yield
    finally:
        os.close(handle)


def check_part(settings: Settings, kind: Kind) -> None:
    """Refuse a process that serves a part where one must serve all, or before the migration."""
    if settings.on_sqlite:
        raise Unsafe(
            f"`coopspace {kind}` serves a part of the house, which several processes share "
            f"through PostgreSQL: set COOPSPACE_DATABASE_URL=postgresql://…, or run "
            f"`coopspace serve`, which serves everything on SQLite."
        )
    at, latest = current(settings), head()
    if at != latest:
        raise Unsafe(
            f"The database is at revision {at or 'nothing'}, not {latest}: "
            f"run `coopspace migrate` first."
        )


def run(app: Flask, kind: Kind, *, host: str, port: int) -> None:
    """Serve until a signal ends it. A page that computes never makes a keystroke wait for long:
    not for its turn at Python in one process, nor for the processor beside another."""
    sys.setswitchinterval(TURN)
    if kind == "web":
        os.nice(MANNERS)
    uvicorn.run(Served(app, kind), host=host, port=port, log_config=None, **UVICORN)
