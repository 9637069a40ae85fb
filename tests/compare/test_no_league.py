"""No league table: whatever is asked, sites come in alphabetical order and levels in words."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from lxml import html

from coopspace.compare.rules import Item
from coopspace.continuum.rules import Level, Outcome
from tests.compare.acts import COMPARE, a_round, share, site_of
from tests.visitor import text_of

NAMES = ("Zébulon", "Étang-Vert", "Abeilles", "Mésange")
LEVELS = (7, 2, 5, 3)
ORDERLY = ["Abeilles", "Étang-Vert", "Mésange", "Zébulon"]
DAY = datetime(2030, 3, 17, tzinfo=UTC)
ASKED = (
    "",
    "?sort=level&order=desc",
    "?tri=niveau",
    "?ordre=asc&tri=-niveau&order_by=median&classement=1&rang=1&by=level",
    "?par=semestre&tri=niveau",
    "?par=niveau",
    "?page=2&tri=niveau",
)


@pytest.fixture
def paths(session, world):
    for name, level in zip(NAMES, LEVELS, strict=True):
        site = site_of(session, world, name)
        a_round(session, world, site, [level] * 6, at=DAY, concluded=(Outcome.RIGHT, level))
        share(session, world, site, Item.CONCLUSION, Item.MIDDLE)
    return world


def named(words: list[str]) -> list[str]:
    """The sites of the fixture, in the order in which they come."""
    return [one for one in (word.strip() for word in words) if one in NAMES]


@pytest.mark.parametrize("asked", ASKED)
def test_nothing_that_is_asked_changes_the_order(visitor, paths, asked):
    page = html.fromstring(visitor.sign_in(paths.lead).get(f"{COMPARE}{asked}").text)
    for where in ("//h3/text()", "//table[@class='heat']//th[@scope='row']/text()",
                  "//table[contains(@class,'rounds-table')]//th[@scope='row']/text()"):  # fmt: skip
        assert named(page.xpath(where)) == ORDERLY, where


def test_no_heading_is_a_link_or_a_button_that_could_sort(visitor, paths):
    page = html.fromstring(visitor.sign_in(paths.lead).get(COMPARE).text)
    assert page.xpath("//thead//a | //thead//button | //*[@aria-sort]") == []
    offered = {name for name in page.xpath("//main//form[@method='get']//@name")}
    assert offered <= {"theme", "taille", "age", "de", "vers", "nous"}


def test_there_is_no_rank_and_no_average_of_sites(visitor, paths):
    words = text_of(visitor.sign_in(paths.lead).get(COMPARE).text).lower()
    for word in ("moyenne", "average", "classement", "rang ", "score", "meilleur site", "1er site"):
        assert word not in words, word


@pytest.mark.parametrize("asked", ("", "?tri=niveau&order=desc"))
def test_a_file_is_in_the_same_order_and_says_levels_in_words(visitor, paths, asked):
    taken = visitor.sign_in(paths.lead).get(f"{COMPARE}.csv{asked}").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken), delimiter=";"))
    head = next(number for number, row in enumerate(rows) if "Site" in row[:1])
    told = [row for row in rows[head + 1 :] if row and row[0] in NAMES]
    assert [row[0] for row in told[:4]] == ORDERLY
    stood = rows[head].index(
        next(one for one in rows[head] if one in ("Where it stood", "Où il se tenait"))
    )
    assert not any(re.search(r"\d", row[stood]) for row in told[:4])


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ods", "svg", "png", "pdf"])
def test_every_format_is_handed_out(visitor, paths, suffix):
    answer = visitor.sign_in(paths.lead).get(f"{COMPARE}.{suffix}")
    assert len(answer.data) > 300
    assert f".{suffix}" in answer.headers["Content-Disposition"]


def test_the_columns_are_not_the_order_of_the_levels(visitor, paths):
    """The proof that these tests can fail: by level the order would be another one."""
    by_level = [name for _level, name in sorted(zip(LEVELS, NAMES, strict=True))]
    assert by_level != ORDERLY
    assert by_level[::-1] != ORDERLY
    assert len(Level) == 7
