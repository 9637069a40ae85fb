"""What is taken away and brought back is what it was, for any strategy and in every format."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from blueprints.changes import taking
from coopspace.changes import actions, columns
from coopspace.changes.cells import readable
from coopspace.changes.held import find
from coopspace.changes.planning import Fate
from coopspace.changes.rules import Effect, Nature, Strength, System, who_of
from coopspace.changes.written import ChangeLine, LinkLine, Written, in_order, written
from coopspace.exports import opendocument, sheets, workbook
from coopspace.exports.sheets import Book, writable
from coopspace.kernel.harmless import as_said, harmless
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.tabular import _AROUND
from coopspace.live.merging import clean
from coopspace.plan import columns as plan_columns
from coopspace.plan.written import ActionLine
from tests.changes.brought import FRENCH, bring, planned
from tests.changes.chains import drawn

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TRICKY = "=+-@'\"«»;,|\t\n\u00a0\u202fœ’…€🎉é<&>\\{}_#x005F ×D1I2V"
WRITERS = {"csv": sheets.csv, "xlsx": workbook.xlsx, "ods": opendocument.ods}


def _kept(text: str) -> str:
    """A text as the site keeps it, without what no format holds."""
    return clean(writable(text)).strip(_AROUND)


def _safe(text: str) -> bool:
    try:
        readable(text)
    except Refusal:
        return False
    return True


_LETTERS = st.sampled_from(TRICKY) | st.characters(exclude_categories=["Cs", "Cc"])
texts = st.text(_LETTERS, max_size=40).map(_kept).filter(_safe)
lines = texts.map(lambda text: who_of(text).strip(_AROUND))
horizons = st.none() | st.sampled_from(["2030", "2030-06", "2030-06-30", "1999-12"])


@st.composite
def strategies(draw) -> Written:
    """Any strategy that can be drawn, with everything that can be said of it."""
    nodes, arcs = draw(drawn(most=3))
    changes = [
        ChangeLine(
            node.code,
            node.level,
            draw(lines.filter(bool)),
            draw(st.sampled_from(Nature)),
            draw(st.sampled_from(Effect)),
            draw(lines),
            draw(st.frozensets(st.sampled_from(System))),
            draw(horizons),
            draw(texts),
        )
        for node in nodes
    ]
    links = [
        LinkLine(*arc, draw(st.none() | st.sampled_from(Strength)), draw(texts), draw(texts))
        for arc in arcs
    ]
    return in_order(changes, links)


def exported(whole: Written, kind: str, language: str, plan: tuple[ActionLine, ...] = ()) -> bytes:
    """The file that holds this strategy and this plan, as the page hands it out."""
    if kind == "json":
        data = {**columns.as_data(whole), "actions": plan_columns.as_data(plan)}
        return json.dumps(data, ensure_ascii=False).encode()
    say = FRENCH.__getitem__ if language == "fr" else str
    notes = (("Site", "Ailleurs"), ("Fait le", "3 mars")) if kind != "csv" else ()
    tables = taking.tables(whole, plan, say, notes)
    return WRITERS[kind](Book("Titre", language, AT, tables, about="À lire avec"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_what_comes_back_is_what_left(kind, language):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategies())
    def holds(whole: Written) -> None:
        assume(whole.changes)
        found = planned(kind, exported(whole, kind, language))
        assert found.faults == ()
        changes = [one.said for one in found.changes]
        assert in_order(changes, [one.said for one in found.links]) == whole
        again = planned(kind, exported(whole, kind, language), standing=whole)
        assert again.faults == ()
        assert {one.fate for one in (*again.changes, *again.links)} == {Fate.SAME}

    holds()


@given(st.text(st.sampled_from("'=+-@ \t\n\uff1da")))
def test_what_is_made_harmless_comes_back_and_computes_nothing(text):
    made = harmless(text)
    assert as_said(made) == text
    assert made.lstrip()[:1] not in ("=", "+", "-", "@", "\uff1d")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ods", "json"])
def test_a_whole_site_that_ended_comes_back_from_its_file(visitor, desk, suffix):
    desk.draw("D1", "D2", "I1", "U1", systems=[System.BUILT], horizon="2031", description="A\nB")
    desk.link("D1>I1", "I1>U1", rationale="Parce que.", strength=Strength.CLEAR)
    desk.link("U1>V")
    with desk.look() as session:
        before = written(session)
    visitor.sign_in(desk.world.state)
    made = visitor.get(f"/sites/{desk.site.slug}/strategie/export.{suffix}").data
    with desk.look() as session:
        assert planned(suffix, made, standing=before).count(Fate.NEW) == (0, 0)
    for code in ("D1", "D2", "I1", "U1"):
        with desk.act() as session:
            actions.end(session, find(session, code), by=desk.world.state)
    with desk.act() as session:
        bring(session, desk.site, made, by=desk.world.civil, kind=suffix)
    with desk.look() as session:
        after = written(session)
    assert [one[1:] for one in after.changes] == [one[1:] for one in before.changes]
    assert [one[2:] for one in after.links] == [one[2:] for one in before.links]
