"""The chain read again: what a careful reader would point at, never a reason to refuse anything.

Each rule says one sentence and has its source. A `warning` asks for something; a `reading` only
tells how the chain is made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import networkx as nx

from coopspace.changes.chain import ARROW, Arc, Chain, Node, build, rank
from coopspace.changes.rules import (
    LEVEL_PLURALS,
    SYSTEM_LABELS,
    VISION,
    VISION_RANK,
    Effect,
    Level,
    System,
    code_order,
)
from coopspace.kernel.refusal import N_

MOST = 3
"""How many hinge changes are named: beyond three, none of them is one."""
COUNTED = 999
"""Above this many paths a share is said rather than a count that nobody can picture."""


class Rule(StrEnum):
    """The name of each rule of the reading."""

    LEADS_NOWHERE = "leads_nowhere"
    NOTHING_LEADS_HERE = "nothing_leads_here"
    EMPTY_LEVEL = "empty_level"
    JUMPS_A_LEVEL = "jumps_a_level"
    SYSTEM_UNTOUCHED = "system_untouched"
    LONGEST_PATH = "longest_path"
    HINGE = "hinge"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to see in the chain: its rule, its sentence (a msgid with its words), the codes."""

    rule: Rule
    sentence: str
    codes: tuple[str, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict, hash=False)
    translated: Mapping[str, str] = field(default_factory=dict, hash=False)
    arc: Arc | None = None

    @property
    def is_warning(self) -> bool:
        """Whether it asks for something (a reading only tells)."""
        return self.rule not in (Rule.LONGEST_PATH, Rule.HINGE)


def reread(graph: Chain) -> tuple[Finding, ...]:
    """Everything the rules find, in reading order; nothing at all about an empty chain."""
    if len(graph) == 1:
        return ()
    return tuple(finding for rule in _RULES for finding in rule(graph))


@lru_cache(maxsize=128)
def reread_rows(nodes: tuple[Node, ...], arcs: tuple[Arc, ...]) -> tuple[Finding, ...]:
    """`reread` of a chain given as rows, remembered as long as the rows stay the same."""
    return reread(build(nodes, arcs))


def leads_nowhere(graph: Chain) -> Iterator[Finding]:
    """A wanted change that leads to nothing: its place on the way to the vision is not said.

    Source: « on cherche l'enchaînement des effets » (QIC). Missing connections are the first
    fault of diagrams (Davies, CEDIL 2018). An unwanted effect may well lead nowhere.
    """
    for code in _codes(graph):
        if not graph.succ[code] and graph.nodes[code]["node"].effect is Effect.INTENDED:
            yield Finding(Rule.LEADS_NOWHERE, N_("Leads to no other change"), (code,))


def nothing_leads_here(graph: Chain) -> Iterator[Finding]:
    """An intermediate or ultimate change that nothing prepares: what makes it happen is not said.

    Source: the three questions of the strategy, each « pour que » the next can happen (QIC).
    """
    for code in _codes(graph):
        if not graph.pred[code] and rank(graph, code) > Level.DIRECT.rank:
            yield Finding(Rule.NOTHING_LEADS_HERE, N_("No change leads to it"), (code,))


def empty_level(graph: Chain) -> Iterator[Finding]:
    """A level left empty: one of the three questions has no answer yet (QIC)."""
    filled = {rank(graph, code) for code in graph}
    for level in Level:
        if level.rank not in filled:
            yield Finding(
                Rule.EMPTY_LEVEL,
                N_("%(level)s: none yet."),
                translated={"level": LEVEL_PLURALS[level]},
            )


def jumps_a_level(graph: Chain) -> Iterator[Finding]:
    """A link that jumps a level: the step in between is taken for granted.

    Source: the order of the levels, knowledge, then practice, then culture (QIC); leaps are among
    the faults named by reviewers of theories of change (Davies, CEDIL 2018).
    """
    for source in _codes(graph):
        for target in sorted(graph.successors(source), key=code_order):
            if rank(graph, target) - rank(graph, source) <= 1:
                continue
            sentence = (
                N_("%(source)s leads straight to the vision: what happens in between?")
                if target == VISION
                else N_("%(source)s leads straight to %(target)s: what happens in between?")
            )
            yield Finding(
                Rule.JUMPS_A_LEVEL,
                sentence,
                (source,) if target == VISION else (source, target),
                {"source": source, "target": target},
                arc=Arc(source, target),
            )


def system_untouched(graph: Chain) -> Iterator[Finding]:
    """A system that no change acts on: built, economic, political or cultural.

    Source: « changer les programmes et les systèmes » (third shift of perspective, QIC).
    """
    touched = {system for code in _codes(graph) for system in graph.nodes[code]["node"].systems}
    for system in System:
        if system not in touched:
            yield Finding(
                Rule.SYSTEM_UNTOUCHED,
                N_("No change acts on this system: %(system)s."),
                words={"of": system.value},
                translated={"system": SYSTEM_LABELS[system]},
            )


def longest_path(graph: Chain) -> Iterator[Finding]:
    """The longest way to the vision: the more steps, the more assumptions in a row.

    Source: theory-of-change practice, one assumption for each link (field study §2.6).
    """
    steps = longest_way(graph)
    if len(steps) > 2:
        yield Finding(
            Rule.LONGEST_PATH,
            N_("The longest path has %(steps)s links: %(path)s → the vision."),
            steps[:-1],
            {"steps": len(steps) - 1, "path": ARROW.join(steps[:-1])},
        )


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


def hinge(graph: Chain) -> Iterator[Finding]:
    """Changes on which most paths depend: if one of them does not come, most of the rest stops.

    Counted by dynamic programming on the chain (paths into a change × paths from it to the
    vision). The only change of its level is left out: every path goes through it by construction.
    """
    total, through = paths_through(graph)
    if total < 3:
        return
    alone = _alone(graph)
    most = sorted(
        (code for code in through if 2 * through[code] > total and code not in alone),
        key=lambda code: (-through[code], code_order(code)),
    )
    for code in most[:MOST]:
        words = {"count": through[code], "total": total, "code": code}
        sentence = N_("%(count)s of the %(total)s paths to the vision pass through %(code)s.")
        if total > COUNTED:
            words["share"] = through[code] * 100 // total
            sentence = N_("%(share)s %% of the paths to the vision pass through %(code)s.")
        yield Finding(Rule.HINGE, sentence, (code,), words)


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
    return list(nx.lexicographical_topological_sort(graph, key=lambda code: code_order(code)))


def _codes(graph: Chain) -> list[str]:
    return sorted((code for code in graph if code != VISION), key=code_order)


def _alone(graph: Chain) -> set[str]:
    by_rank: dict[int, list[str]] = {}
    for code in graph:
        by_rank.setdefault(rank(graph, code), []).append(code)
    return {codes[0] for step, codes in by_rank.items() if step != VISION_RANK and len(codes) == 1}


_RULES = (
    leads_nowhere,
    nothing_leads_here,
    empty_level,
    jumps_a_level,
    system_untouched,
    longest_path,
    hinge,
)
