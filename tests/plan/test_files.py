"""The plan leaves as tables, and nothing that people wrote is read as a formula."""

import csv
import io
from datetime import date

import odfdo
import openpyxl
import pytest

from coopspace.plan.rules import Effort
from tests.continuum.acts import in_english
from tests.plan.acts import draw, give, write

FILE = "/sites/quartier-des-trois-ponts/actions/export"


@pytest.mark.engines("sqlite")
def test_every_table_holds_the_plan(visitor, session, world):
    draw(session, world, "D1 I1", "D1>I1 I1>V")
    number = write(
        session,
        world,
        "=1+1",
        pilot_name="@Nous",
        starts=date(2026, 4, 1),
        effort=Effort.LIGHT,
        learnt="+33 visites",
    )
    give(session, world, number, D1=3)
    write(session, world, "Une visite", supports=(1,))
    in_english(visitor.sign_in(world.observer))
    text = visitor.get(f"{FILE}.csv").data.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    assert any(row[1:2] == ["'=1+1"] for row in rows)
    assert any("'@Nous" in row and "'+33 visites" in row for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{FILE}.xlsx").data))
    actions, gives, reached = book.worksheets[:3]
    first, second = list(actions.iter_rows(min_row=2, values_only=True))[:2]
    assert first[:2] == (1, "=1+1")
    assert first[7].date() == date(2026, 4, 1)
    assert (first[9], first[10], first[11]) == ("light effort", "D1", "2")
    assert second[1] == "Une visite"
    assert list(gives.iter_rows(min_row=2, max_row=2, values_only=True)) == [
        (1, "=1+1", "D1", "Ce que dit D1", "Decisive")
    ]
    ranked = list(reached.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in ranked[:2]] == [1, 2]
    assert ranked[0][3:7] == (2, 1, 1, 0)
    assert all(cell.data_type != "f" for row in actions.iter_rows() for cell in row)
    tables = odfdo.Document(io.BytesIO(visitor.get(f"{FILE}.ods").data)).body.tables
    assert tables[0].get_values()[1][1] == "=1+1"


@pytest.mark.engines("sqlite")
def test_strangers_take_nothing_away(visitor, world):
    visitor.sign_in(world.stranger).get(f"{FILE}.csv", status=404)
    visitor.sign_in(world.observer).get(f"{FILE}.pdf", status=404)
