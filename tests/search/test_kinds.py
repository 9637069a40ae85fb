"""What is found of the narrative, of visits and of rounds, and by whom: each follows its acts."""

import pytest
from sqlalchemy.orm import Session

from coopspace.continuum import actions as continuum
from coopspace.continuum.rules import Outcome
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import saving
from coopspace.narrative import actions as narrative
from coopspace.readiness import actions as readiness
from coopspace.readiness.rules import Item
from coopspace.readiness.rules import Outcome as Judged
from coopspace.search import index
from coopspace.search.model import SearchEntry
from coopspace.visits import visiting
from coopspace.visits.visiting import visit_of
from tests.continuum import acts as rounds
from tests.discussion.acts import acting
from tests.readiness import acts as judging
from tests.search.acts import EVERYTHING, HOME, hits, is_true, led_to
from tests.sites.reading import SITE
from tests.visits.acts import note
from tests.world import World


def tell(session: Session, world: World, text: str, *, seen: int = 0) -> None:
    with acting(session, world):
        narrative.write(session, world.site, text=text, seen=seen, by=world.civil)


def conclude(session: Session, world: World, words: str, advances: str = "") -> None:
    with acting(session, world):
        continuum.conclude(
            session,
            rounds.the_round(session),
            outcome=Outcome.RIGHT,
            level=4,
            words=words,
            advances=advances,
            by=world.facilitator,
        )


def test_the_narrative_is_found_as_it_stands_and_leads_to_its_page(visitor, session, world):
    tell(session, world, "Un phare au bout du quai.")
    page = visitor.sign_in(world.observer).get(f"{HOME}?q=phare").text
    assert led_to(page) == {f"{SITE}/strategie/recit"}
    tell(session, world, "Une lanterne.", seen=1)
    assert hits(session, world, "phare") == []
    assert hits(session, world, "lanterne") == ["narrative"]
    with acting(session, world):
        narrative.restore(session, world.site, number=1, by=world.civil)
    assert hits(session, world, "phare") == ["narrative"]
    assert hits(session, world, "phare", EVERYTHING - {Permission.CHANGE_READ}) == []


def test_a_visit_is_found_by_those_who_prepare_visits_and_by_nobody_else(visitor, session, world):
    note(session, world, words="Le phare est éteint.")
    page = visitor.sign_in(world.facilitator).get(f"{HOME}?q=phare").text
    assert led_to(page) == {f"{SITE}/visite#visit-1"}
    assert 'id="visit-1"' in visitor.get(f"{SITE}/visite").text
    for name in ("state", "contributor", "observer", "other_facilitator", "stranger"):
        page = visitor.sign_in(getattr(world, name)).get(f"{HOME}?q=phare").text
        assert led_to(page) == set(), name
        assert "éteint" not in page
        assert "éteint" not in visitor.get(f"{HOME}?q=phare&sur=visit").text


def test_a_visit_that_is_corrected_or_taken_back_is_found_as_it_stands(session, world):
    note(session, world, words="Le phare.")
    with acting(session, world):
        one = visit_of(session, 1)
        day = visiting.tellings(session, one)[0].day
        visiting.correct(session, one, day=day, words="La jetée.", seen=1, by=world.facilitator)
    assert hits(session, world, "phare") == []
    assert hits(session, world, "jetée") == ["visit"]
    with acting(session, world):
        visiting.take_back(
            session, visit_of(session, 1), why="Le carnet.", seen=2, by=world.facilitator
        )
    assert hits(session, world, "jetée") == []
    assert hits(session, world, "carnet") == []
    with acting(session, world):
        visiting.put_back(session, visit_of(session, 1), seen=3, by=world.facilitator)
    assert hits(session, world, "jetée") == ["visit"]
    assert is_true(session, world.site)


