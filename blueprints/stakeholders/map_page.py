"""The page of the map: the network in words, its picture, and the same facts as tables."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from flask import current_app, get_template_attribute, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints._shared import network_sentences as sentences
from blueprints._shared.formatters import day
from blueprints._shared.gate import may, requires
from blueprints._shared.speech import language
from blueprints.stakeholders.asking import Face, matches
from blueprints.stakeholders.declared import declared
from blueprints.stakeholders.drawing import Drawn, drawn
from blueprints.stakeholders.held_map import TODAY, HeldMap, hold
from blueprints.stakeholders.map_figures import counted
from blueprints.stakeholders.moment import Moment
from blueprints.stakeholders.picture import picture
from blueprints.stakeholders.room import HOME, bp
from blueprints.stakeholders.scene import Scene
from blueprints.stakeholders.tables import GRID_AT_MOST, grid, ordered
from blueprints.stakeholders.words import Words
from coopspace.extensions import db
from coopspace.kernel.clock import today
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site
from coopspace.stakeholders import places
from coopspace.stakeholders.rules import WaveKind

LISTED_UNDER = 200
"""Above so many relations the table is a page of its own."""


FILES = {
    **dict.fromkeys(("svg", "png", "pdf"), ".map_file"),
    **dict.fromkeys(("csv", "xlsx", "ods"), ".tables_file"),
    **dict.fromkeys(("graphml", "gexf", "json"), ".graph_file"),
}
"""Which page makes each kind of file; pictures alone follow the filters."""


@dataclass(frozen=True)
class Reader:
    """All that the drawing depends on besides the scene: where its links lead, its words."""

    words: Words
    address: str
    title: str
    chosen: str


@bp.get(HOME)
@requires(Permission.STAKEHOLDER_READ)
def index(site: Site) -> ResponseReturnValue:
    """Who works with whom: read, seen, listed."""
    held = hold(db.session())
    if not held.seen.network.nodes:
        return render_template(
            "stakeholders/map.html",
            site=site,
            scene=None,
            moment=held.moment,
            **_always(site),
        )
    return render_template("stakeholders/map.html", site=site, **_always(site), **_page(site, held))


@bp.get(f"{HOME}/graphe.json")
@requires(Permission.STAKEHOLDER_READ)
def graph(site: Site) -> ResponseReturnValue:
    """The picture's facts, for the script of the page: what this reader may see, and no more."""
    text, tag = _facts(drawn(hold(db.session()).scene))
    answer = current_app.response_class(text, mimetype="application/json")
    answer.set_etag(tag)
    return answer.make_conditional(request)


def _always(site: Site) -> dict[str, Any]:
    return {
        "words": Words(language()),
        "add_url": url_for(".add", site=site.slug),
        "file": partial(_file, site),
        "today_url": url_for(".index", site=site.slug),
    }


def _page(site: Site, held: HeldMap) -> dict[str, Any]:
    wished, scene = held.wishes, held.scene
    words = Words(language())
    here = partial(_here, site, held)
    writes = may(Permission.STAKEHOLDER_EDIT) and held.moment == TODAY
    missing = bool(wished.search) and not wished.asked.chosen
    chosen = scene.chosen
    return {
        "wishes": wished,
        "scene": scene,
        "here": here,
        "moment": held.moment,
        "writes": writes,
        "compare_url": _compare(site, held),
        "action": url_for(".index", site=site.slug),
        "back": request.full_path if request.query_string else request.path,
        "waves": [(one.number, Moment(wave=one).name) for one in held.waves],
        "against": held.compared,
        "time": _time(held, here),
        "names": sorted(held.names.values(), key=str.casefold),
        "missing": missing,
        "suggestions": [
            (held.names[one], here(organisation=one))
            for one in (matches(wished.search, held.names)[:8] if missing else ())
        ],
        "readings": sentences.readings(held.facts, held.names),
        "summary": sentences.summary(held.measures),
        "silence": sentences.silence(held.measures),
        "updated": _updated(held),
        "answered": sentences.answered(held.measures),
        "survey": _survey(site, held),
        "sifted": _sifted(held),
        "moved_line": _moved(held),
        "declared": declared(db.session(), held.measures, by=held.moment.until),
        "mission": held.seen.missions.get(wished.asked.chosen, ""),
        "about_chosen": sentences.about(held.measures, wished.asked.chosen, held.left),
        "suppose_url": _suppose(site, held),
        "page_url": _page_of(site, held),
        "counted": counted(held.measures),
        "picture": _picture(site, held, words) if wished.face is Face.MAP else "",
        "json_url": url_for(".graph", site=site.slug, **wished.query(vue=None, tri=None)),
        "lines": _lines(site, held, words),
        "grid": grid(scene) if wished.face is Face.MATRIX else None,
        "grid_most": GRID_AT_MOST,
        "clear_url": url_for(".index", site=site.slug),
        "tidy_url": url_for(".tidy_map", site=site.slug),
        "untidy_url": url_for(".untidy_map", site=site.slug),
        "moves_url": url_for(".index", site=site.slug),
        "can_untidy": writes and places.last_tidying(db.session()) is not None,
        "move": _move(site, held) if writes and chosen else None,
    }


