"""Real-like files, messy as they come: what they say is understood to the letter, or refused."""

import pytest

from coopspace.changes.planning import Fate
from coopspace.kernel.unpacking import Unreadable
from tests.changes.brought import planned
from tests.changes.messy import csv_of
from tests.changes.messy_files import MESSY


@pytest.mark.parametrize("name", MESSY)
def test_nothing_of_a_messy_file_is_changed_in_silence(name):
    messy = MESSY[name]
    if messy.unread:
        with pytest.raises(Unreadable, match=messy.unread):
            planned(messy.kind, *messy.files())
        return
    found = planned(messy.kind, *messy.files())
    faults = [(one.place.line, one.refusal.field, str(one.refusal)) for one in found.faults]
    assert [one[:2] for one in faults] == [one[:2] for one in messy.refused], faults
    for (_line, _field, said), (_at, _name, words) in zip(faults, messy.refused, strict=True):
        assert words in said
    says = {one.said.code: (one.said.statement, one.said.horizon) for one in found.changes}
    assert says == messy.says
    assert {f"{one.said.source}>{one.said.target}" for one in found.links} == messy.links
    assert all(one.fate is Fate.NEW for one in (*found.changes, *found.links))


def test_the_set_is_as_large_as_was_promised():
    assert len(MESSY) >= 30
    assert sum(bool(one.refused or one.unread) for one in MESSY.values()) >= 10


def test_choices_are_read_in_words_of_both_languages():
    head = ("Changement", "Niveau", "Nature", "Effet", "Systèmes", "Qui")
    found = planned(
        "csv",
        csv_of(
            head,
            (
                "Un",
                "1",
                "Pratiques",
                "Non voulu : à prévenir ou à adoucir",
                "Bâti, culture",
                "Nous",
            ),
            ("Deux", "1", "Culture, mode de vie", "wanted", "political + economic", "—"),
            ("Trois", "2", "-", "", "", ""),
        ),
    )
    assert found.faults == ()
    said = [one.said for one in found.changes]
    assert [one.nature for one in said] == ["practice", "culture", "practice"]
    assert [one.effect for one in said] == ["negative", "intended", "intended"]
    assert [sorted(one.systems) for one in said] == [
        ["built", "cultural"],
        ["economic", "political"],
        [],
    ]
    assert [one.who for one in said] == ["Nous", "—", ""]


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("Nature", "durable", "one nature"),
        ("Effet", "peut-être", "not sought"),
        ("Systèmes", "bâti, social", "among built"),
        ("Qui change", "x" * 201, "200"),
        ("Description", "x" * 20_001, "20000"),
    ],
)
def test_a_choice_that_is_not_offered_is_refused_with_what_to_write(heading, cell, words):
    found = planned("csv", csv_of(("Changement", "Niveau", heading), ("Un", "1", cell)))
    [fault] = found.faults
    assert (fault.place.line, found.changes) == (2, ())
    assert words in str(fault.refusal)


@pytest.mark.parametrize("strength", ["3", "3,0", "Décisif", "decisive", "forte"])
def test_strengths_are_read_as_they_are_written(strength):
    changes = csv_of(("Code", "Changement"), ("D1", "Un"), ("I1", "Deux"))
    links = csv_of(("De", "Vers", "Force"), ("D1", "I1", strength))
    [link] = planned("csv", changes, links).links
    assert link.said.strength == 3
    [fault] = planned("csv", changes, csv_of(("De", "Vers", "Force"), ("D1", "I1", "4"))).faults
    assert "1 (a little)" in str(fault.refusal)


def test_a_link_said_twice_is_one_when_both_lines_agree():
    changes = csv_of(("Code", "Changement", "Vers"), ("D1", "Un", "I1"), ("I1", "Deux", ""))
    head = ("De", "Vers", "Pourquoi")
    [link] = planned("csv", changes, csv_of(head, ("D1", "I1", "Voilà"))).links
    assert link.said.rationale == "Voilà"
    twice = csv_of(head, ("D1", "I1", "Voilà"), ("D1", "I1", "Voici"), ("D1", "", "x"))
    found = planned("csv", changes, twice)
    assert [str(one.refusal)[:20] for one in found.faults] == [
        "D1 → I1 is said twic",
        "Write both ends of t",
    ]


def test_two_changes_that_say_the_same_need_their_codes_to_be_named():
    rows = (("Code", "Changement", "Vers"), ("D1", "Un", ""), ("D2", "Un", ""), ("I1", "Deux", ""))
    assert planned("csv", csv_of(*rows)).faults == ()
    links = csv_of(("De", "Vers"), ("Un", "I1"), ("D2", "I1"))
    found = planned("csv", csv_of(*rows), links)
    [fault] = found.faults
    assert "Several changes say “Un”" in str(fault.refusal)
    assert [one.said.source for one in found.links] == ["D2"]
