"""What holds for an entry of the log, with plain values."""

from dataclasses import dataclass
from datetime import date

import pytest

from coopspace.accompaniment import rules
from coopspace.accompaniment.rules import Total
from coopspace.kernel.refusal import Refusal
from coopspace.roles.rules import Backbone, Mission, SupportRole

TODAY = date(2026, 3, 17)


@dataclass(frozen=True)
class Done:
    role: SupportRole
    minutes: int
    day: date = TODAY


def noted(**said: object) -> rules.Note:
    whole = {"role": "trust", "minutes": 30, "day": None, "moved": "", "about": "", "today": TODAY}
    return rules.noted(**{**whole, **said})


def test_a_role_and_a_time_are_enough_and_the_day_is_today():
    assert noted() == rules.Note(SupportRole.TRUST, 30, TODAY)


@pytest.mark.parametrize(
    "said, field",
    [
        ({"role": ""}, "role"),
        ({"role": "friendship"}, "role"),
        ({"minutes": None}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"day": date(2026, 3, 19)}, "day"),
        ({"day": date(1999, 12, 31)}, "day"),
        ({"moved": "x" * 281}, "moved"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(said, field):
    with pytest.raises(Refusal) as refusal:
        noted(**said)
    assert refusal.value.field == field


def test_tomorrow_has_begun_in_some_territories():
    assert noted(day=date(2026, 3, 18)).day == date(2026, 3, 18)


def test_words_are_one_line_that_any_storage_takes():
    typed, said = "  On\x00 se\nparle\u2028\ud800 👩\u200d🔧  ", "On se parle 👩\u200d🔧"
    assert noted(moved=typed).moved == said


def test_taking_back_needs_a_reason():
    assert rules.reason(" Écrit deux fois ") == "Écrit deux fois"
    for words in ("", " \n", "x" * 281):
        with pytest.raises(Refusal) as refusal:
            rules.reason(words)
        assert refusal.value.field == "why"


def test_totals_name_every_role_and_add_minutes():
    some = [Done(SupportRole.TRUST, 30), Done(SupportRole.TRUST, 15), Done(SupportRole.VISION, 60)]
    totals = rules.by_role(some)
    assert list(totals) == list(SupportRole)
    assert totals[SupportRole.TRUST] == Total(2, 45)
    assert totals[SupportRole.RESOURCES] == Total(0, 0)
    assert rules.total(some) == Total(3, 105)


def test_the_other_lists_lose_no_entry():
    totals = rules.by_role([Done(role, 10 * role.number) for role in SupportRole])
    for through in (rules.as_backbone(totals), rules.as_missions(totals)):
        assert sum(one.entries for one in through.values()) == 7
        assert sum(one.minutes for one in through.values()) == 280
    backbone, missions = rules.as_backbone(totals), rules.as_missions(totals)
    assert backbone[None] == Total(1, 20)
    assert backbone[Backbone.POLICY] == Total(1, 60)
    assert missions[None] == Total(1, 60)
    assert missions[Mission.DIALOGUE] == Total(1, 20)


def test_months_come_the_latest_first():
    some = [Done(SupportRole.TRUST, 5, date(2026, 1, 31)), Done(SupportRole.TRUST, 5, TODAY)]
    assert list(rules.by_month(some)) == [date(2026, 3, 1), date(2026, 1, 1)]


@pytest.mark.parametrize(
    "text, found",
    [
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-12", (date(2026, 12, 1), date(2026, 12, 31))),
        ("", None),
        ("2026-13", None),
        ("hier", None),
    ],
)
def test_a_month_is_read_from_an_address(text, found):
    assert rules.month_of(text) == found
