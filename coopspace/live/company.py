"""Who is at a site now, and on which of its pages: said by their browsers, forgotten soon after.

Never on disk. Each process keeps what it was told; browsers say it again every few seconds, so that
every process that serves a site soon knows everybody there.
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


class Company:
    """The people at each site, by the tab that speaks for them."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        self._kept, self._most, self._now = limits.presence_kept, limits.presence, now
        self._most_tabs = limits.sockets_of_person
        self._sites: dict[uuid.UUID, dict[tuple[uuid.UUID, str], Present]] = {}

    def said(self, guest: Guest, body: bytes) -> dict[str, Any]:
        """Note what a browser says of its person; answers who else is at the site.

        Raises Malformed. `where` null: this person appears offline, or leaves the page.
        """
        tab, where = _read(body, self._most)
        here = self._present(guest.site_id)
        name = (guest.user_id, tab)
        if where is None:
            here.pop(name, None)
        elif name in here or sum(one[0] == guest.user_id for one in here) < self._most_tabs:
            here[name] = Present(guest.user_id, guest.shown, where, self._now() + self._kept)
        others = [one for one in here.values() if one.user_id != guest.user_id]
        if not here:
            self._sites.pop(guest.site_id, None)
        return {"here": [{"user": dict(one.shown), **one.where} for one in others]}

    def _present(self, site_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], Present]:
        """Those at this site whose word is fresh."""
        now = self._now()
        here = {name: one for name, one in self._sites.get(site_id, {}).items() if one.until > now}
        self._sites[site_id] = here
        return here


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
