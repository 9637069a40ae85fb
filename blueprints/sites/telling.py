"""Lines of the journal as people read them: sentences with names, and with links to what moved."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from blueprints.sites.journal_words import LINES, UNKNOWN, Kind, Line
from blueprints.sites.words import all_of, college_word, role_word
from coopspace.accounts.model import User
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.clock import PARIS
from coopspace.sites.model import Site

VISION = "V"
SHOWN = 4
"""How many codes a folded line names before it counts the others."""
People = Mapping[uuid.UUID, User]


@dataclass(frozen=True)
class Told:
    """One line, or several neighbours that say the same, ready for a page."""

    line: AuditEvent
    sentence: Markup
    kind: Kind
    actor: User | None
    code: str = ""
    """The one change that it is about, if there is only one."""


def told(site: Site, line: AuditEvent, people: People) -> Told:
    """One line in one sentence."""
    words = LINES.get(line.action, UNKNOWN)
    filled = escape(gettext(words.sentence)) % _words(site, line, people)
    code = str(line.details.get("code", ""))
    return Told(line, filled, words.kind, _person(people, line.actor_id), code)


def folded(site: Site, lines: Sequence[AuditEvent], people: People) -> Iterator[Told]:
    """The lines, those that repeat the same act of the same person on the same day told once."""
    for _key, group in groupby(lines, key=_same):
        same = list(group)
        words = LINES.get(same[0].action, UNKNOWN)
        if len(same) == 1 or not words.several:
            yield told(site, same[0], people)
        else:
            yield _several(site, same, words, people)


def _same(line: AuditEvent) -> tuple[object, ...]:
    return line.actor_id, line.action, line.at.astimezone(PARIS).date()


def _several(site: Site, same: list[AuditEvent], words: Line, people: People) -> Told:
    things = list(dict.fromkeys(_thing(site, line) for line in reversed(same)))
    more = len(things) - SHOWN
    if more > 1:
        others = gettext("%(count)d others", count=more)
        things = [*things[:SHOWN], escape(others)]
    marks = {f"[{n}]": thing for n, thing in enumerate(things)}
    codes = escape(all_of(marks))
    for mark, thing in marks.items():
        codes = codes.replace(mark, thing)
    filled = escape(gettext(words.several)) % {
        **_words(site, same[0], people),
        "codes": codes,
    }
    return Told(same[0], filled, words.kind, _person(people, same[0].actor_id))


def _words(site: Site, line: AuditEvent, people: People) -> dict[str, object]:
    """Everything that a sentence may name; what is not a mark-up of ours is escaped by `%`."""
    details = line.details
    college = college_word(details.get("college"))
    return {
        "who": _name(people, line.actor_id),
        "person": _name(people, _id(details.get("person"))),
        "sender": _name(people, _id(details.get("sender"))),
        "after": _name(people, _id(details.get("after"))),
        "role": role_word(details.get("role")).lower(),
        "college": college,
        "for_college": f" ({college})" if college else "",
        "was": details.get("was", ""),
        "code": _code(site, details.get("code", "")),
        "source": _code(site, details.get("source", "")),
        "target": _code(site, details.get("target", "")),
    }


def _thing(site: Site, line: AuditEvent) -> Markup:
    """What the line is about, in a row of several: a change, or a link from one to another."""
    if line.details.get("source"):
        source, target = line.details["source"], line.details.get("target", "")
        end = gettext("the vision") if target == VISION else target
        pair = escape(gettext("%(source)s to %(target)s", source=source, target=end))
        return _link(pair, "changes.link_page", site, source=source, target=target)
    return _code(site, line.details.get("code", ""))


def _code(site: Site, code: str) -> Markup:
    if code == VISION:
        return _link(escape(gettext("the vision")), "vision.show", site)
    return _link(escape(code), "changes.show", site, code=code) if code else Markup("")


def _link(text: Markup, endpoint: str, site: Site, **values: Any) -> Markup:
    """The text, led to its page where that page exists."""
    if endpoint not in current_app.view_functions:
        return text
    address = url_for(endpoint, site=site.slug, **values)
    return Markup('<a href="{}">{}</a>').format(address, text)


def _name(people: People, person_id: uuid.UUID | None) -> Markup:
    person = _person(people, person_id)
    if person is None:
        return escape(gettext("Somebody who is no longer here"))
    return Markup("<b>{}</b>").format(person.name)


def _person(people: People, person_id: uuid.UUID | None) -> User | None:
    return people.get(person_id) if person_id else None


def _id(text: object) -> uuid.UUID | None:
    return uuid.UUID(str(text)) if text else None
