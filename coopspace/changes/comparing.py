"""Two moments of the strategy compared: what was added, reworded, moved, relinked, ended. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from coopspace.changes.actions import Attributes
from coopspace.changes.past import PastCard, PastChain, PastLink
from coopspace.changes.rules import code_order
from coopspace.kernel.refusal import N_
from coopspace.live.difference import Part, difference


class Became(StrEnum):
    """What became of a change or of a link between two moments."""

    ADDED = "added"
    BACK = "back"
    ENDED = "ended"
    MOVED = "moved"
    REWORDED = "reworded"
    DESCRIBED = "described"
    JUDGED = "judged"
    RELINKED = "relinked"


BECAME_LABELS: dict[Became, str] = {
    Became.ADDED: N_("added"),
    Became.BACK: N_("brought back"),
    Became.ENDED: N_("ended"),
    Became.MOVED: N_("moved"),
    Became.REWORDED: N_("reworded"),
    Became.DESCRIBED: N_("described otherwise"),
    Became.JUDGED: N_("judged anew"),
    Became.RELINKED: N_("linked otherwise"),
}


@dataclass(frozen=True)
class Turn:
    """What became of one change: how it stood on each day (None: not there), in which respects."""

    then: PastCard | None
    now: PastCard | None
    became: tuple[Became, ...] = ()
    words: tuple[Part, ...] = ()
    said: tuple[str, ...] = ()
    """The fields of what is said of it that differ."""

    @property
    def card(self) -> PastCard:
        """The change as it stood last."""
        card = self.now or self.then
        if card is None:
            raise ValueError("a change that was never there did not become anything")
        return card


@dataclass(frozen=True)
class LinkTurn:
    """What became of one link, by the codes that its ends had last."""

    source: str
    target: str
    then: PastLink | None
    now: PastLink | None
    became: tuple[Became, ...] = ()

    @property
    def link(self) -> PastLink:
        """The link as it stood last."""
        link = self.now or self.then
        if link is None:
            raise ValueError("a link that was never there did not become anything")
        return link


@dataclass(frozen=True)
class Comparison:
    """Everything that stood on either day, in reading order, with what became of it."""

    turns: tuple[Turn, ...]
    links: tuple[LinkTurn, ...]

    def of(self, became: Became) -> tuple[Turn, ...]:
        """The changes of which this became."""
        return tuple(turn for turn in self.turns if became in turn.became)

    def linked(self, became: Became) -> tuple[LinkTurn, ...]:
        """The links of which this became."""
        return tuple(turn for turn in self.links if became in turn.became)

    @property
    def moved(self) -> bool:
        """Whether anything differs."""
        return any(turn.became for turn in self.turns) or any(one.became for one in self.links)


def compare(older: PastChain, newer: PastChain) -> Comparison:
    """What leads from one moment to a later one."""
    links = _links(older, newer)
    touched = {end for one in links if one.became for end in (one.link.source, one.link.target)}
    ids = {**older.cards, **newer.cards}
    turns = (_turn(older, newer, id_, relinked=id_ in touched) for id_ in ids)
    return Comparison(
        turns=tuple(sorted(turns, key=lambda turn: code_order(turn.card.code))),
        links=links,
    )


def only(chain: PastChain) -> Comparison:
    """One moment alone, as it is drawn: nothing became of anything."""
    return compare(chain, chain)


def _turn(older: PastChain, newer: PastChain, id_: str, *, relinked: bool) -> Turn:
    then, now = older.cards.get(id_), newer.cards.get(id_)
    if then is None or now is None:
        return Turn(then, now, (_came_or_went(older, id_, there=now is not None),))
    said = _said(then.said, now.said)
    differs = {
        Became.MOVED: then.code != now.code,
        Became.REWORDED: then.statement != now.statement,
        Became.DESCRIBED: bool(said),
        Became.JUDGED: then.progress != now.progress,
        Became.RELINKED: relinked,
    }
    words = difference(then.statement, now.statement) if differs[Became.REWORDED] else ()
    became = tuple(one for one, so in differs.items() if so)
    return Turn(then, now, became, tuple(words), said)


def _came_or_went(older: PastChain, id_: str, *, there: bool) -> Became:
    if not there:
        return Became.ENDED
    return Became.BACK if id_ in older.ever else Became.ADDED


def _said(then: Attributes | None, now: Attributes | None) -> tuple[str, ...]:
    """The fields that differ; none where one of the two days is not known."""
    if then is None or now is None:
        return ()
    return tuple(
        one.name for one in fields(Attributes) if getattr(then, one.name) != getattr(now, one.name)
    )


def _links(older: PastChain, newer: PastChain) -> tuple[LinkTurn, ...]:
    turns = []
    for id_, one in {**older.links, **newer.links}.items():
        then, now = older.links.get(id_), newer.links.get(id_)
        source, target = (
            newer.code(end) if end in newer.cards else older.code(end)
            for end in (one.source, one.target)
        )
        turns.append(LinkTurn(source, target, then, now, tuple(_link_became(then, now))))
    return tuple(sorted(turns, key=lambda one: (code_order(one.source), code_order(one.target))))


def _link_became(then: PastLink | None, now: PastLink | None) -> Iterable[Became]:
    if then is None:
        yield Became.ADDED
    elif now is None:
        yield Became.ENDED
    elif then.told and now.told and then.strength != now.strength:
        yield Became.DESCRIBED
