"""Chains for the rules: a small one by hand, and any that people could draw link by link."""

from hypothesis import strategies as st

from coopspace.changes.chain import Arc, Chain, Node, build, refuse_link
from coopspace.changes.rules import VISION, Effect, Level, System, parse_code
from coopspace.kernel.refusal import Refusal


def node(
    code: str, *systems: System, effect: Effect = Effect.INTENDED, key: float | None = None
) -> Node:
    """The change that a code names."""
    level, number = parse_code(code) or (Level.DIRECT, 0)
    return Node(code, level, effect, frozenset(systems), float(number) if key is None else key)


def nodes(codes: str) -> tuple[Node, ...]:
    """Changes from their codes, separated by spaces."""
    return tuple(node(code) for code in codes.split())


def arcs(links: str) -> tuple[Arc, ...]:
    """Links written `D1>I1`, separated by spaces."""
    return tuple(Arc(*link.split(">")) for link in links.split())


def chain(codes: str, links: str) -> Chain:
    """A chain from codes and links."""
    return build(nodes(codes), arcs(links))


@st.composite
def drawn(draw: st.DrawFn, *, most: int = 5) -> tuple[tuple[Node, ...], tuple[Arc, ...]]:
    """Any chain that can be drawn link by link: what the rule refuses is not drawn."""
    codes = [
        f"{level.letter}{number}"
        for level in Level
        for number in range(1, draw(st.integers(0, most)) + 1)
    ]
    made = [node(code, key=draw(st.integers(-9, 9))) for code in codes]
    graph = build(made, ())
    wished = (
        draw(
            st.lists(
                st.tuples(st.sampled_from(codes), st.sampled_from([*codes, VISION])), max_size=25
            )
        )
        if codes
        else []
    )
    kept = []
    for source, target in wished:
        try:
            refuse_link(graph, source, target)
        except Refusal:
            continue
        graph.add_edge(source, target)
        kept.append(Arc(source, target))
    return tuple(made), tuple(kept)
