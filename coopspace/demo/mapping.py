"""How the people of the demonstration draw the map of their network: from lines, as from a file."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from coopspace.demo.scene import Scene
from coopspace.stakeholders import bringing, held, relations, waves
from coopspace.stakeholders.bringing import Connection, Element
from coopspace.stakeholders.networks import Seen, seen
from coopspace.stakeholders.rules import (
    REF_ALPHABET,
    REF_LENGTH,
    Described,
    Exchange,
    Ring,
    Sector,
    Told,
)

EVERYTHING = frozenset(field.name for field in fields(Described))
A_VIEW = frozenset(field.name for field in fields(Told))


def draw_map(scene: Scene, *, who: list[dict[str, Any]], ties: list[str]) -> None:
    """Bring what the group wrote together: who is there, and each side's view of its work.

    A line of `ties` is « one other level level? > wished > kinds > fact »: the first level is one's
    view of the other, the second the other's view of one, 0 where that side said nothing.
    """
    now = seen(scene.session)
    newcomers = [_element(one) for one in who]
    known = {ref_of(one["key"]) for one in who}
    views = [view for line in ties for view in _views(line)]
    ends = {end for view in views for end in (view.source, view.target)}
    elements = [*newcomers, *_already(now, ends - known)]
    draft = bringing.keep_draft(scene.session, scene.site, format="csv", content="", by=scene.by)
    planned = bringing.plan(now, elements, views)
    for fault in planned.faults:
        raise fault.refusal
    bringing.bring(scene.session, draft, planned, by=scene.by)


def keep_edition(scene: Scene, *, name: str) -> None:
    """Keep the map as it stands under a name."""
    waves.keep_edition(scene.session, scene.site, name=name, by=scene.by)


def talk_over(scene: Scene, *, source: str, target: str, words: str) -> None:
    """Write down what two organisations said of their differing views."""
    now = seen(scene.session)
    ends = ref_of(source), ref_of(target)
    relations.close_difference(
        scene.session,
        held.stakeholder_of(scene.session, ends[0]),
        target=held.stakeholder_of(scene.session, ends[1]),
        levels=(now.by_ends[ends].level, now.by_ends[ends[1], ends[0]].level),
        words=words,
        happened_on=None,
        by=scene.by,
    )


def _element(one: dict[str, Any]) -> Element:
    said = dict(one)
    key = said.pop("key")
    ring = said.pop("ring", "")
    described = Described(
        sector=Sector(said.pop("sector")),
        ring=Ring(ring) if ring else None,
        tags=tuple(said.pop("tags", ())),
        **said,
    )
    return Element(ref_of(key), described, EVERYTHING, ref=ref_of(key))


def _already(now: Seen, refs: Iterable[str]) -> Iterator[Element]:
    """Those who stand on the map already, of whom nothing new is said."""
    for ref in refs:
        yield Element(ref, now.by_ref[ref].said, frozenset(), ref=ref)


def _views(line: str) -> Iterator[Connection]:
    ends, wished, kinds, fact = (part.strip() for part in line.split(">"))
    one, other, there, back = ends.split()
    for source, target, level in ((one, other, there), (other, one, back)):
        if int(level):
            said = Told(
                level=int(level),
                desired=int(wished) if wished else None,
                kinds=frozenset(Exchange(kind) for kind in kinds.split()),
                fact=fact,
            )
            yield Connection(ref_of(source), ref_of(target), said, A_VIEW)


def ref_of(key: str) -> str:
    """A public id that is the same in every demonstration."""
    digest = hashlib.sha256(f"demonstration {key}".encode()).digest()
    return "".join(REF_ALPHABET[one % len(REF_ALPHABET)] for one in digest[:REF_LENGTH])
