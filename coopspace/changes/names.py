"""Which change a word of a file names: by its code, or by its whole statement; never a guess."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from coopspace.changes.cells import plain
from coopspace.changes.lines import Place, SaidChange, tidy_code
from coopspace.changes.rules import VISION
from coopspace.changes.written import ChangeLine
from coopspace.kernel.refusal import N_, Refusal

_T = TypeVar("_T")
_VISION = {"v", "vision", "la vision", "the vision", "notre vision", "vision partagee"}
_STRONG = re.compile(r"[;|\n]")
_WEAK = re.compile(r"[,;|/\n+&]|\s(?:et|and)\s")
_PREFIXED = re.compile(r"([^\s:.–—-]+)\s*[:.–—-]\s*(.+)", re.DOTALL)


def named(text: str, find: Callable[[str], _T | None], ask: Callable[[str], _T]) -> list[_T]:
    """What a cell names: the whole cell, else its parts. `find` gives nothing for what names
    nothing, `ask` refuses it. Raises Refusal."""
    whole, parts = find(text), [one for one in _WEAK.split(text) if one.strip()]
    split = [find(one) for one in parts]
    if whole and not (len(parts) > 1 and all(split)):
        return [whole]
    if whole:
        raise Refusal(
            N_("“%(cell)s” can be read in two ways: part the codes with semicolons."),
            cell=text[:60],
        )
    asked = parts if any(split) else [one for one in _STRONG.split(text) if one.strip()]
    return list(dict.fromkeys(ask(one.strip()) for one in asked))


def words_key(text: str) -> str:
    """A statement as it is compared: accents, capitals and marks do not count."""
    return plain(text)


class Names:
    """Every way of naming a change: those of the file come before those that stand."""

    def __init__(self, standing: Iterable[ChangeLine], *, anew: bool) -> None:
        self.code_at: dict[Place, str] = {}
        self._coded: dict[str, set[str]] = defaultdict(set)
        self._worded: dict[str, set[str]] = defaultdict(set)
        self._refused: set[str] = set()
        self._stands: dict[str, str] = {}
        self._says: dict[str, list[str]] = defaultdict(list)
        if not anew:
            for one in standing:
                self._stands[one.code] = one.code
                self._says[words_key(one.statement)].append(one.code)

    def standing(self, statement: str) -> list[str]:
        """The codes of the changes that stand and say this."""
        return self._says.get(words_key(statement), [])

    def know(self, one: SaidChange, code: str) -> None:
        """This line is that change."""
        self.code_at[one.place] = code
        if one.code:
            self._coded[tidy_code(one.code)].add(code)
        self._worded[words_key(one.statement)].add(code)

    def refuse(self, code: str, statement: str) -> None:
        """This line is left out: whoever names it has nothing to lead to."""
        self._refused |= {words_key(statement), tidy_code(code)} - {""}

    def one(self, text: str, field: str) -> str:
        """The one change that these words name. Raises Refusal."""
        found = self.find(text)
        if found:
            return found
        raise self._unknown(text, field)

    def several(self, text: str) -> list[str]:
        """The changes that a cell names: the whole cell, else its parts. Raises Refusal."""
        return named(text, self.find, lambda one: self.one(one, "leads_to"))

    def find(self, text: str) -> str:
        """The code that words name, empty when they name none or several."""
        if plain(text) in _VISION:
            return VISION
        found = self._by_code(tidy_code(text)) or self._by_words(text)
        if not found and (prefixed := _PREFIXED.fullmatch(text.strip())):
            code = self._by_code(tidy_code(prefixed[1]))
            found = code if code and code & self._by_words(prefixed[2]) else set()
        return next(iter(found)) if len(found) == 1 else ""

    def coded(self, text: str) -> str:
        """The code that this code is today; empty when it is none."""
        found = self._by_code(tidy_code(text))
        return next(iter(found)) if len(found) == 1 else ""

    def _by_code(self, code: str) -> set[str]:
        if code in self._refused:
            return set()
        standing = self._stands.get(code)
        return self._coded.get(code, set()) or ({standing} if standing else set())

    def _by_words(self, text: str) -> set[str]:
        words = words_key(text)
        if not words or words in self._refused:
            return set()
        return self._worded.get(words, set()) or set(self._says.get(words, ()))

    def _unknown(self, text: str, field: str) -> Refusal:
        named = (tidy_code(text), words_key(text))
        if any(one in self._refused for one in named):
            return Refusal(
                N_("“%(cell)s” is on a line that cannot be kept: mend that line first."),
                field=field,
                cell=text[:60],
            )
        if len(self._worded.get(named[1], ())) > 1:
            return Refusal(
                N_("Several changes say “%(cell)s”: write the code of the one you mean."),
                field=field,
                cell=text[:60],
            )
        return Refusal(
            N_(
                "“%(cell)s” names no change of this file nor of the strategy: write its code or "
                "its whole statement."
            ),
            field=field,
            cell=text[:60],
        )
