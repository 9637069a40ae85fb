"""What was made with the words of one day, or of one programme, is never said in others."""

from blueprints.stakeholders.words import Words as MapWords
from coopspace import method
from coopspace.edition import reading
from coopspace.method import Wording
from tests.agreement.acts import HOME as AGREEMENT
from tests.agreement.acts import word as write
from tests.agreement.signed import put
from tests.edition.acts import LEVEL, word
from tests.visitor import text_of

HEADING = "agreement.sections.power.questions.who.heading"


def test_a_version_put_to_signature_keeps_the_words_of_its_day(visitor, session, world):
    ours = reading.entry_of(HEADING).fr
    put(session, world)
    word(session, world.programme, HEADING, "Qui tranche ici", "Who settles here", by=world.lead)
    visitor.sign_in(world.state)
    version = text_of(visitor.get(f"{AGREEMENT}/versions/1").text)
    assert ours in version
    assert "Qui tranche ici" not in version
    assert "Qui tranche ici" in text_of(visitor.get(AGREEMENT).text)


def test_what_is_put_after_is_frozen_in_the_words_of_the_programme(visitor, session, world):
    word(session, world.programme, HEADING, "Qui tranche ici", "Who settles here", by=world.lead)
    write(session, world, "power-who", "Nous décidons ensemble.")
    visitor.sign_in(world.facilitator)
    assert "Qui tranche ici" in text_of(visitor.get(f"{AGREEMENT}/versions/signature").text)


def test_a_map_drawn_with_one_wording_is_not_shown_with_another():
    drawn = []
    wordings = [Wording({LEVEL: (said, said)}) for said in ("Coup de main", "Entraide")]
    try:
        for one in (*wordings, wordings[0]):
            method.speak(one)
            drawn.append(MapWords("fr"))
    finally:
        method.fall_silent()
    assert drawn[0] == drawn[2]
    assert drawn[0] != drawn[1]
