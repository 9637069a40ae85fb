"""Nothing of an answer that is not open reaches anybody: whatever it says, every page, file,
size and tag of the site is the same, for those who run it too (SEC-3)."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from coopspace.compare.rules import Item
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.stakeholders import waves
from coopspace.survey import answering, opening
from coopspace.survey.model import Respondent
from coopspace.survey.rules import Question
from tests.compare.acts import share
from tests.compare.network_acts import NETWORK
from tests.inspection import steady
from tests.stakeholders.acts import acting, tell
from tests.survey.acts import HOME, answered, closed, entered, linked, opened, organisations

SITE = "/sites/quartier-des-trois-ponts"
MAP = f"{SITE}/parties-prenantes"
READERS = ("facilitator", "lead", "observer")
"""Who runs the site, who runs its programme, who only reads."""
FILES = ("csv", "xlsx", "ods", "graphml", "gexf", "json", "svg", "png", "pdf")
NAME, ADDRESS = "Zéphyrine Canari", "zephyrine.canari@exemple.fr"


def outputs(one: str, other: str) -> list[str]:
    """Every page and file that shows, counts, measures or draws relations."""
    look = f"organisation={one}"
    return [
        MAP,
        f"{MAP}?vue=tableau&tri=niveau",
        f"{MAP}?vue=matrice",
        f"{MAP}?{look}",
        f"{MAP}?{look}&autour=1",
        f"{MAP}?niveau=4&taille=liens",
        f"{MAP}?vague=2",
        f"{MAP}?vague=2&avec=1",
        f"{MAP}?avec=1",
        f"{MAP}/graphe.json",
        f"{MAP}/graphe.json?vague=2&avec=1",
        f"{MAP}/liste",
        f"{MAP}/editions",
        f"{MAP}/et-si",
        f"{MAP}/et-si?un={one}&autre={other}&niveau=6",
        f"{MAP}/et-si?part={one}",
        f"{MAP}/{one}",
        f"{MAP}/{other}",
        f"{MAP}/{one}/avec/{other}",
        *(f"{MAP}/export.{suffix}" for suffix in FILES),
        f"{MAP}/export.csv?table=relations",
        f"{MAP}/export.csv?table=relations&vague=2",
        f"{MAP}/export.json?vague=2",
        f"{MAP}/liste?vague=2",
        *(f"{MAP}/export.{suffix}?vague=2&avec=1" for suffix in ("svg", "pdf")),
    ]


def around(one: str) -> list[str]:
    """The pages that speak of the survey, of the site and of its programme."""
    return [
        HOME,
        f"{HOME}/2",
        f"{HOME}/2/{one}",
        f"{SITE}/",
        f"{SITE}/journal",
        f"{SITE}/activite",
        f"{SITE}/avancees",
        f"{SITE}/partage",
        "/dispositifs/cites-en-mouvement/",
        "/dispositifs/cites-en-mouvement/comparer",
        NETWORK,
        f"{NETWORK}/mesure.json",
        f"{NETWORK}.csv",
    ]


def addresses(one: str, other: str) -> list[str]:
    """Wherever something of an answer could come out."""
    return [*outputs(one, other), *around(one)]


def everything(visitor, world, name, where):
    """What somebody gets at each address: status, tag, size, content."""
    visitor.sign_in(getattr(world, name))
    got = {}
    for address in where:
        answer = visitor.client.get(address)
        got[address] = (
            answer.status_code,
            answer.headers.get("ETag"),
            len(steady(answer.text)) if answer.mimetype.startswith("text/") else len(answer.data),
            steady(answer.text) if answer.mimetype.startswith("text/") else answer.data,
        )
    return got


@pytest.fixture
def survey(session, world):
    """Eleven organisations with a map that is measured, an edition of it, then a survey of five
    of them: four have answered, the first is about to."""
    refs = organisations(session, world, 11)
    for one, other in pairwise(refs):
        tell(session, world, one, other, 4)
    with acting(session, world):
        waves.keep_edition(session, world.site, name="Automne", by=world.state)
    share(session, world, world.site, Item.NETWORK)
    number = opened(session, world, refs[:5])
    for ref in refs[1:5]:
        answered(session, world, linked(session, world, number, ref), {refs[6]: 7}, mark=4)
    return refs, number


@pytest.mark.engines("sqlite")  # what the pages show is the same on both
@pytest.mark.parametrize("name", READERS)
def test_whatever_an_answer_says_nobody_gets_anything_else(visitor, session, world, survey, name):
    refs, number = survey
    with clock.at(clock.now()):
        token = linked(session, world, number, refs[0])
        where = addresses(refs[0], refs[1])
        answered(session, world, token, {refs[1]: 2, refs[2]: 3}, mark=1)
        before = everything(visitor, world, name, where)
        answered(session, world, token, {refs[1]: 7, refs[4]: 6}, mark=4)
        with acting(session, world):
            answering.begin(session, entered(session, token), name=NAME)
            opening.offer(session, entered(session, token), ref=refs[4])
        after = everything(visitor, world, name, where)
    refused = {address for address, got in before.items() if got[0] != 200}
    assert refused <= {f"{HOME}/2/{refs[0]}", f"{SITE}/journal"}
    assert name != "facilitator" or not refused
    assert [address for address in where if before[address] != after[address]] == []


@pytest.mark.engines("sqlite")  # what the pages show is the same on both
def test_one_who_only_begins_is_not_told_from_one_who_does_not(visitor, session, world, survey):
    refs, number = survey
    with clock.at(clock.now()):
        token = linked(session, world, number, refs[0])
        where = addresses(refs[0], refs[1])
        before = everything(visitor, world, "facilitator", where)
        answered(session, world, token, {refs[1]: 7}, mark=4, finish=False)
        after = everything(visitor, world, "facilitator", where)
    assert [address for address in where if before[address] != after[address]] == []


@pytest.mark.engines("sqlite")  # what the pages show is the same on both
def test_every_output_of_the_map_would_show_an_answer_that_is_open(visitor, session, world, survey):
    """The comparison above can fail: each of these moves as soon as both sides open the answer."""
    refs, number = survey
    with clock.at(clock.now()):
        mine, theirs = (linked(session, world, number, ref) for ref in refs[:2])
        where = outputs(refs[0], refs[1])
        answered(session, world, mine, {refs[1]: 2})
        before = everything(visitor, world, "observer", where)
        with acting(session, world):
            opening.offer(session, entered(session, mine), ref=refs[1])
            opening.accept(session, entered(session, theirs), ref=refs[0])
        after = everything(visitor, world, "observer", where)
    assert [address for address in where if before[address] == after[address]] == [
        f"{MAP}/export.csv"  # the organisations alone: the relations are in `?table=relations`
    ]


@pytest.mark.engines("sqlite")  # what the pages show is the same on both
def test_the_name_and_the_address_of_a_respondent_are_nowhere(
    visitor, session, world, survey, lines
):
    refs, number = survey
    token = linked(session, world, number, refs[0])
    answered(session, world, token, {refs[1]: 2})
    with acting(session, world):
        answering.begin(session, entered(session, token), name=NAME)
        session.scalars(
            select(Respondent).where(Respondent.id == entered(session, token).respondent.id)
        ).one().email = ADDRESS
    other = linked(session, world, number, refs[1])
    got = everything(visitor, world, "facilitator", addresses(refs[0], refs[1]))
    for _status, _tag, _size, content in got.values():
        raw = content if isinstance(content, bytes) else content.encode()
        assert b"Canari" not in raw
        assert ADDRESS.encode() not in raw
        assert token.encode() not in raw
    visitor.post("/deconnexion", page="/compte")
    for path in ("", "/partenaires", "/ouvrir"):
        assert "Canari" not in visitor.get(f"/e/{other}{path}").text
    visitor.get(f"/e/{token}")
    assert "Canari" not in lines.getvalue()
    assert token not in lines.getvalue()


def test_a_partner_reads_nothing_of_what_is_said_of_it(visitor, session, world, survey):
    refs, number = survey
    mine, theirs = (linked(session, world, number, ref) for ref in refs[:2])
    paths = ("", "/partenaires", "/relire", "/ouvrir")
    before = [steady(visitor.get(f"/e/{theirs}{path}").text) for path in paths]
    answered(session, world, mine, {refs[1]: 7}, mark=4)
    assert [steady(visitor.get(f"/e/{theirs}{path}").text) for path in paths] == before


def test_after_the_closing_four_answers_say_nothing_whatever_they_are(
    visitor, session, world, survey
):
    _refs, number = survey
    closed(session, world, number)
    visitor.sign_in(world.facilitator)
    page = visitor.get(f"{HOME}/{number}").text
    assert page.count("<caption") == 0
    with in_site(session, world.site.id):
        assert {bool(one) for one in session.scalars(select(Respondent.email))} == {False}


def test_six_questions_not_asked_are_not_kept(session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one], six=False), one)
    answered(session, world, token, {other: 4}, mark=3)
    with in_site(session, world.site.id):
        session.rollback()
        picked = [
            each for each in answering.partners(session, entered(session, token)) if each.picked
        ]
    assert {picked[0].marks[question] for question in Question} == {None}
