"""What an agreement tells another site: its words and its rules, not who stands behind them.

Talents, who comes to a place, who exactly decides or tells, and mail addresses name persons: they
stay at home, like what only this site can open. The changes and the relations that it governs
belong to the strategy and to the map, which a site shares by themselves or not at all. What people
typed in a clause is shared as it is; a name that it quotes is only if what bears it is.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coopspace.agreement.content import Clause, Content
from coopspace.live.formats import Block, Piece
from coopspace.live.quoting import LEFT

UNTOLD: dict[str, frozenset[str]] = {
    "places": frozenset({"members"}),
    "decisions": frozenset({"who"}),
    "messages": frozenset({"by"}),
}
"""What is left out of what stands beside the text."""
AT_HOME = frozenset({"talents-strengths"})
"""The clauses that answer « on whom can we count »."""
GOVERNS = "governs"
UNNAMED = "[…]"
"""In the place of a quoted name that is not told."""


def outward(agreement: Mapping[str, Any]) -> dict[str, Any]:
    """An agreement (its plain values, `content.canonical`) as another site may read it."""
    sections = agreement["sections"]
    told = frozenset(
        one["ref"] for section in sections for name in UNTOLD for one in section.get(name, ())
    )
    return {**agreement, "sections": [_section(one, told) for one in sections]}


def unnamed(content: Content) -> Content:
    """A draft whose quotations of what has left the agreement, whatever it was, name it no more:
    its plain values would say who that was."""
    return replace(content, clauses=tuple(_unnamed(one) for one in content.clauses))


def _section(section: Mapping[str, Any], told_refs: frozenset[str]) -> dict[str, Any]:
    told = {name: value for name, value in section.items() if name != "talents"}
    told["clauses"] = [
        _clause(one, told_refs) for one in section["clauses"] if one["code"] not in AT_HOME
    ]
    for name, untold in UNTOLD.items():
        if name in told:
            told[name] = [_without(one, untold | {GOVERNS}) for one in told[name]]
    return told


def _without(item: Mapping[str, Any], untold: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in untold}


def _clause(clause: Mapping[str, Any], told_refs: frozenset[str]) -> dict[str, Any]:
    blocks = [
        {**block, "lines": [[_piece(one, told_refs) for one in line] for line in block["lines"]]}
        for block in clause.get("blocks", ())
    ]
    return {**_without(clause, frozenset({GOVERNS})), "blocks": blocks}


def _piece(piece: Mapping[str, Any], told_refs: frozenset[str]) -> dict[str, Any]:
    """Words that lead to somebody's mail, or to something of the site, lead nowhere; those that
    quote what is not told say nothing."""
    leads_out = str(piece.get("link", "")).startswith("http")
    at_home = {"quotes"} if leads_out else {"quotes", "link"}
    told = _without(piece, frozenset(at_home))
    names_somebody = piece.get("quotes") and piece["quotes"] not in told_refs
    return {**told, "text": UNNAMED} if names_somebody else told


def _unnamed(clause: Clause) -> Clause:
    def piece(one: Piece) -> Piece:
        return replace(one, text=UNNAMED, quotes="") if one.quotes.startswith(LEFT) else one

    def block(one: Block) -> Block:
        return replace(one, lines=tuple(tuple(map(piece, line)) for line in one.lines))

    return replace(clause, blocks=tuple(map(block, clause.blocks)))
