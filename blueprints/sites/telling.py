"""Lines of the journal as people read them: sentences with names, and with links to what moved."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from blueprints._shared.speech import language
from blueprints.sites.journal_kinds import Saying
from blueprints.sites.journal_words import LINES, UNKNOWN
from blueprints.sites.words import all_of, college_word, role_word
from coopspace import method
from coopspace.agreement.rules import Kind as Part
from coopspace.agreement.starting import called
from coopspace.compare.rules import ITEM_LABELS, Item
from coopspace.discussed_kinds import KINDS
from coopspace.extensions import db
from coopspace.kernel.clock import PARIS
from coopspace.kernel.refusal import N_
from coopspace.roles.rules import SupportRole
from coopspace.sites.journal import Line
from coopspace.sites.model import Site

VISION = "V"
NOTHING = Markup("")
AGREEMENT_PARTS: dict[Part, str] = {
    Part.PLACE: N_("a place"),
    Part.DECISION: N_("a decision rule"),
    Part.MESSAGE: N_("what is told"),
    Part.TALENT: N_("a talent"),
}
SHOWN = 4
"""How many codes a folded line names before it counts the others."""
Names = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class Told:
    """One line, or several neighbours that say the same, ready for a page."""

    line: Line
    sentence: Markup
    code: str = ""
    """The one change that it is about, if there is only one."""


def told(site: Site, line: Line, names: Names) -> Told:
    """One line in one sentence."""
    words = LINES.get(line.action, UNKNOWN)
    filled = escape(gettext(words.sentence)) % _Words(site, line, names)
    code = str(line.details.get("code", ""))
    return Told(line, filled, code)


def folded(site: Site, lines: Sequence[Line], names: Names) -> Iterator[Told]:
    """The lines, those that repeat the same act of the same person on the same day told once."""
    for _key, group in groupby(lines, key=_same):
        same = list(group)
        words = LINES.get(same[0].action, UNKNOWN)
        if len(same) == 1 or not words.several:
            yield told(site, same[0], names)
        else:
            yield _several(site, same, words, names)


def _same(line: Line) -> tuple[object, ...]:
    return line.actor_id, line.action, line.at.astimezone(PARIS).date()


def _several(site: Site, same: list[Line], words: Saying, names: Names) -> Told:
    things = list(dict.fromkeys(_thing(line) for line in reversed(same)))
    more = len(things) - SHOWN
    shown = things if more <= 1 else things[:SHOWN]
    marks = {f"[{n}]": _shown(site, thing) for n, thing in enumerate(shown)}
    if more > 1:
        marks["[…]"] = escape(gettext("%(count)d others", count=more))
    codes = escape(all_of(marks))
    for mark, thing in marks.items():
        codes = codes.replace(mark, thing)
    filled = escape(gettext(words.several)) % _Words(site, same[0], names, codes)
    return Told(same[0], filled)


def _thing(line: Line) -> tuple[str, str]:
    """What the line is about, in a row of several: a change, or a link from one to another."""
    source = line.details.get("source")
    return (
        (source, line.details.get("target", "")) if source else (line.details.get("code", ""), "")
    )


def _shown(site: Site, thing: tuple[str, str]) -> Markup:
    source, target = thing
    if not target:
        return _code(site, source)
    end = gettext("the vision") if target == VISION else target
    pair = escape(gettext("%(source)s to %(target)s", source=source, target=end))
    return _link(pair, "changes.link_page", site, source=source, target=target)


class _Words(Mapping[str, object]):
    """What a sentence may name, looked up when it does; `%` escapes what is no mark-up of ours."""

    def __init__(self, site: Site, line: Line, names: Names, codes: Markup = NOTHING) -> None:
        self.site, self.line, self.names, self.codes = site, line, names, codes

    def __getitem__(self, key: str) -> object:
        """The word that stands at `%(key)s`. Raises KeyError for one that no sentence uses."""
        details = self.line.details
        if key in ("code", "source", "target"):
            return _code(self.site, details.get(key, ""))
        if key in ("person", "after"):
            return _name(self.names, uuid.UUID(details[key]) if details.get(key) else None)
        if key == "for_college":
            college = college_word(details.get("college"))
            return f" ({college})" if college else ""
        return _OTHERS[key](self)

    def __iter__(self) -> Iterator[str]:
        return iter(_OTHERS)

    def __len__(self) -> int:
        return len(_OTHERS)


_OTHERS: dict[str, Callable[[_Words], object]] = {
    "who": lambda words: _name(words.names, words.line.actor_id),
    "role": lambda words: role_word(words.line.details.get("role")).lower(),
    "college": lambda words: college_word(words.line.details.get("college")),
    "was": lambda words: words.line.details.get("was", ""),
    "number": lambda words: words.line.details.get("number", ""),
    "count": lambda words: words.line.details.get("count", ""),
    "item": lambda words: _item(words.line.details.get("item", "")),
    "codes": lambda words: words.codes,
    "part": lambda words: _part(words.line.details.get("part", "")),
    "decision": lambda words: _decision(words.site, words.line.details.get("number")),
    "support": lambda words: _support(words.site, words.line.details.get("support")),
    "suggestion": lambda words: _suggestion(words.site, words.line.details.get("number")),
    "topic": lambda words: _topic(words.site, words.line.details),
    "start": lambda words: _start(words.line.details.get("start")),
}


def _start(number: object) -> str:
    """What the other site or the file is called: it stands beside the journal, not in it."""
    found = called(db.session(), number) if isinstance(number, int) else ""
    return found or gettext("a text that is no longer known")


def _decision(site: Site, number: object) -> Markup:
    """« la décision n° 3 », led to its page; of words typed together, no number is known."""
    if not isinstance(number, int):
        return escape(gettext("a decision"))
    said = escape(gettext("decision no. %(number)d", number=number))
    return _link(said, "decisions.show", site, number=number)


def _support(site: Site, code: object) -> Markup:
    """« Confiance », led to the page of the role."""
    if code not in set(SupportRole):
        return escape(gettext("a role"))
    role = SupportRole(str(code))
    said = escape(method.load("roles").text(f"roles.{role}.short", language()))
    return _link(said, "roles.show", site, number=role.number)


def _suggestion(site: Site, number: object) -> Markup:
    """« la suggestion n° 3 », led to its page."""
    if not isinstance(number, int):
        return escape(gettext("a suggestion"))
    said = escape(gettext("suggestion no. %(number)d", number=number))
    return _link(said, "agreement.suggestion", site, number=number)


def _item(code: str) -> str:
    """The name of an item that is shared, within a sentence."""
    return gettext(ITEM_LABELS[Item(code)]) if code in set(Item) else code


def _part(kind: str) -> str:
    """« un lieu », within a sentence."""
    return gettext(AGREEMENT_PARTS[Part(kind)]) if kind in set(Part) else kind


def _topic(site: Site, details: Mapping[str, Any]) -> Markup:
    """« un article de l’entente », led to the thread where it is talked about."""
    known = KINDS.get(details.get("kind", ""))
    text = escape(gettext(known.within) if known else details.get("kind", ""))
    thread = details.get("thread", "")
    return _link(text, "discussion.show", site, thread=thread) if thread else text


def _about(line: Line) -> tuple[object, ...]:
    """What tells the things of several lines apart."""
    return tuple(line.details.get(key) for key in ("source", "target", "code"))


def _code(site: Site, code: str) -> Markup:
    if code == VISION:
        return _link(escape(gettext("the vision")), "vision.show", site)
    return _link(escape(code), "changes.show", site, code=code) if code else NOTHING


def _link(text: Markup, endpoint: str, site: Site, **values: Any) -> Markup:
    """The text, led to its page."""
    address = url_for(endpoint, site=site.slug, **values)
    return Markup('<a href="{}">{}</a>').format(address, text)


def _name(names: Names, person_id: uuid.UUID | None) -> Markup:
    name = names.get(person_id) if person_id else None
    if name is None:
        return escape(gettext("Somebody who is no longer here"))
    return Markup("<b>{}</b>").format(name)
