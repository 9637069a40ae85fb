"""What the words of a statement tell: each question is a pure function of its clauses.

The words come from `lexicon`; what counts as each fault is told by the labelled set.
"""

from coopspace.review.clauses import Clauses
from coopspace.review.lexicon import lexicon
from coopspace.review.tokens import plain, said

LONGEST = 30
"""A statement of more words than this is no longer said aloud in one breath."""

LONGEST_PLACEHOLDER = 40
"""Beyond this many characters somebody said something."""
SMALL = 3
"""Words this short carry no sense by themselves."""


def read(text: str) -> Clauses:
    """A statement, ready to be asked about."""
    return Clauses(said(text), lexicon())


def is_activity(one: Clauses) -> str:
    """The word by which a statement tells what we do rather than what will have changed."""
    known = one.known.activity
    words = one.said.words
    if not words:
        return ""
    if one.opens_with_infinitive:
        return words[_first_infinitive(one)] if not one.mains else ""
    head = words[one.head]
    if not one.mains:
        return head if head in known.nouns or head in known.events else _we_do(one)
    return _is_produced(one) or _we_do(one)


def is_project(one: Clauses) -> str:
    """The word by which an ultimate change tells of something built or funded."""
    found = is_activity(one)
    head = one.said.at(one.head)
    if found or one.mains:
        return found
    return head if head in one.known.project else ""


def knows(one: Clauses) -> bool:
    """Whether somebody comes to know, understand, see or believe something in it."""
    return any(word in one.known.knowledge for word in one.said.words)


def wish(one: Clauses) -> str:
    """The word by which a statement says what should be, or will be."""
    known, words = one.known.wish, one.said.words
    for place, word in enumerate(words):
        if one.subordinated(0, place):
            return ""
        following = one.said.at(place + 1)
        if word in known.words or _is_future(word, one):
            return word
        if word in known.going and one.is_infinitive(following) and following not in known.moving:
            return f"{word} {following}"
    return ""


def _is_future(word: str, one: Clauses) -> bool:
    known = one.known.wish
    return word not in known.not_future and word.endswith((*known.ends, *known.ends_of_one))


def vague(one: Clauses, who: str) -> str:
    """The words that name nobody: in `who` when it is filled, else in the subject."""
    if who.strip():
        named = read(who)
        return _vague_in(named, 0, len(named.said))
    start, end = one.subject
    return _vague_in(one, start, end)


def _vague_in(one: Clauses, start: int, end: int) -> str:
    known, words = one.known.actors, one.said.words
    for place in range(start, end):
        for phrase in known.phrases:
            if words[place : place + len(phrase)] == phrase:
                return " ".join(phrase)
        if words[place] in known.strong and _heads(one, place, start):
            return words[place]
        if words[place] in known.weak and _opens(one, place) and _stands_alone(one, place):
            return words[place]
    return ""


def _heads(one: Clauses, place: int, start: int) -> bool:
    """Whether a noun is what is spoken of, not the complement of another one."""
    grammar = one.known.grammar
    if place == start:
        return True
    here = place - 1
    while here > start and (
        one.said.at(here) in grammar.determiners or one.said.at(here) in one.known.actors.qualifiers
    ):
        here -= 1
    return not (one.mains and one.said.at(here) in ("de", "d'", "du", "des"))


def _opens(one: Clauses, place: int) -> bool:
    """Whether a noun is the subject itself, be it the second one of a list."""
    return one.head == place or (bool(one.mains) and one.said.at(place - 2) in ("et", ","))


def _stands_alone(one: Clauses, place: int) -> bool:
    """Whether nothing says which ones: the next word is a verb, « et », or the end."""
    following = one.said.at(place + 1)
    grammar = one.known.grammar
    return (
        not following
        or not following[0].isalnum()
        or place + 1 in one.verbs
        or following in grammar.clitics
        or following in grammar.coordinators
        or following in one.known.actors.qualifiers
    )


