"""What makes a vision easier to share, and when three colleges have adopted one.

Advice never forbids: each names what it saw, and its why stands in `seeds/method/vision.toml`
under the same code. Consent is counted on exact words: a number and a digest.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from coopspace.kernel.refusal import N_
from coopspace.positions import rules as positions
from coopspace.positions.rules import REASON_MAX, Position, Status
from coopspace.vision import lexicon

__all__ = [
    "MOST_WORDS",
    "READ_MAX",
    "REASON_MAX",
    "YEARS_AHEAD",
    "Advice",
    "CollegeStatus",
    "Said",
    "Stance",
    "adopted_at",
    "advise",
    "college_status",
    "count_words",
    "reason_of",
]

MOST_WORDS = 40
"""A vision that fits in one breath and on a poster."""
YEARS_AHEAD = 10
READ_MAX = 2_000
"""What is read of words being typed: nobody needs advice beyond."""

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_YEAR = re.compile(
    r"(?<![\w.,/])(?:19|20|21)\d\d(?![\w/])(?!\s?(?:€|%|euros?|logements?|habitants?))"
)
_LATER = re.compile(
    r"\b(?:dans|d’ici|in|within)\s+(?:à\s+)?(?:les\s+)?(?P<count>\d{1,3}|"
    r"dix|douze|quinze|vingt|trente|quarante|cinquante|cent|"
    r"ten|twelve|fifteen|twenty|thirty|forty|fifty)\s+(?:prochaines\s+)?(?:ans|années|years)"
    r"|\b(?:dans|d’ici|in|within)\s+(?:une|la\s+prochaine|one|a|the\s+next)\s+(?:génération|generation)",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\b(?:M|MM|Mme|Mr|Mrs|Dr|St|Ste|art|av|bd|cf|ex|env|no)|\b[A-Z])\.$")
_CAPITAL = r"[«“\"•–-]?\s*[A-ZÀ-ÖØ-ÞŒ0-9]"
_STOP = re.compile(rf"[.!?…]*\s*\n\s*(?={_CAPITAL})|[.!?…]+[\s»”\"]*(?=\s+{_CAPITAL})")
_ACRONYM = re.compile(r"(?<![\w.])(?:[A-ZÀ-ÖØ-Þ]{2,6}\d?|(?:[A-Z]\.){2,6})(?![\w-])")
_ROMAN = re.compile(r"[IVX]+")
_OPENING = re.compile(
    r"""^[\s«“"–—-]*(?:
      (?:notre|la|our|the)?\s*vision\s*(?:partagée|commune)?\s*[:,–—-]\s*
    | (?:à\sl’horizon|à\spartir\sde|d’ici\sà|d’ici|dès|en|vers|pour|avant|horizon
        |by|in|before|from)\s(?:l’an\s|l’année\s|the\syear\s)?(?:19|20|21)\d\d\s*[,:;–—-]?\s*
    | (?:dans|d’ici|in|within)\s(?:à\s)?[\w’-]+\s(?:ans|années|years)(?:’\stime)?\s*[,:;–—-]?\s*
    | (?:demain|ensemble|tomorrow|together)\s*,\s*
    | (?:nous|on|we)\s(?:voulons|souhaitons|allons|visons\sà|cherchons\sà|veut|souhaite|va
        |want\sto|wish\sto|will|aim\sto|are\sgoing\sto|intend\sto)\s+
    | nous\savons\spour\s(?:ambition|objectif|but|projet)\s(?:de\s|d’)
    | (?:notre|l’|le|our|the)\s?(?:objectif|ambition|but|projet|vision|rêve|enjeu
        |aim|goal|ambition|objective|dream|purpose)\s(?:est|c’est|is)\s(?:de\s|d’|to\s)
    | il\ss’agit\s(?:de\s|d’) | il\sfaut\s | to\s | pour\s | afin\s(?:de\s|d’)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLE = re.compile(r"^(?:le |la |l’|une? |the )", re.IGNORECASE)


@dataclass(frozen=True)
class Advice:
    """One thing worth looking at again; `words` fill the sentence of the method."""

    code: str
    words: Mapping[str, str | int] = field(default_factory=dict)


def advise(text: str, *, year: int) -> list[Advice]:
    """What would help this vision, written in `year`, be shared; empty for a good one."""
    plain = " ".join(text.replace("'", "’").split())
    if not plain:
        return []
    lines = text.replace("'", "’").strip()
    found: list[Advice | None] = [
        _action(plain),
        _sentences(lines),
        _length(plain),
        _horizon(plain, year),
        _acronym(plain),
    ]
    return [advice for advice in found if advice is not None]


def count_words(text: str) -> int:
    """Words as a person counts them: « l’accès » is one, « arc-en-ciel » is one."""
    return len(_WORD.findall(text))


def _length(text: str) -> Advice | None:
    words = count_words(text)
    return Advice("length", {"words": words, "most": MOST_WORDS}) if words > MOST_WORDS else None


def _sentences(text: str) -> Advice | None:
    """More than one sentence: a full stop and a capital, or a new line."""
    count = 1
    for stop in _STOP.finditer(text):
        count += not _ABBREVIATED.search(text[: stop.start() + 1])
    return Advice("sentences", {"count": count}) if count > 1 else None


def _horizon(text: str, year: int) -> Advice | None:
    """The furthest year that the vision names; « dans quinze ans » or a generation also says it."""
    years = [int(found) for found in _YEAR.findall(text)]
    if years and max(years) >= year + YEARS_AHEAD:
        return None
    if _LATER.search(text):
        return (
            None if not _too_soon(text) else Advice("horizon_near", {"least": year + YEARS_AHEAD})
        )
    if not years:
        return Advice("horizon_missing", {"least": year + YEARS_AHEAD})
    return Advice("horizon_near", {"least": year + YEARS_AHEAD})


def _too_soon(text: str) -> bool:
    """Whether every « dans … ans » of the text is closer than ten years, digits only."""
    counts = [match["count"] or "" for match in _LATER.finditer(text)]
    return all(count.isdecimal() and int(count) < YEARS_AHEAD for count in counts)


def _action(text: str) -> Advice | None:
    """Whether the sentence opens on what somebody will do rather than on what is so."""
    words = _opened(text)
    if not words:
        return None
    first, second = words[0], words[1] if len(words) > 1 else ""
    action = (
        first in lexicon.FRENCH_ACTIONS
        or first in lexicon.ENGLISH_ACTIONS
        or (first in lexicon.ENGLISH_EITHER and second in lexicon.ENGLISH_OBJECTS)
        or (first == "nous" and second in lexicon.FRENCH_WE)
        or _is_deed(words)
    )
    return Advice("action", {"word": first}) if action else None


def _is_deed(words: Sequence[str]) -> bool:
    """« Mise en place d’un réseau », with nothing said of it."""
    named = words[0] in lexicon.FRENCH_DEEDS and words[1:2] != [] and words[1] in _COMPLEMENT
    return named and lexicon.FRENCH_PREDICATES.isdisjoint(words)


def _opened(text: str) -> list[str]:
    """The words once « En 2036, », « Notre objectif est de » and the like are set aside."""
    rest, before = text, ""
    while rest != before:
        before, rest = rest, _OPENING.sub("", rest, count=1)
    rest = _ARTICLE.sub("", rest.lower(), count=1)
    return re.findall(r"[^\W\d_]+’?|[.,:;]", rest)


_COMPLEMENT = frozenset(("de", "d’", "du", "des", "en", "contre", "à", "au", "aux"))


def _acronym(text: str) -> Advice | None:
    """The first letters that a newcomer could not read, unless parentheses explain them."""
    letters = [c for c in text if c.isalpha()]
    if sum(c.isupper() for c in letters) > len(letters) / 2:
        return None
    for match in _ACRONYM.finditer(text):
        word = match[0].replace(".", "")
        readable = word in lexicon.KNOWN or word in lexicon.STRESSED or _ROMAN.fullmatch(word)
        after, before = text[match.end() :].lstrip(), text[: match.start()].rstrip()
        if not readable and not after.startswith("(") and not before.endswith("("):
            return Advice("acronym", {"word": match[0]})
    return None


class Stance(StrEnum):
    """What a member of the trio says, for their college, of one exact wording."""

    CONSENT = "consent"
    OBJECTION = "objection"


@dataclass(frozen=True, kw_only=True)
class Said(Position[Stance]):
    """One position: who spoke for which college on which wording, and when.

    `speaks` says whether this person still speaks for that college at the moment considered.
    """

    college: str


CollegeStatus = Status[Stance]
"""Where one college stands on a wording: `stance` None while it is awaited."""
HARDEST_FIRST = (Stance.OBJECTION, Stance.CONSENT)


def college_status(said: Iterable[Said]) -> CollegeStatus:
    """The status of one college from what its members said of one wording, oldest first.

    Each member's latest word counts: one objection is an objection of the college, else one
    consent is its consent. `since` is when that became so.
    """
    return positions.status(said, order=HARDEST_FIRST, holds=Stance.OBJECTION)


def adopted_at(statuses: Iterable[CollegeStatus]) -> datetime | None:
    """When the last of the colleges consented; None while one has not, or objects."""
    return positions.since_all(statuses, Stance.CONSENT)


def reason_of(text: str, stance: Stance) -> str:
    """The reason as kept. Raises Refusal: an objection without its reason helps nobody mend."""
    why = N_("Say what in this wording your party cannot live with, and what would help.")
    return positions.reason_of(text, needed=why if stance is Stance.OBJECTION else "")
