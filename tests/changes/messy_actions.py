"""Tables of actions as people really keep them, and what they say to the letter.

`D1` and `I1` stand; four organisations are on the map, one of whose names holds a comma.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from coopspace.changes.rules import Level, Nature, Strength
from coopspace.changes.written import ChangeLine, Written
from coopspace.plan.coming import AS_IT_IS, Wishes
from coopspace.plan.rules import Effort, Kind, State
from coopspace.plan.written import ActionLine
from tests.changes.messy import book_of, csv_of, file_of, ods_of, ods_row, without

NETWORK = ("Centre social", "CAF", "Mairie de Valmorel", "Parents, enfants et compagnie")
STANDING = Written(
    (
        ChangeLine("D1", Level.DIRECT, "Les habitants connaissent leurs droits", Nature.KNOWLEDGE),
        ChangeLine("I1", Level.INTERMEDIATE, "Les services reçoivent ensemble", Nature.PRACTICE),
    )
)
HEAD = (
    "N°",
    "Action",
    "Pilote",
    "Partenaires",
    "Début",
    "Fin",
    "État",
    "Effort",
    "Contribue à",
    "Soutenue par",
)
ONE = (
    "1",
    "Tenir une permanence",
    "Centre social",
    "CAF ; Mairie de Valmorel",
    "01/03/2027",
    "30/06/2027",
    "En cours",
    "léger",
    "D1 (3) ; I1 (1)",
    "",
)
TWO = ("2", "Former les accueils", "", "", "", "", "idée", "", "I1 : nettement", "1")
SAID_ONE = ActionLine(
    1,
    "Tenir une permanence",
    state=State.UNDER_WAY,
    pilot="Centre social",
    partners=("CAF", "Mairie de Valmorel"),
    starts=date(2027, 3, 1),
    ends=date(2027, 6, 30),
    effort=Effort.LIGHT,
    contributions=(("D1", Strength.DECISIVE), ("I1", Strength.SOME)),
    supports=(2,),
)
SAID_TWO = ActionLine(
    2, "Former les accueils", contributions=(("I1", Strength.CLEAR),), supports=(1,)
)
CLEAN = (SAID_ONE, SAID_TWO)
ALONE = SAID_ONE._replace(supports=())
"""The first action, when the second cannot be kept."""
COLUMNS = {
    "code": 0,
    "title": 1,
    "pilot": 2,
    "partners": 3,
    "starts": 4,
    "ends": 5,
    "state": 6,
    "effort": 7,
    "to": 8,
    "beside": 9,
}


@dataclass(frozen=True)
class MessyPlan:
    """One file, and what must be understood of it."""

    kind: str
    files: Callable[[], Sequence[bytes]]
    says: tuple[ActionLine, ...] = CLEAN
    refused: tuple[tuple[int, str, str], ...] = ()
    """Each line that cannot be kept: its number, its column, words of the reason."""
    wishes: Wishes = AS_IT_IS
    standing: tuple[ActionLine, ...] = ()


def but(row: Sequence[object], **cells: object) -> tuple[object, ...]:
    """A row, some of its cells otherwise."""
    made = list(row)
    for name, cell in cells.items():
        made[COLUMNS[name]] = cell
    return tuple(made)


def also(row: Sequence[object], **cells: object) -> Callable[[], Sequence[bytes]]:
    """A CSV of a clean action, and of this row."""
    return file_of(HEAD, ONE, but(row, **cells))


def refused(column: str, words: str) -> tuple[tuple[int, str, str], ...]:
    """The second action alone is refused."""
    return ((3, column, words),)


def _days() -> Sequence[bytes]:
    first = but(ONE, code=1.0, starts=date(2027, 3, 1), ends=date(2027, 6, 30), effort=2.0)
    return [book_of(("Plan d’actions", (("Le plan",), (), HEAD, first, (), but(TWO, code=2))))]


def _both() -> Sequence[bytes]:
    return [
        csv_of(
            ("Changements",),
            ("Code", "Niveau", "Changement"),
            ("a", "direct", "Savoir"),
            ("b", "ultime", "Vivre"),
            (),
            ("Actions",),
            ("Action", "Contribue à"),
            ("Essayer", "a (2) ; Vivre (3)"),
        )
    ]


PLANS: dict[str, MessyPlan] = {
    "semicolons": MessyPlan("csv", file_of(HEAD, ONE, TWO)),
    "tabs": MessyPlan("csv", file_of(HEAD, ONE, TWO, mark="\t")),
    "Windows-1252 with œ, ’ and €": MessyPlan(
        "csv",
        file_of(HEAD, but(ONE, title="L’œuvre à 3 €"), TWO, encoding="cp1252"),
        (SAID_ONE._replace(title="L’œuvre à 3 €"), SAID_TWO),
    ),
    "days and numbers of a workbook, titles and blank lines": MessyPlan("xlsx", _days),
    "an OpenDocument": MessyPlan(
        "ods", lambda: [ods_of(ods_row(*HEAD), ods_row("", repeated=4), *map_rows(ONE, TWO))]
    ),
    "headings of another house": MessyPlan(
        "csv",
        file_of(
            ("Intitulé", "Responsable", "Date de fin", "Avancement", "Bilan"),
            ("Un repas", "CAF", "1er mai 2027", "Terminée", "Venir à deux"),
        ),
        (
            ActionLine(
                1,
                "Un repas",
                state=State.DONE,
                pilot="CAF",
                ends=date(2027, 5, 1),
                learnt="Venir à deux",
            ),
        ),
    ),
    "codes of another house, and a trial": MessyPlan(
        "csv",
        file_of(
            ("Code", "Action", "Type", "Contribue à", "Actions liées"),
            ("Axe1-A", "Un", "Expérimentation", "D1 = 2", ""),
            ("Axe1-B", "Deux", "action", "", "Axe1-A"),
        ),
        (
            ActionLine(
                1,
                "Un",
                kind=Kind.EXPERIMENT,
                contributions=(("D1", Strength.CLEAR),),
                supports=(2,),
            ),
            ActionLine(2, "Deux", supports=(1,)),
        ),
    ),
    "partners with commas, one of whom has a comma": MessyPlan(
        "csv",
        file_of(
            HEAD,
            but(ONE, partners="caf, mairie de Valmorel"),
            but(TWO, partners="Parents, enfants et compagnie ; CAF"),
        ),
        (SAID_ONE, SAID_TWO._replace(partners=("CAF", "Parents, enfants et compagnie"))),
    ),
    "changes by their whole statements": MessyPlan(
        "csv",
        file_of(
            HEAD,
            but(ONE, to="LES HABITANTS CONNAISSENT LEURS DROITS (décisif)\nI1 : 1"),
            TWO,
        ),
    ),
    "several changes with commas": MessyPlan(
        "csv", file_of(HEAD, but(ONE, to="D1 (3), I1 (un peu)"), TWO)
    ),
    "words that look like formulas": MessyPlan(
        "csv",
        file_of(HEAD, but(ONE, title="'=1+1 voisin"), but(TWO, title="- 2 € par repas")),
        (SAID_ONE._replace(title="=1+1 voisin"), SAID_TWO._replace(title="- 2 € par repas")),
    ),
    "a pilot who is not on the map": MessyPlan(
        "csv", also(TWO, pilot="Régie"), (ALONE,), refused("pilot", "“Régie” is not on the map")
    ),
    "a partner who is not on the map": MessyPlan(
        "csv",
        also(TWO, partners="CAF ; La Poste"),
        (ALONE,),
        refused("partners", "“La Poste” is not on the map"),
    ),
    "names that are kept as they are written": MessyPlan(
        "csv",
        also(TWO, pilot="Régie d’à côté", partners="CAF, La Poste, Amis et voisins"),
        (
            SAID_ONE,
            SAID_TWO._replace(
                pilot_name="Régie d’à côté", partners=("CAF",), others="La Poste, Amis et voisins"
            ),
        ),
        wishes=Wishes(as_written=True),
    ),
    "a change that nobody knows": MessyPlan(
        "csv", also(TWO, to="D9 (2)"), (ALONE,), refused("contributions", "names no change")
    ),
    "the vision": MessyPlan(
        "csv", also(TWO, to="V (2)"), (ALONE,), refused("contributions", "rather than the vision")
    ),
    "a contribution without its strength": MessyPlan(
        "csv", also(TWO, to="I1"), (ALONE,), refused("contributions", "I1 (2)")
    ),
    "a contribution without its strength, which was said once for all": MessyPlan(
        "csv", also(TWO, to="I1"), wishes=Wishes(strength=Strength.CLEAR)
    ),
    "one strength in a column of its own": MessyPlan(
        "csv",
        file_of(("Action", "Changement visé", "Force", "Pilote"), ("Un", "D1 et I1", "2", "CAF")),
        (
            ActionLine(
                1,
                "Un",
                pilot="CAF",
                contributions=(("D1", Strength.CLEAR), ("I1", Strength.CLEAR)),
            ),
        ),
    ),
    "a change said twice, differently": MessyPlan(
        "csv", also(TWO, to="I1 (1) ; I1 (2)"), (ALONE,), refused("contributions", "twice")
    ),
    "a month is no day": MessyPlan(
        "csv", also(TWO, starts="03/2027"), (ALONE,), refused("starts", "whole day")
    ),
    "a day of another country": MessyPlan(
        "csv", also(TWO, ends="06/30/2027"), (ALONE,), refused("ends", "whole day")
    ),
    "an end before its start": MessyPlan(
        "csv",
        also(TWO, starts="02/03/2027", ends="01/03/2027"),
        (ALONE,),
        refused("ends", "before it starts"),
    ),
    "stopped, nobody says why": MessyPlan(
        "csv", also(TWO, state="abandonnée"), (ALONE,), refused("why", "why it was stopped")
    ),
    "a state that is two": MessyPlan(
        "csv", also(TWO, state="à faire"), (ALONE,), refused("state", "decided upon")
    ),
    "an effort beyond the scale": MessyPlan(
        "csv", also(TWO, effort="6"), (ALONE,), refused("effort", "from 1")
    ),
    "no title": MessyPlan("csv", also(TWO, title=""), (ALONE,), refused("title", "has a title")),
    "a title far too long": MessyPlan(
        "csv", also(TWO, title="mot " * 50), (ALONE,), refused("title", "160")
    ),
    "an error of a spreadsheet": MessyPlan(
        "csv", also(TWO, ends="#N/A"), (ALONE,), refused("ends", "no value")
    ),
    "the same number twice": MessyPlan(
        "csv",
        also(TWO, code="A-01"),
        (),
        ((2, "code", "several lines"), (3, "code", "several lines")),
    ),
    "the same line twice": MessyPlan(
        "csv",
        file_of(HEAD, ONE, but(without(TWO, 0), beside=""), but(without(TWO, 0), beside="")),
        (ALONE,),
        ((3, "title", "several lines"), (4, "title", "several lines")),
    ),
    "support of a line that cannot be kept, of itself, of nobody": MessyPlan(
        "csv",
        file_of(
            HEAD,
            but(ONE, beside="2"),
            but(TWO, state="?"),
            ("3", "Trois", *[""] * 7, "3"),
            ("4", "Quatre", *[""] * 7, "Cinq"),
        ),
        (ALONE, ActionLine(3, "Trois"), ActionLine(4, "Quatre")),
        (
            (2, "supports", "cannot be kept"),
            (3, "state", "decided upon"),
            (4, "supports", "other actions"),
            (5, "supports", "names no action"),
        ),
    ),
    "changes and actions on one sheet": MessyPlan(
        "csv",
        _both,
        (
            ActionLine(
                1,
                "Essayer",
                contributions=(("D2", Strength.CLEAR), ("U1", Strength.DECISIVE)),
            ),
        ),
    ),
    "what stands, said again": MessyPlan("csv", file_of(HEAD, ONE, TWO), standing=CLEAN),
    "what stands, said otherwise": MessyPlan(
        "csv",
        also(TWO, title="Autre chose"),
        (SAID_ONE,),
        refused("title", "no. 2 already stands"),
        standing=CLEAN,
    ),
    "its numbers are its own": MessyPlan(
        "csv",
        file_of(HEAD, ONE, TWO),
        (SAID_ONE._replace(number=3, supports=(4,)), SAID_TWO._replace(number=4, supports=(3,))),
        wishes=Wishes(anew=True),
        standing=CLEAN,
    ),
}


def map_rows(*rows: Sequence[str]) -> list[str]:
    """Rows as OpenDocument has them."""
    return [ods_row(*row) for row in rows]
