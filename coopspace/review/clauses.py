"""How a French statement is made: its verbs, its first words, where its clauses begin.

No grammar is whole; this one is enough for statements of one line, and is held to a labelled set
(`tests/review`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coopspace.review.lexicon import Grammar, Lexicon
from coopspace.review.tokens import Said

_INFINITIVE = ("er", "ir", "oir", "re")
_SHORTEST = 3


@dataclass(frozen=True)
class Clauses:
    """A statement with what its words do in it."""

    said: Said
    known: Lexicon

    @cached_property
    def verbs(self) -> tuple[int, ...]:
        """The places of the finite verbs."""
        return tuple(place for place in range(len(self.said)) if self._is_verb(place))

    @cached_property
    def mains(self) -> tuple[int, ...]:
        """The finite verbs that no `qui`, `que`, `quand` puts under another one."""
        return tuple(place for place in self.verbs if not self._is_under(place))

    @cached_property
    def head(self) -> int:
        """The place of the first word that names something: after articles, numbers, « mieux »."""
        grammar = self.known.grammar
        place = 0
        while place < len(self.said) - 1 and self._skips(self.said.words[place], grammar):
            place += 1
        return place

    @cached_property
    def subject(self) -> tuple[int, int]:
        """The words before the first main verb; without a verb, all of them."""
        return (0, self.mains[0] if self.mains else len(self.said))

    @cached_property
    def opens_with_infinitive(self) -> bool:
        """Whether it begins with what to do: « mieux former les agents »."""
        words, place = self.said.words, 0
        while place < len(words) - 1 and words[place] in self.known.grammar.skipped_first:
            place += 1
        return bool(words) and self.is_infinitive(words[place])

    @cached_property
    def is_bare(self) -> bool:
        """Whether its first word is a noun without an article, as titles have."""
        return bool(self.said.words) and self.head == 0

    def is_infinitive(self, word: str) -> bool:
        """Whether a word is an infinitive, as far as its end tells."""
        return (
            len(word) > _SHORTEST
            and word.endswith(_INFINITIVE)
            and word not in self.known.activity.not_infinitives
        ) or word in self.known.activity.infinitives

    def segments(self) -> Iterator[tuple[int, int]]:
        """From where to where each sentence goes."""
        start = 0
        for place, word in enumerate(self.said.words):
            if word in self.known.grammar.sentence_ends:
                yield (start, place)
                start = place + 1
        if start < len(self.said):
            yield (start, len(self.said))

    def mains_in(self, start: int, end: int) -> list[int]:
        """The main verbs between two places."""
        return [place for place in self.mains if start <= place < end]

    def subordinated(self, start: int, end: int) -> bool:
        """Whether some `qui` or `que` stands between two places."""
        under = self.known.grammar.subordinators
        return any(word in under for word in self.said.words[start:end])

    def _skips(self, word: str, grammar: Grammar) -> bool:
        return word in grammar.determiners or word in grammar.skipped_first or word.isdigit()

    def _is_verb(self, place: int) -> bool:
        word, before = self.said.words[place], self.said.at(place - 1)
        grammar = self.known.grammar
        if before in ("l'", "le", "la", "les") and self._is_object(place - 1):
            before = self.said.at(place - 2)
        if before in grammar.opens_a_verb and word[0].isalpha() and not self._is_small(word):
            return not self.is_infinitive(word)
        if before in grammar.determiners or {word, before} & grammar.prepositions:
            return False
        return word in grammar.finite or _is_third_plural(word, grammar)

    def _is_object(self, place: int) -> bool:
        """Whether an article here is rather a pronoun: « et le prennent », « qui la voit »."""
        before = self.said.at(place - 1)
        grammar = self.known.grammar
        return before in grammar.opens_a_verb or (
            before in grammar.coordinators and self.said.at(place + 1).endswith(("ent", "ont"))
        )

    def _is_small(self, word: str) -> bool:
        grammar = self.known.grammar
        return (
            word in grammar.clitics
            or word in grammar.determiners
            or word in grammar.prepositions
            or word in grammar.adverbs
            or word in grammar.subjects
        )

    def _is_under(self, place: int) -> bool:
        """Walking back to what opens the clause: the nearest subordinator holds one verb only."""
        under, held = self.known.grammar.subordinators, 0
        for here in range(place - 1, -1, -1):
            word = self.said.words[here]
            if word in self.known.grammar.sentence_ends or word == ":":
                return False
            if here in self._verb_places:
                held += 1
            elif word in under and held <= 0:
                return True
            elif word in under:
                held -= 1
        return False

    @cached_property
    def _verb_places(self) -> frozenset[int]:
        return frozenset(self.verbs)


def _is_third_plural(word: str, grammar: Grammar) -> bool:
    """« circulent », but neither « logement » nor « souvent »."""
    if not word.endswith("ent") or len(word) < len("osent"):
        return False
    if word.endswith("ment"):
        return word in grammar.ment_verbs
    return word not in grammar.not_verbs
