"""What was found of programmes, as the page tells it: their names, events and documents."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.formatters import day, held
from blueprints._shared.gate import me
from blueprints.search.telling import FEW, PAGE, Look, OfKind, Result
from coopspace.search.rules import excerpt
from coopspace.searched_programmes import LABELS, Places, Told, find
from coopspace.sites.leads import led_by
from coopspace.sites.model import Programme


@dataclass(frozen=True)
class OfProgramme:
    """What was found of one programme."""

    programme: Programme
    count: int
    kinds: tuple[OfKind, ...]


def of_programmes(session: Session, look: Look, places: Places) -> tuple[OfProgramme, ...]:
    """Programmes by name. One site alone is looked at with what its programme tells it."""
    kinds = [kind for kind in LABELS if look.kind in ("", kind)]
    if not kinds:
        return ()
    led = () if look.site else led_by(session, me())
    grouped: dict[uuid.UUID, list[Told]] = defaultdict(list)
    for one in find(session, look.needles, places=places, led=led, kinds=kinds):
        grouped[one.programme.id].append(one)
    found = (_of_programme(look, some) for some in grouped.values())
    return tuple(sorted(found, key=lambda one: one.programme.name))


def _of_programme(look: Look, some: Sequence[Told]) -> OfProgramme:
    by_kind = ((kind, [one for one in some if one.kind == kind]) for kind in LABELS)
    kinds = tuple(_of_kind(look, kind, told) for kind, told in by_kind if told)
    return OfProgramme(some[0].programme, len(some), kinds)


def _of_kind(look: Look, kind: str, told: Sequence[Told]) -> OfKind:
    first, many = ((look.page - 1) * PAGE, PAGE) if look.kind else (0, FEW)
    rest = look.href(sur=kind) if not look.kind and len(told) > FEW else ""
    results = (_result(look, one) for one in told[first : first + many])
    return OfKind(kind, LABELS[kind], len(told), tuple(filter(None, results)), rest)


def _result(look: Look, told: Told) -> Result | None:
    around = excerpt(held(told.words), look.needles)
    if around is None:
        return None
    where: dict[str, Any] = dict(told.thing.values)
    return Result(
        told.thing.title,
        url_for(told.thing.endpoint, **where),
        around,
        note=day(told.day) if told.day else "",
        left=_("Cancelled") if told.thing.gone else "",
    )
