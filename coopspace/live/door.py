"""Who may come to a text: the questions that this floor asks, and leaves others to answer.

A kind of document names the permission to read it and the one to write it; whoever serves the
house gives the answers (`Door`). A stranger and a text that does not exist are the same: 4404.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from coopspace.kernel.permissions import Permission

SIGNED_OUT, MAY_NOT, UNKNOWN, TOO_LARGE = 4401, 4403, 4404, 4413
"""Close codes after which a stock client does not come back by itself."""


@dataclass(frozen=True)
class Rights:
    """What a kind of document asks for."""

    read: Permission
    write: Permission


@dataclass(frozen=True)
class Asking:
    """What a browser brings: the session token of its cookie."""

    token: str


@dataclass(frozen=True)
class Guest:
    """Somebody let in to one document. `shown` is what others see of them."""

    user_id: uuid.UUID
    site_id: uuid.UUID
    document_id: uuid.UUID
    token: str
    may_write: bool
    shown: Mapping[str, Any] = field(compare=False)


class Refused(Exception):
    """Not let in: the close code says why, as far as the person may know."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Door(Protocol):
    """Asked in a thread, never on the loop."""

    def admit(self, asking: Asking, document_id: uuid.UUID) -> Guest:
        """Let somebody in to a document. Raises Refused."""

    def admit_to_site(self, asking: Asking, site_id: uuid.UUID) -> Guest:
        """Let somebody in to a site, to be seen there; the id of its texts is that of the site.
        Raises Refused."""

    def doubtful(self, guests: Sequence[Guest]) -> Sequence[Guest]:
        """Those whose session or place ended since they were let in, asked cheaply and often."""

    def alive(self, guests: Sequence[Guest]) -> None:
        """These people wrote lately: their sessions are in use."""
