"""The whole reading: every rule over the same facts, in the order of `Rule`."""

from coopspace.review import shape, statements, ties
from coopspace.review.rules import Facts, Finding, Rule

_PLACES = {rule: place for place, rule in enumerate(Rule)}
RULES = (*statements.RULES, *shape.RULES, *ties.RULES)


def reread(facts: Facts) -> tuple[Finding, ...]:
    """Everything that the rules find; nothing at all about an empty chain."""
    if not facts.changes:
        return ()
    found = (finding for rule in RULES for finding in rule(facts))
    return tuple(sorted(found, key=lambda one: _PLACES[one.rule]))