def _lines(site: Site, held: HeldMap, words: Words) -> Markup | str | None:
    """The relations under the map, or None where they are too many to stand there."""
    if held.wishes.face is Face.MATRIX or not held.scene.lines:
        return ""
    if held.wishes.face is Face.MAP and len(held.scene.lines) > LISTED_UNDER:
        return None
    pages = url_for(".index", site=site.slug) if held.moment == TODAY else ""
    return _listed(held.scene, held.wishes.sort, words, pages)


def _picture(site: Site, held: HeldMap, words: Words) -> Markup:
    scene = held.scene
    reader = Reader(
        words=words,
        address=_here(site, held, organisation="~").replace("~", ""),
        title=sentences.summary(held.measures),
        chosen=scene.asked.chosen if scene.chosen else "",
    )
    return _drawn(drawn(scene), reader)


@lru_cache(maxsize=16)
def _facts(shown: Drawn) -> tuple[str, str]:
    """The facts of the picture as they are sent, and what tells them from others."""
    text = json.dumps(picture(shown), ensure_ascii=False, separators=(",", ":"))
    return text, sha256(text.encode()).hexdigest()[:32]


@lru_cache(maxsize=32)
def _drawn(shown: Drawn, reader: Reader) -> Markup:
    """The drawing as markup, written once."""
    write = get_template_attribute("stakeholders/_map_drawing.html", "svg")
    written: Markup = write(shown, reader, reader.words)
    return written


@lru_cache(maxsize=32)
def _listed(scene: Scene, sort: str, words: Words, pages: str) -> Markup:
    """The relations as the body of a table, written once; `pages` begins the address of each."""
    write = get_template_attribute("stakeholders/_map_tables.html", "relation_lines")
    written: Markup = write(ordered(scene.lines, sort), scene, words, pages)
    return written


def _here(site: Site, held: HeldMap, **changed: object) -> str:
    return url_for(".index", site=site.slug, **held.wishes.query(**changed))


def _file(site: Site, *, suffix: str, **wishes: Any) -> str:
    endpoint = FILES[suffix]
    return url_for(endpoint, site=site.slug, suffix=suffix, **wishes)


def _suppose(site: Site, held: HeldMap) -> str:
    """Where one step is tried with the one that is looked at, or its leaving."""
    chosen = held.wishes.asked.chosen
    if held.measures.whole is None or chosen not in held.network.by_id or held.moment != TODAY:
        return ""
    return url_for(".suppose", site=site.slug, un=chosen, part=chosen)


def _page_of(site: Site, held: HeldMap) -> str:
    chosen = held.wishes.asked.chosen
    return url_for(".show", site=site.slug, ref=chosen) if chosen in held.network.by_id else ""


def _move(site: Site, held: HeldMap) -> dict[str, str]:
    mark = held.scene.chosen
    assert mark is not None
    return {
        "url": url_for(".move_on_map", site=site.slug, ref=mark.id),
        "seen": places.version((mark.x, mark.y)),
    }


def _time(held: HeldMap, here: Callable[..., str]) -> dict[str, Any]:
    """The waves from the first to today: for the slider, and as links where there is no script."""
    moments = [*(Moment(wave=one) for one in reversed(held.waves)), TODAY]
    codes = [one.query.get("vague", "") for one in moments]
    return {
        "at": moments.index(held.moment) if held.moment in moments else None,
        "told": [(code, one.name) for code, one in zip(codes, moments, strict=True)],
        "links": [
            (one.name, here(vague=code or None, au=None), one == held.moment)
            for code, one in zip(codes, moments, strict=True)
        ],
    }


def _compare(site: Site, held: HeldMap) -> str:
    """The map of today beside the moment that is shown; nothing where it is today."""
    shown = held.moment
    if not shown.past:
        return ""
    code = next(iter(shown.query.values()))
    return url_for(".index", site=site.slug, **held.wishes.query(vague=None, au=None, avec=code))


def _updated(held: HeldMap) -> str:
    if held.moment.past and not held.network.asked:
        told = str(_("As the site told it, without the answers to surveys."))
    else:
        told = "" if held.network.asked else sentences.answered(held.measures)
    return f"{day(today()) if held.moment == TODAY else held.moment.name}. {told}".strip()


def _survey(site: Site, held: HeldMap) -> dict[str, str] | None:
    """The survey whose answers may be on the map, where to read who has not answered."""
    asking = (one for one in held.waves if one.kind == WaveKind.SURVEY)
    wave = held.moment.wave or next(asking, None)
    if wave is None or not held.network.asked:
        return None
    return {
        "name": wave.name,
        "url": url_for("survey.show", site=site.slug, survey=wave.number),
    }


def _sifted(held: HeldMap) -> int | None:
    """How many relations the filters leave; None where they leave all of them."""
    shown = sum(one.change != "gone" for one in held.scene.lines)
    return shown if shown != held.measures.relations else None


def _moved(held: HeldMap) -> str:
    other = held.compared
    return sentences.moved(held.change, other.name) if held.change and other else ""
