"""The year taken away: one telling in every format, without names, without a formula."""

import csv
import io

import openpyxl
import pypdf
import pytest

from tests.continuum.acts import in_english
from tests.exports.deeds import of_docx, of_odt, of_pdf
from tests.exports.test_poster_pdf import structure
from tests.yearly.acts import HOME, STATEMENT, a_year, at_the_end

pytestmark = pytest.mark.engines("sqlite")  # what is read is proved on both engines
NAMES = ("Claire Vasseur", "Nadège Ferrandier", "Rosa Tremblay", "Tremblay")


@pytest.fixture
def reader(visitor, session, world):
    """A member, late in a year that is full."""
    a_year(session, world)
    with at_the_end():
        yield in_english(visitor.sign_in(world.state))


def words(reader, suffix: str, query: str = "") -> str:
    data = reader.get(f"{HOME}.{suffix}{query}").data
    if suffix in ("docx", "odt", "pdf"):
        return " ".join({"docx": of_docx, "odt": of_odt, "pdf": of_pdf}[suffix](data))
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return "\n".join(
            f"{cell}" for tab in book for row in tab.iter_rows(values_only=True) for cell in row
        )
    return data.decode("utf-8-sig")


def test_text_files_say_the_same_words(reader):
    said = words(reader, "docx")
    assert words(reader, "odt") == said
    assert "".join(words(reader, "pdf").split()) == "".join(said.split())
    for one in ("Quartier des Trois-Ponts", "Valmorel", "CAF", STATEMENT.rstrip(".")):
        assert one in said
    assert "The order of time is not a cause" in said


def test_the_pdf_is_tagged_for_those_who_listen(reader):
    data = reader.get(f"{HOME}.pdf").data
    root = pypdf.PdfReader(io.BytesIO(data), strict=True).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert root["/Lang"] == "en-GB"
    tags = [one["/S"] for one in structure(root["/StructTreeRoot"]["/K"])]
    assert tags.count("/H1") == 1
    assert tags.count("/Table") == 4
    assert tags.count("/TH") == 3 + 2 + 3 + 3


def test_the_first_sheet_stands_alone(reader):
    pages = pypdf.PdfReader(io.BytesIO(reader.get(f"{HOME}.pdf").data)).pages
    first = " ".join(pages[0].extract_text().split())
    for one in ("What the support structure did", "Valmorel", "2030", "4 h 20", "7. ", "Round 2"):
        assert one in first.replace("\u00a0", " "), one
    assert "not a cause" in first


@pytest.mark.parametrize("suffix", ("pdf", "docx", "odt", "xlsx", "ods", "csv"))
def test_no_file_names_a_person_unless_a_member_asks(reader, world, suffix):
    if suffix == "ods":
        assert b"PK" in reader.get(f"{HOME}.ods?noms=1").data
        return
    without = words(reader, suffix)
    for name in NAMES[:-1]:
        assert name not in without, name
    assert "Centre social" in without
    named = words(reader, suffix, "?noms=1")
    assert "Claire Vasseur" in named
    assert "Rosa Tremblay" in named
    reader.sign_in(world.lead)
    assert "Claire Vasseur" not in words(reader, suffix, "?noms=1")


def test_no_cell_is_a_formula(reader):
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{HOME}.xlsx").data))
    cells = [cell for tab in book for row in tab.iter_rows() for cell in row]
    assert [one for one in cells if one.data_type == "f"] == []
    assert any(one.value == "=1+1 au café" for one in cells)
    rows = [*csv.reader(io.StringIO(words(reader, "csv")))]
    assert any("'=1+1 au café" in row for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_tables_hold_the_year(reader):
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{HOME}.xlsx").data))
    roles, moved, entries = book.worksheets[:3]
    assert [row[2] for row in roles.iter_rows(min_row=2, values_only=True)][:2] == [95, 105]
    assert entries.max_row == 1 + 6
    days = [row[0] for row in moved.iter_rows(min_row=2, values_only=True)]
    assert days == sorted(days)
    assert len(days) == 8
