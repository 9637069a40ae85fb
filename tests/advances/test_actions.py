"""The register keeps everything: what was written, how it was corrected, why it ended."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from coopspace.advances import actions
from coopspace.advances.model import Advance, AdvanceWording
from coopspace.advances.register import before_round, links_of, register, timeline
from coopspace.advances.rules import Kind, Precision, Said
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.continuum import actions as rounds
from coopspace.continuum.rules import Outcome
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from tests.continuum.acts import acting, open_round, place, reveal, the_round


def write(session, world, words="Un accueil commun.", *, days=0, by="state", **more) -> int:
    """Somebody writes a line about some days ago; gives its number."""
    with acting(session, world):
        said = Said(words, clock.today() - timedelta(days=days), **more)
        return actions.write(session, world.site, said=said, by=getattr(world, by)).number


def correct(session, world, number: int, words: str, *, seen: int = 1) -> None:
    """Somebody says a line better, having seen one of its wordings."""
    with acting(session, world):
        advance = actions.advance_of(session, number)
        said = Said(words, clock.today())
        actions.correct(session, advance, said=said, seen=seen, by=world.civil)


@contextmanager
def reading(session, world):
    session.rollback()
    with in_site(session, world.site.id):
        yield register(session)


def play_round(session, world, *, advances="") -> None:
    with in_site(session, world.site.id):
        number = (session.scalar(select(func.count()).select_from(rounds.ContinuumRound)) or 0) + 1
    session.rollback()
    open_round(session, world)
    place(session, world, "state", 4, number=number)
    reveal(session, world, number=number)
    with acting(session, world):
        rounds.conclude(
            session,
            the_round(session, number),
            outcome=Outcome.RIGHT,
            level=4,
            words="Nous restons là.",
            advances=advances,
            by=world.civil,
        )


def test_a_line_stands_with_who_wrote_it_and_what_it_concerns(session, world):
    play_round(session, world)
    with acting(session, world):
        changes.add(
            session, world.site, by=world.state, level=Level.DIRECT, statement="On se connaît."
        )
    number = write(session, world, kind=Kind.TURNING, round=1, change="d1")
    with reading(session, world) as told:
        (entry,) = told.standing
        assert links_of(session) == ([1], [("D1", "On se connaît.")])
    assert (entry.number, entry.by) == (number, world.state.name)
    assert (entry.round, entry.change, entry.kind) == (1, "D1", Kind.TURNING)
    assert not entry.corrected


def test_what_a_round_concluded_stands_in_the_register(session, world):
    play_round(session, world, advances="Une fiche commune.")
    write(session, world, days=3)
    with reading(session, world) as told:
        concluded, written = told.standing
    assert concluded.concluded
    assert (concluded.words, concluded.round) == ("Une fiche commune.", 1)
    assert concluded.by == world.civil.name
    assert not written.concluded


def test_concluding_anew_corrects_what_the_register_says(session, world):
    play_round(session, world, advances="Une fiche.")
    with acting(session, world):
        rounds.conclude(
            session, the_round(session), outcome=Outcome.RIGHT, level=4, words="Nous restons.",
            advances="", by=world.civil,
        )  # fmt: skip
    with reading(session, world) as told:
        assert told.standing == ()


def test_a_correction_keeps_what_was_said(session, world):
    number = write(session, world)
    with acting(session, world):
        better = Said("Un seul accueil.", clock.today(), kind=Kind.LESSON)
        advance = actions.advance_of(session, number)
        actions.correct(session, advance, said=better, seen=1, by=world.civil)
    with reading(session, world) as told:
        (entry,) = told.standing
        said = actions.wordings_of(session, actions.advance_of(session, number))
    assert (entry.words, entry.kind, entry.corrected) == ("Un seul accueil.", Kind.LESSON, True)
    assert entry.by == world.state.name
    assert [(one.words, one.by) for one in said] == [
        ("Un seul accueil.", world.civil.id),
        ("Un accueil commun.", world.state.id),
    ]


def test_two_corrections_at_once_do_not_undo_each_other(session, world):
    number = write(session, world)
    correct(session, world, number, "La première.")
    with pytest.raises(Refusal) as refused:
        correct(session, world, number, "La seconde.")
    assert refused.value.field == "words"
    with reading(session, world) as told:
        assert told.standing[0].words == "La première."


def test_saying_the_same_again_changes_nothing(session, world):
    number = write(session, world)
    with acting(session, world):
        same = Said("Un accueil commun.", clock.today())
        actions.correct(
            session, actions.advance_of(session, number), said=same, seen=1, by=world.civil
        )
    with acting(session, world):
        assert session.scalar(select(func.count()).select_from(AdvanceWording)) == 1


def test_a_line_that_ended_stays_with_its_reason(session, world):
    number = write(session, world)
    with acting(session, world):
        advance = actions.advance_of(session, number)
        actions.end(session, advance, why="Écrit deux fois.", by=world.civil)
    with reading(session, world) as told:
        assert told.standing == ()
        (ended,) = told.ended
    assert (ended.ended_why, ended.ended_by) == ("Écrit deux fois.", world.civil.name)
    with pytest.raises(Refusal):
        correct(session, world, number, "x")
    with acting(session, world):
        assert session.scalar(select(func.count()).select_from(Advance)) == 1


def test_a_line_does_not_end_without_a_reason(session, world):
    number = write(session, world)
    with pytest.raises(Refusal) as refused, acting(session, world):
        actions.end(session, actions.advance_of(session, number), why=" ", by=world.civil)
    assert refused.value.field == "why"


@pytest.mark.parametrize("more, field", [({"round": 9}, "round"), ({"change": "D9"}, "change")])
def test_a_line_concerns_only_what_is_there(session, world, more, field):
    with pytest.raises(Refusal) as refused:
        write(session, world, **more)
    assert refused.value.field == field


def test_the_journal_keeps_a_line_without_its_words(session, world):
    number = write(session, world, "Des mots à nous.")
    with acting(session, world):
        actions.end(session, actions.advance_of(session, number), why="Double.", by=world.civil)
        lines = audit.journal(session, world.site.id)
    assert [line.action for line in lines[:2]] == ["advance:end", "advance:write"]
    assert "mots" not in str([line.details for line in lines])


def test_each_line_stands_between_two_rounds(session, world):
    with clock.at(clock.now() - timedelta(days=60)):
        play_round(session, world)
    with clock.at(clock.now() - timedelta(days=20)):
        play_round(session, world, advances="Concluded, not written.")
    for words, days in (("avant", 90), ("entre", 40), ("le jour", 20), ("depuis", 5)):
        write(session, world, words, days=days)
    open_round(session, world)
    with reading(session, world) as told:
        told_before = {
            number: [one.words for one in before_round(session, the_round(session, number))]
            for number in (1, 2, 3)
        }
        assert told_before == {1: ["avant"], 2: ["entre", "le jour"], 3: ["depuis"]}
        path = timeline(told, [the_round(session, number) for number in (2, 1)])
    assert {key: [one.words for one in found] for key, found in path.items()} == {
        1: ["avant"],
        2: ["entre", "le jour"],
        None: ["depuis"],
    }


def test_only_a_month_is_sorted_by_its_end(session, world):
    day = date(clock.today().year - 1, 3, 15)
    ago = (clock.today() - day).days
    write(session, world, "le 15", days=ago)
    write(session, world, "en mars", days=ago, precision=Precision.MONTH)
    with reading(session, world) as told:
        assert [one.words for one in told.standing] == ["en mars", "le 15"]


def test_a_site_reads_its_own_register(session, world):
    write(session, world)
    session.rollback()
    with in_site(session, world.other_site.id):
        assert register(session).standing == ()
        with pytest.raises(NotFound):
            actions.advance_of(session, 1)
