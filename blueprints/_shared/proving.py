"""Proving again that it is oneself, before something that weighs."""

from blueprints._shared.gate import me
from blueprints._shared.saving import saving
from coopspace.accounts import actions, limits


def prove(password: str) -> None:
    """The person's own password again, so many times a quarter of an hour at most. Raises Refusal
    beside `current_password`, and limits.TooMany."""
    who = str(me().id)
    with saving() as session:
        limits.take(session, limits.CONFIRM, who=who)
    actions.confirm(me(), password)
    with saving() as session:
        limits.forgive(session, limits.CONFIRM, who=who)
