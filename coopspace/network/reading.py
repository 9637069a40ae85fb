"""What the network says, in the order in which people should hear it: facts and their sentences.

A fact names what is so and who; it never judges. Its sentence is marked for the catalogue here and
said by the page, which fills in numbers, names (`who`: public ids, to be listed) and sectors
(`sectors`: codes). What could break comes first, then who is left out, then who works across, then
the rest. Nothing is read of a network of which no figure may be given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coopspace.kernel.refusal import N_
from coopspace.network.measures import Measures, Whole
from coopspace.network.sectors import Reach
from coopspace.network.trying import Opening

COORDINATION = 5
FIRST = 3
"""So many brokers are named."""


@dataclass(frozen=True)
class Fact:
    """One thing that is so. `kind` says which; `more` is the question or the caution after it."""

    kind: str
    sentence: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    who: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)
    more: str = ""
    more_who: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def facts(found: Measures, openings: tuple[Opening, ...] = ()) -> tuple[Fact, ...]:
    """Everything that is worth saying, first things first; `openings` are what could be tried."""
    whole = found.whole
    if whole is None:
        return ()
    if not found.ties:
        return (Fact("no_tie", N_("No relation reaches assistance yet: nothing holds together.")),)
    return tuple(
        fact
        for part in (
            _holding(whole),
            _narrow(whole),
            _pieces(whole),
            _isolated(found, whole),
            _across(whole),
            _trio(whole),
            _passing(whole),
            _views(whole),
            _shape(found, whole),
            _to_try(openings),
        )
        for fact in part
    )


def _holding(whole: Whole) -> Iterator[Fact]:
    points = whole.cuts.fragile
    more, sure = _certain(whole)
    if not points:
        yield Fact(
            "fragile",
            N_("No organisation holds the network alone: any of them could leave it."),
            more=more,
        )
        return
    first = points[0]
    who = {"names": tuple(one.id for one in points), "name": (first.id,)}
    numbers = {"count": len(points), "others": first.cut_off}
    if len(points) == 1:
        sentence = (
            N_(
                "The network holds by one organisation alone: %(names)s. Without it, one other "
                "would be cut off from the rest."
            )
            if first.cut_off == 1
            else N_(
                "The network holds by one organisation alone: %(names)s. Without it, %(others)d "
                "others would be cut off from the rest."
            )
        )
    else:
        sentence = (
            N_(
                "%(count)d organisations each hold a part of the network alone: %(names)s. "
                "Without any of them, one other would be cut off from the rest."
            )
            if first.cut_off == 1
            else N_(
                "%(count)d organisations each hold a part of the network alone: %(names)s. "
                "Without %(name)s, %(others)d others would be cut off from the rest."
            )
        )
    yield Fact("fragile", sentence, numbers, who, more=more, more_who={"names": sure})


def _certain(whole: Whole) -> tuple[str, tuple[str, ...]]:
    """What the missing answers leave as it is."""
    if whole.certainty is None or not whole.certainty.ranges["fragile"].high:
        return "", ()
    sure = whole.certainty.surely_fragile
    if not sure:
        return N_("The missing answers could change this."), ()
    return N_("Whatever the missing answers say, this stays true of %(names)s."), sure


def _narrow(whole: Whole) -> Iterator[Fact]:
    """The tie that most hangs on, where more than one organisation stands behind it."""
    wide = [tie for tie in whole.cuts.narrow if tie.beyond > 1]
    if wide:
        first = wide[0]
        yield Fact(
            "narrow",
            N_(
                "One tie alone, between %(one)s and %(other)s, links %(count)d organisations to "
                "the rest."
            ),
            {"count": first.beyond},
            {"one": (first.a,), "other": (first.b,)},
        )


def _pieces(whole: Whole) -> Iterator[Fact]:
    linked = [piece for piece in whole.pieces if len(piece) > 1]
    if len(linked) > 1:
        yield Fact(
            "pieces",
            N_(
                "The network is in %(count)d parts with no tie between them; the largest links "
                "%(size)d organisations."
            ),
            {"count": len(linked), "size": len(linked[0])},
        )
    elif whole.isolated:
        yield Fact(
            "pieces",
            N_("The %(size)d organisations that have a tie are all linked, directly or not."),
            {"size": len(linked[0])},
        )
    else:
        yield Fact("pieces", N_("All organisations are linked, directly or through others."))


def _isolated(found: Measures, whole: Whole) -> Iterator[Fact]:
    """Who has no tie, those with most relations below level 4 first: they are nearest to one."""
    alone = sorted(whole.isolated, key=lambda one: (-found.places[one].relations, one))
    if alone:
        sentence = (
            N_("One organisation has no tie yet: %(names)s.")
            if len(whole.isolated) == 1
            else N_("%(count)d organisations have no tie yet: %(names)s.")
        )
        yield Fact(
            "isolated",
            sentence,
            {"count": len(whole.isolated)},
            {"names": tuple(alone)},
            more=N_("Who could invite them?"),
        )


def _across(whole: Whole) -> Iterator[Fact]:
    """Ties across sectors, beside what the sizes of the sectors alone would give."""
    cross, silos = whole.silos.cross, whole.silos
    possible = silos.possible_across + silos.possible_inside
    if silos.possible_across and silos.possible_inside:
        expected = round(cross.whole * silos.possible_across / possible)
        yield Fact(
            "across",
            N_(
                "%(part)d ties of %(whole)d link two sectors; if sectors did not matter, about "
                "%(expected)d would."
            ),
            {"part": cross.part, "whole": cross.whole, "expected": expected},
        )


def _trio(whole: Whole) -> Iterator[Fact]:
    trio = whole.trio
    if all(reach.present for reach in trio.reach):
        if trio.closed == 0:
            sentence = N_(
                "Nowhere do a State body, a local authority and a civil society organisation all "
                "three work together."
            )
        elif trio.closed == 1:
            sentence = N_(
                "In one place, a State body, a local authority and a civil society organisation "
                "all three work together."
            )
        else:
            sentence = N_(
                "%(count)d times, a State body, a local authority and a civil society organisation "
                "all three work together."
            )
        yield Fact("closed_trios", sentence, {"count": trio.closed})
    yield from _reach([reach for reach in trio.reach if reach.present and reach.reached.whole])


def _reach(parties: list[Reach]) -> Iterator[Fact]:
    """The party that reaches the smallest share of the others, when it is less than half."""
    for reach in sorted(parties, key=lambda one: one.reached.value or 0.0)[:1]:
        if 2 * reach.reached.part >= reach.reached.whole:
            return
        yield Fact(
            "reach",
            N_("%(sector)s works with %(part)d of the %(whole)d organisations of other sectors."),
            {"part": reach.reached.part, "whole": reach.reached.whole},
            sectors={"sector": reach.sector},
        )


def _passing(whole: Whole) -> Iterator[Fact]:
    brokers = whole.brokers[:FIRST]
    if brokers:
        yield Fact(
            "brokers",
            N_("Those most often on the way between two others: %(names)s."),
            who={"names": brokers},
            more=N_("They link the others, and much rests on them."),
        )


def _views(whole: Whole) -> Iterator[Fact]:
    told = whole.told
    if told.apart:
        widest = told.apart[0]
        sentence = (
            N_(
                "Of %(both)d relations told by both sides, one is seen two levels apart or more: "
                "%(one)s and %(other)s."
            )
            if told.far == 1
            else N_(
                "Of %(both)d relations told by both sides, %(far)d are seen two levels apart or "
                "more, first of all %(one)s and %(other)s."
            )
        )
        yield Fact(
            "views",
            sentence,
            {"both": told.both, "far": told.far},
            {"one": (widest.a,), "other": (widest.b,)},
            more=N_("It is something to talk about, not a mistake."),
        )
    elif told.both:
        yield Fact(
            "views",
            N_("Of %(both)d relations told by both sides, none is seen two levels apart or more."),
            {"both": told.both},
        )


def _shape(found: Measures, whole: Whole) -> Iterator[Fact]:
    yield Fact(
        "levels",
        N_("%(part)d relations of %(whole)d reach coordination or more."),
        {"part": sum(found.levels[COORDINATION - 1 :]), "whole": found.relations},
    )
    groups = [group for group in whole.communities if len(group) > 2]
    if len(groups) > 1:
        yield Fact(
            "communities",
            N_("%(count)d groups work more among themselves than with others."),
            {"count": len(groups)},
            more=N_("It is one reading among several: does it look like you?"),
        )
    core = sorted(whole.heart.core, key=lambda one: (-found.places[one].degree, one))
    if len(core) > 1:
        yield Fact(
            "heart",
            N_("At the centre, those most linked to one another: %(names)s."),
            who={"names": tuple(core)},
        )


def _to_try(openings: tuple[Opening, ...]) -> Iterator[Fact]:
    """The first relation that is worth a try."""
    yield from map(of_opening, openings[:1])


def of_opening(one: Opening) -> Fact:
    """What would change if two who know each other below level 4 came to it."""
    if one.freed:
        sentence = N_(
            "If %(one)s and %(other)s came to assist each other, the network would hold there "
            "without %(names)s."
        )
    elif len(one.joined) == 1:
        sentence = N_(
            "If %(one)s and %(other)s came to assist each other, %(name)s would have its first tie."
        )
    else:
        sentence = N_(
            "If %(one)s and %(other)s came to assist each other, two parts that nothing links "
            "would be joined."
        )
    who = {"one": (one.a,), "other": (one.b,), "names": one.freed, "name": one.joined[:1]}
    return Fact("opening", sentence, who={key: ids for key, ids in who.items() if ids})
