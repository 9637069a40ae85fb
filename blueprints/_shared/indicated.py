"""How an indicator is told, wherever a page shows one: its figures, its way, its rhythm."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.formatters import day
from blueprints._shared.speech import language
from coopspace.indicators.drawing import Line as Drawn
from coopspace.indicators.drawing import line
from coopspace.indicators.reading import Line
from coopspace.indicators.rules import (
    DIRECTION_LABELS,
    RHYTHM_LABELS,
    Described,
    Direction,
    Rhythm,
)
from coopspace.indicators.telling import Distance, Standing, months_between
from coopspace.kernel import clock

_NBSP = "\u00a0"
SMALL = (180, 44)
WHOLE = (312, 150)
"""The width and the height of the two drawings: the larger one is whole on a phone."""


def figure(value: Decimal) -> str:
    """« 1 250,5 »; "1,250.5" in English."""
    return str(format_decimal(value, locale=language())).replace("\u202f", _NBSP)


def amount(value: Decimal, unit: str) -> str:
    """« 24 familles », « 12,5 % »."""
    return f"{figure(value)}{_NBSP}{unit}" if unit else figure(value)


def gap(value: Decimal, unit: str) -> str:
    """How much lies between two figures: « 12 familles », « 3 points » of a percentage, « 2 » of a
    mark out of ten."""
    many = abs(value)
    if unit.startswith("%"):
        return str(
            ngettext("%(figure)s point", "%(figure)s points", _many(many), figure=figure(many))
        )
    counted = unit[:1].isalpha() and not unit.lower().startswith(("sur ", "out of "))
    return amount(many, unit if counted else "")


def _many(value: Decimal) -> int:
    """How many it is to grammar: French says « 1,5 point », English “1.5 points”."""
    if language() == "fr":
        return int(value)
    return 1 if value == 1 else 2


def direction_name(direction: Direction | str) -> str:
    """« de plus en plus »."""
    return str(_(DIRECTION_LABELS[Direction(direction)]))


def rhythm_name(rhythm: Rhythm | str) -> str:
    """« chaque trimestre »."""
    return str(_(RHYTHM_LABELS[Rhythm(rhythm)]))


def aim_of(said: Described, *, dated: bool = True) -> str:
    """« 40 familles, d’ici le 30 juin 2027 », in figures, in words or both; nothing without one."""
    parts = [] if said.aim is None else [amount(said.aim, said.unit)]
    if said.aim_words:
        parts.append(said.aim_words.rstrip("."))
    aim = " – ".join(parts)
    if aim and dated and said.aim_on:
        return str(_("%(aim)s, by %(day)s", aim=aim, day=day(said.aim_on)))
    return aim


def told(one: Line) -> str:
    """How far it is from the start and from the aim, in sentences."""
    return " ".join(_sentences(one))


def _sentences(one: Line) -> Iterator[str]:
    said, far = one.said, one.distance(clock.today())
    if far.since is not None:
        yield _since(far.since, said.unit)
    if aim := aim_of(said, dated=False):
        yield _aimed(far, aim, said.aim_on)
    if far.left is not None:
        yield _left(far, far.left, said)


def _since(since: Decimal, unit: str) -> str:
    if not since:
        return str(_("It is where it started."))
    much = gap(since, unit)
    if since > 0:
        return str(_("%(much)s more than at the start.", much=much))
    return str(_("%(much)s less than at the start.", much=much))


def _aimed(far: Distance, aim: str, on: date | None) -> str:
    if on is None:
        return str(_("We aim at %(aim)s.", aim=aim))
    if far.over and far.standing is not Standing.THERE:
        return str(
            _("The day that we had set, %(day)s, has passed: %(aim)s.", aim=aim, day=day(on))
        )
    return str(_("By %(day)s, we aim at %(aim)s.", aim=aim, day=day(on)))


def _left(far: Distance, left: Decimal, said: Described) -> str:
    much = gap(left, said.unit)
    if far.standing is Standing.THERE:
        return str(_("It is there."))
    if far.standing is Standing.BESIDE:
        return str(_("It is %(much)s away from what should hold.", much=much))
    return str(_("It is %(much)s away from it.", much=much))


def age(of: date) -> str:
    """« aujourd’hui », « il y a 3 semaines », « il y a 5 mois »."""
    today = clock.today()
    days, months = (today - of).days, months_between(of, today)
    if days <= 0:
        return str(_("today"))
    if days < 14:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", days))
    if months < 2:
        return str(ngettext("%(num)s week ago", "%(num)s weeks ago", days // 7))
    if months < 24:
        return str(ngettext("%(num)s month ago", "%(num)s months ago", months))
    return str(ngettext("%(num)s year ago", "%(num)s years ago", months // 12))


def awaited(one: Line) -> str:
    """When the next measure is awaited, or gently that it is; nothing when none is."""
    due = one.awaited()
    if due is None:
        return ""
    if not one.is_late(clock.today()):
        return str(_("The next measure is for %(day)s.", day=day(due)))
    if one.last is None:
        return str(_("A first measure would be welcome: it was for %(day)s.", day=day(due)))
    return str(
        _(
            "We said %(rhythm)s: a new measure would be welcome.",
            rhythm=rhythm_name(one.said.rhythm),
        )
    )


def drawn(one: Line, size: tuple[int, int] = WHOLE) -> Drawn | None:
    """Its figures as a line."""
    return line(one.points, width=size[0], height=size[1], aim=one.said.aim)


def heard(one: Line) -> str:
    """What the small drawing shows, for those who listen."""
    first, last = one.points[0], one.points[-1]
    return str(
        ngettext(
            "%(num)s figure, from %(first)s (%(began)s) to %(last)s (%(ended)s)",
            "%(num)s figures, from %(first)s (%(began)s) to %(last)s (%(ended)s)",
            len(one.points),
            first=amount(first.value, one.said.unit),
            began=day(first.on),
            last=amount(last.value, one.said.unit),
            ended=day(last.on),
        )
    )


def indicator_words() -> dict[str, Any]:
    """What the templates that show indicators are given."""
    return {
        "amount": amount,
        "figure": figure,
        "direction_name": direction_name,
        "rhythm_name": rhythm_name,
        "aim_of": aim_of,
        "distance_told": told,
        "age": age,
        "awaited": awaited,
        "drawn": drawn,
        "heard": heard,
        "SMALL": SMALL,
        "WHOLE": WHOLE,
    }
