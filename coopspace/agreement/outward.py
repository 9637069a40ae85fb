"""What an agreement tells another site: its words and its rules, not who stands behind them.

Talents, who comes to a place, who exactly decides or tells, and mail addresses name persons: they
stay at home, like what only this site can open. What people wrote in a clause is shared as it is.
"""

from collections.abc import Mapping
from typing import Any

UNTOLD: dict[str, frozenset[str]] = {
    "places": frozenset({"members"}),
    "decisions": frozenset({"who"}),
    "messages": frozenset({"by"}),
}
"""What is left out of what stands beside the text."""
AT_HOME = frozenset({"talents-strengths"})
"""The clauses that answer « on whom can we count »."""


def outward(agreement: Mapping[str, Any]) -> dict[str, Any]:
    """An agreement (its plain values, `content.canonical`) as another site may read it."""
    return {**agreement, "sections": [_section(one) for one in agreement["sections"]]}


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in section.items() if name != "talents"}
    told["clauses"] = [_clause(one) for one in section["clauses"] if one["code"] not in AT_HOME]
    for name, untold in UNTOLD.items():
        if name in told:
            told[name] = [_without(one, untold) for one in told[name]]
    return told


def _without(item: Mapping[str, Any], untold: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in untold}


def _clause(clause: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **clause,
        "blocks": [
            {**block, "lines": [[_piece(one) for one in line] for line in block["lines"]]}
            for block in clause["blocks"]
        ],
    }


def _piece(piece: Mapping[str, Any]) -> dict[str, Any]:
    """Words that lead to somebody's mail, or to something of the site, lead nowhere."""
    leads_out = str(piece.get("link", "")).startswith("http")
    return {name: value for name, value in piece.items() if name != "link" or leads_out}