def names_nobody(one: Clauses) -> bool:
    """Whether it is about a thing that changes by itself: nobody is the subject, nobody acts."""
    start, end = one.subject
    if not one.mains or any(_is_somebody(one, place, start) for place in range(start, end)):
        return False
    known = one.known.actors
    head = one.said.at(one.head)
    return head in known.things or head.endswith(known.thing_ends)


def _is_somebody(one: Clauses, place: int, start: int) -> bool:
    known, word = one.known.actors, one.said.words[place]
    if word in one.known.grammar.subjects:
        return True
    if place in one.said.proper:
        return True
    if word not in known.named and (
        not word.endswith(known.person_ends) or word in known.not_people
    ):
        return False
    before = one.said.at(place - 1)
    if before == "des":
        return place - 1 == start or one.said.at(place - 2) in (",", "et")
    behind = before if before not in one.known.grammar.determiners else one.said.at(place - 2)
    return behind not in one.known.grammar.prepositions


def several(one: Clauses) -> str:
    """The word that ties a second change to the first one, or the mark that parts them."""
    spoken = [(start, end) for start, end in one.segments() if one.mains_in(start, end)]
    if len(spoken) > 1:
        return one.said.words[spoken[0][1]]
    ties = (place for place, word in enumerate(one.said.words) if word == "et")
    return "et" if any(_ties_another(one, place) for place in ties) else ""


def _ties_another(one: Clauses, place: int) -> bool:
    """Whether the clause after « et » is about somebody else, or of another nature."""
    before = one.mains_in(0, place)
    after = [here for here in one.verbs if here > place]
    if not before or not after or one.subordinated(place, after[0]):
        return False
    if _is_within(one, before[-1], place):
        return False
    if _has_noun(one, place + 1, after[0]):
        return True
    apart = not one.subordinated(before[0], place)
    return apart and _knowing(one, before[0]) and not _knowing(one, after[0])


def _is_within(one: Clauses, verb: int, place: int) -> bool:
    """Whether « et » still belongs to the `que` that the main verb opened."""
    under = one.known.grammar.subordinators
    last = max((here for here in range(verb, place) if one.said.words[here] in under), default=-1)
    return last >= 0 and not any(last < here < place for here in one.verbs)


def _has_noun(one: Clauses, start: int, end: int) -> bool:
    """Whether another subject is named between two places: an article and its noun."""
    determiners = one.known.grammar.determiners
    return any(one.said.words[here] in determiners and here + 1 < end for here in range(start, end))


def _knowing(one: Clauses, place: int) -> bool:
    return one.said.words[place] in one.known.knowledge


def is_placeholder(text: str) -> bool:
    """Whether a reason or an assumption only holds its own place."""
    if len(text) > LONGEST_PLACEHOLDER:
        return False
    words = plain(text)
    return not words or words in lexicon().placeholders


def meaning(one: Clauses) -> frozenset[str]:
    """The words that carry a statement's sense, to hold two of them against each other."""
    grammar = one.known.grammar
    return frozenset(
        word
        for word in one.said.words
        if word.isdigit()
        or (
            len(word) > SMALL
            and word not in grammar.determiners
            and word not in grammar.prepositions
        )
    )


def _first_infinitive(one: Clauses) -> int:
    return next(here for here, word in enumerate(one.said.words) if one.is_infinitive(word))


def _is_produced(one: Clauses) -> str:
    """« Des ateliers sont organisés », « un diagnostic est réalisé »."""
    words, first = one.said.words, one.mains[0]
    if words[first] not in ("est", "sont"):
        return ""
    done = one.said.at(first + 1)
    if done in one.known.grammar.adverbs:
        done = one.said.at(first + 2)
    indefinite = words[0] in ("un", "une", "des", "plusieurs") or words[0].isdigit()
    head = words[one.head]
    if done in one.known.activity.made and (indefinite or head in one.known.activity.events):
        return done
    return ""


def _we_do(one: Clauses) -> str:
    """« Nous mettons en place », « nous allons ouvrir »."""
    words = one.said.words
    if words[0] != "nous":
        return ""
    for word in words[1:3]:
        if word in one.known.activity.verbs:
            return word
    return ""
