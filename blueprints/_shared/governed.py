"""What clauses govern, in words: under a clause, on paper, and on the page of what is governed."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints._shared.speech import language
from coopspace import method
from coopspace.agreement.content import Governed
from coopspace.agreement.governed import Saying
from coopspace.agreement.questions import by_code
from coopspace.agreement.rules import SECTION_OF, Talent, title


@dataclass(frozen=True)
class Spoken:
    """What the agreement says of a thing, in one place: under which heading, in which words."""

    anchor: str
    heading: str
    words: str


def thing(one: Governed) -> str:
    """« I3 Les familles se connaissent », « la relation CAF – Ville »."""
    if one.change:
        return f"{one.change} {one.words}"
    first, last = one.ends
    return str(_("the relation %(one)s – %(other)s", one=first, other=last))


def since(one: Governed) -> str:
    """What became of it since it was named; empty where it stands."""
    if not one.ended:
        return ""
    return str(_("it has left the chain") if one.change else _("it is no longer on the map"))


def told(some: Iterable[Governed]) -> str:
    """All of them in one sentence; empty for none."""
    said = [f"{thing(one)} ({since(one)})" if one.ended else thing(one) for one in some]
    return str(_("Governs: %(things)s", things=" · ".join(said))) if said else ""


def heading_of(code: str) -> str:
    """The heading of a clause; of one that the method no longer asks, a general one."""
    known = by_code().get(code)
    return known.heading.text(language()) if known else str(_("Another clause"))


def spoken(sayings: Iterable[Saying]) -> list[Spoken]:
    """What the agreement says of a thing, place by place."""
    return [_spoken(one) for one in sayings]


def _spoken(one: Saying) -> Spoken:
    if one.said is None or one.kind is None:
        return Spoken(one.holder, heading_of(one.holder), one.words)
    words = one.said.brings if isinstance(one.said, Talent) else title(one.said)
    section = method.load("agreement").text(f"sections.{SECTION_OF[one.kind]}.title", language())
    return Spoken(one.holder, section, words)
