"""What people take away of a round: the same figures as its page, in every format."""

import csv
import io

import odfdo
import openpyxl
import pytest
from pypdf import PdfReader

from coopspace.continuum import actions
from coopspace.continuum.rules import Group, Outcome
from tests.continuum.acts import (
    ANONYMOUS,
    GUESTS,
    HOME,
    ROUND,
    acting,
    guest,
    in_english,
    open_round,
    place,
    reveal,
    the_round,
)
from tests.visitor import text_of

FORMATS = {
    "csv": b"\xef\xbb\xbf",
    "xlsx": b"PK",
    "ods": b"PK",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "pdf": b"%PDF-",
}
MEMBERS = ("facilitator", "state", "contributor", "observer", "lead")
STRANGERS = ("stranger", "other_state", "other_facilitator", "admin")


def play(session, world, mode=GUESTS) -> None:
    """Eight people answer, then all is shown and concluded."""
    open_round(session, world, mode)
    levels = {"state": 5, "authority": 4, "civil": 3, "contributor": 4}
    for name, level in levels.items():
        place(session, world, name, level, desired=5, fact=f"=Fait de {name}", advances="@Avancée")
    for number, device in enumerate("abcde"):
        view = Group.CIVIL_SOCIETY
        guest(
            session, world, device, 2 + number % 2, view=view, fact="+Un fait", trust=3, structure=2
        )
    reveal(session, world)
    with acting(session, world):
        actions.conclude(
            session,
            the_round(session),
            outcome=Outcome.RIGHT,
            level=4,
            words="Nous restons là.",
            advances="=Une fiche commune",
            by=world.facilitator,
        )


def rows(answer) -> list[list[str]]:
    delimiter = ";" if ";" in answer.text.split("\r\n")[0] else ","
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_opens(visitor, session, world, suffix):
    play(session, world)
    visitor.sign_in(world.observer)
    for address, thing in ((ROUND, "tour-1"), (HOME, "continuum")):
        answer = visitor.get(f"{address}.{suffix}")
        assert answer.data.startswith(FORMATS[suffix])
        disposition = answer.headers["Content-Disposition"]
        assert f"attachment; filename=coopspace_quartier-des-trois-ponts_{thing}_20" in disposition
        assert disposition.endswith(f".{suffix}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not {"ETag", "Last-Modified"} & set(dict(answer.headers))


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("mode", [GUESTS, ANONYMOUS], ids=["named", "anonymous"])
def test_every_table_says_what_the_page_says(visitor, session, world, mode):
    play(session, world, mode)
    in_english(visitor.sign_in(world.observer))
    page = " ".join(text_of(visitor.get(ROUND).text).split())
    told = rows(visitor.get(f"{ROUND}.csv"))
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{ROUND}.xlsx").data))
    tables = odfdo.Document(io.BytesIO(visitor.get(f"{ROUND}.ods").data)).body.tables
    assert book.sheetnames == [table.name for table in tables]
    flat = [cell.lstrip("'") for row in told for cell in row]
    for tab, table in zip(book.worksheets, tables, strict=True):
        seen = [[_plain(cell) for cell in row] for row in tab.iter_rows(values_only=True)]
        assert seen == [[_plain(cell) for cell in row] for row in table.get_values()]
        assert not [cell for row in seen for cell in row if cell not in flat]
    start = next(place for place, row in enumerate(told) if row[:1] == ["Today, all"])
    assert told[start][1:8] == ["0", "3", "3", "2", "1", "0", "0"]
    assert "9 answers out of 14 people invited." in page
    assert any("9 answers out of 14 people invited." in cell for cell in flat)
    printed = " ".join(
        " ".join(one.extract_text().split())
        for one in PdfReader(io.BytesIO(visitor.get(f"{ROUND}.pdf").data)).pages
    )
    assert "9 answers out of 14 people invited." in printed
    for cell in ("Communication", "Nous restons là."):
        assert cell in flat
        assert cell in page
        assert cell in printed


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


def test_an_anonymous_round_gives_no_name_and_masks_the_few(visitor, session, world):
    play(session, world, ANONYMOUS)
    in_english(visitor.sign_in(world.facilitator))
    for suffix in ("csv", "svg"):
        answer = visitor.get(f"{ROUND}.{suffix}").text
        for name in (world.state.name, world.civil.name, "Invité"):
            assert name not in answer
    told = rows(visitor.get(f"{ROUND}.csv"))
    labels = [row[0] for row in told if row]
    assert "Civil society" not in labels
    assert "State" not in labels
    assert any("never recognised" in cell for row in told for cell in row)
    assert "Facts" in labels
    assert "Name" not in labels


def test_a_named_round_gives_the_names_that_its_page_gives(visitor, session, world):
    play(session, world)
    in_english(visitor.sign_in(world.observer))
    told = rows(visitor.get(f"{ROUND}.csv"))
    assert next(row for row in told if row[:1] == [world.civil.name])[2] == "3 Communication"


def test_no_cell_is_a_formula(visitor, session, world):
    play(session, world)
    visitor.sign_in(world.observer)
    for row in rows(visitor.get(f"{ROUND}.csv")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{ROUND}.xlsx").data))
    kinds = {cell.data_type for tab in book for row in tab.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("suffix", FORMATS)
def test_before_the_reveal_there_is_nothing_to_take(visitor, session, world, suffix):
    open_round(session, world)
    place(session, world, "state", 6)
    for name in MEMBERS:
        visitor.sign_in(getattr(world, name))
        visitor.get(f"{ROUND}.{suffix}", status=400)
        visitor.get(f"{HOME}.{suffix}", status=400)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, session, world, name):
    play(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (ROUND, HOME):
        visitor.get(f"{address}.csv", status=404)


def test_an_unknown_round_or_format_is_not_found(visitor, session, world):
    play(session, world)
    visitor.sign_in(world.state)
    visitor.get(f"{HOME}/tours/9.csv", status=404)
    visitor.get(f"{ROUND}.exe", status=404)


@pytest.mark.engines("sqlite")
def test_too_many_files_in_a_minute_wait(visitor, session, world, app):
    play(session, world)
    app.config["SETTINGS"] = app.config["SETTINGS"].__class__(
        **{**vars(app.config["SETTINGS"]), "exports_per_minute": 2}
    )
    visitor.sign_in(world.observer)
    for _time in range(2):
        visitor.get(f"{ROUND}.png")
    answer = visitor.get(f"{ROUND}.pdf", status=429)
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    visitor.get(f"{ROUND}.csv")
    visitor.sign_in(world.state).get(f"{ROUND}.pdf")


def test_the_pages_offer_the_files_once_there_is_something(visitor, session, world):
    open_round(session, world)
    visitor.sign_in(world.state)
    assert f"{ROUND}.csv" not in visitor.get(ROUND).text
    assert f"{HOME}.csv" not in visitor.get(HOME).text
    session.rollback()
    place(session, world, "state", 6)
    reveal(session, world)
    for suffix in FORMATS:
        assert f'href="{ROUND}.{suffix}"' in visitor.get(ROUND).text
        assert f'href="{HOME}.{suffix}"' in visitor.get(HOME).text
