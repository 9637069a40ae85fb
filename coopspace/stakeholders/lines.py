"""From the lines of a file to what the map can hold: which column says what, and what it says.

Headings are guessed from those that people and tools use, in both languages, and may be chosen
otherwise. Everything else in a file (pictures, colours, addresses) is not read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.stakeholders import rules
from coopspace.stakeholders.bringing import Connection, Element, Fault
from coopspace.stakeholders.confined import Tables
from coopspace.stakeholders.networks import Seen
from coopspace.stakeholders.rules import (
    Described,
    Exchange,
    Kind,
    Ring,
    Sector,
    Told,
)

NOTHING = ""
_HEADINGS: dict[str, dict[str, str]] = {
    "elements": {
        "ref": "id identifiant code",
        "name": "label name nom libelle organisation structure title",
        "sector": "type sector secteur college",
        "kind": "kind nature",
        "mission": "description mission",
        "tags": "tags etiquettes mots-cles",
        "ring": "ring cercle",
        "influence": "influence",
        "interest": "interest interet",
        "engagement": "engagement",
        "place": "place lieu territoire",
        "actions": "actions",
        "constraints": "constraints contraintes",
        "levers": "levers leviers",
        "x": "x",
        "y": "y",
    },
    "connections": {
        "source": "from source de",
        "target": "to target vers a",
        "direction": "direction",
        "level": "weight level niveau poids",
        "desired": "desired souhaite",
        "trust": "trust confiance",
        "kinds": "exchanges echanges kinds",
        "fact": "fact fait description",
        "said_on": "date said_on",
        "origin": "origin origine",
    },
}
FIELDS = {table: tuple(heads) for table, heads in _HEADINGS.items()}
"""What each table may say, in the order in which pages offer it."""
_SYNONYMS: dict[str, str] = {
    "etat": "state",
    "collectivite": "authority",
    "local_authority": "authority",
    "societe civile": "civil",
    "civil_society": "civil",
    "association": "civil",
    "habitants": "residents",
    "habitant": "residents",
    "entreprises": "business",
    "entreprise": "business",
    "company": "business",
    "sante": "health",
    "autre": "other",
    "autre secteur": "other",
    "personne": "person",
    "organization": "organisation",
    "trinome": "trio",
    "noyau": "core",
    "cercle elargi": "wide",
}
_KIND = "organisation"
_MUTUAL = {"undirected", "mutual"}


@dataclass(frozen=True)
class Wording:
    """The words of the reader's language: a code for each of them, and the names of the levels."""

    codes: Mapping[str, str]
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Read:
    """What the lines say, and those that say nothing that can be held."""

    elements: tuple[Element, ...]
    connections: tuple[Connection, ...]
    faults: tuple[Fault, ...]
    skipped: int = 0
    """Lines that are answers of organisations: a file does not bring opinions in."""


def guess(tables: Tables) -> dict[str, dict[str, str]]:
    """For each heading, the field that it most likely is: the first one to ask for it has it."""
    return {table: _guess(table, rows) for table, rows in tables.named()}


