"""The link at the foot of a letter that stops letters of its kind, without signing in (RFC 8058).

It is signed by the key of the house for this purpose alone: it names a person by their random
identifier, opens nothing else, and cannot be made by whoever does not hold the key.
"""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.notices.rules import Stop

_PURPOSE = b"coopspace: stop letters of notices, 1"
_MARKS = {Stop.AT_ONCE: b"a", Stop.DIGEST: b"d"}
_LENGTH = 1 + 16 + 32


def token(key: str, person: uuid.UUID, stop: Stop) -> str:
    """What the address of such a link holds."""
    said = _MARKS[stop] + person.bytes
    return encoded(said + _signed(key, said))


def read(keys: Iterable[str], text: str) -> tuple[uuid.UUID, Stop] | None:
    """Whose letters it stops, and which; None for one that is not ours."""
    held = decoded(text)
    said, signature = held[:17], held[17:]
    stop = next((one for one, mark in _MARKS.items() if said.startswith(mark)), None)
    if stop is None or len(held) != _LENGTH:
        return None
    if not any(hmac.compare_digest(_signed(key, said), signature) for key in keys):
        return None
    return uuid.UUID(bytes=said[1:]), stop


def look(session: Session, keys: Iterable[str], text: str) -> tuple[User, Stop] | None:
    """Whose link this is and what it stops, changing nothing; None when it stops nothing."""
    found = read(keys, text)
    person = session.get(User, found[0]) if found else None
    return (person, found[1]) if person and found else None


def encoded(held: bytes) -> str:
    """Bytes as an address holds them."""
    return urlsafe_b64encode(held).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What an address holds; nothing for what is not written so."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


def _signed(key: str, said: bytes) -> bytes:
    own = hmac.new(key.encode(), _PURPOSE, hashlib.sha256).digest()
    return hmac.new(own, said, hashlib.sha256).digest()
