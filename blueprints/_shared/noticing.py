"""The letters of notices leave with the act that caused them, once it is committed."""

import uuid

from flask import current_app
from sqlalchemy.orm import Session

from blueprints._shared.addresses import absolute
from blueprints._shared.letters import post
from coopspace.notices import letters, stopping
from coopspace.notices.letters import Ways
from coopspace.notices.rules import Stop


def leave(session: Session) -> None:
    """Send the letters that the last act of this session asks for."""
    for letter in letters.at_once(session, ways()):
        post(letter)


def ways() -> Ways:
    """The addresses that letters hold."""
    return Ways(absolute, _to_stop)


def _to_stop(person: uuid.UUID, stop: Stop) -> str:
    token = stopping.token(current_app.config["SETTINGS"].secret_key, person, stop)
    return absolute("notices.stop", unsubscribe_token=token)