def test_a_round_is_found_by_its_question_and_by_the_conclusion_that_stands(
    visitor, session, world
):
    rounds.open_round(session, world, rounds.NAMED)
    for name in rounds.ANSWERERS:
        rounds.place(session, world, name, 4, fact="Une carotte.", advances="Un navet.")
    assert hits(session, world, "situons notre coopération") == ["positioning"]
    rounds.reveal(session, world)
    conclude(session, world, "Le phare.")
    conclude(session, world, "La lanterne.", "Une jetée.")
    assert hits(session, world, "phare") == []
    assert hits(session, world, "lanterne jetée") == ["positioning"]
    assert hits(session, world, "lanterne", EVERYTHING - {Permission.CONTINUUM_READ}) == []
    page = visitor.sign_in(world.observer).get(f"{HOME}?q=lanterne").text
    assert led_to(page) == {rounds.ROUND}
    assert is_true(session, world.site)


@pytest.mark.parametrize("mode", [rounds.NAMED, rounds.OPENLY, rounds.ANONYMOUS])
def test_what_somebody_answers_to_a_round_is_never_found_nor_told_by_a_count(
    visitor, session, world, mode
):
    rounds.open_round(session, world, mode)
    visitor.sign_in(world.facilitator)
    before = told(visitor.get(f"{HOME}?q=carotte").text), entries(session, world)
    for name in rounds.ANSWERERS:
        rounds.place(session, world, name, 4, fact="Une carotte.", advances="Un navet.")
    if mode.guests:
        rounds.guest(session, world, "phone", 5, fact="Une carotte.")
    assert (told(visitor.get(f"{HOME}?q=carotte").text), entries(session, world)) == before
    rounds.reveal(session, world)
    assert hits(session, world, "carotte") == hits(session, world, "navet") == []
    assert entries(session, world) == before[1]


def test_what_somebody_judges_of_our_conditions_is_never_found(session, world):
    judging.open_round(session, world)
    before = entries(session, world)
    for name in judging.ANSWERERS:
        judging.judge(session, world, name, judging.all_at(2, "Une carotte."))
    assert entries(session, world) == before
    judging.reveal(session, world)
    assert entries(session, world) == before == []


def test_the_conclusion_of_each_condition_is_found_as_it_stands(visitor, session, world):
    judging.open_round(session, world)
    for name in judging.ANSWERERS:
        judging.judge(session, world, name, judging.all_at(2))
    judging.reveal(session, world)
    for item, words in ((Item.VISION, "Phare."), (None, "Quai."), (Item.VISION, "Lanterne.")):
        with acting(session, world):
            readiness.conclude(
                session,
                judging.the_round(session),
                item=item,
                outcome=Judged.ACT,
                words=words,
                by=world.facilitator,
            )
    assert hits(session, world, "phare") == []
    assert hits(session, world, "quai lanterne") == ["conditions"]
    assert hits(session, world, "quai", EVERYTHING - {Permission.READINESS_READ}) == []
    page = visitor.sign_in(world.observer).get(f"{HOME}?q=lanterne").text
    assert led_to(page) == {judging.ROUND}
    assert is_true(session, world.site)


def test_a_round_that_was_ended_is_found_and_said_to_have_ended(visitor, session, world):
    rounds.open_round(session, world)
    with acting(session, world):
        continuum.end_round(
            session, rounds.the_round(session), why="Trop tôt", by=world.facilitator
        )
    page = rounds.in_english(visitor.sign_in(world.observer)).get(f"{HOME}?q=situons").text
    assert led_to(page) == {rounds.ROUND}
    assert "has ended" in page


def test_a_house_that_is_older_than_a_kind_is_prepared_for_it_alone(session, world):
    tell(session, world, "Un phare.")
    note(session, world, words="Une lanterne.")
    with acting(session, world):
        for one in session.query(SearchEntry).where(SearchEntry.kind == "visit"):
            session.delete(one)
    assert hits(session, world, "lanterne") == []
    with saving(session):
        assert index.begin(session)
    assert hits(session, world, "lanterne") == ["visit"]
    assert is_true(session, world.site)
    with saving(session):
        assert not index.begin(session)


def entries(session: Session, world: World) -> list[tuple[str, str]]:
    """What is kept of the site, without what names a thing."""
    session.rollback()
    with in_site(session, world.site.id):
        found = index.standing(session)
    return sorted((kind, words) for (kind, _ref), (words, _permission) in found.items())


def told(page: str) -> str:
    """What a page of searches says, its frame aside."""
    return page.partition("<main")[2].partition("</main")[0]
