"""What the plan would be made of what a file says: nothing is done here, plain rules.

A file adds: what it says of an action that stands must be what stands, else its line is refused.
Support is drawn for a newcomer, with another newcomer or with an action that stands.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from coopspace.changes.cells import parted
from coopspace.changes.lines import Fault, Place
from coopspace.changes.names import Names, named, words_key
from coopspace.changes.planning import Fate, in_order
from coopspace.changes.rules import VISION, Strength, code_order
from coopspace.kernel.refusal import N_, Refusal
from coopspace.plan import cells, rules
from coopspace.plan.cells import Wording, number_key, number_of
from coopspace.plan.lines import Read, SaidAction
from coopspace.plan.written import ActionLine, Contribution, Network, line_of

_OF = {"pilot": ("pilot", "pilot_name"), "partners": ("partners", "others")}
"""What a cell may say when whom it names need not be on the map."""


@dataclass(frozen=True)
class Around:
    """What is known where a file comes in: the plan that stands, every number ever given, who is
    on the map, and how changes are named."""

    standing: tuple[ActionLine, ...]
    used: frozenset[int]
    network: Network
    names: Names
    wording: Wording


@dataclass(frozen=True)
class Wishes:
    """What was asked of this file. `anew`: its numbers are its own, and name nothing that stands;
    `as_written`: who is not on the map is named as the file does; `strength`: that of a
    contribution of which the file says none."""

    anew: bool = False
    as_written: bool = False
    strength: Strength | None = None


AS_IT_IS = Wishes()


@dataclass(frozen=True)
class IncomingAction:
    """An action as it will be: its number at the site, and the code that the file gives it."""

    place: Place
    said: ActionLine
    fate: Fate
    given: str = ""


@dataclass(frozen=True)
class Coming:
    """What would be written, in the order of the file, and the lines that cannot be."""

    actions: tuple[IncomingAction, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
    """The numbers of the actions that will support each other."""
    faults: tuple[Fault, ...] = ()

    def count(self, fate: Fate) -> int:
        """How many actions meet this fate."""
        return sum(one.fate is fate for one in self.actions)


def plan(read: Read, around: Around, wishes: Wishes = AS_IT_IS) -> Coming:
    """What these lines would add to the plan that stands."""
    planner = _Planner(around, wishes)
    planner.leave_out(read.left_out)
    planner.read(read.actions)
    pairs = planner.support(read.actions)
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    return Coming(
        tuple(
            replace(one, said=one.said._replace(supports=tuple(sorted(beside[one.said.number]))))
            if one.fate is Fate.NEW
            else one
            for one in planner.coming
        ),
        tuple(pairs),
        in_order((*read.faults, *planner.faults)),
    )


class _Planner:
    """Goes through the lines once; what was refused is named by nobody else."""

    def __init__(self, around: Around, wishes: Wishes) -> None:
        self.around, self.wishes = around, wishes
        stands = () if wishes.anew else around.standing
        self.stands = {one.number: one for one in stands}
        self.faults: list[Fault] = []
        self.coming: list[IncomingAction] = []
        self.at: dict[Place, int] = {}
        self._refused: set[str] = set()
        self._given: set[int] = set()
        self._numbered: dict[str, set[int]] = defaultdict(set)
        self._titled: dict[str, set[int]] = defaultdict(set)
        self._stand_titled: dict[str, set[int]] = defaultdict(set)
        for one in stands:
            self._stand_titled[words_key(one.title)].add(one.number)

    def leave_out(self, told: Iterable[tuple[str, str]]) -> None:
        """Lines that say nothing that can be kept: nobody else has their numbers nor titles."""
        for code, title in told:
            self._refused |= {number_key(code), words_key(title)} - {""}
            self._given.add(number_of(code) or 0)

    def read(self, said: list[SaidAction]) -> None:
        """The actions, each under its number."""
        codes = Counter(number_key(one.code) for one in said if one.code)
        bare = Counter(words_key(one.title) for one in said if not one.code)
        everyone = Counter(words_key(one.title) for one in said)
        kept: list[tuple[SaidAction, ActionLine]] = []
        for one in said:
            try:
                _alone(one, codes, bare, everyone)
                kept.append((one, self._line(one)))
            except Refusal as refusal:
                self.faults.append(Fault(one.place, refusal))
                self.leave_out([(one.code, one.title)])
        self._number(kept)

    def _line(self, one: SaidAction) -> ActionLine:
        """The action as it will be: that which stands, or a newcomer of number 0. Raises
        Refusal."""
        stood = self.stands.get(self._known(one))
        base = stood or ActionLine(0, "")
        told = {**one.told, **self._named(one)}
        given = told.pop("contributions", base.contributions)
        merged = base._replace(**told, contributions=given)  # type: ignore[arg-type]
        line = line_of(base.number, rules.whole(merged.described()), merged)
        apart = [name for name in told if stood and getattr(line, name) != getattr(stood, name)]
        if stood and line.contributions != stood.contributions:
            apart.append("contributions")
        if apart:
            raise Refusal(
                N_(
                    "Action no. %(number)d already stands and says otherwise: change it on its "
                    "page, empty its number here to add another one, or say below that this file "
                    "has codes of its own."
                ),
                field=apart[0],
                number=line.number,
            )
        return line

    def _known(self, one: SaidAction) -> int:
        """Which action that stands this line is about, 0 for none."""
        number = number_of(one.code)
        if number in self.stands:
            return number or 0
        same = self._stand_titled.get(words_key(one.title), set())
        return next(iter(same)) if len(same) == 1 and number is None else 0

    def _named(self, one: SaidAction) -> dict[str, object]:
        """Whom and what a line names. Raises Refusal."""
        found: dict[str, object] = {}
        others = str(one.told.get("others", ""))
        if "pilot" in one.names:
            words = one.names["pilot"]
            known = self._organisation(words, "pilot")
            found |= dict(zip(_OF["pilot"], (known, "") if known else ("", words), strict=True))
        if "partners" in one.names:
            partners, beside = self._partners(one.names["partners"])
            found["partners"] = partners
            if beside:
                found["others"] = ", ".join([*([others] if others else []), *beside])
        if "contributions" in one.names:
            found["contributions"] = self._contributions(one)
        return found

    def _organisation(self, words: str, field: str) -> str:
        known = self.around.network.find(words)
        if not known and not self.wishes.as_written:
            raise Refusal(
                N_(
                    "“%(name)s” is not on the map of our network: write its name as it stands "
                    "there, or ask below to keep such names as they are written."
                ),
                field=field,
                name=words[:60],
            )
        return known

    def _partners(self, cell: str) -> tuple[tuple[str, ...], list[str]]:
        """Those on the map, by name, and the words about others."""
        known: dict[str, None] = {}
        others: list[str] = []
        find, parts = self.around.network.find, parted(cell)
        if find(cell) and not all(map(find, parts)):
            parts = [cell]
        for part in parts:
            pieces = [whole] if (whole := find(part)) else named(part, find, find)
            if pieces and all(pieces):
                known.update(dict.fromkeys(pieces))
                continue
            for one in part.split(","):
                words = one.strip()
                name = self._organisation(words, "partners") if words else ""
                if name:
                    known[name] = None
                elif words:
                    others.append(words)
        return tuple(known), others

    def _contributions(self, one: SaidAction) -> tuple[Contribution, ...]:
        found: dict[str, Strength] = {}
        usual = one.strength or self.wishes.strength
        try:
            told = named(one.names["contributions"], self._reached, self._asked)
        except Refusal as refusal:
            refusal.field = "contributions"
            raise
        for code, strength in told:
            if code == VISION:
                raise Refusal(
                    N_("An action contributes to a change: name one, rather than the vision."),
                    field="contributions",
                )
            given = strength or usual
            if given is None:
                raise Refusal(
                    N_(
                        "Say how much it contributes to %(code)s, such as “%(code)s (2)”: 1 (a "
                        "little), 2 (clearly) or 3 (decisive)."
                    ),
                    field="contributions",
                    code=code,
                )
            if found.setdefault(code, given) is not given:
                raise Refusal(
                    N_("%(code)s is said twice, differently: keep one."),
                    field="contributions",
                    code=code,
                )
        return tuple(sorted(found.items(), key=lambda pair: code_order(pair[0])))

    def _reached(self, text: str) -> tuple[str, Strength | None] | None:
        name, strength = cells.strong(text, self.around.wording)
        if strength and (code := self.around.names.coded(name)):
            return code, strength  # as our own files say it, whatever a change may be worded like
        whole = self.around.names.find(text)
        if whole:
            return whole, None
        code = self.around.names.find(name) if strength else ""
        return (code, strength) if code else None

    def _asked(self, text: str) -> tuple[str, Strength | None]:
        found = self._reached(text)
        if found:
            return found
        name, strength = cells.strong(text, self.around.wording)
        return self.around.names.one(name, "contributions"), strength

    def _number(self, kept: list[tuple[SaidAction, ActionLine]]) -> None:
        """Give each newcomer the number that its file gives it when nobody ever had it, else the
        next one."""
        used = self.around.used
        asked = {
            one.place: number
            for one, line in kept
            if not line.number and (number := number_of(one.code)) and number not in used
        }
        last = max((0, *used, *self._given, *asked.values()))
        for one, line in kept:
            number = line.number or asked.get(one.place, 0)
            if not number:
                last = number = last + 1
            fate = Fate.SAME if line.number else Fate.NEW
            said = line._replace(number=number)
            self.coming.append(IncomingAction(one.place, said, fate, one.code))
            self.at[one.place] = number
            self._numbered[number_key(one.code)].add(number)
            self._titled[words_key(one.title)].add(number)

    def support(self, said: Collection[SaidAction]) -> list[tuple[int, int]]:
        """The pairs that these lines would add."""
        stood = {(one.number, two) for one in self.stands.values() for two in one.supports}
        pairs: dict[tuple[int, int], None] = {}
        for one in said:
            if "supports" not in one.names or one.place not in self.at:
                continue
            try:
                for other in named(one.names["supports"], self._find, self._action):
                    pair = self._pair(self.at[one.place], other)
                    if pair not in stood:
                        pairs[pair] = None
            except Refusal as refusal:
                refusal.field = "supports"
                self.faults.append(Fault(one.place, refusal))
        return list(pairs)

    def _pair(self, one: int, other: int) -> tuple[int, int]:
        if one == other:
            raise Refusal(N_("Choose other actions of this plan."))
        stand = self.stands.get(one)
        if stand and other in self.stands and other not in stand.supports:
            raise Refusal(
                N_(
                    "Both actions stand already: say on the page of one of them that they support "
                    "each other."
                )
            )
        return min(one, other), max(one, other)

    def _find(self, text: str) -> int:
        """The number of the action that words name, 0 when they name none or several."""
        key, words = number_key(text), words_key(text)
        if not words or {key, words} & self._refused:
            return 0
        number = number_of(text)
        found = (
            self._numbered.get(key)
            or ({number} if number in self.stands else None)
            or self._titled.get(words)
            or self._stand_titled.get(words, set())
        )
        return next(iter(found)) or 0 if len(found) == 1 else 0

    def _action(self, text: str) -> int:
        found = self._find(text)
        if found:
            return found
        if {number_key(text), words_key(text)} & self._refused:
            raise Refusal(
                N_("“%(cell)s” is on a line that cannot be kept: mend that line first."),
                cell=text[:60],
            )
        raise Refusal(
            N_(
                "“%(cell)s” names no action of this file nor of the plan: write its number or its "
                "whole title."
            ),
            cell=text[:60],
        )


def _alone(
    one: SaidAction, codes: Counter[str], bare: Counter[str], everyone: Counter[str]
) -> None:
    if one.code and codes[number_key(one.code)] > 1:
        raise Refusal(
            N_("The number %(code)s stands on several lines: give each action its own."),
            field="code",
            code=one.code,
        )
    words = words_key(one.title)
    if bare[words] and everyone[words] > 1:
        raise Refusal(
            N_("This action stands on several lines: keep one, or give each a number."),
            field="title",
        )
