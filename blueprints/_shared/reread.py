"""What the reading of the chain found, in the reader's language, for the pages that show some."""

from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext

from blueprints._shared.gate import may
from blueprints._shared.speech import language
from coopspace import method
from coopspace.kernel.permissions import Permission
from coopspace.review import telling
from coopspace.review.reading import Reading
from coopspace.review.rules import Finding, Gravity, Rule
from coopspace.review.telling import Marks
from coopspace.sites.model import Site


def told(one: Finding) -> str:
    """A finding as a sentence."""
    return telling.told(one, language=language(), say=gettext)


def marks(found: tuple[Finding, ...]) -> Marks:
    """What stands on the cards."""
    return telling.marks(found, language=language(), say=gettext)


def place(site: Site, one: Finding) -> str:
    """Where a finding is to be looked at: the link, the change, or the strategy as a whole; what
    will show a change is said where indicators are, by whoever may."""
    if one.rule is Rule.NO_INDICATOR and may(Permission.INDICATOR_EDIT):
        return url_for("indicators.write", site=site.slug, change=one.codes[0])
    if one.arc is not None:
        source, target = one.arc
        return url_for("changes.link_page", site=site.slug, source=source, target=target)
    if len(one.codes) == 1:
        return url_for("changes.show", site=site.slug, code=one.codes[0])
    return url_for("changes.index", site=site.slug)


def rule_label(rule: Rule) -> str:
    """What a rule is called."""
    return method.load("review").text(f"rules.{rule}.label", language())


def grouped(found: tuple[Finding, ...]) -> list[tuple[Rule, list[Finding]]]:
    """Neighbours of one rule together."""
    return [(rule, list(group)) for rule, group in groupby(found, key=lambda one: one.rule)]


def first_asked(seen: Reading) -> list[tuple[Rule, list[Finding]]]:
    """What asks first, by rule."""
    return grouped(seen.of(Gravity.MEND))


def told_with() -> dict[str, Any]:
    """What templates tell findings with."""
    return {
        "told": told,
        "place": place,
        "rule_label": rule_label,
        "reading_words": method.load("review"),
        "language": language(),
    }
