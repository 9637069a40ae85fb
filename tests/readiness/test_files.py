"""What people take away of the conditions: the same figures as the page, and nothing before."""

import csv
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from coopspace.readiness.rules import Item, Said
from tests.continuum.acts import in_english
from tests.readiness.acts import (
    ANONYMOUS,
    HOME,
    NAMED,
    ROUND,
    all_at,
    conclude,
    enlarge,
    judge,
    open_round,
    reveal,
)

FORMATS = {
    "csv": b"\xef\xbb\xbf",
    "xlsx": b"PK",
    "ods": b"PK",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "pdf": b"%PDF-",
}
PEOPLE = ("state", "authority", "civil", "contributor", "more_1", "more_2")


def play(session, world, mode=NAMED) -> None:
    """Six people judge the eight, then all is shown and one thing concluded."""
    enlarge(session, world, 2)
    open_round(session, world, mode)
    for number, name in enumerate(PEOPLE):
        said = all_at(1 + number % 3, f"=Vu par {name}")
        judge(session, world, name, said | {Item.SUPPORT: Said(unknown=True)})
    reveal(session, world)
    conclude(session, world, "@Nous cherchons un mi-temps.", item=Item.RESOURCES)


def rows(answer) -> list[list[str]]:
    delimiter = ";" if ";" in answer.text.split("\r\n")[0] else ","
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_opens(visitor, session, world, suffix):
    play(session, world)
    visitor.sign_in(world.observer)
    for address, thing in ((ROUND, "conditions-1"), (HOME, "conditions")):
        answer = visitor.get(f"{address}.{suffix}")
        assert answer.data.startswith(FORMATS[suffix])
        assert f"_{thing}_20" in answer.headers["Content-Disposition"]
        assert f'href="{address}.{suffix}"' in visitor.get(address).text


@pytest.mark.engines("sqlite")
def test_the_same_figures_in_every_format(visitor, session, world):
    play(session, world)
    in_english(visitor.sign_in(world.observer))
    told = rows(visitor.get(f"{ROUND}.csv"))
    urgency = next(row for row in told if row[1:2] == ["All"])
    assert urgency[2:7] == ["2", "2", "2", "0", "0"]
    support = next(row for row in told if row[0] == "Support structure" and row[1] == "All")
    assert support[2:7] == ["0", "0", "0", "0", "6"]
    book = load_workbook(io.BytesIO(visitor.get(f"{ROUND}.xlsx").data))
    first = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert [2, 2, 2, 0, 0] in [row[2:7] for row in first]
    printed = " ".join(
        " ".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(visitor.get(f"{ROUND}.pdf").data)).pages
    )
    assert "Nous cherchons un mi-temps." in printed
    drawn = visitor.get(f"{ROUND}.svg").text
    assert drawn.count(">2</text>") == 3 * (len(Item) - 1)
    assert ">6</text>" in drawn


@pytest.mark.engines("sqlite")
def test_an_anonymous_round_gives_no_name_and_no_cell_is_a_formula(visitor, session, world):
    play(session, world, ANONYMOUS)
    in_english(visitor.sign_in(world.facilitator))
    for suffix in ("csv", "svg"):
        answer = visitor.get(f"{ROUND}.{suffix}").text
        assert not [name for name in PEOPLE if getattr(world, name).name in answer.split("@")[0]]
    cells = [cell for row in rows(visitor.get(f"{ROUND}.csv")) for cell in row]
    assert "Name" not in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.engines("sqlite")
def test_what_is_masked_on_the_page_is_masked_in_the_files(visitor, session, world):
    enlarge(session, world, 2)
    open_round(session, world, ANONYMOUS)
    for name in PEOPLE:
        said = all_at(2)
        if name in PEOPLE[:3]:
            del said[Item.URGENCY]
        judge(session, world, name, said)
    reveal(session, world)
    in_english(visitor.sign_in(world.observer))
    row = next(one for one in rows(visitor.get(f"{ROUND}.csv")) if one[1:2] == ["All"])
    assert row[2:7] == [""] * 5
    assert "not said" in visitor.get(f"{ROUND}.svg").text


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("suffix", FORMATS)
def test_before_the_reveal_there_is_nothing_to_take(visitor, session, world, suffix):
    open_round(session, world)
    judge(session, world, "state", all_at(3))
    for name in ("facilitator", "state", "observer", "lead"):
        visitor.sign_in(getattr(world, name))
        visitor.get(f"{ROUND}.{suffix}", status=400)
        visitor.get(f"{HOME}.{suffix}", status=400)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", ["stranger", "other_state", "admin"])
def test_strangers_learn_nothing(visitor, session, world, name):
    play(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (ROUND, HOME):
        visitor.get(f"{address}.csv", status=404)
