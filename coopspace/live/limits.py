"""How much one person, one socket and one text may ask of everybody's server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of the live room; tests bring them within reach."""

    frame: int = 256 * 1024
    outbound: int = 1024 * 1024
    rate: float = 60.0
    burst: int = 240
    sockets_of_person: int = 20
    sockets_of_document: int = 200
    document: int = 2 * 1024 * 1024
    presence: int = 4 * 1024
    stuck: float = 10.0
    """Seconds that one send may take before the socket is let go."""
    recheck: float = 60.0
    doubt: float = 3.0
    """Seconds between two looks for ended sessions and places."""
    catch_up: float = 1.0
    """Seconds between two looks at the log for what no bus announced."""
    project: float = 1.0
    """Seconds that the plain words may lag behind the log."""
    pause: float = 120.0
    """Seconds without a keystroke after which a wording is closed."""
    squash: int = 500
    """Lines of the log after which a snapshot is taken."""
    presence_kept: float = 35.0
    """Seconds that a presence said over HTTP is believed."""


class Bucket:
    """So many a second, with a reserve for a burst."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, limits: Limits, now: float) -> None:
        self._rate, self._burst = limits.rate, limits.burst
        self._left, self._at = float(limits.burst), now

    def take(self, now: float) -> bool:
        """Take one; False when there is none left."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
