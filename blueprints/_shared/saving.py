"""`with saving() as session:` — everything of an act, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g
from sqlalchemy.orm import Session

from blueprints._shared.noticing import leave
from coopspace.extensions import db
from coopspace.kernel import saving as kernel


@contextmanager
def saving() -> Iterator[Session]:
    """Commit what the block does on the request's session, or roll it back. Letters to those whom
    it calls leave once it is committed."""
    with kernel.saving(db.session()) as session:
        yield session
    g.has_saved = True
    leave(session)
