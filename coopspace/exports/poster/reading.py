"""The page in words: the same facts, change by change, for those who listen or copy."""

from typing import Any

from coopspace.changes.rules import VISION
from coopspace.exports.poster.letters import printable
from coopspace.exports.poster.paper import Format, Paper
from coopspace.exports.poster.poster import SYSTEMS, Poster, PosterChange


def reading(poster: Poster, paper: Paper) -> dict[str, Any]:
    """Each level with its changes in full, what each acts on and leads to, then the vision."""
    words = poster.words
    large = paper.format is Format.A3
    return {
        "size": 10.5 if large else 9.5,
        "columns": 3 if large else 2,
        "title": printable(words.reading),
        "over": printable(poster.title),
        "help": printable(words.reading_help if poster.changes else words.no_change),
        "levels": [
            {
                "title": printable(column.title),
                "changes": [
                    _said(poster, change)
                    for change in poster.changes
                    if change.level is column.level
                ],
            }
            for column in poster.columns
        ],
        "vision": [printable(words.our_vision), [printable(poster.vision or words.no_vision)]],
        "voices": [
            printable(words.held_by),
            [printable(f"{one.name} – {one.said}") for one in poster.voices],
        ],
    }


def _said(poster: Poster, change: PosterChange) -> dict[str, Any]:
    words = poster.words
    statements = {one.code: one.statement for one in poster.changes}
    systems = ", ".join(words.systems[one] for one in SYSTEMS if one in change.systems)
    about = [
        words.who_changes % {"who": change.who} if change.who else "",
        words.systems_are % {"systems": systems} if systems else "",
        change.note,
        change.warning,
        *change.asked,
    ]
    after = [
        [one, statements[one]] if one != VISION else ["", words.the_vision]
        for one in poster.targets[change.code]
    ]
    return {
        "code": change.code,
        "statement": printable(change.statement),
        "about": [printable(one) for one in about if one],
        "leads": printable(words.leads_to_all) if after else "",
        "after": [[code, printable(said)] for code, said in after],
    }
