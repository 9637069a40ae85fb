"""What is asked of each statement. Each rule is a pure function of the facts; its source stands
with its sentence in `seeds/method/review.toml`."""

from collections.abc import Iterator

from coopspace.changes.rules import Effect, Level, Nature
from coopspace.review import wording
from coopspace.review.rules import NEWS_AFTER, Facts, Finding, Rule, Stated, of_change, of_whole

ENOUGH_ULTIMATE = 3
ALIKE = 0.8
"""Two statements that share this part of their words are taken for the same one said twice."""
FEW_WORDS = 3


def activity(facts: Facts) -> Iterator[Finding]:
    """A direct or intermediate change told as what we are going to do."""
    for one in facts.in_order:
        if one.level is not Level.ULTIMATE and (seen := _activity(facts, one)):
            yield of_change(Rule.ACTIVITY, one, seen=seen)


def project(facts: Facts) -> Iterator[Finding]:
    """An ultimate change told as something built, opened or funded."""
    for one in facts.in_order:
        if one.level is Level.ULTIMATE:
            seen = wording.is_project(facts.clauses[one.code])
            if seen:
                yield of_change(Rule.PROJECT, one, seen=seen)


def not_knowledge(facts: Facts) -> Iterator[Finding]:
    """A direct change in which nobody comes to know or see anything."""
    for one in facts.in_order:
        if one.level is not Level.DIRECT or _activity(facts, one) or not _is_wanted(one):
            continue
        if one.nature is not Nature.KNOWLEDGE or not wording.knows(facts.clauses[one.code]):
            yield of_change(Rule.NOT_KNOWLEDGE, one, one.nature)


def without_who(facts: Facts) -> Iterator[Finding]:
    """An intermediate change in which nobody changes."""
    for one in facts.in_order:
        if one.level is not Level.INTERMEDIATE or one.who.strip() or _activity(facts, one):
            continue
        if wording.names_nobody(facts.clauses[one.code]):
            yield of_change(Rule.WITHOUT_WHO, one, one.who)


def vague_who(facts: Facts) -> Iterator[Finding]:
    """Somebody changes, but who could be anybody: « les acteurs »."""
    for one in facts.in_order:
        if one.level is Level.ULTIMATE and not one.who.strip():
            continue
        seen = wording.vague(facts.clauses[one.code], one.who)
        if seen:
            yield of_change(Rule.VAGUE_WHO, one, one.who, seen=seen)


def several(facts: Facts) -> Iterator[Finding]:
    """Two changes in one statement: each would have its own way, its own date."""
    for one in facts.in_order:
        if one.level is not Level.ULTIMATE and wording.several(facts.clauses[one.code]):
            yield of_change(Rule.SEVERAL, one)


def wish(facts: Facts) -> Iterator[Finding]:
    """Something owed, hoped for or announced, rather than a situation reached."""
    for one in facts.in_order:
        if seen := wording.wish(facts.clauses[one.code]):
            yield of_change(Rule.WISH, one, seen=seen)


def too_long(facts: Facts) -> Iterator[Finding]:
    """A statement that is no longer said in one breath."""
    for one in facts.in_order:
        count = sum(word[0].isalnum() for word in facts.clauses[one.code].said.words)
        if count > wording.LONGEST:
            yield of_change(Rule.TOO_LONG, one)


def said_twice(facts: Facts) -> Iterator[Finding]:
    """Two changes of one level that say almost the same thing."""
    senses = [(one, wording.meaning(facts.clauses[one.code])) for one in facts.in_order]
    for place, (one, sense) in enumerate(senses):
        for other, its in senses[place + 1 :]:
            if one.level is other.level and _alike(sense, its):
                yield Finding(
                    Rule.SAID_TWICE,
                    f"pair.{one.ref[-16:]}.{other.ref[-16:]}",
                    (one.code, other.code),
                    None,
                    {"source": one.code, "target": other.code},
                    (one.says, other.says),
                )


def many_ultimate(facts: Facts) -> Iterator[Finding]:
    """More ultimate changes than people keep in mind."""
    codes = [one.code for one in facts.in_order if one.level is Level.ULTIMATE and _is_wanted(one)]
    if len(codes) > ENOUGH_ULTIMATE:
        yield of_whole(Rule.MANY_ULTIMATE, f"ultimate-{len(codes)}", codes, count=len(codes))


def only_positive(facts: Facts) -> Iterator[Finding]:
    """A chain in which nothing unwanted and nothing unexpected happens."""
    if facts.changes and all(_is_wanted(one) for one in facts.changes):
        yield of_whole(Rule.ONLY_POSITIVE, "effects")


def no_horizon(facts: Facts) -> Iterator[Finding]:
    """Changes of which nobody said by when: told together."""
    missing = [one for one in facts.in_order if not one.horizon and _is_wanted(one)]
    if missing:
        codes = tuple(one.code for one in missing)
        refs = tuple(sorted(one.ref for one in missing))
        words = {"count": len(codes)}
        yield Finding(Rule.NO_HORIZON, "chain.horizon", codes, None, words, refs)


def no_indicator(facts: Facts) -> Iterator[Finding]:
    """A wanted change of which nobody said what will show that it comes about."""
    for one in facts.in_order:
        if not one.indicators and _is_wanted(one):
            yield of_change(Rule.NO_INDICATOR, one)


def stale(facts: Facts) -> Iterator[Finding]:
    """A change of which nothing was heard for half a year."""
    for one in facts.in_order:
        if one.news is not None and (facts.today - one.news).days > NEWS_AFTER:
            yield of_change(Rule.STALE, one, one.news.isoformat())


def _activity(facts: Facts, one: Stated) -> str:
    return wording.is_activity(facts.clauses[one.code])


def _is_wanted(one: Stated) -> bool:
    return one.effect is Effect.INTENDED


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < FEW_WORDS:
        return False
    return len(one & other) >= ALIKE * len(one | other)


RULES = (
    activity,
    not_knowledge,
    without_who,
    project,
    several,
    vague_who,
    wish,
    only_positive,
    said_twice,
    too_long,
    many_ultimate,
    no_horizon,
    no_indicator,
    stale,
)
