"""The doors of the room, and the words that its pages share."""

from collections.abc import Iterable
from typing import Any

from babel.lists import format_list
from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.gate import me
from blueprints._shared.speech import language
from coopspace import method
from coopspace.compare.rules import ITEM_LABELS, HelpKind, Item, Judgement, Likeness, SiteView
from coopspace.continuum.rules import Level, Outcome
from coopspace.kernel.refusal import N_
from coopspace.readiness.rules import Step as Condition

bp = Blueprint("compare", __name__)
COMPARE = "/dispositifs/<slug:programme>/comparer"
NETWORK = "/dispositifs/<slug:programme>/reseau"
HELPS = "/dispositifs/<slug:programme>/entraide"
SHARING = "/sites/<slug:site>/partage"
HELP = "/sites/<slug:site>/entraide"

SYSTEM_LABELS = {
    "built": N_("Built"),
    "economic": N_("Economic"),
    "political": N_("Political"),
    "cultural": N_("Cultural"),
}
HELP_LABELS = {HelpKind.OFFER: N_("We can help"), HelpKind.ASK: N_("We are looking for")}


def said(key: str) -> str:
    """A sentence of the method about sites beside one another."""
    return method.load("compare").text(key, language())


def level_name(level: int) -> str:
    """« Coordination »."""
    return _level_names(language())[level - 1]


@method.kept
def _level_names(locale: str) -> tuple[str, ...]:
    words = method.load("continuum")
    return tuple(words.text(f"levels.{level.code}.label", locale) for level in Level)


def span(low: int, high: int) -> str:
    """A level, or the two that a middle falls between."""
    if low == high:
        return level_name(low)
    return str(_("between %(low)s and %(high)s", low=level_name(low), high=level_name(high)))


def reach(low: int, high: int) -> str:
    """Where the middle half lies: a level, or from one to another."""
    if low == high:
        return level_name(low)
    return str(_("from %(low)s to %(high)s", low=level_name(low), high=level_name(high)))


def concluded(outcome: Outcome, level: int | None) -> str:
    """What a group concluded, in words."""
    words = method.load("continuum").text(f"conclusion.{outcome}", language())
    return words if level is None else f"{words} ({level_name(level)})"


def item_label(item: Item) -> str:
    """The name of an item that is shared."""
    return str(_(ITEM_LABELS[item]))


def topic(code: str) -> str:
    """The name of a topic; one that the programme has since taken off its list keeps its code."""
    topics = method.load("compare")["topics"]
    return str(topics.text(code, language())) if code in topics else code.replace("_", " ")


def listing(names: Iterable[str]) -> str:
    """« Santé, logement et mobilité »."""
    return str(format_list(list(names), style="standard", locale=language()))


def works_on(view: SiteView) -> str:
    """What a site works on, in one line."""
    return ", ".join(topic(one) for one in view.topics)


def systems_of(view: SiteView) -> str:
    """The systems that its strategy acts on, in one line."""
    return ", ".join(str(_(SYSTEM_LABELS[one])) for one in view.systems)


def measure(view: SiteView) -> str:
    """Its size and for how long its partners have worked together, in one line."""
    size = said(f"sizes.{view.size}") if view.size else ""
    age = said(f"ages.{view.age}") if view.age else ""
    if view.since_year:
        age = str(_("together since %(year)s", year=str(view.since_year)))
    return ", ".join(one for one in (size, age) if one)


def likeness(reason: Likeness, ours: SiteView, other: SiteView) -> str:
    """Why a site is like ours, in words."""
    if reason is Likeness.TOPICS:
        both = [topic(one) for one in ours.topics if one in other.topics]
        return str(_("works on the same topics: %(topics)s", topics=listing(both)))
    if reason is Likeness.SIZE:
        return str(_("a similar size: %(size)s", size=said(f"sizes.{other.size}")))
    if reason is Likeness.AGE:
        return said(f"ages.{other.age}")
    start = other.start or (1, 1)
    return str(_("the same start: %(level)s", level=span(*start)))


def judged(one: Judgement) -> tuple[str, str]:
    """A condition and where it stood, in words."""
    words = method.load("readiness")
    label = words.text(f"items.{one.item}.label", language())
    if one.middle is None:
        return label, str(_("fewer than five answers: nothing is said"))
    low, high = (
        words.text(f"steps.{Condition(step).code}", language())
        for step in (one.middle.low, one.middle.high)
    )
    between = _("between %(low)s and %(high)s", low=low, high=high)
    return label, low if low == high else str(between)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "me": me,
        "said": said,
        "levels": tuple(int(level) for level in Level),
        "level_name": level_name,
        "span": span,
        "reach": reach,
        "concluded": concluded,
        "item_label": item_label,
        "topic": topic,
        "listing": listing,
        "works_on": works_on,
        "systems_of": systems_of,
        "measure": measure,
        "help_label": lambda kind: _(HELP_LABELS[HelpKind(kind)]),
        "judged": judged,
    }
