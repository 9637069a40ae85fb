"""The menu of a site, printed from the rooms that are registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint, g, request, url_for
from flask_babel import gettext

from coopspace.kernel.permissions import Permission


class MenuRoom(Protocol):
    """What the menu needs to know of a room; one `beside` another lights the other's line."""

    @property
    def blueprint(self) -> Blueprint: ...
    @property
    def label(self) -> str: ...
    @property
    def endpoint(self) -> str: ...
    @property
    def permission(self) -> Permission | None: ...
    @property
    def beside(self) -> str: ...


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    url: str
    current: bool


def site_menu(rooms: Sequence[MenuRoom]) -> list[Entry]:
    """The rooms of this request's site that its visitor may open; empty outside a site."""
    site, held = g.get("site"), g.get("permissions", frozenset())
    if site is None:
        return []
    here = (request.endpoint or "").split(".")[0]
    here = next(
        (room.beside for room in rooms if room.beside and room.blueprint.name == here), here
    )
    return [
        Entry(
            gettext(room.label),
            url_for(room.endpoint, site=site.slug),
            room.blueprint.name == here,
        )
        for room in rooms
        if room.label and room.permission in held
    ]
