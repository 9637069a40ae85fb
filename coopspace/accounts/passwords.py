"""Passwords: Argon2id at OWASP's floor or above, rehashed when the parameters change (SEC-11)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""19 MiB, two passes, one lane: about 30 ms on a small server."""
_DUMMY = HASHER.hash("a password that nobody has, so that unknown addresses take as long")


def hashed(password: str) -> str:
    """The Argon2id hash to keep."""
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; as slow for an account that does not exist (None)."""
    try:
        HASHER.verify(password_hash or _DUMMY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)
