"""The method's words are whole, in both languages, well set, and say where they come from."""

import pytest

from coopspace import method
from coopspace.calendar.rules import Audience, Happened, Kind, Part
from coopspace.changes.rules import Effect, Level, Nature, Progress, System
from coopspace.kernel.permissions import Role
from coopspace.method.reader import METHOD, Misprint, Source, read
from coopspace.paths import TEMPLATES
from coopspace.roles.rules import Backbone, Mission, SupportRole
from coopspace.sites.model import College, Ring
from tests.typography import english_faults, french_faults

GOOD = """
source = "un livre"
[levels.direct]
label = { fr = "Direct", en = "Direct" }
question.fr = "Quoi\u00a0?"
question.en = "What?"
question.source = { fr = "un autre livre", en = "another book" }
"""
BAD = {
    "says nothing in en": 'a = { fr = "Oui", source = "s" }',
    "says nothing in fr": 'a = { en = "Yes", source = "s" }',
    "does not say where it comes from": 'a = { fr = "Oui", en = "Yes" }',
    "not understood: de": 'a = { fr = "Oui", en = "Yes", de = "Ja", source = "s" }',
    "is not understood": 'source = "s"\na = "Oui"',
    "is empty": 'source = "s"\n[a]\n',
    "the source of": 'a = { fr = "Oui", en = "Yes", source = " " }',
    "the source of bad.a": 'a = { fr = "Oui", en = "Yes", source = { en = "a book" } }',
    "in fr or in fr and en": 'a = { fr = "Oui", en = "Yes", source = { fr = "s", de = "s" } }',
    "source of bad is not": 'source = { fr = "s", en = " " }\na = { fr = "Oui", en = "Yes" }',
    "bad.toml": "a = ",
}


@pytest.mark.parametrize("complaint", BAD)
def test_a_file_that_is_not_whole_is_refused_by_name(complaint: str) -> None:
    with pytest.raises(Misprint, match=r"bad\.toml") as refused:
        read(BAD[complaint], name="bad.toml")
    assert complaint in str(refused.value)


def test_an_entry_keeps_both_languages_and_its_nearest_source() -> None:
    words = read(GOOD, name="good.toml")
    question = words["levels.direct.question"]
    assert (question.text("fr"), question.text("en"), question.text("en_GB")) == (
        "Quoi\u00a0?",
        "What?",
        "What?",
    )
    assert question.source == Source("un autre livre", "another book")
    assert words["levels.direct.label"].source == Source("un livre")
    assert list(words["levels.direct"]) == ["label", "question"]
    assert "levels.direct.label" in words
    assert "levels.other" not in words
    with pytest.raises(KeyError, match=r"levels\.other"):
        words["levels.other"]


@pytest.mark.parametrize("room", method.rooms())
def test_the_words_of_each_room_are_well_set(room: str) -> None:
    faults = {
        entry.key: wrong
        for entry in method.load(room).entries()
        if (
            wrong := french_faults(entry.fr)
            + english_faults(entry.en)
            + french_faults(entry.source.fr)
            + english_faults(entry.source.en)
        )
    }
    assert faults == {}


@pytest.mark.parametrize("room", method.rooms())
def test_the_sources_of_our_words_are_said_in_both_languages(room: str) -> None:
    entries = [*method.load(room).entries()]
    assert [entry.key for entry in entries if not entry.source.en] == []
    same = {entry.source.fr for entry in entries if entry.source.fr == entry.source.en}
    assert same <= {"U.S. Department of Health and Human Services"}


def test_pages_cite_sources_in_one_way_that_knows_the_language() -> None:
    citing = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "<cite" in path.read_text()
    }
    assert citing == {"_ui/cite.html", "vision/_advice.html"}, "{{ cite(source, locale) }}"


def test_a_source_said_in_french_only_is_marked_on_an_english_page() -> None:
    only, both = Source("un livre"), Source("un livre", "a book")
    assert [only.text("fr"), only.text("en_GB"), only.lang("fr"), only.lang("en")] == [
        "un livre",
        "un livre",
        None,
        "fr",
    ]
    assert [both.text("fr"), both.text("en"), both.lang("fr"), both.lang("en")] == [
        "un livre",
        "a book",
        None,
        None,
    ]


def test_files_of_the_method_are_found() -> None:
    assert {"changes", "help", "sites"} <= set(method.rooms())
    assert METHOD.is_dir()


@pytest.mark.parametrize(
    ("room", "section", "choices"),
    [
        ("changes", "levels", Level),
        ("changes", "natures", Nature),
        ("changes", "systems", System),
        ("changes", "effects", Effect),
        ("changes", "progress", Progress),
        ("sites", "colleges", College),
        ("sites", "rings", Ring),
        ("sites", "roles", Role),
        ("roles", "roles", SupportRole),
        ("roles", "yardsticks", SupportRole),
        ("roles", "backbone", Backbone),
        ("roles", "missions", Mission),
        ("calendar", "kinds", Kind),
        ("calendar", "parts", Part),
        ("calendar", "audiences", Audience),
        ("calendar", "happened", Happened),
    ],
)
def test_every_choice_of_the_code_has_its_words(room: str, section: str, choices: type) -> None:
    told = method.load(room)[section]
    assert [choice.value for choice in choices if choice.value not in told] == []
