"""Listens to the logs of the whole suite for what must not be in them."""

import logging
import re

from coopspace.logs import JsonLines
from tests.ledger import count
from tests.mirror import MARKS
from tests.world import CAST, PASSWORD

_PERSONAL = re.compile(
    "|".join(
        [
            r"[\w.+-]+@[\w-]+\.[a-z]{2,}",
            re.escape(PASSWORD),
            *(mark for mark in MARKS.values() if mark),
            *(re.escape(name.split()[-1]) for name, *_rest in CAST.values()),
        ]
    )
)


class Listener(logging.Handler):
    """Writes each record as the site would, and keeps those with words of people."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.indiscreet: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Read one line."""
        line = self.format(record)
        count("log lines read for personal content")
        if _PERSONAL.search(line):
            self.indiscreet.append(line)
