"""What is asked of statements and of links: each rule, found and not found."""

from datetime import timedelta

import pytest

from coopspace import method
from coopspace.changes.chain import Arc
from coopspace.changes.rules import Effect, Nature
from coopspace.kernel.refusal import Refusal
from coopspace.review.rules import NEWS_AFTER, ON_CARDS, Facts, Gravity, Rule, why_of
from coopspace.review.telling import told
from coopspace.review.whole import reread
from coopspace.sites.rules import College
from tests.review.chains import TODAY, arcs, codes, facts, of, stated, tied


def alone(code, says="", **more):
    """The rules that one change breaks by its words, alone."""
    found = reread(Facts((stated(code, says, **more),), (), TODAY))
    return {one.rule for one in found} & {*ON_CARDS, Rule.TOO_LONG} - {
        Rule.LEADS_NOWHERE,
        Rule.NOTHING_LEADS_HERE,
    }


@pytest.mark.parametrize(
    ("code", "says", "found"),
    [
        ("D1", "Organiser un forum des métiers", {Rule.ACTIVITY}),
        ("D1", "Mise en place d’un guichet", {Rule.ACTIVITY}),
        ("I1", "Des ateliers sont organisés chaque mois.", {Rule.ACTIVITY}),
        ("I1", "Nous lançons une enquête.", {Rule.ACTIVITY}),
        ("U1", "Construire une maison de santé", {Rule.PROJECT}),
        ("U1", "Plan de rénovation du quartier", {Rule.PROJECT}),
        ("U1", "Cuisiner ensemble est devenu ordinaire.", set()),
        ("D1", "Les habitants trient leurs déchets.", {Rule.NOT_KNOWLEDGE}),
        ("D1", "Les habitants savent où porter leurs déchets.", set()),
        ("I1", "L’absentéisme diminue.", {Rule.WITHOUT_WHO}),
        ("I1", "Les partenaires se parlent.", {Rule.VAGUE_WHO}),
        ("I1", "Les médecins se parlent ; la mairie prête une salle.", {Rule.SEVERAL}),
        ("I1", "Les médecins et les infirmiers se parlent.", set()),
        ("I1", "Les médecins devraient se parler.", {Rule.WISH}),
        ("I1", "Les médecins ouvriront le samedi.", {Rule.WISH}),
        ("I1", "Les médecins savent ce que feront leurs confrères.", set()),
    ],
)
def test_a_statement_is_read_for_what_it_says(code, says, found):
    assert alone(code, says) == found


def test_a_direct_change_said_to_be_a_practice_is_not_knowledge():
    assert alone("D1", nature=Nature.PRACTICE) == {Rule.NOT_KNOWLEDGE}


def test_who_is_read_first_where_it_is_filled_in():
    assert alone("I1", "L’absentéisme diminue.", who="Le collège Pasteur") == set()
    assert alone("I1", "Les partenaires se parlent.", who="CCAS, mission locale") == set()
    assert alone("I1", who="Tous les acteurs") == {Rule.VAGUE_WHO}


def test_a_sentence_that_takes_two_breaths_is_named():
    assert alone("D1", "Les parents savent " + "très " * 40 + "bien.") == {Rule.TOO_LONG}


def test_the_same_thing_said_twice_is_named_once_within_a_level():
    one, other = "Les parents connaissent leurs droits sociaux.", "Les parents du quartier dorment."
    twice = (stated("D1", one), stated("D2", one.upper()), stated("D3", other), stated("I1", one))
    assert codes(Facts(twice, (), TODAY), Rule.SAID_TWICE) == [("D1", "D2")]


def test_a_chain_of_wishes_only_is_told():
    assert len(of(facts("D1"), Rule.ONLY_POSITIVE)) == 1
    feared = Facts((stated("D1"), stated("I1", effect=Effect.NEGATIVE)), (), TODAY)
    assert of(feared, Rule.ONLY_POSITIVE) == []


def test_more_than_three_ultimate_changes_are_many():
    assert of(facts("U1 U2 U3"), Rule.MANY_ULTIMATE) == []
    assert codes(facts("U1 U2 U3 U4"), Rule.MANY_ULTIMATE) == [("U1", "U2", "U3", "U4")]


def test_changes_without_a_horizon_are_told_together():
    read = Facts((stated("D1"), stated("D2", horizon=None), stated("I1", horizon=None)), (), TODAY)
    assert codes(read, Rule.NO_HORIZON) == [("D2", "I1")]


def test_a_change_is_without_news_the_day_after_its_limit():
    limit = TODAY - timedelta(days=NEWS_AFTER)
    read = Facts(
        (stated("D1", news=limit), stated("D2", news=limit - timedelta(days=1)), stated("D3")),
        (),
        TODAY,
    )
    assert codes(read, Rule.STALE) == [("D2",)]


