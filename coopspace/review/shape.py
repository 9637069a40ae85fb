"""What is asked of the chain as a drawing: its ends, its levels, its ways to the vision."""

from collections.abc import Iterator

import networkx as nx

from coopspace.changes.chain import ARROW, Chain, rank
from coopspace.changes.rules import VISION, VISION_RANK, Effect, Level, System, code_order
from coopspace.review.rules import Facts, Finding, Rule, of_change, of_whole

MOST = 3
"""How many hinge changes are named: beyond three, none of them is one."""
COUNTED = 999
"""Above this many paths a share is said rather than a count that nobody can picture."""


def leads_nowhere(facts: Facts) -> Iterator[Finding]:
    """A wanted change that leads to nothing: its place on the way to the vision is not said. An
    unwanted effect may well lead nowhere."""
    for one in facts.in_order:
        if one.effect is Effect.INTENDED and not facts.graph.succ[one.code]:
            yield of_change(Rule.LEADS_NOWHERE, one)


def nothing_leads_here(facts: Facts) -> Iterator[Finding]:
    """An intermediate or ultimate change that nothing prepares."""
    for one in facts.in_order:
        if one.level is not Level.DIRECT and not facts.graph.pred[one.code]:
            yield of_change(Rule.NOTHING_LEADS_HERE, one)


def no_way(facts: Facts) -> Iterator[Finding]:
    """A chain of which no link reaches the vision."""
    if facts.changes and not facts.graph.pred[VISION]:
        yield of_whole(Rule.NO_WAY, "vision")


def empty_level(facts: Facts) -> Iterator[Finding]:
    """A level left empty: one of the three questions has no answer yet."""
    filled = {one.level for one in facts.changes}
    for level in Level:
        if level not in filled:
            yield of_whole(Rule.EMPTY_LEVEL, level.value, level=level.value)


def system_untouched(facts: Facts) -> Iterator[Finding]:
    """A system that no change acts on: built, economic, political or cultural."""
    touched = {system for one in facts.changes for system in one.systems}
    for system in System:
        if system not in touched:
            yield of_whole(Rule.SYSTEM_UNTOUCHED, system.value, system=system.value)


def longest_path(facts: Facts) -> Iterator[Finding]:
    """The longest way to the vision: the more steps, the more assumptions in a row."""
    steps = longest_way(facts.graph)
    if len(steps) > 2:
        words = {"steps": len(steps) - 1, "path": ARROW.join(steps[:-1])}
        texts = facts.texts(steps)
        yield Finding(Rule.LONGEST_PATH, "chain.longest", steps[:-1], None, words, texts)


def longest_way(graph: Chain) -> tuple[str, ...]:
    """A longest path that reaches the vision; the first in reading order if several."""
    best: dict[str, tuple[int, str]] = {VISION: (0, "")}
    for code in reversed(_topological(graph)):
        reached = [(best[after][0] + 1, after) for after in graph.successors(code) if after in best]
        if reached:
            best[code] = min(reached, key=lambda one: (-one[0], code_order(one[1])))
    start = min(best, key=lambda code: (-best[code][0], code_order(code)))
    steps = [start]
    while best[steps[-1]][1]:
        steps.append(best[steps[-1]][1])
    return tuple(steps)


def hinge(facts: Facts) -> Iterator[Finding]:
    """Changes on which most paths depend: if one of them does not come, most of the rest stops.

    Counted by dynamic programming on the chain (paths into a change × paths from it to the
    vision). The only change of its level is left out: every path goes through it by construction.
    """
    graph = facts.graph
    total, through = paths_through(graph)
    if total < MOST:
        return
    alone = _alone(graph)
    most = sorted(
        (code for code in through if 2 * through[code] > total and code not in alone),
        key=lambda code: (-through[code], code_order(code)),
    )
    for code in most[:MOST]:
        one = facts.by_code[code]
        words = {"code": code, "share": through[code] * 100 // total}
        if total <= COUNTED:
            words |= {"count": through[code], "total": total}
        yield Finding(Rule.HINGE, f"change.{one.ref}", (code,), None, words, (one.says,))


def paths_through(graph: Chain) -> tuple[int, dict[str, int]]:
    """How many paths reach the vision, and how many of them pass through each change."""
    order = _topological(graph)
    into: dict[str, int] = {}
    for code in order:
        into[code] = sum(into[before] for before in graph.predecessors(code)) or 1
    onward = {VISION: 1}
    for code in reversed(order):
        if code != VISION:
            onward[code] = sum(onward[after] for after in graph.successors(code))
    total = into[VISION] if graph.pred[VISION] else 0
    return total, {code: into[code] * onward[code] for code in order if code != VISION}


def _topological(graph: Chain) -> list[str]:
    return list(nx.lexicographical_topological_sort(graph, key=code_order))


def _alone(graph: Chain) -> set[str]:
    by_rank: dict[int, list[str]] = {}
    for code in graph:
        by_rank.setdefault(rank(graph, code), []).append(code)
    return {codes[0] for step, codes in by_rank.items() if step != VISION_RANK and len(codes) == 1}


RULES = (
    leads_nowhere,
    nothing_leads_here,
    no_way,
    empty_level,
    system_untouched,
    longest_path,
    hinge,
)
