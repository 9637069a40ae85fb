"""What may be said of a proposal, whom it waits for, what its way of deciding would still ask."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from coopspace import method as words
from coopspace.agreement.rules import Method
from coopspace.decisions import rules, sifting
from coopspace.decisions.rules import (
    STANCES,
    Framing,
    Lack,
    Outcome,
    Said,
    Stance,
    lacking,
    voices,
)
from coopspace.decisions.sifting import Wish, found
from coopspace.kernel.refusal import Refusal

MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = date(2026, 3, 9)
ANNA, BORIS, CHLOE = (uuid.UUID(int=one) for one in (1, 2, 3))
CONSENT = Framing("Le bus", Method.CONSENT)


def said(who: uuid.UUID, stance: Stance, seq: int, *, number: int = 1, speaks: bool = True) -> Said:
    return Said(
        seq=seq,
        person=who,
        stance=stance,
        reason="Parce que",
        number=number,
        digest=str(number),
        at=MOMENT + timedelta(hours=seq),
        speaks=speaks,
    )


def heard(*some: Said, asked=(ANNA, BORIS), method: Method = Method.CONSENT, number: int = 1):
    return voices(some, asked, method=method, number=number, digest=str(number))


def test_every_method_lets_say_something_and_has_its_words():
    told = words.load("decisions")
    assert set(STANCES) == set(Method)
    for one in Stance:
        assert f"stances.{one}.label" in told
        assert f"stances.{one}.choice" in told
        assert any(one in some for some in STANCES.values())
    assert all(f"outcomes.{one}.label" in told for one in Outcome)
    assert all(f"before.{one}.text" in told for one in Method)


def test_a_framing_has_a_matter_and_a_method():
    for framing, field in (
        (Framing("  ", Method.CONSENT), "matter"),
        (Framing("Le bus"), "method"),
        (Framing("x" * 161, Method.CONSENT), "matter"),
        (Framing("Le bus", Method.CONSENT, who="x" * 161), "who"),
    ):
        with pytest.raises(Refusal) as refused:
            rules.whole(framing)
        assert refused.value.field == field
    made = rules.whole(Framing("  Le \n bus ", Method.ADVICE, changes=("D1", "D2", "D1")))
    assert (made.matter, made.changes) == ("Le bus", ("D1", "D2"))
    assert rules.read(rules.stored(made)) == made
    assert rules.read({**rules.stored(made), "later": 1}) == made


def test_only_what_the_method_lets_say_is_taken():
    assert rules.stance_of(Method.MAJORITY, "against") is Stance.AGAINST
    assert rules.stance_of(Method.ADVICE, "") is Stance.ADVICE
    for method, chosen in ((Method.MAJORITY, "consent"), (Method.CONSENT, "")):
        with pytest.raises(Refusal) as refused:
            rules.stance_of(method, chosen)
        assert refused.value.field == "stance"


@pytest.mark.parametrize("stance", (Stance.OBJECTION, Stance.RESERVATION, Stance.ADVICE))
def test_what_needs_words_asks_for_them(stance: Stance):
    with pytest.raises(Refusal) as refused:
        rules.words_of("  ", stance)
    assert refused.value.field == "reason"
    assert rules.words_of(" Trop loin. ", stance) == "Trop loin."


@pytest.mark.parametrize("stance", (Stance.CONSENT, Stance.FOR, Stance.AGAINST, Stance.ABSTAIN))
def test_the_others_may_stay_silent(stance: Stance):
    assert rules.words_of("", stance) == ""


def test_those_who_are_asked_are_awaited_until_they_speak():
    one, other = heard(said(ANNA, Stance.CONSENT, 1))
    assert (one.person, one.now.stance, one.asked) == (ANNA, Stance.CONSENT, True)
    assert (other.person, other.now, other.before) == (BORIS, None, None)


def test_the_latest_word_of_each_counts():
    one, _other = heard(said(ANNA, Stance.OBJECTION, 1), said(ANNA, Stance.RESERVATION, 2))
    assert one.now.stance is Stance.RESERVATION


def test_whoever_spoke_of_earlier_words_is_asked_again():
    one, _other = heard(said(ANNA, Stance.CONSENT, 1), number=2)
    assert one.now is None
    assert (one.before.stance, one.before.number) == (Stance.CONSENT, 1)
    again, _other = heard(
        said(ANNA, Stance.CONSENT, 1), said(ANNA, Stance.OBJECTION, 2, number=2), number=2
    )
    assert (again.now.stance, again.before) == (Stance.OBJECTION, None)


def test_under_another_method_everybody_is_asked_again():
    one, _other = heard(said(ANNA, Stance.CONSENT, 1), method=Method.MAJORITY)
    assert (one.now, one.before.stance) == (None, Stance.CONSENT)


def test_what_was_given_by_somebody_no_longer_asked_stays_and_their_objection_waits_for_nobody():
    given = heard(said(CHLOE, Stance.CONSENT, 1, speaks=False))
    assert [(one.person, one.asked) for one in given][-1] == (CHLOE, False)
    left = heard(said(CHLOE, Stance.OBJECTION, 1, speaks=False))
    assert CHLOE not in {one.person for one in left}


def test_it_is_counted_in_the_order_in_which_it_is_offered():
    some = heard(said(ANNA, Stance.AGAINST, 1), said(BORIS, Stance.FOR, 2), method=Method.MAJORITY)
    assert rules.counted(Method.MAJORITY, some) == [
        (Stance.FOR, 1),
        (Stance.AGAINST, 1),
        (Stance.ABSTAIN, 0),
    ]


def lacks(framing: Framing, *some: Said, text: str = "Oui.", number: int = 1, asked=(ANNA, BORIS)):
    method = framing.method or Method.CONSENT
    those = heard(*some, asked=asked, method=method, number=number)
    return dict(lacking(framing, those, text=text))


@pytest.mark.parametrize("method", (Method.CONSENT, Method.UNANIMITY))
def test_consent_waits_for_everybody_and_for_no_objection(method: Method):
    framing = Framing("Le bus", method)
    assert lacks(framing) == {Lack.AWAITED: 2}
    objects = (said(ANNA, Stance.OBJECTION, 1), said(BORIS, Stance.CONSENT, 2))
    assert lacks(framing, *objects) == {Lack.OBJECTION: 1}
    lifted = (*objects, said(ANNA, Stance.RESERVATION, 3))
    assert lacks(framing, *lifted) == {}
    assert lacks(framing, *lifted, number=2) == {Lack.EARLIER: 2}


def test_a_majority_has_more_votes_for_than_against():
    framing = Framing("Le bus", Method.MAJORITY)
    assert lacks(framing) == {Lack.AWAITED: 2}
    split = (said(ANNA, Stance.FOR, 1), said(BORIS, Stance.AGAINST, 2))
    assert lacks(framing, *split) == {Lack.NOT_CARRIED: 1}
    assert lacks(framing, *split, said(BORIS, Stance.ABSTAIN, 3)) == {}


@pytest.mark.parametrize("method", (Method.ADVICE, Method.MANDATE))
def test_who_decides_after_advice_is_named_and_has_heard_some(method: Method):
    assert lacks(Framing("Le bus", method)) == {
        Lack.NO_NAME: 1,
        Lack.NO_ADVICE: 1,
        Lack.AWAITED: 2,
    }
    named = Framing("Le bus", method, who="L’équipe")
    advised = (said(ANNA, Stance.ADVICE, 1), said(BORIS, Stance.ADVICE, 2))
    assert lacks(named, *advised) == {}


def test_without_words_or_without_anybody_it_is_said():
    assert lacks(CONSENT, text=" ", asked=()) == {Lack.NO_WORDS: 1, Lack.NOBODY: 1}


def test_an_outcome_is_one_of_four_with_words_and_a_day_that_has_come():
    for outcome, said_of_it, day, field in (
        ("maybe", "Oui.", TODAY, "outcome"),
        ("adopted", "  ", TODAY, "words"),
        ("adopted", "x" * 4001, TODAY, "words"),
        ("adopted", "Oui.", None, "day"),
        ("adopted", "Oui.", TODAY + timedelta(days=1), "day"),
    ):
        with pytest.raises(Refusal) as refused:
            rules.written(outcome, words=said_of_it, day=day, today=TODAY)
        assert refused.value.field == field
    made = rules.written("changed", words=" Oui.\r\nLà. ", day=TODAY, today=TODAY)
    assert (made.outcome, made.words, made.day) == (Outcome.CHANGED, "Oui.\nLà.", TODAY)


def test_a_rule_asks_those_who_sit_for_its_parties_else_everybody():
    colleges = {ANNA: "state", BORIS: "civil_society", CHLOE: ""}
    assert rules.parties_asked(colleges, {"state"}) == {ANNA}
    assert rules.parties_asked(colleges, set()) == {ANNA, BORIS, CHLOE}
    assert rules.parties_asked(colleges, {"local_authority"}) == {ANNA, BORIS, CHLOE}


@dataclass(frozen=True)
class Line:
    """A line of a register."""

    framing: Framing
    outcome: Outcome | None
    day: date
    words: str


BUS = Line(CONSENT, Outcome.ADOPTED, date(2026, 3, 1), "L’arrêt du bus, décidé à l’été")
ROOM = Line(Framing("La salle", Method.ADVICE, rule="rulerule"), None, TODAY, "La salle d’en bas")


@pytest.mark.parametrize(
    ("wish", "kept"),
    (
        (Wish(), [BUS, ROOM]),
        (Wish(words="decide ETE"), [BUS]),
        (Wish(words="l'arret"), [BUS]),
        (Wish(words="bus salle"), []),
        (Wish(rule="rulerule"), [ROOM]),
        (Wish(method=Method.ADVICE), [ROOM]),
        (Wish(outcome=Outcome.ADOPTED), [BUS]),
        (Wish(is_open=True), [ROOM]),
        (Wish(since=date(2026, 3, 1), until=date(2026, 3, 1)), [BUS]),
        (Wish(since=date(2026, 3, 2)), [ROOM]),
        (Wish(until=date(2026, 2, 28)), []),
    ),
)
def test_the_register_is_searched(wish: Wish, kept: list[Line]):
    assert found([BUS, ROOM], wish) == kept


def test_words_are_compared_without_accents_or_capitals():
    assert sifting.folded("L’Été\u00a0: À") == "l'ete : a"
