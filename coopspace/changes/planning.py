"""What the strategy would be made of what a file says: nothing is done here, plain rules.

A file adds: what it says of a change that stands already must be what stands, else its line is
refused. Every link is asked of the chain, in the order of the file, as if people drew it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from coopspace.changes.chain import Node, build, refuse_link
from coopspace.changes.lines import Fault, Place, Read, SaidChange, SaidLink, tidy_code
from coopspace.changes.names import Names, words_key
from coopspace.changes.rules import Level, Strength, code_of, parse_code
from coopspace.changes.written import ChangeLine, LinkLine, Written
from coopspace.kernel.refusal import N_, Refusal


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    SAME = "same"


@dataclass(frozen=True)
class Incoming:
    """A change as it will be: its code at the site, and the one that the file gives it."""

    place: Place
    said: ChangeLine
    fate: Fate
    given: str = ""


@dataclass(frozen=True)
class IncomingLink:
    """A link as it will be."""

    place: Place
    said: LinkLine
    fate: Fate


@dataclass(frozen=True)
class Plan:
    """What would be written, in the order of the file, and the lines that cannot be."""

    changes: tuple[Incoming, ...]
    links: tuple[IncomingLink, ...]
    faults: tuple[Fault, ...]
    names: Names = field(compare=False, repr=False)
    """How the lines of other rooms name these changes."""

    def count(self, fate: Fate) -> tuple[int, int]:
        """How many changes and how many links meet this fate."""
        return (
            sum(one.fate is fate for one in self.changes),
            sum(one.fate is fate for one in self.links),
        )


def plan(read: Read, standing: Written, *, used: Iterable[str] = (), anew: bool = False) -> Plan:
    """What these lines would add to what stands. `used`: every code ever given at the site;
    `anew`: the codes of the file are its own, and name nothing that stands."""
    planner = _Planner(standing, frozenset(used), anew)
    planner.leave_out(read.left_out)
    planner.changes(read.changes)
    planner.links(read)
    faults = in_order((*read.faults, *planner.faults))
    return Plan(tuple(planner.coming), tuple(planner.linked.values()), faults, planner.names)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Lines to mend, as the file has them."""
    return tuple(sorted(faults, key=lambda one: (one.place.sheet, one.place.line)))