def test_a_link_without_reason_or_assumption_is_named():
    links = (
        tied("D1>I1", why=" – "),
        tied("D1>I2", assumption="À compléter…"),
        tied("D2>I1", why="Sans eux, rien.", assumption="Aucune grève ne dure."),
    )
    read = Facts(facts("D1 D2 I1 I2").changes, links, TODAY)
    assert arcs(read, Rule.NO_REASON) == [Arc("D1", "I1")]
    assert arcs(read, Rule.NO_ASSUMPTION) == [Arc("D1", "I2")]


def test_a_disagreement_is_named_until_somebody_speaks_of_it_again():
    voices = ((College.STATE, 4), (College.CIVIL_SOCIETY, 1))
    link = tied("D1>I1", disputed=True, voices=voices, times=2)
    read = Facts(facts("D1 I1").changes, (link,), TODAY)
    assert arcs(read, Rule.DISAGREEMENT) == [Arc("D1", "I1")]
    for again in ({"times": 3}, {"discussed": True}):
        spoken = Facts(read.changes, (link._replace(**again),), TODAY)
        assert of(spoken, Rule.DISAGREEMENT) == []


def test_a_link_that_all_who_spoke_doubt_is_named():
    doubt = tied("D1>I1", voices=((College.STATE, 2), (College.CIVIL_SOCIETY, 1)), times=2)
    divided = tied("D2>I1", voices=((College.STATE, 3), (College.CIVIL_SOCIETY, 1)), times=2)
    read = Facts(facts("D1 D2 I1").changes, (doubt, divided, tied("D1>D2")), TODAY)
    assert arcs(read, Rule.DOUBTED) == [Arc("D1", "I1")]


def test_a_college_is_silent_only_where_another_spoke():
    one = tied("D1>I1", voices=((College.STATE, 3),), times=1)
    spoken = of(Facts(facts("D1 I1").changes, (one,), TODAY), Rule.COLLEGE_SILENT)
    assert [found.words["college"] for found in spoken] == ["local_authority", "civil_society"]
    assert of(facts("D1 I1", "D1>I1"), Rule.COLLEGE_SILENT) == []


def test_a_horizon_before_what_prepares_it_is_named_however_far():
    changes = (
        stated("D1", horizon="2032"),
        stated("I1", horizon=None),
        stated("I2", horizon="2031-06"),
        stated("U1", horizon="2032-01"),
    )
    links = (tied("D1>I1"), tied("I1>I2"), tied("D1>U1"), tied("U1>V"))
    [found] = of(Facts(changes, links, TODAY), Rule.HORIZON_BACKWARD)
    assert found.arc == Arc("I1", "I2")
    assert (found.words["before"], found.words["after"]) == ("2032", "2031")


def test_an_answer_is_asked_again_when_the_words_it_was_given_to_change():
    [before] = of(facts("D1"), Rule.LEADS_NOWHERE)
    [same] = of(facts("D1 D2", "D2>D1"), Rule.LEADS_NOWHERE)
    [after] = of(Facts((stated("D1", "Les pères savent."),), (), TODAY), Rule.LEADS_NOWHERE)
    assert before.name == same.name == after.name
    assert before.digest == same.digest != after.digest


def test_every_rule_has_its_words_and_its_source_and_no_gravity_is_empty():
    words = method.load("review")
    for rule in Rule:
        for part in ("label", "says", "asks"):
            entry = words[f"rules.{rule}.{part}"]
            assert entry.source
    assert {one.value for one in Gravity} == set(words["gravities"])
    assert len(Rule) >= 20


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_finding_is_told_with_nothing_left_to_fill_in(language):
    voices = ((College.STATE, 4), (College.CIVIL_SOCIETY, 1))
    changes = (
        stated("D1", "Organiser des ateliers", horizon="2040", news=TODAY - timedelta(days=400)),
        stated("I1", "L’absentéisme diminue ; on se parle.", systems=frozenset()),
    )
    link = tied("D1>I1", assumption="", why="", disputed=True, voices=voices, times=2)
    found = reread(Facts(changes, (link, tied("D1>V")), TODAY))
    assert len({one.rule for one in found}) > 12
    for one in found:
        assert "{" not in told(one, language=language, say=str)


@pytest.mark.parametrize("text", ["", " \r\n ", None, "x" * 501])
def test_a_reason_is_said_and_stays_short(text):
    with pytest.raises(Refusal):
        why_of(text)


def test_a_reason_keeps_its_lines():
    assert why_of(" Parce que.\r\nVraiment. ") == "Parce que.\nVraiment."


def test_a_wanted_change_that_nothing_shows_is_asked_about():
    changes = (
        stated("D1", indicators=0),
        stated("D2"),
        stated("I1", indicators=0, effect=Effect.NEGATIVE),
    )
    assert codes(Facts(changes, (), TODAY), Rule.NO_INDICATOR) == [("D1",)]
    [one] = of(Facts(changes, (), TODAY), Rule.NO_INDICATOR)
    assert one.gravity is Gravity.TALK
    assert told(one, language="fr", say=str) == "Personne n’a dit à quoi nous le verrons"
