"""Who is at a site now, and on which of its pages: said by their browsers, forgotten soon after.

Never on disk. Each process keeps what it was told, by browsers and by the other processes; browsers
say it again every few seconds.
"""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coopspace.live.door import Guest
from coopspace.live.limits import Limits
from coopspace.live.wire import Malformed

LONGEST_WORDS = 200
WORDS = ("path", "title", "on")


@dataclass(frozen=True)
class Present:
    """Somebody on a page of a site, believed until `until`."""

    user_id: uuid.UUID
    shown: Mapping[str, Any]
    where: Mapping[str, str]
    until: float


Tell = Callable[[uuid.UUID, bytes], object]
"""Has the other processes told of somebody at a site."""


class Company:
    """The people at each site, by the tab that speaks for them."""

    def __init__(
        self, limits: Limits, now: Callable[[], float] = time.monotonic, tell: Tell | None = None
    ) -> None:
        self._tell = tell
        self._kept, self._most, self._now = limits.presence_kept, limits.presence, now
        self._most_tabs = limits.sockets_of_person
        self._sites: dict[uuid.UUID, dict[tuple[uuid.UUID, str], Present]] = {}

    def said(self, guest: Guest, body: bytes) -> dict[str, Any]:
        """Note what a browser says of its person; answers who else is at the site.

        Raises Malformed. `where` null: this person appears offline, or leaves the page.
        """
        tab, where = _read(body, self._most)
        if self._note(guest.site_id, guest.user_id, tab, guest.shown, where) and self._tell:
            self._tell(guest.site_id, _carried(guest, tab, where))
        here = self._present(guest.site_id)
        others = [one for one in here.values() if one.user_id != guest.user_id]
        if not here:
            self._sites.pop(guest.site_id, None)
        return {"here": [{"user": dict(one.shown), **one.where} for one in others]}

    def said_elsewhere(self, site_id: uuid.UUID, body: bytes) -> None:
        """Note what a browser said to another process. Raises Malformed."""
        try:
            said = json.loads(body)
            person, shown = uuid.UUID(said["person"]), dict(said["shown"])
            tab, where = _read(body, len(body))
        except (ValueError, KeyError, TypeError):
            raise Malformed("a presence from elsewhere says whose it is") from None
        self._note(site_id, person, tab, shown, where)

    def _note(
        self,
        site_id: uuid.UUID,
        person: uuid.UUID,
        tab: str,
        shown: Mapping[str, Any],
        where: dict[str, str] | None,
    ) -> bool:
        """Whether it changes or confirms something: a person speaks for so many tabs only."""
        here = self._present(site_id)
        name = (person, tab)
        if where is None:
            return here.pop(name, None) is not None
        if name not in here and sum(one[0] == person for one in here) >= self._most_tabs:
            return False
        here[name] = Present(person, shown, where, self._now() + self._kept)
        return True

    def _present(self, site_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], Present]:
        """Those at this site whose word is fresh."""
        now = self._now()
        here = {name: one for name, one in self._sites.get(site_id, {}).items() if one.until > now}
        self._sites[site_id] = here
        return here


def _carried(guest: Guest, tab: str, where: dict[str, str] | None) -> bytes:
    """What another process needs to know."""
    said = {"person": str(guest.user_id), "shown": dict(guest.shown), "tab": tab, "where": where}
    return json.dumps(said, ensure_ascii=False).encode()


def _read(body: bytes, most: int) -> tuple[str, dict[str, str] | None]:
    try:
        said = json.loads(body) if len(body) <= most else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("tab"), str):
        raise Malformed("a presence at a site names its tab")
    where = said.get("where")
    if where is not None and not isinstance(where, dict):
        raise Malformed("a presence at a site says where, or nothing")
    return said["tab"][:LONGEST_WORDS], None if where is None else _words(where)


def _words(where: dict[str, Any]) -> dict[str, str]:
    """The words that others may see, shortened; everything else is left out."""
    return {name: str(where.get(name) or "")[:LONGEST_WORDS] for name in WORDS}
