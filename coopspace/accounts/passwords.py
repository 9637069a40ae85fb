"""Passwords: Argon2id at OWASP's floor or above, rehashed when the parameters change (SEC-11)."""

import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from coopspace.accounts import rules

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""19 MiB, two passes, one lane: about 30 ms on a small server."""
AT_ONCE = 4
"""How many hashes one process computes at the same time: memory and processor stay bounded."""
_SLOTS = threading.BoundedSemaphore(AT_ONCE)
_DUMMY = (
    "$argon2id$v=19$m=19456,t=2,p=1$zO6afIt9wPzaFwLkagCoFQ$XHNNwx"
    "0V2VxMJs9+AaNO1JuLsQ2GXvs/gL+HbEAeEmM"
)
"""Of a password that nobody has or knows, so that unknown addresses take as long: made once with
these parameters, for it would cost each start what it costs."""
_COMMON = Path(__file__).with_name("common_passwords.txt")
_COMMON_IN_FRENCH = frozenset({"motdepasse", "monmotdepasse", "lemotdepasse", "codesecret"})
"""Missing from a list that was made elsewhere."""


def hashed(password: str) -> str:
    """The Argon2id hash to keep."""
    with _SLOTS:
        return HASHER.hash(_same(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; as slow for an account that does not exist (None)."""
    try:
        with _SLOTS:
            HASHER.verify(password_hash or _DUMMY, _same(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def check(password: str, *, context: Iterable[str] = (), field: str = "password") -> None:
    """Refuse a password that is too short or that somebody would try first (SEC-12)."""
    rules.check_password(
        unicodedata.normalize("NFKC", password), common=_common(), context=context, field=field
    )


def _same(password: str) -> str:
    """The same characters typed on two machines give the same text (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    """The passwords that everybody uses, read once."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    listed = frozenset(line for line in lines if line and not line.startswith("# "))
    return listed | _COMMON_IN_FRENCH
