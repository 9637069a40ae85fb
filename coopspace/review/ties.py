"""What is asked of each link, and of what the colleges said of it. Pure functions of the facts."""

from collections.abc import Iterator

from coopspace.changes.chain import rank
from coopspace.changes.rules import VISION, Confidence, code_order
from coopspace.review.rules import Facts, Finding, Rule, Tied, of_link, of_whole
from coopspace.review.wording import is_placeholder
from coopspace.sites.rules import College


def jumps_a_level(facts: Facts) -> Iterator[Finding]:
    """A link that jumps a level: the step in between is taken for granted."""
    graph = facts.graph
    for one in facts.ties:
        if rank(graph, one.target) - rank(graph, one.source) > 1:
            yield of_link(Rule.JUMPS_A_LEVEL, one, _ends(facts, one))


def no_assumption(facts: Facts) -> Iterator[Finding]:
    """A link that supposes nothing, or of which the assumption only holds its place."""
    for one in facts.ties:
        if is_placeholder(one.assumption):
            yield of_link(Rule.NO_ASSUMPTION, one, (one.assumption, *_ends(facts, one)))


def no_reason(facts: Facts) -> Iterator[Finding]:
    """A link of which nobody says why it holds."""
    for one in facts.ties:
        if is_placeholder(one.why):
            yield of_link(Rule.NO_REASON, one, (one.why, *_ends(facts, one)))


def disagreement(facts: Facts) -> Iterator[Finding]:
    """Colleges do not see a link alike, nobody talks about it, and none has spoken again since."""
    for one in facts.ties:
        if one.disputed and not one.discussed and one.times <= len(one.voices):
            yield of_link(Rule.DISAGREEMENT, one, _heard(one))


def doubted(facts: Facts) -> Iterator[Finding]:
    """Every college that spoke of a link rather doubts it."""
    for one in facts.ties:
        if one.voices and all(value <= Confidence.RATHER_NOT for _who, value in one.voices):
            yield of_link(Rule.DOUBTED, one, _heard(one))


def college_silent(facts: Facts) -> Iterator[Finding]:
    """A college that said nothing of any link, where another did."""
    spoke = {who for one in facts.links for who, _value in one.voices}
    for college in College:
        if spoke and college not in spoke:
            yield of_whole(Rule.COLLEGE_SILENT, college.value, college=college.value)


def horizon_backward(facts: Facts) -> Iterator[Finding]:
    """A change awaited before what prepares it, be it several links away."""
    latest = _latest_before(facts)
    for one in facts.ties:
        if one.target == VISION:
            continue
        source, target = facts.by_code[one.source], facts.by_code[one.target]
        before = source.horizon or latest[one.source]
        if target.horizon and before and _is_after(before, target.horizon):
            texts = (*_ends(facts, one), before, target.horizon)
            yield of_link(
                Rule.HORIZON_BACKWARD, one, texts, before=before[:4], after=target.horizon[:4]
            )


def _latest_before(facts: Facts) -> dict[str, str]:
    """The latest horizon upstream of each change, through those that have none of their own."""
    inward: dict[str, list[str]] = {one.code: [] for one in facts.changes}
    for one in facts.links:
        if one.target != VISION:
            inward[one.target].append(one.source)
    found: dict[str, str] = {}
    waiting = sorted(inward, key=code_order, reverse=True)
    while waiting:
        code = waiting[-1]
        unknown = [one for one in inward[code] if one not in found]
        if unknown and code not in found:
            waiting.extend(unknown)
            continue
        waiting.pop()
        horizons = (facts.by_code[one].horizon or found[one] for one in inward[code])
        found[code] = max(horizons, default="")
    return found


def _is_after(one: str, other: str) -> bool:
    """Whether a horizon is later than another, as far as both say it: 2030 is not after 2030-06."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]


def _ends(facts: Facts, one: Tied) -> tuple[str, ...]:
    return facts.texts(one.arc)


def _heard(one: Tied) -> tuple[str, ...]:
    return tuple(f"{who} {value}" for who, value in sorted(one.voices))


RULES = (
    jumps_a_level,
    horizon_backward,
    no_assumption,
    no_reason,
    disagreement,
    doubted,
    college_silent,
)
