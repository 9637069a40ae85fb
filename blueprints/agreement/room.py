"""The blueprint of the room, its addresses, and the words that its views share."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from blueprints._shared import governed
from blueprints._shared.governed import heading_of
from blueprints._shared.speech import language
from blueprints._shared.ways import method_means, method_name
from coopspace import method
from coopspace.agreement.checks import Finding
from coopspace.agreement.questions import Question, asked, by_code, of_section
from coopspace.agreement.rules import BESIDE, Kind, Section, State, Way, title
from coopspace.kernel.refusal import N_
from coopspace.sites.model import Site
from coopspace.stakeholders.rules import SECTORS, Sector

bp = Blueprint("agreement", __name__)
HOME = "/sites/<slug:site>/entente"
SLUGS: dict[str, Section] = {
    "principes": Section.PRINCIPLES,
    "lieux": Section.PLACES,
    "pouvoir": Section.POWER,
    "communication": Section.COMMUNICATION,
    "talents": Section.TALENTS,
}
SLUG_OF: dict[Section, str] = {section: slug for slug, section in SLUGS.items()}
SECTION = f"{HOME}/<any({', '.join(SLUGS)}):section>"
SETTLED = f"{HOME}/<any({', '.join(SLUG_OF[one] for one in BESIDE)}):section>"
CLAUSE = f"{HOME}/articles/<clause>"
PART = f"{HOME}/elements/<string(length=8):part>"
VERSIONS = f"{HOME}/versions"
VERSION = f"{VERSIONS}/<int(max=999999):number>"
VERIFIER = "/verifier"

KIND_LABELS: dict[Kind, str] = {
    Kind.PLACE: N_("Our places"),
    Kind.DECISION: N_("Who decides what"),
    Kind.MESSAGE: N_("What is told, and to whom"),
    Kind.TALENT: N_("What each brings"),
}
ADD_LABELS: dict[Kind, str] = {
    Kind.PLACE: N_("Add a place"),
    Kind.DECISION: N_("Add a decision rule"),
    Kind.MESSAGE: N_("Add what is told"),
    Kind.TALENT: N_("Add a talent"),
}
EDIT_LABELS: dict[Kind, str] = {
    Kind.PLACE: N_("Describe this place anew"),
    Kind.DECISION: N_("Say this rule anew"),
    Kind.MESSAGE: N_("Say anew what is told"),
    Kind.TALENT: N_("Say this talent anew"),
}
STATE_LABELS: dict[State, str] = {
    State.OPEN: N_("being signed"),
    State.SIGNED: N_("signed by all"),
    State.REFUSED: N_("refused"),
    State.WITHDRAWN: N_("withdrawn"),
}
WAY_LABELS: dict[Way, str] = {Way.INSIDE: N_("Among ourselves"), Way.OUTSIDE: N_("To the outside")}


def section_title(section: Section) -> str:
    """« Pouvoir »."""
    return method.load("agreement").text(f"sections.{section}.title", language())


def question_of(code: str) -> str:
    """The question that a clause answers; empty for one that answers none."""
    known = by_code().get(code)
    return known.question.text(language()) if known and known.asks else ""


def hint_of(question: Question) -> str:
    """What is asked of who writes a clause."""
    return question.question.text(language())


def sector_name(sector: Sector | str | None) -> str:
    """« Société civile »."""
    return str(_(SECTORS[Sector(sector)])) if sector else ""


def way_label(way: Way | str) -> str:
    """« Entre nous »."""
    return str(_(WAY_LABELS[Way(way)]))


def said_of(finding: Finding) -> str:
    """What is missing, in one kind sentence."""
    words = method.load("agreement").text(f"checks.{finding.check}", language())
    heading = heading_of(finding.about) if not finding.name else ""
    who = _all_of([_the(one) for one in finding.who])
    return words.format(heading=heading, name=finding.name, who=who)


def mended_at(finding: Finding, site: Site) -> str:
    """Where it is mended, by somebody who may write."""
    if finding.name:
        return url_for("agreement.describe", site=site.slug, part=finding.about)
    if finding.about:
        return url_for("agreement.answer", site=site.slug, number=number_of(finding.about))
    return url_for("agreement.add", site=site.slug, section=SLUG_OF[finding.section])


def number_of(code: str) -> int:
    """The rank of a question among all those that are asked, from 1."""
    return [one.code for one in asked()].index(code) + 1


def _the(sector: Sector) -> str:
    """A party within a sentence: « la société civile »."""
    return {
        Sector.STATE: str(_("the State")),
        Sector.AUTHORITY: str(_("the local authority")),
        Sector.CIVIL: str(_("civil society")),
    }.get(sector, sector_name(sector))


def _all_of(words: Iterable[str]) -> str:
    """« l’État et la collectivité »."""
    found = [*words]
    if len(found) < 2:
        return "".join(found)
    return str(_("%(first)s and %(last)s", first=", ".join(found[:-1]), last=found[-1]))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": method.load("agreement"),
        "sections": tuple(Section),
        "slug_of": SLUG_OF,
        "beside_of": BESIDE,
        "section_title": section_title,
        "questions_of": of_section,
        "heading_of": heading_of,
        "question_of": question_of,
        "hint_of": hint_of,
        "sector_name": sector_name,
        "method_name": method_name,
        "method_means": method_means,
        "said_of": said_of,
        "mended_at": mended_at,
        "kind_label": lambda kind: _(KIND_LABELS[kind]),
        "add_label": lambda kind: _(ADD_LABELS[kind]),
        "title_of": title,
        "way_label": way_label,
        "governed": governed,
        "state_label": lambda state: _(STATE_LABELS[state]),
    }
