"""The words that the reading knows, from `seeds/review`: lists that anybody can correct.

Regular verbs are listed by their infinitive; their forms are made here, a few that nobody says
included. Everything is a frozenset of lower-case words.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from coopspace.paths import SEEDS

FOLDER = SEEDS / "review"
Words = frozenset[str]
_PRESENT = ("e", "ent", "ons", "ez")
_PARTICIPLE = ("é", "ée", "és", "ées")


@dataclass(frozen=True)
class Grammar:
    """Where a clause begins, and what opens one."""

    determiners: Words
    prepositions: Words
    subordinators: Words
    clitics: Words
    subjects: Words
    opens_a_verb: Words
    skipped_first: Words
    adverbs: Words
    sentence_ends: Words
    coordinators: Words
    finite: Words
    states: Words
    ment_verbs: Words
    not_verbs: Words


@dataclass(frozen=True)
class Wish:
    """What is owed, hoped for or announced."""

    words: Words
    going: Words
    moving: Words
    ends: tuple[str, ...]
    ends_of_one: tuple[str, ...]
    not_future: Words


@dataclass(frozen=True)
class Activity:
    """What is going to be done, and the things that an activity makes."""

    verbs: Words
    infinitives: Words
    made: Words
    nouns: Words
    events: Words
    not_infinitives: Words


@dataclass(frozen=True)
class Actors:
    """Who changes: named, vaguely named, or not at all."""

    strong: Words
    weak: Words
    phrases: tuple[tuple[str, ...], ...]
    qualifiers: Words
    named: Words
    person_ends: tuple[str, ...]
    not_people: Words
    things: Words
    thing_ends: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Everything that the reading knows of words."""

    grammar: Grammar
    wish: Wish
    activity: Activity
    knowledge: Words
    actors: Actors
    project: Words
    placeholders: Words


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    grammar, activity = _file("grammar"), _file("activity")
    return Lexicon(
        grammar=_grammar(grammar),
        wish=_wish(grammar["wish"]),
        activity=Activity(
            verbs=_verbs(activity),
            infinitives=frozenset(
                (*activity["er"], *(one for one in activity["forms"] if one.endswith(("re", "ir"))))
            ),
            made=frozenset(_made(activity)),
            nouns=frozenset(activity["nouns"]),
            events=frozenset(activity["events"]),
            not_infinitives=frozenset(activity["not_infinitives"]),
        ),
        knowledge=_verbs(_file("knowledge")),
        actors=_actors(_file("actors")),
        project=frozenset(_file("project")["nouns"]),
        placeholders=frozenset(_file("links")["placeholders"]),
    )


def forms(infinitive: str) -> Iterator[str]:
    """The forms of a regular verb in -er that statements use; a verb of another group gives its
    infinitive and its present."""
    yield infinitive
    stem = infinitive[:-2]
    if not infinitive.endswith("er"):
        yield from (f"{stem}it", f"{stem}issent", f"{stem}i", f"{stem}ie", f"{stem}is", f"{stem}e")
        yield f"{stem}ent"
        return
    for one in _stems(stem):
        yield from (one + end for end in _PRESENT)
    yield from (stem + end for end in _PARTICIPLE)


def participles(infinitive: str) -> Iterator[str]:
    """Its past participle, in the four ways in which it agrees."""
    return (infinitive[:-2] + end for end in _PARTICIPLE)


def _stems(stem: str) -> Iterator[str]:
    """The stem as written, and as it changes: « lèv- », « appell- », « emploi- », « lanç- »."""
    yield stem
    if stem.endswith("y"):
        yield f"{stem[:-1]}i"
    if stem.endswith("g"):
        yield f"{stem}e"
    if stem.endswith("c"):
        yield f"{stem[:-1]}ç"
    if stem.endswith("l"):
        yield f"{stem}l"
    if len(stem) > 2 and stem[-2] in "eé" and stem[-1] not in "aeiouéy":
        yield f"{stem[:-2]}è{stem[-1]}"
    elif len(stem) > 3 and stem[-3] in "eé":
        yield f"{stem[:-3]}è{stem[-2:]}"


def _verbs(file: dict[str, Any]) -> Words:
    return frozenset((*(one for verb in file["er"] for one in forms(verb)), *file["forms"]))


def _made(file: dict[str, Any]) -> Iterator[str]:
    for verb in file["participles_of_making"]:
        yield from participles(verb)
    yield from file["made"]


def _grammar(file: dict[str, Any]) -> Grammar:
    lists = {name: _lower(words) for name, words in file.items() if isinstance(words, list)}
    regular = (one for verb in lists.pop("er") for one in forms(verb))
    written = frozenset(one for one in regular if one.endswith(("e", "ent", "ons", "it", "issent")))
    return Grammar(**{**lists, "finite": lists["finite"] | written})


def _wish(table: dict[str, Any]) -> Wish:
    return Wish(
        words=_lower(table["words"]),
        going=_lower(table["going"]),
        moving=_lower(table["moving"]),
        ends=tuple(table["future_ends"]),
        ends_of_one=tuple(table["future_end_one"]),
        not_future=_lower(table["not_future"]),
    )


def _actors(file: dict[str, Any]) -> Actors:
    return Actors(
        strong=_lower(file["strong"]),
        weak=_lower(file["weak"]),
        phrases=tuple(tuple(one.split()) for one in file["phrases"]),
        qualifiers=_lower(file["vague_qualifiers"]),
        named=_lower(file["people"]) | _lower(file["organisations"]),
        person_ends=tuple(file["person_ends"]),
        not_people=_lower(file["not_people"]),
        things=_lower(file["things"]),
        thing_ends=tuple(file["thing_ends"]),
    )


def _lower(words: Iterable[str]) -> Words:
    return frozenset(word.lower() for word in words)


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
