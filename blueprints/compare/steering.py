"""The page of a programme's steering group: numbers over what sites share, no site by name."""

from babel.numbers import format_decimal
from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import may, me, requires
from blueprints._shared.speech import language
from blueprints.compare.room import bp, level_name, said, topic
from coopspace.calendar import reading as calendar
from coopspace.compare import steering
from coopspace.compare.rules import Size
from coopspace.compare.steering import Spread
from coopspace.continuum.rules import Level
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.method import load
from coopspace.sites.model import Programme

Rows = list[tuple[str, int | None]]


@bp.get("/dispositifs/<slug:programme>/pilotage")
@requires(Permission.PROGRAMME_COMPARE)
def steer(programme: Programme) -> ResponseReturnValue:
    """What the programme makes possible, on one page that can be printed."""
    session = db.session()
    found = steering.steering(
        session,
        programme,
        calendar.viewer(session, me(), programme),
        with_hours=may(Permission.PROGRAMME_EDIT),
    )
    return render_template(
        "compare/steering.html",
        programme=programme,
        found=found,
        levels=_levels(found.levels),
        sizes=_sizes(found.sizes),
        topics=_topics(found.topics),
        today=clock.today(),
        least=steering.LEAST_SITES,
        hours=_hours,
    )


def _hours(minutes: int) -> str:
    """« 1 205 »."""
    return str(format_decimal(round(minutes / 60), locale=language()))


def _levels(found: Spread) -> Rows:
    """In the order of the continuum; a middle between two levels after the lower one."""
    if found.counts is None:
        return []
    whole: Rows = []
    for level in Level:
        whole.append((level_name(level), found.counts.get((level.value, level.value), 0)))
        for low, high in sorted(key for key in found.counts if isinstance(key, tuple)):
            if low == level.value and high != low:
                whole.append((f"{level_name(low)} – {level_name(high)}", found.counts[low, high]))
    return whole


def _sizes(found: Spread) -> Rows:
    counts = found.counts or {}
    return [(said(f"sizes.{size}"), counts[size]) for size in Size if size in counts]


def _topics(found: Spread) -> Rows:
    """In the order of the method, never by how many they are."""
    counts = dict(found.counts or {})
    known = [one for one in load("compare")["topics"] if one in counts]
    others = sorted(str(one) for one in counts if one not in known)
    return [(topic(one), counts[one]) for one in (*known, *others)]