def headings(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The headings of a table, in order."""
    found: dict[str, None] = {}
    for row in rows:
        found.update(dict.fromkeys(row))
    return list(found)


def _guess(table: str, rows: list[dict[str, str]]) -> dict[str, str]:
    known = {word: field for field, words in _HEADINGS[table].items() for word in words.split()}
    chosen: dict[str, str] = {}
    for head in headings(rows):
        field = known.get(rules.name_key(head).replace(" ", "_"), NOTHING)
        chosen[head] = field if field not in chosen.values() else NOTHING
    return chosen


def understand(
    tables: Tables,
    mapping: Mapping[str, Mapping[str, str]],
    seen: Seen,
    *,
    wording: Wording,
    level: int | None = None,
) -> Read:
    """The lines as elements and connections. `level` is what a line that says none is given."""
    reader = _Reader(seen, wording, level)
    for line, row in tables.numbered("elements"):
        reader.attempt("elements", line, reader.element, _fields(row, mapping["elements"]))
    for line, row in tables.numbered("connections"):
        said = _fields(row, mapping["connections"])
        if said.get("origin") == "answer":
            reader.skipped += 1
        else:
            reader.attempt("connections", line, reader.connection, said)
    return Read(
        tuple(reader.elements.values()),
        tuple(reader.connections),
        tuple(reader.faults),
        reader.skipped,
    )


def _fields(row: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
    """What a line says of each field."""
    found: dict[str, str] = {}
    for head, text in row.items():
        field, value = mapping.get(head, NOTHING), said_in(text)
        if field and value:
            found.setdefault(field, value)
    return found


def said_in(cell: str) -> str:
    """What a cell says: a formula that was made harmless is what it was."""
    value = typed.clean(cell).strip()
    harmless = value[:1] == "'" and value[1:].lstrip()[:1] in ("=", "+", "-", "@")
    return value[1:] if harmless else value


class _Reader:
    """Reads line after line; the elements that connections name are kept by every name."""

    def __init__(self, seen: Seen, wording: Wording, level: int | None) -> None:
        self.seen, self.wording, self.level = seen, wording, level
        self.elements: dict[str, Element] = {}
        self.connections: list[Connection] = []
        self.faults: list[Fault] = []
        self.skipped = 0
        self.keys: dict[str, str] = {}
        self.there = {rules.name_key(one.name): one for one in seen.organisations}
        self.foreign = {one.foreign_id: one for one in seen.organisations if one.foreign_id}

    def attempt(
        self,
        table: str,
        line: int,
        act: Callable[[int, dict[str, str]], None],
        said: dict[str, str],
    ) -> None:
        """Read one line, or say why it is left out."""
        try:
            act(line, said)
        except Refusal as refusal:
            self.faults.append(Fault(table, line, refusal))

    def element(self, line: int, said: dict[str, str]) -> None:
        """One stakeholder."""
        if "name" not in said:
            raise Refusal(N_("Write the name of the organisation or the person."))
        given = said.get("ref", "")
        key = given or rules.name_key(said["name"])
        if key in self.elements:
            raise Refusal(
                N_("%(name)s stands twice: tell the two lines apart, or keep one."),
                name=said["name"],
            )
        described = Described(
            name=said["name"],
            sector=Sector(self._code(said.get("sector", ""), set(Sector), Sector.OTHER)),
            kind=Kind(self._code(said.get("kind", said.get("sector", "")), set(Kind), Kind(_KIND))),
            ring=self._ring(said.get("ring", "")),
            mission=said.get("mission", ""),
            actions=said.get("actions", ""),
            constraints=said.get("constraints", ""),
            levers=said.get("levers", ""),
            influence=_number(said.get("influence")),
            interest=_number(said.get("interest")),
            engagement=_number(said.get("engagement")),
            tags=_tags(said.get("tags", "")),
            place=said.get("place", ""),
        )
        ours = rules.is_ref(given)
        self.elements[key] = Element(
            key,
            described,
            (frozenset(said) & _DESCRIBED) - self._unread(said),
            ref=given if ours else "",
            foreign_id="" if ours else given,
            line=line,
            at=_place(said),
        )
        self.keys.setdefault(rules.name_key(said["name"]), key)

    def connection(self, line: int, said: dict[str, str]) -> None:
        """One view, or both where the line goes both ways."""
        source, target = (self._end(said.get(end, "")) for end in ("source", "target"))
        told = Told(
            level=self._level(said.get("level", "")),
            desired=self._level(said["desired"]) if "desired" in said else None,
            trust=_number(said.get("trust")),
            kinds=self._kinds(said.get("kinds", "")),
            fact=said.get("fact", ""),
            said_on=_day(said.get("said_on", "")),
        )
        fields = (frozenset(said) & _TOLD) | {"level"}
        self.connections.append(Connection(source, target, told, fields, line))
        if said.get("direction", "").lower() in _MUTUAL:
            self.connections.append(Connection(target, source, told, fields, line))

    def _end(self, named: str) -> str:
        """The key of the element that a connection names: by id, else by name; one that stands on
        the map, or that no line describes, is one more element."""
        if not named:
            raise Refusal(N_("A relation names its two ends."))
        key = named if named in self.elements else self.keys.get(rules.name_key(named))
        if key is not None:
            return key
        there = (
            self.seen.by_ref.get(named)
            or self.foreign.get(named)
            or self.there.get(rules.name_key(named))
        )
        added = (
            Element(there.ref, there.said, frozenset(), ref=there.ref)
            if there
            else Element(named, Described(name=named), frozenset({"name"}), only_named=True)
        )
        self.elements[added.key] = added
        self.keys[rules.name_key(named)] = added.key
        return added.key

    def _code(self, word: str, known: set[str], otherwise: str) -> str:
        """A code, from itself or from a word of either language."""
        for one in (word.lower(), self.wording.codes.get(rules.name_key(word), "")):
            if one in known:
                return one
        found = _SYNONYMS.get(rules.name_key(word), "")
        return found if found in known else otherwise

    def _unread(self, said: dict[str, str]) -> frozenset[str]:
        """The codes that mean nothing here: over what stands on the map they say nothing."""
        known: dict[str, set[str]] = {"sector": set(Sector), "kind": set(Kind), "ring": set(Ring)}
        return frozenset(
            field
            for field, codes in known.items()
            if field in said and not self._code(said[field], codes, "")
        )

    def _ring(self, word: str) -> Ring | None:
        found = self._code(word, set(Ring), "")
        return Ring(found) if found else None

    def _kinds(self, words: str) -> frozenset[Exchange]:
        found = (
            self._code(one.strip(), set(Exchange), "") for one in words.replace(";", "|").split("|")
        )
        return frozenset(Exchange(one) for one in found if one)

    def _level(self, said: str) -> int:
        """A level by its number or by its name. Raises Refusal."""
        if not said:
            if self.level is None:
                raise Refusal(N_("This relation says no level: choose one for such lines."))
            return self.level
        found = self.wording.levels.get(rules.name_key(said.lstrip("0123456789.-– ")))
        return found or _number(said) or 0


_DESCRIBED = frozenset(vars(Described(name="")))
_TOLD = frozenset(vars(Told(level=None)))


def _number(said: str | None) -> int | None:
    """A whole number; what is written otherwise counts as a step that does not exist."""
    if not said:
        return None
    text = said.replace(",", ".").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _tags(said: str) -> tuple[str, ...]:
    """Bars part tags where there are any: a tag may then hold a comma."""
    if "|" in said:
        return tuple(one.strip() for one in said.split("|") if one.strip())
    return rules.split_tags(said)


def _place(said: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        x, y = (float(said[axis].replace(",", ".")) for axis in ("x", "y"))
    except (KeyError, ValueError):
        return None
    return (x, y) if abs(x) <= 1_000_000 and abs(y) <= 1_000_000 else None


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        if "/" in said:
            day, month, year = said.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(said[:10])
    except ValueError as error:
        raise Refusal(N_("Write the day like this: 17/03/2026.")) from error
