"""What leads do with the words of the method, kept and journalled; nothing is lost."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from coopspace import method
from coopspace.accounts import export
from coopspace.edition import actions, reading
from coopspace.edition.model import MethodWording
from coopspace.edition.rules import Happened, Words
from coopspace.kernel import audit, clock
from coopspace.kernel.base import new_id
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.tables import metadata
from tests.edition.acts import FILLED, LEVEL, VISION, other_programme, word

OWN = ("La vision est notre étoile.", "The vision is our star.")


def journal(session) -> list[str]:
    """The acts of the house on words, oldest first."""
    lines = reversed(audit.journal(session, None))
    return [one.action for one in lines if one.action.startswith("wording:")]


def test_wording_taking_back_and_bringing_back_keep_everything(session, world):
    programme, lead = world.programme, world.lead
    assert word(session, programme, VISION, *OWN, by=lead) is Happened.REWORDED
    assert word(session, programme, VISION, *OWN, by=lead) is None
    word(session, programme, VISION, "Notre rêve.", "Our dream.", by=lead)
    with saving(session):
        actions.take_back(session, programme, VISION, seen=2, by=lead)
        actions.take_back(session, programme, VISION, seen=2, by=lead)
    with saving(session):
        actions.restore(session, programme, VISION, seq=1, seen=3, by=lead)
    sheet = reading.sheet(session, programme, VISION)
    ours = reading.words_of(sheet.line.entry)
    assert sheet.line.theirs == Words(*OWN)
    assert [(one.happened, one.before, one.now) for one in reversed(sheet.told)] == [
        (Happened.REWORDED, ours, Words(*OWN)),
        (Happened.REWORDED, Words(*OWN), Words("Notre rêve.", "Our dream.")),
        (Happened.TAKEN_BACK, Words("Notre rêve.", "Our dream."), ours),
        (Happened.RESTORED, ours, Words(*OWN)),
    ]
    assert {one.by for one in sheet.told} == {lead.id}
    assert journal(session) == [
        "wording:reword",
        "wording:reword",
        "wording:take_back",
        "wording:restore",
    ]


def test_typing_what_ours_says_takes_it_back(session, world):
    word(session, world.programme, VISION, *OWN, by=world.lead)
    ours = reading.entry_of(VISION)
    said = word(session, world.programme, VISION, ours.fr, ours.en, by=world.lead)
    assert said is Happened.TAKEN_BACK
    assert not reading.sheet(session, world.programme, VISION).line.theirs


def test_two_leads_do_not_write_over_each_other(session, world):
    word(session, world.programme, VISION, *OWN, by=world.lead)
    acts = (
        lambda: actions.reword(
            session, world.programme, VISION, typed=Words("A", "B"), seen=0, by=world.lead
        ),
        lambda: actions.take_back(session, world.programme, VISION, seen=0, by=world.lead),
    )
    for act in acts:
        with pytest.raises(Refusal, match="meanwhile"), saving(session):
            act()
    assert reading.standing(session, world.programme) == {VISION: Words(*OWN)}


def test_only_sentences_of_ours_are_worded(session, world):
    for key in ("vision", "vision.vision", "vision.nothing", "nowhere.vision", "", "."):
        with pytest.raises(NotFound), saving(session):
            actions.reword(
                session, world.programme, key, typed=Words("A", "B"), seen=0, by=world.lead
            )
    with pytest.raises(Refusal, match="Choose one"), saving(session):
        actions.restore(session, world.programme, VISION, seq=1, seen=0, by=world.lead)


def test_a_wording_of_another_programme_is_not_brought_back_here(session, world):
    other, _site, lead = other_programme(session, world)
    word(session, other, VISION, *OWN, by=lead)
    with pytest.raises(Refusal, match="Choose one"), saving(session):
        actions.restore(session, world.programme, VISION, seq=1, seen=0, by=world.lead)
    assert reading.standing(session, world.programme) == {}


def test_what_is_lost_is_refused_and_nothing_is_kept(session, world):
    with pytest.raises(Refusal) as caught:
        word(session, world.programme, FILLED, "Sans nom", "Without", by=world.lead)
    assert caught.value.words["which"] == "{name}"
    session.rollback()
    assert reading.standing(session, world.programme) == {}
    assert world.programme.words_stamp is None


def test_the_words_of_two_programmes_are_never_mixed_up(session, world):
    other, _site, lead = other_programme(session, world)
    word(session, world.programme, LEVEL, "Coup de main", "Helping hand", by=world.lead)
    word(session, other, LEVEL, "Entraide", "Mutual help", by=lead)
    heard = []
    try:
        for one in (world.programme, other, world.programme):
            reading.speak(session, one)
            heard.append(method.load("continuum").text("levels.assistance.label"))
    finally:
        method.fall_silent()
    assert heard == ["Coup de main", "Entraide", "Coup de main"]
    assert method.load("continuum").text("levels.assistance.label") == "Assistance"


def test_words_are_read_once_for_as_long_as_they_stand(session, world, statements):
    word(session, world.programme, LEVEL, "Coup de main", "Helping hand", by=world.lead)
    first = reading.wording_of(session, world.programme)
    session.refresh(world.programme)
    assert reading.wording_of(session, world.programme) is first
    word(session, world.programme, LEVEL, "Entraide", "Mutual help", by=world.lead)
    assert reading.wording_of(session, world.programme) is not first


def test_groups_rooms_and_search(session, world):
    word(session, world.programme, LEVEL, "Coup de main", "Helping hand", by=world.lead)
    rooms = {one.name: one for one in reading.rooms(session, world.programme)}
    assert set(rooms) == set(method.rooms()) - {"help"}
    assert rooms["continuum"].reworded == 1
    found = reading.groups(session, world.programme, sought="cóup de MAIN help")
    assert [line.entry.key for one in found for line in one.lines] == [LEVEL]
    own = reading.groups(session, world.programme, only=True)
    assert [line.entry.key for one in own for line in one.lines] == [LEVEL]
    everything = reading.groups(session, world.programme)
    keys = [line.entry.key for one in everything for line in one.lines]
    ours = [one.key for room in reading.worded() for one in method.ours(room).entries()]
    assert sorted(keys) == sorted(ours)
    with pytest.raises(NotFound):
        reading.groups(session, world.programme, room="nowhere")


def test_whoever_worded_takes_it_away_with_their_data(session, world):
    word(session, world.programme, VISION, *OWN, by=world.lead)
    told = export.mine(session, metadata, world.lead)
    assert OWN[0] in str(told)
    assert OWN[0] not in str(export.mine(session, metadata, world.observer))


def _insert(session, row: dict[str, object]) -> None:
    with saving(session):
        session.execute(insert(MethodWording).values(row))


def test_the_database_refuses_half_a_wording(session, world):
    row = {
        "id": new_id(),
        "programme_id": world.programme.id,
        "key": VISION,
        "seq": 1,
        "happened": "reworded",
        "fr": "A",
        "en": "",
        "ours_fr": "x",
        "ours_en": "x",
        "by": world.lead.id,
        "at": clock.now(),
    }
    with pytest.raises(IntegrityError, match="both_or_neither"):
        _insert(session, row)
    with pytest.raises(IntegrityError, match="taken_back"):
        _insert(session, {**row, "fr": ""})
    assert session.scalars(select(MethodWording)).all() == []
