"""One book, three formats: the same figures in each, every word a word, nothing a formula."""

import csv as text
import io
import time
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import odfdo
import openpyxl
import pytest

from coopspace.exports.opendocument import ods
from coopspace.exports.sheets import LONGEST, Book, Column, Kind, Sheet, csv
from coopspace.exports.workbook import xlsx

AT = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
COLUMNS = (
    Column("Niveau"),
    Column("Réponses", Kind.NUMBER),
    Column("Part", Kind.NUMBER),
    Column("Jour", Kind.DAY),
)
ROWS = (
    ("Coordination", 4, 0.5, date(2026, 3, 17)),
    ("Deux lignes\net  trois   espaces ", 0, None, None),
    ("", -3, 12.25, date(2025, 12, 31)),
    ('« Été » ; , "guillemets" ’ 漢字 🎉', 10_000, 1, date(2026, 1, 1)),
)
NOTES = (("Site", "Le Haut-Plessis"), ("Réponses", "8 sur 10"))
FORMULAS = (
    "=1+1",
    "+33 6",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    '=HYPERLINK("http://exemple.fr";"ici")',
    "=cmd|' /C calc'!A0",
)


def book(rows=ROWS, *, columns=COLUMNS, language="fr", notes=NOTES, title="Tour n° 1", sheets=1):
    tables = tuple(Sheet(title, columns, tuple(rows), notes) for _ in range(sheets))
    return Book("Essai", language, AT, tables, "À lire")


def of_csv(made: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(text.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def of_xlsx(made: bytes, tab: int = 0) -> list[list[object]]:
    rows = openpyxl.load_workbook(io.BytesIO(made)).worksheets[tab].iter_rows(values_only=True)
    return [[one.date() if isinstance(one, datetime) else one for one in row] for row in rows]


def of_ods(made: bytes, tab: int = 0) -> list[list[object]]:
    return odfdo.Document(io.BytesIO(made)).body.tables[tab].get_values()


def plain(rows, comma: str = ",") -> list[list[str]]:
    """Values as a text would write them, whatever number type a reader gives."""
    return [
        ["" if one is None else f"{one:g}".replace(".", comma) if _is_number(one) else str(one)
         for one in row]
        for row in rows
    ]  # fmt: skip


def _is_number(one: object) -> bool:
    return not isinstance(one, str | date) and one is not None


@pytest.mark.parametrize("language, comma, delimiter", [("fr", ",", ";"), ("en", ".", ",")])
def test_every_format_says_the_same(language, comma, delimiter):
    one = book(language=language)
    expected = plain([[column.heading for column in COLUMNS], *ROWS], comma)
    in_text = of_csv(csv(one), delimiter)
    assert in_text[: len(expected)] == expected
    assert in_text[len(expected) :] == [[], *(list(note) for note in NOTES)]
    assert plain(of_xlsx(xlsx(one)), comma) == expected
    assert plain(of_ods(ods(one)), comma) == expected
    assert of_xlsx(xlsx(one), 1) == of_ods(ods(one), 1) == [list(note) for note in NOTES]


def test_a_text_opens_with_its_accents():
    assert csv(book()).startswith(b"\xef\xbb\xbfNiveau;")


def test_figures_are_figures_and_days_are_days():
    for row in (of_xlsx(xlsx(book()))[1], of_ods(ods(book()))[1]):
        assert isinstance(row[1], int)
        assert float(str(row[2])) == 0.5
        assert row[3] == date(2026, 3, 17)


@pytest.mark.parametrize("words", FORMULAS)
def test_what_people_wrote_is_never_computed(words):
    one = book([(words, 1, 1, None)], notes=((words, words),), title=words, sheets=2)
    for row in of_csv(csv(one)):
        for cell in row:
            assert not cell.lstrip(" ").startswith(tuple("=+-@＝＋－＠\t\r\n")), cell
    tabs = openpyxl.load_workbook(io.BytesIO(xlsx(one)))
    assert not [
        cell.coordinate
        for tab in tabs
        for row in tab.iter_rows()
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]
    content = zipfile.ZipFile(io.BytesIO(ods(one))).read("content.xml").decode()
    assert "table:formula" not in content
    kept = words.replace("\r", "\n")
    assert of_xlsx(xlsx(one))[1][0] == of_ods(ods(one))[1][0] == kept


def test_what_no_file_can_hold_leaves_and_the_rest_stays():
    one = book([("a\x00b\x0bc\ufffe\ud800d", 1, 1, None), ("x" * 40_000, 1, 1, None)])
    for read in (of_xlsx(xlsx(one)), of_ods(ods(one))):
        assert read[1][0] == "abcd"
        assert len(str(read[2][0])) == LONGEST
    assert of_csv(csv(one))[1][0] == "abcd"


def test_tabs_have_names_that_spreadsheets_take():
    one = book(title="Réponses [tous] : 'un' / deux \\ trois ? * très long titre", sheets=3)
    names = openpyxl.load_workbook(io.BytesIO(xlsx(one))).sheetnames
    assert names == [table.name for table in odfdo.Document(io.BytesIO(ods(one))).body.tables]
    assert len({name.casefold() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[-1] == "À lire"


def test_the_document_says_what_it_is():
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(book())))
    assert (workbook.properties.title, workbook.properties.creator) == ("Essai", "CoopSpace")
    assert workbook.worksheets[0].freeze_panes == "A2"
    assert workbook.worksheets[0].print_title_rows == "$1:$1"
    document = odfdo.Document(io.BytesIO(ods(book())))
    assert (document.meta.title, document.meta.creator) == ("Essai", "CoopSpace")
    packed = zipfile.ZipFile(io.BytesIO(ods(book())))
    first = packed.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    for name in packed.namelist()[1:]:
        ET.fromstring(packed.read(name))
    assert b"VerticalSplitPosition" in packed.read("settings.xml")


def test_several_tables_stand_under_their_titles_in_one_text():
    rows = of_csv(csv(book(sheets=2)))
    assert rows[0] == ["Tour n° 1"]
    assert rows.count(["Tour n° 1"]) == 2
    assert rows.count(["Site", "Le Haut-Plessis"]) == 1


def test_the_same_book_is_the_same_file():
    assert ods(book()) == ods(book())
    assert csv(book()) == csv(book())


@pytest.mark.parametrize(
    "row", [(1, 1, 1, None), ("a", AT, 1, None), ("a", True, 1, None), ("a", 1)]
)
def test_a_cell_that_its_column_does_not_announce_is_refused(row):
    with pytest.raises((TypeError, ValueError)):
        csv(book([row]))


def test_five_hundred_rows_take_a_moment():
    many = book([(f"Ligne {n} " * 20, n, n / 7, date(2026, 1, 1)) for n in range(500)])
    start = time.perf_counter()
    made = csv(many), xlsx(many), ods(many)
    assert time.perf_counter() - start < 5
    assert all(len(one) > 5_000 for one in made)
