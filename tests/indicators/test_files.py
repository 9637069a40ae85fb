"""Indicators leave as tables: figures as figures, nothing that people wrote as a formula."""

import csv
import io
from datetime import date

import odfdo
import openpyxl
import pytest

from tests.continuum.acts import in_english
from tests.indicators.acts import correct, measure, write
from tests.plan.acts import draw

FILE = "/sites/quartier-des-trois-ponts/indicateurs/export"


@pytest.mark.engines("sqlite")
def test_every_table_holds_the_indicators_and_their_measures(visitor, session, world):
    draw(session, world, "D1 I1")
    write(session, world, "=1+1", changes=("D1", "I1"), start="12,5", aim="40", unit="@u")
    measure(session, world, "13,25", on=date(2026, 2, 3), source="+33 appels")
    correct(session, world, "14")
    visitor.sign_in(world.observer)
    text = visitor.get(f"{FILE}.csv").data.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if row]
    assert any(row[1:2] == ["'=1+1"] and "12,5" in row and "D1, I1" in row for row in rows)
    assert any("13,25" in row and "'+33 appels" in row for row in rows)
    in_english(visitor)
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{FILE}.xlsx").data))
    lines, measures = book.worksheets[:2]
    first = next(lines.iter_rows(min_row=2, values_only=True))
    assert first[:3] == (1, "=1+1", "D1, I1")
    assert (first[9], first[11], first[13]) == (12.5, 14, 40)
    told = list(measures.iter_rows(min_row=2, max_row=3, values_only=True))
    assert [(row[2], row[4], row[9], row[10]) for row in told] == [
        (1, 13.25, None, "no"),
        (2, 14, 1, "yes"),
    ]
    assert told[0][3].date() == date(2026, 2, 3)
    assert all(cell.data_type != "f" for row in lines.iter_rows() for cell in row)
    tables = odfdo.Document(io.BytesIO(visitor.get(f"{FILE}.ods").data)).body.tables
    assert tables[0].get_values()[1][1] == "=1+1"


@pytest.mark.engines("sqlite")
def test_strangers_take_nothing_away(visitor, world):
    visitor.sign_in(world.stranger).get(f"{FILE}.csv", status=404)
    visitor.sign_in(world.observer).get(f"{FILE}.pdf", status=404)
