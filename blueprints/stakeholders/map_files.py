"""The map to take away: an A3 page with its legend and its reading, in three formats."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import network_sentences as sentences
from blueprints._shared.downloads import download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.network_sentences import Reading
from blueprints._shared.speech import language
from blueprints.stakeholders.drawing import Sheet as Paper
from blueprints.stakeholders.drawing import drawn
from blueprints.stakeholders.held_map import TODAY, HeldMap, hold
from blueprints.stakeholders.room import HOME, bp
from blueprints.stakeholders.scene import Line, Scene
from blueprints.stakeholders.words import Words
from coopspace.exports.drawings import FACE, Drawing
from coopspace.exports.poster.letters import Style, broken, printable, words
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site

PAPER = Paper(width=1120.0, height=820.0, side=104.0, head=44.0, letters=17.0, scale=1.3)
"""The map on an A3 page: 1 600 units across, the reading beside it."""
BESIDE = 372.0
MOST_SAID, ROOM = 8, 800
"""So many readings stand beside the map at most, and so much room they have, in units of it."""
INKS = {"state": "#1D3F94", "authority": "#0E7560", "civil": "#B0430C"}
OTHER_INK = "#5C4A61"
LEVELS = ("#1F1B52", "#57226B", "#8F2B68", "#C03E54", "#DF6D3C", "#ED9A36", "#F7C445")
ON_LEVELS = ("#FFFFFF",) * 4 + ("#231427",) * 3


@bp.get(f"{HOME}/export.<any(svg,png,pdf):suffix>")
@requires(Permission.STAKEHOLDER_READ)
def map_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The map as its page shows it with the same filters."""
    held = hold(db.session())
    if not held.scene.marks:
        raise Refusal(N_("Nothing can be taken away while no organisation is on the map."))
    told = _with_room(sentences.readings(held.facts, held.names)[:MOST_SAID])
    return download(
        f"{site.slug}_reseau",
        suffix,
        book=book(site, held),
        drawing=partial(poster, site, held, told, alone=suffix != "pdf"),
        lead=(sentences.summary(held.measures), *_notes(held)),
        beside=tuple((one.figure, one.sentence, one.more) for one in told or _few(held)),
    )


def poster(site: Site, held: HeldMap, told: tuple[Reading, ...], *, alone: bool) -> Drawing:
    """The map with its legend; `alone`, with its title and its reading too."""
    scene, said = held.scene, Words(language())
    alt = " ".join((sentences.summary(held.measures), *(one.said for one in told)))
    written = render_template(
        "stakeholders/map.svg",
        title=printable(_title(site, held)),
        alt=printable(alt),
        lead=[_fitted(one, 1500, 19) for one in (sentences.summary(held.measures),)],
        notes=[line for one in _notes(held) for line in _fitted(one, BESIDE, 16)],
        told=[
            (one.figure, _fitted(one.sentence, BESIDE - 80, 18, strong=True),
             _fitted(one.more, BESIDE - 80, 15))
            for one in told
        ],
        drawn=drawn(scene, PAPER),
        words=said,
        alone=alone,
        face=FACE,
        inks=INKS,
        other_ink=OTHER_INK,
        colors=LEVELS,
        on_colors=ON_LEVELS,
        printable=printable,
    )  # fmt: skip
    return Drawing(written, alt)


def book(site: Site, held: HeldMap) -> Book:
    """The relations that the map shows, one a line."""
    said, scene = Words(language()), held.scene
    columns = [
        Column(str(_("Organisation"))),
        Column(str(_("Sector"))),
        Column(str(_("works with"))),
        Column(str(_("Sector"))),
        Column(str(_("Level")), Kind.NUMBER),
        Column(str(_("Level in words"))),
        Column(str(_("Each side says"))),
    ]
    if scene.compared:
        columns.append(Column(str(_("Before"))))
    return Book(
        title=_title(site, held),
        language=language(),
        made_at=clock.now(),
        sheets=(
            Sheet(
                str(_("Relations")),
                tuple(columns),
                tuple(_row(line, scene, said) for line in scene.lines),
                (
                    (str(_("Site")), site.name),
                    (str(_("As of")), held.moment.name),
                    (str(_("Made on")), day(clock.now())),
                ),
            ),
        ),
        about=str(_("To read with it")),
    )


def _title(site: Site, held: HeldMap) -> str:
    """What is shown, of whom, and of when where it is over."""
    whole = f"{_('Who works with whom?')} – {site.name}"
    return f"{whole} – {held.moment.name}" if held.moment.past else whole


def _row(line: Line, scene: Scene, said: Words) -> tuple[Cell, ...]:
    a, b = scene.by_id[line.a], scene.by_id[line.b]
    sides = " – ".join("·" if one is None else str(one) for one in (line.there, line.back))
    row: list[Cell] = [a.name, said.sector(a.college), b.name, said.sector(b.college)]
    row += [line.level, said.level(line.level), sides]
    return (*row, said.change(line)) if scene.compared else tuple(row)


def _few(held: HeldMap) -> tuple[Reading, ...]:
    """What stands beside a map too small, or too little answered, for figures."""
    said = sentences.silence(held.measures)
    return (Reading(sentences.summary(held.measures), said),)


def _with_room(told: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The first readings, as many as stand beside the map on its page."""
    kept, left = [], float(ROOM)
    for one in told:
        lines = len(_fitted(one.sentence, BESIDE - 80, 18, strong=True))
        left -= lines * 24 + len(_fitted(one.more, BESIDE - 80, 15)) * 19 + 16
        if left < 0:
            break
        kept.append(one)
    return tuple(kept)


def _notes(held: HeldMap) -> tuple[str, ...]:
    """How it was told, and when."""
    when = day(clock.now()) if held.moment == TODAY else held.moment.name
    alone = held.moment.past and not held.network.asked
    told = f"{when}. {'' if alone else sentences.answered(held.measures)}".strip()
    return tuple(one for one in (sentences.silence(held.measures), told) if one)


def _fitted(text: str, room: float, size: float, *, strong: bool = False) -> list[str]:
    """The lines of a text, no longer than the room it has."""
    style = Style("strong" if strong else "text", size, "#2A1A2E")
    lines = broken(words(printable(text), style), room)
    return ["".join(run.text for run in line).strip() for line in lines]
