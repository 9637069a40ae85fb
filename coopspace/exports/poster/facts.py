"""What the page says, read from the site: the living chain, the vision and who consented to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from sqlalchemy.orm import Session

from coopspace.changes.layout import in_order
from coopspace.changes.rules import EFFECT_LABELS, Effect, System
from coopspace.changes.strategy import CardRow, StrategyView, strategy_view
from coopspace.exports.poster.poster import (
    NBSP,
    Poster,
    PosterChange,
    PosterLink,
    PosterVoice,
)
from coopspace.exports.poster.wording import Translate, columns, words
from coopspace.kernel.clock import PARIS, now, today
from coopspace.kernel.refusal import N_
from coopspace.review.reading import look
from coopspace.review.rules import LOST, ON_CARDS, Finding, Rule
from coopspace.review.telling import marks
from coopspace.sites.model import COLLEGE_LABELS, College, Site
from coopspace.vision import adoption
from coopspace.vision.rules import CollegeStatus, Stance


@dataclass(frozen=True)
class Reader:
    """For whom the page is written: a language, its catalogue, the address of the live page, and
    whether everything that the reading of the chain asks is said."""

    language: str
    say: Translate
    address: str
    with_review: bool = False


def poster_of(session: Session, site: Site, reader: Reader) -> Poster:
    """Everything the page shows of a site today, in a number of queries that never changes."""
    view = strategy_view(session, site)
    vision = adoption.summary(session, site)
    say = reader.say
    return Poster(
        language=reader.language,
        title=", ".join(part for part in (site.name, site.territory) if part),
        vision=vision.text,
        columns=columns(say),
        changes=tuple(_changes(view, reader, look(session, site, today()).found)),
        links=tuple(PosterLink(link.source, link.target) for link in view.links),
        voices=tuple(_voices(vision, reader)),
        words=words(say),
        date=_day(now(), reader.language, "d MMMM y"),
        address=reader.address,
        short_address=reader.address.split("://", 1)[-1],
    )


def _changes(
    view: StrategyView, reader: Reader, found: tuple[Finding, ...]
) -> Iterator[PosterChange]:
    """The living changes, level by level, in their kept order. What has no place yet on the way is
    always said; the rest of the reading on demand, on the cards or in words."""
    cards = {card.code: card for card in view.cards}
    on_cards = ON_CARDS if reader.with_review else LOST
    warnings = _asked(found, reader, on_cards)
    others = frozenset(Rule) - ON_CARDS if reader.with_review else frozenset()
    asked = _asked((one for one in found if one.is_warning and one.codes), reader, others)
    for codes in in_order(view.nodes).values():
        for code in codes:
            yield _change(cards[code], warnings.get(code, ()), asked.get(code, ()), reader.say)


def _asked(
    found: Iterable[Finding], reader: Reader, rules: frozenset[Rule]
) -> Mapping[str, tuple[str, ...]]:
    """What these rules ask, by the code of the first change concerned."""
    said: dict[str, tuple[str, ...]] = {}
    for code, sentence in marks(found, language=reader.language, say=reader.say, rules=rules):
        said[code] = (*said.get(code, ()), sentence)
    return said


def _change(
    card: CardRow, warnings: tuple[str, ...], asked: tuple[str, ...], say: Translate
) -> PosterChange:
    unwanted = card.effect is not Effect.INTENDED
    return PosterChange(
        code=card.code,
        level=card.level,
        statement=card.statement,
        systems=tuple(system.value for system in System if system in card.systems),
        warning=". ".join(warnings),
        note=say(EFFECT_LABELS[card.effect]) if unwanted else "",
        who=card.who,
        asked=asked,
    )


def _voices(vision: adoption.Summary, reader: Reader) -> Iterator[PosterVoice]:
    for college in College:
        said = _stance(vision.colleges[college], reader) if vision.text else reader.say(UNWRITTEN)
        yield PosterVoice(college.value, reader.say(COLLEGE_LABELS[college]), said)


UNWRITTEN = N_("no wording yet")
AWAITED = N_("its word is awaited")
STANCES = {
    Stance.CONSENT: N_("consented on %(day)s"),
    Stance.OBJECTION: N_("objected on %(day)s"),
}


def _stance(status: CollegeStatus, reader: Reader) -> str:
    if status.stance is None or status.since is None:
        return reader.say(AWAITED)
    day = _day(status.since, reader.language, "d MMM y")
    return reader.say(STANCES[status.stance]) % {"day": day}


def _day(moment: datetime, language: str, pattern: str) -> str:
    """A day as people in France see it: « 17 mars 2026 », « 1er mars 2026 »."""
    day = moment.astimezone(PARIS).date()
    text = format_date(day, pattern, locale=language)
    if language == "fr" and day.day == 1:
        text = text.replace("1 ", "1er ", 1)
    return text.replace(" ", NBSP)
