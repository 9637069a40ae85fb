"""Chains for the reading: a small one by hand, with words that nothing is said of."""

from datetime import date

from coopspace.changes.chain import Arc
from coopspace.changes.rules import USUAL_NATURE, Level, System, parse_code
from coopspace.review.rules import Facts, Finding, Rule, Stated, Tied
from coopspace.review.whole import reread

TODAY = date(2026, 6, 1)
SAYS = {
    Level.DIRECT: "Les parents de la rue {n} savent qu’un appel suffit.",
    Level.INTERMEDIATE: "Le bailleur de la tour {n} prévient avant de couper.",
    Level.ULTIMATE: "Au palier {n}, personne n’attend d’être en dette.",
}


def stated(code: str, says: str = "", **more) -> Stated:
    """The change that a code names, with words of its level."""
    level, number = parse_code(code) or (Level.DIRECT, 0)
    words = says or SAYS[level].format(n=number)
    given = {"horizon": f"203{level.rank}", "systems": frozenset(System), "indicators": 1, **more}
    return Stated(
        f"ref{code}", code, level, words, given.pop("nature", USUAL_NATURE[level]), **given
    )


def tied(link: str, **more) -> Tied:
    """A link written `D1>I1`, with its reason and its assumption."""
    source, target = link.split(">")
    given = {"why": "On ose demander.", "assumption": "Le guichet reste ouvert.", **more}
    return Tied(f"ref{source}{target}", source, target, **given)


def facts(codes: str, links: str = "", *, today: date = TODAY) -> Facts:
    """Facts from codes and links."""
    changes = tuple(stated(code) for code in codes.split())
    return Facts(changes, tuple(tied(one) for one in links.split()), today)


def of(read: Facts, rule: Rule) -> list[Finding]:
    """What one rule finds."""
    return [one for one in reread(read) if one.rule is rule]


def codes(read: Facts, rule: Rule) -> list[tuple[str, ...]]:
    """The codes that one rule names."""
    return [one.codes for one in of(read, rule)]


def arcs(read: Facts, rule: Rule) -> list[Arc | None]:
    """The links that one rule names."""
    return [one.arc for one in of(read, rule)]
