"""What would change, said: one step tried, somebody leaving, one wave after another.

Sentences are marked for the catalogue here and said by the page, as `reading`'s are. Nothing of it
is a forecast: people do other things besides.
"""

from collections.abc import Iterator

from coopspace.kernel.refusal import N_
from coopspace.network.holding import Departure, Piece
from coopspace.network.reading import Fact
from coopspace.network.trying import Step
from coopspace.network.waves import Change


def of_step(step: Step) -> tuple[Fact, ...]:
    """What a step would change, what holds first; one sentence at least."""
    said = (*_joined(step), *_firmer(step), *_across(step))
    if said:
        return said
    if step.changes:
        return (Fact("one_tie", N_("One tie more or less: nothing else that we measure changes.")),)
    return (Fact("nothing", N_("Nothing that we measure would change.")),)


def _joined(step: Step) -> Iterator[Fact]:
    first = step.no_longer_isolated
    if first:
        yield _who(
            "first_tie",
            first,
            N_("%(names)s would have its first tie."),
            N_("%(names)s would have their first tie."),
        )
    if step.now_isolated:
        yield _who(
            "isolated",
            step.now_isolated,
            N_("%(names)s would lose its last tie."),
            N_("%(names)s would lose their last tie."),
        )
    if step.pieces_joined > 0 and not first:
        yield Fact("joined", N_("Two parts that nothing links would be joined."))
    if step.pieces_joined < 0 and not step.now_isolated:
        yield Fact("parted", N_("The network would part in two there."))


def _firmer(step: Step) -> Iterator[Fact]:
    if step.no_longer_fragile:
        yield _who(
            "freed",
            step.no_longer_fragile,
            N_("The network would hold there without %(names)s."),
            N_("The network would hold there without %(names)s."),
        )
    if step.now_fragile:
        yield _who(
            "fragile",
            step.now_fragile,
            N_("%(names)s would come to hold a part of the network alone."),
            N_("%(names)s would each come to hold a part of the network alone."),
        )


def _across(step: Step) -> Iterator[Fact]:
    closed = step.trios_closed
    if closed == 1:
        yield Fact(
            "trio",
            N_("One more trio of State, local authority and civil society would work as three."),
        )
    elif closed > 1:
        yield Fact(
            "trio",
            N_(
                "%(count)d more trios of State, local authority and civil society would work as "
                "three."
            ),
            {"count": closed},
        )
    elif closed < 0:
        yield Fact(
            "trio",
            N_("Fewer trios of State, local authority and civil society would work as three."),
        )


def of_departure(left: Departure) -> tuple[Fact, ...]:
    """What somebody's leaving would undo."""
    if len(left.pieces) < 2:
        return (
            Fact(
                "holds",
                N_("Without %(name)s, those it works with would stay linked to one another."),
                who={"name": (left.id,)},
            )
            if left.ties
            else Fact("no_tie", N_("%(name)s has no tie yet."), who={"name": (left.id,)}),
        )
    said = [
        Fact(
            "splits",
            N_(
                "Without %(name)s, this part of the network would split into %(count)d, and "
                "%(pairs)d pairs of organisations would no longer be linked."
            )
            if left.parted > 1
            else N_(
                "Without %(name)s, this part of the network would split into %(count)d, and one "
                "pair of organisations would no longer be linked."
            ),
            {"count": len(left.pieces), "pairs": left.parted},
            {"name": (left.id,)},
        )
    ]
    if left.alone:
        said.append(
            _who(
                "alone",
                left.alone,
                N_("%(names)s would be left without a tie of its own."),
                N_("%(names)s would be left without a tie of their own."),
            )
        )
    return tuple(said)


def of_change(change: Change) -> tuple[Fact, ...]:
    """What another wave brought, to the network first and then to its relations."""
    return tuple(
        fact
        for ids, kind, one, several in (
            (
                change.newly_fragile,
                "newly_fragile",
                N_("%(names)s now holds a part of the network alone."),
                N_("%(names)s now each hold a part of the network alone."),
            ),
            (
                change.no_longer_fragile,
                "no_longer_fragile",
                N_("The network now holds there without %(names)s."),
                N_("The network now holds there without %(names)s."),
            ),
            (
                change.no_longer_isolated,
                "first_tie",
                N_("%(names)s has its first tie."),
                N_("%(names)s have their first tie."),
            ),
            (
                change.newly_isolated,
                "newly_isolated",
                N_("%(names)s has lost its last tie."),
                N_("%(names)s have lost their last tie."),
            ),
            (
                change.came,
                "came",
                N_("%(names)s has come onto the map."),
                N_("%(names)s have come onto the map."),
            ),
            (
                change.left,
                "left",
                N_("%(names)s has left the map."),
                N_("%(names)s have left the map."),
            ),
            (
                change.now_silent,
                "now_silent",
                N_("%(names)s has not answered this time: what is gone may only be untold."),
                N_("%(names)s have not answered this time: what is gone may only be untold."),
            ),
        )
        if ids
        for fact in [_who(kind, ids, one, several)]
    )


def _who(kind: str, ids: Piece, one: str, several: str) -> Fact:
    sentence = one if len(ids) == 1 else several
    return Fact(kind, sentence, {"count": len(ids)}, {"names": ids})
