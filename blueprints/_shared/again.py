"""Acts that met in a circle: the one that PostgreSQL ended is done again, nobody notices.

Acts hold what they change, each in the order of its own sentence, and two of them can wait for
each other: after a second PostgreSQL ends one, nothing of which was written. Its view is called
again with what was sent, as if the person had come a second later.
"""

import logging

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from coopspace.kernel.held import met_in_a_circle

TIMES = 3
"""How often a request is tried in all; then the page that keeps what was typed is shown."""
log = logging.getLogger("coopspace.errors")


class Persevering(Flask):
    """An application that does again what the database ended for another's sake."""

    def dispatch_request(self) -> ResponseReturnValue:
        """The answer of the view, called again as long as that harms nothing."""
        for _time in range(TIMES - 1):
            try:
                return super().dispatch_request()
            except OperationalError as error:
                if not met_in_a_circle(error) or g.get("has_saved"):
                    raise
            log.info("an act met another in a circle and is done again")
            _read_files_from_their_start()
        return super().dispatch_request()


def _read_files_from_their_start() -> None:
    for _name, sent in request.files.items(multi=True):
        sent.stream.seek(0)
