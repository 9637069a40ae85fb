"""The method's words are whole, in both languages, well set, and say where they come from."""

import pytest

from coopspace import method
from coopspace.calendar.rules import Audience, Happened, Kind, Part
from coopspace.changes.rules import Effect, Level, Nature, Progress, System
from coopspace.kernel.permissions import Role
from coopspace.method.reader import METHOD, Misprint, read
from coopspace.roles.rules import Backbone, Mission, SupportRole
from coopspace.sites.model import College, Ring
from tests.typography import english_faults, french_faults

GOOD = """
source = "a book"
[levels.direct]
label = { fr = "Direct", en = "Direct" }
question = { fr = "Quoi\u00a0?", en = "What?", source = "another book" }
"""
BAD = {
    "says nothing in en": 'a = { fr = "Oui", source = "s" }',
    "says nothing in fr": 'a = { en = "Yes", source = "s" }',
    "does not say where it comes from": 'a = { fr = "Oui", en = "Yes" }',
    "not understood: de": 'a = { fr = "Oui", en = "Yes", de = "Ja", source = "s" }',
    "is not understood": 'source = "s"\na = "Oui"',
    "is empty": 'source = "s"\n[a]\n',
    "the source of": 'a = { fr = "Oui", en = "Yes", source = " " }',
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
    assert question.source == "another book"
    assert words["levels.direct.label"].source == "a book"
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
            + french_faults(entry.source)
        )
    }
    assert faults == {}


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
