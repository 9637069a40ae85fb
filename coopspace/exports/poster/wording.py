"""The sentences of the page, translated by whoever knows the reader's language."""

from collections.abc import Callable

from coopspace.changes.rules import (
    LEVEL_PLURALS,
    LEVEL_QUESTIONS,
    LEVEL_SAYINGS,
    SYSTEM_LABELS,
    Level,
)
from coopspace.exports.poster.poster import PosterColumn, PosterWords
from coopspace.kernel.refusal import N_

Translate = Callable[[str], str]


def words(say: Translate) -> PosterWords:
    """Every sentence of the page but those that people wrote."""
    return PosterWords(
        strategy=say(N_("Change strategy")),
        our_vision=say(N_("Our vision")),
        no_vision=say(N_("The vision is still to be written, together.")),
        no_change=say(N_("No change is written yet.")),
        held_by=say(N_("We hold this course together")),
        notes=say(N_("By hand: what has moved, what we are learning")),
        key=say(N_("How to read")),
        key_links=say(N_("From left to right: each change leads to those its arrows reach.")),
        key_dashed=say(N_("Dashed outline: something is still missing.")),
        key_tones=say(N_("The two tones of the lines only help the eye to follow them.")),
        systems={system.value: say(label) for system, label in SYSTEM_LABELS.items()},
        live=say(N_("Live version")),
        scan=say(N_("Code to scan: the live version at %(address)s")),
        leads_to=say(N_("Leads to %(changes)s")),
        leads_to_all=say(N_("Leads to:")),
        the_vision=say(N_("the vision")),
        page_of=say(N_("Page %(number)s of %(count)s: what leads to %(changes)s")),
        page_unlinked=say(N_("Page %(number)s of %(count)s: what leads to no ultimate change yet")),
        reading=say(N_("The strategy in words")),
        reading_help=say(N_("The same facts as the drawing, change by change.")),
        systems_are=say(N_("Systems: %(systems)s")),
        who_changes=say(N_("Who changes: %(who)s")),
    )


def columns(say: Translate) -> tuple[PosterColumn, PosterColumn, PosterColumn]:
    """The three levels, named."""
    direct, intermediate, ultimate = (
        PosterColumn(
            level,
            title=say(LEVEL_PLURALS[level]),
            saying=say(LEVEL_SAYINGS[level]),
            question=say(LEVEL_QUESTIONS[level]),
        )
        for level in Level
    )
    return direct, intermediate, ultimate