class _Planner:
    """Goes through the lines once; what was refused is named by nobody else."""

    def __init__(self, standing: Written, used: frozenset[str], anew: bool) -> None:
        self.standing, self.used, self.anew = standing, used, anew
        self.faults: list[Fault] = []
        self.coming: list[Incoming] = []
        self.linked: dict[tuple[str, str], IncomingLink] = {}
        self.details: set[tuple[str, str]] = set()
        self.names = Names(standing.changes, anew=anew)
        self.stands = {one.code: one for one in standing.changes}
        self.given: set[str] = set()
        self.stood = {(one.source, one.target): one for one in standing.links}

    def leave_out(self, named: Iterable[tuple[str, str]]) -> None:
        """Lines that say nothing that can be kept: their codes are given to nobody else."""
        for code, statement in named:
            self.names.refuse(code, statement)
            self.given.add(tidy_code(code))

    def changes(self, said: list[SaidChange]) -> None:
        """The changes, each under its code."""
        codes = Counter(tidy_code(one.code) for one in said if one.code)
        bare = Counter(words_key(one.statement) for one in said if not one.code)
        everyone = Counter(words_key(one.statement) for one in said)
        kept: list[tuple[SaidChange, str]] = []
        for one in said:
            try:
                _alone(one, codes, bare, everyone)
                known = self._known(one)
                if known:
                    _agrees(one, self.stands[known])
            except Refusal as refusal:
                self.faults.append(Fault(one.place, refusal))
                self.leave_out([(one.code, one.statement)])
            else:
                kept.append((one, known))
        self._number(kept)

    def _known(self, one: SaidChange) -> str:
        """Which change that stands this line is about, if any."""
        if self.anew:
            return ""
        code = tidy_code(one.code)
        if code in self.stands:
            return code
        same = [
            code
            for code in self.names.standing(one.statement)
            if self.stands[code].level is one.level
        ]
        return same[0] if len(same) == 1 and not parse_code(tidy_code(one.code)) else ""

    def _number(self, kept: list[tuple[SaidChange, str]]) -> None:
        """Give each newcomer the code that its file gives it when nobody ever had it, else the
        next one."""
        asked = {
            one.place: code
            for one, known in kept
            if not known and parse_code(code := tidy_code(one.code)) and code not in self.used
        }
        taken = {*self.used, *self.given, *asked.values()}
        numbers = dict.fromkeys(Level, 0)
        for level, number in filter(None, map(parse_code, taken)):
            numbers[level] = max(numbers[level], number)
        for one, known in kept:
            code = known or asked.get(one.place, "")
            if not code:
                numbers[one.level] += 1
                code = code_of(one.level, numbers[one.level])
            line = self.stands[code] if known else _line(one, code)
            fate = Fate.SAME if known else Fate.NEW
            self.coming.append(Incoming(one.place, line, fate, one.code))
            self.names.know(one, code)

    def links(self, read: Read) -> None:
        """The links, those of the changes' own column first."""
        nodes = {code: Node(code, one.level) for code, one in self.stands.items()}
        nodes |= {one.said.code: Node(one.said.code, one.said.level) for one in self.coming}
        self.graph = build(nodes.values(), self.stood)
        for one in read.changes:
            if one.leads_to and (source := self.names.code_at.get(one.place)):
                self._attempt_several(one, source)
        for link in read.links:
            self._attempt(link)

    def _attempt_several(self, one: SaidChange, source: str) -> None:
        try:
            targets = self.names.several(one.leads_to)
        except Refusal as refusal:
            refusal.field = "leads_to"
            self.faults.append(Fault(one.place, refusal))
            return
        for target in targets:
            self._attempt(SaidLink(one.place, source, target, alone=False), source, target)

    def _attempt(self, one: SaidLink, source: str = "", target: str = "") -> None:
        try:
            source = source or self.names.one(one.source, "source")
            target = target or self.names.one(one.target, "target")
            self._draw(one, LinkLine(source, target, one.strength, one.rationale, one.assumption))
        except Refusal as refusal:
            if not one.alone:
                refusal.field = "leads_to"
            self.faults.append(Fault(one.place, refusal))

    def _draw(self, one: SaidLink, line: LinkLine) -> None:
        ends = line.source, line.target
        before = self.linked.get(ends)
        bare = line[2:] == LinkLine(*ends)[2:]
        if before is not None:
            if bare or before.said == line:
                return
            if ends in self.details:
                raise Refusal(
                    N_("%(source)s → %(target)s is said twice, differently: keep one line."),
                    source=line.source,
                    target=line.target,
                )
        stood = self.stood.get(ends)
        if stood is not None and not bare and not _within(line, stood):
            raise Refusal(
                N_(
                    "%(source)s already leads to %(target)s, with other words: change them on the "
                    "page of that link, or empty them here."
                ),
                source=line.source,
                target=line.target,
            )
        if stood is None and before is None:
            refuse_link(self.graph, *ends)
            self.graph.add_edge(*ends)
        if not bare:
            self.details.add(ends)
        said = stood or line
        self.linked[ends] = IncomingLink(one.place, said, Fate.SAME if stood else Fate.NEW)


def _within(line: LinkLine, stood: LinkLine) -> bool:
    """Whether all that a line says of a link is what stands."""
    told: list[tuple[Strength | str | None, Strength | str | None]] = [
        (line.strength, stood.strength),
        (line.rationale, stood.rationale),
        (line.assumption, stood.assumption),
    ]
    return all(not said or said == stands for said, stands in told)


def _alone(
    one: SaidChange, codes: Counter[str], bare: Counter[str], everyone: Counter[str]
) -> None:
    if one.code and codes[tidy_code(one.code)] > 1:
        raise Refusal(
            N_("The code %(code)s stands on several lines: give each change its own."),
            field="code",
            code=one.code,
        )
    words = words_key(one.statement)
    if bare[words] and everyone[words] > 1:
        raise Refusal(
            N_("This change stands on several lines: keep one, or give each a code."),
            field="statement",
        )


def _agrees(one: SaidChange, stands: ChangeLine) -> None:
    told = (
        (one.level is stands.level, "level"),
        *((getattr(one, name) == getattr(stands, name), name) for name in sorted(one.said)),
    )
    apart = [name for same, name in told if not same]
    if apart:
        raise Refusal(
            N_(
                "%(code)s already stands and says otherwise: change it on its page, or empty its "
                "code here to add another change."
            ),
            field=apart[0],
            code=stands.code,
        )


def _line(one: SaidChange, code: str) -> ChangeLine:
    return ChangeLine(
        code,
        one.level,
        one.statement,
        one.nature,
        one.effect,
        one.who,
        one.systems,
        one.horizon,
        one.description,
    )
