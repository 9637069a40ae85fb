"""Two wordings compared word by word, as a person would mark them on paper.

Words are first tied where both texts have them exactly once (Bram Cohen's "patience" order);
only the short stretches between are searched. What is alike by accident inside a rewritten
passage (a space, « de », « la ») is not shown as kept: it would read as confetti.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Op = Literal["same", "added", "removed"]
Span = tuple[int, int, int, int]

_HARD = "\u00a0\u202f"
_TOKEN = re.compile(
    rf"\d+(?:[.,{_HARD}]\d+)*"  # a number with its decimals or thousands
    r"|[^\W\d_]+['’](?=\w)"  # an elision: l’, qu’, d’
    r"|\w+(?:-\w+)*"  # a word, hyphens inside
    rf"|«[{_HARD}]?|[{_HARD}]?[»:;!?%€]"  # French punctuation with its hard space
    r"|\n|[^\S\n]+|."
)
_SEARCHED = 60_000
"""Pairs of words that are searched one by one; a longer unrelated passage counts as replaced."""


class Part(NamedTuple):
    """A stretch of text and what became of it."""

    op: Op
    text: str


def difference(old: str, new: str) -> list[Part]:
    """What leads from `old` to `new`; a removal stands before the addition that replaces it.

    Joined without the additions the parts are `old`, and without the removals they are `new`.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    kept = _legible(before, after, _runs(sorted(_kept(before, after))))
    return _parts(before, after, kept)


def _kept(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions whose words are kept, in no particular order."""
    todo: list[Span] = [(0, len(a), 0, len(b))]
    while todo:
        low, high, left, right = todo.pop()
        while low < high and left < right and a[low] == b[left]:
            yield low, left
            low, left = low + 1, left + 1
        while low < high and left < right and a[high - 1] == b[right - 1]:
            high, right = high - 1, right - 1
            yield high, right
        if low == high or left == right:
            continue
        ties = _ties(a[low:high], b[left:right])
        if ties:
            todo += _between(ties, (low, high, left, right))
        elif (high - low) * (right - left) <= _SEARCHED:
            yield from _searched(a, b, (low, high, left, right))


def _between(ties: list[tuple[int, int]], span: Span) -> Iterator[Span]:
    """The stretches that the ties cut: each begins with its tie, which both texts share."""
    low, high, left, right = span
    starts = [(low, left), *((low + i, left + j) for i, j in ties)]
    ends = [*starts[1:], (high, right)]
    for (i, j), (next_i, next_j) in zip(starts, ends, strict=True):
        yield i, next_i, j, next_j


def _ties(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of the words that stand once in each, in the longest order common to both."""
    once_a, once_b = _once(a), _once(b)
    pairs = [(i, once_b[word]) for word, i in once_a.items() if word in once_b]
    return _rising(pairs)


def _once(words: Sequence[str]) -> dict[str, int]:
    count = Counter(words)
    return {word: at for at, word in enumerate(words) if count[word] == 1 and not word.isspace()}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (sorted by the first) in which the second rises too."""
    tails: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(chosen[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        chosen[place : place + 1] = [at]
    path: list[tuple[int, int]] = []
    at = chosen[-1] if chosen else -1
    while at >= 0:
        path.append(pairs[at])
        at = before[at]
    return path[::-1]


def _searched(a: list[str], b: list[str], span: Span) -> Iterator[tuple[int, int]]:
    low, high, left, right = span
    matcher = SequenceMatcher(str.isspace, a[low:high], b[left:right], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        for step in range(size):
            yield low + i + step, left + j + step


def _runs(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Neighbouring pairs joined as (position, position, length)."""
    runs: list[tuple[int, int, int]] = []
    for i, j in pairs:
        if runs and (i, j) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
        else:
            runs.append((i, j, 1))
    return runs


def _legible(
    a: list[str], b: list[str], runs: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """The runs worth showing as kept: not the crumbs between two changes of both texts."""
    kept: list[tuple[int, int, int]] = []
    end_a = end_b = 0
    for at, (i, j, size) in enumerate(runs):
        next_a, next_b = runs[at + 1][:2] if at + 1 < len(runs) else (len(a), len(b))
        words = [word for word in a[i : i + size] if word[0].isalnum()]
        crumb = sum(map(len, words)) <= 3 and "\n" not in a[i : i + size]
        replaced_before = i > end_a and j > end_b
        replaced_after = next_a > i + size and next_b > j + size
        if crumb and replaced_before and replaced_after:
            continue
        kept.append((i, j, size))
        end_a, end_b = i + size, j + size
    return kept


def _parts(a: list[str], b: list[str], runs: list[tuple[int, int, int]]) -> list[Part]:
    parts: list[Part] = []
    end_a = end_b = 0
    for i, j, size in [*runs, (len(a), len(b), 0)]:
        found: tuple[tuple[Op, list[str]], ...] = (
            ("removed", a[end_a:i]),
            ("added", b[end_b:j]),
            ("same", a[i : i + size]),
        )
        parts += [Part(op, "".join(words)) for op, words in found if words]
        end_a, end_b = i + size, j + size
    return parts
