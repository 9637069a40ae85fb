"""What the room says of a sentence, and how three colleges come to have adopted one."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from coopspace.kernel.refusal import Refusal
from coopspace.vision import lexicon, rules
from coopspace.vision.rules import CollegeStatus, Said, Stance, advise, college_status

YEAR = 2026

GOOD = [
    "En 2036, aux Trois-Ponts, chacun apprend, travaille et prend soin des autres à deux pas de "
    "chez soi : plus personne ne traverse seul.",
    "En 2040, les enfants de la Carrière vont à l’école à pied, et leurs grands-parents aussi "
    "sortent sans crainte.",
    "D’ici 2037, Valmorel est un territoire où l’on vieillit entouré, chez soi, aussi longtemps "
    "qu’on le souhaite.",
    "À l’horizon 2038, le quartier respire : on y vient, on y reste, on en est fier.",
    "Vivre aux Aubiers en 2041, c’est pouvoir compter sur ses voisins autant que sur ses services "
    "publics.",
    "Notre vision : en 2036, aucun jeune du plateau ne renonce à un métier faute d’avoir rencontré "
    "quelqu’un qui l’exerce.",
    "Dans quinze ans, la santé n’attend plus : chaque habitant a un soignant qui le connaît.",
    "Dans une génération, plus un enfant de la vallée ne grandit dans un logement froid.",
    "Nous voulons que chacun, en 2045, se sente chez lui dans toutes les rues de la ville.",
    "« Ici, on s’entraide » : en 2036, tous les habitants des Sources peuvent le dire sans mentir.",
    "Le développement du numérique ne laisse plus personne de côté en 2040.",
    "Un quartier où il fait bon vivre, en 2037, de la crèche à la maison de retraite.",
    "Une ville sans un seul sans-abri en 2040.",
    "De l’école à l’emploi, aucun jeune n’est seul en 2036 !",
    "Les Aubiers 2040 : un quartier qui nourrit, qui soigne et qui chante.",
    "Grandir à Saint-Élois en 2039, c’est avoir le choix.",
    "En 2036, Mme Dupont et M. Diallo se saluent, s’aident et décident ensemble de leur rue.",
    "En 2050, la rivière est propre et les 12 000 habitants s’y baignent.",
    "Être femme et seule le soir sur la place, en 2036, ne demande plus de courage.",
    "L’accès aux droits est simple pour tous en 2040 (le CCAS (centre communal d’action sociale) "
    "est ouvert à tous).",
    "Le pouvoir d’agir est devenu ordinaire : en 2040, les habitants décident d’un quart du budget "
    "de la ville.",
    "Au XXIe siècle, en 2060, la montagne nourrit celles et ceux qui l’habitent.",
    "En 2036 TOUS les enfants du quartier savent nager.",
    "In 2040, everyone in Northgate has somebody to call and somewhere to go.",
    "By 2038 nobody in the valley chooses between heating and eating.",
    "In fifteen years, growing up here opens every door.",
    "Support is close at hand for every family in Marlow by 2036.",
    "Help arrives before debt does: in 2041, no household faces the winter alone.",
    "Our vision: in 2036, young and old share the same streets, the same table and the same pride.",
    "Within a generation, our river feeds, cools and gathers the town.",
    "In 2037, work is within reach of everyone who wants it, a short walk from home.",
    "Change is what people expect of us in 2040, because they have seen it happen.",
    "We live in 2039 in a town where no child waits for care.",
]

BAD = [
    ("Créer une maison de santé d’ici 2036.", {"action"}),
    ("D’ici 2036, créer un guichet unique pour les familles.", {"action"}),
    ("Faire de Valmorel un territoire inclusif en 2040.", {"action"}),
    ("Notre objectif est de réduire le chômage des jeunes d’ici 2038.", {"action"}),
    ("Nous voulons améliorer le cadre de vie à l’horizon 2040.", {"action"}),
    ("À l’horizon 2037, mettre en place une coordination des acteurs.", {"action"}),
    ("Mise en place d’un réseau d’entraide en 2036.", {"action"}),
    ("Le développement de l’emploi local d’ici 2040.", {"action"}),
    ("Nous renforçons les liens entre les habitants pour 2036.", {"action"}),
    ("Il s’agit de permettre à chacun de trouver sa place en 2036.", {"action"}),
    ("Renforcer le lien social.", {"action", "horizon_missing"}),
    ("En 2028, chacun trouve un médecin en moins de dix minutes.", {"horizon_near"}),
    ("Dans 5 ans, le quartier est apaisé.", {"horizon_near"}),
    ("Les habitants vivent bien ici.", {"horizon_missing"}),
    ("En 2036, le quartier est vivant. Les jeunes y trouvent un emploi.", {"sentences"}),
    ("En 2036, le quartier est vivant.\nLes jeunes y travaillent.", {"sentences"}),
    ("En 2036, les QPV sont des quartiers comme les autres.", {"acronym"}),
    ("En 2040, le C.L.S. tient ses promesses.", {"acronym"}),
    ("En 2036, le CCAS, la CAF et la MSA ouvrent une porte commune.", {"acronym"}),
    (
        "En 2036, dans un quartier où les institutions, les associations, les entreprises et les "
        "habitants ont appris à se connaître, à se parler, à décider et à agir ensemble, chacun "
        "peut se loger, se soigner, se déplacer, se former, travailler, se cultiver et vieillir.",
        {"length"},
    ),
    ("Créer du lien. Aider les gens.", {"action", "sentences", "horizon_missing"}),
    ("Create a one-stop shop for families by 2036.", {"action"}),
    ("To reduce loneliness by 2040.", {"action"}),
    ("By 2038, build a stronger community.", {"action"}),
    ("Our goal is to improve access to care by 2036.", {"action"}),
    ("We will help every family of the valley by 2040.", {"action"}),
    ("Supporting our young people towards 2036.", {"action"}),
    ("Everyone has a home.", {"horizon_missing"}),
    ("In 2030, everyone has a home.", {"horizon_near"}),
    ("By 2036 every VCSE partner shares one plan.", {"acronym"}),
    ("In 2036 streets are safe. Children play outside.", {"sentences"}),
]


@pytest.mark.parametrize("sentence", GOOD)
def test_a_good_vision_is_left_alone(sentence: str):
    assert advise(sentence, year=YEAR) == []


@pytest.mark.parametrize("sentence, codes", BAD)
def test_advice_names_what_could_be_better_and_nothing_else(sentence: str, codes: set[str]):
    assert {advice.code for advice in advise(sentence, year=YEAR)} == codes


def test_an_empty_vision_is_not_lectured():
    assert advise("  \n ", year=YEAR) == []


@pytest.mark.parametrize("word", sorted(lexicon.FRENCH_ACTIONS | lexicon.ENGLISH_ACTIONS))
def test_every_verb_of_the_lexicon_is_heard_at_the_start_only(word: str):
    assert [a.code for a in advise(f"{word.capitalize()} ici, 2040", year=YEAR)] == ["action"]
    assert advise(f"En 2040, personne ne doit plus {word}", year=YEAR) == []


@pytest.mark.parametrize("word", sorted(lexicon.FRENCH_DEEDS))
def test_every_deed_of_the_lexicon_needs_its_complement(word: str):
    assert [a.code for a in advise(f"L’{word} de la ville en 2040", year=YEAR)] == ["action"]
    assert advise(f"{word.capitalize()} : voilà, en 2040, un mot oublié", year=YEAR) == []


@pytest.mark.parametrize("word", sorted(lexicon.FRENCH_WE))
def test_what_we_do_is_an_action_and_what_we_live_is_not(word: str):
    assert [a.code for a in advise(f"Nous {word} ici en 2040", year=YEAR)] == ["action"]
    assert advise("Nous vivons mieux ici en 2040", year=YEAR) == []


@pytest.mark.parametrize("word", sorted(lexicon.ENGLISH_EITHER))
def test_an_english_word_that_may_be_a_name_needs_its_object(word: str):
    assert [a.code for a in advise(f"{word.capitalize()} every family, 2040", year=YEAR)] == [
        "action"
    ]
    assert advise(f"{word.capitalize()} is a joy here in 2040", year=YEAR) == []


@pytest.mark.parametrize("word", sorted(lexicon.KNOWN | lexicon.STRESSED))
def test_letters_that_everybody_reads_are_no_acronym(word: str):
    assert advise(f"En 2040, ici, {word} et rien d’autre à craindre pour demain", year=YEAR) == []


def test_the_horizon_is_measured_from_the_year_of_writing():
    assert advise("En 2036, chacun a sa place.", year=2026) == []
    assert [a.code for a in advise("En 2036, chacun a sa place.", year=2027)] == ["horizon_near"]


def test_advice_carries_the_words_its_sentence_needs():
    assert advise("Créer du lien en 2040", year=YEAR)[0].words == {"word": "créer"}
    assert advise("En 2030, chacun est là", year=YEAR)[0].words == {"least": 2036}
    assert advise("En 2040, les QPV changent", year=YEAR)[0].words == {"word": "QPV"}
    assert advise("En 2040, " + "oui " * 40, year=YEAR)[0].words == {"words": 42, "most": 40}


def test_words_are_counted_as_people_count_them():
    assert rules.count_words("L’accès aux arcs-en-ciel, en 2036 : c’est « ici » !") == 7


MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANNA, BORIS = uuid.UUID(int=1), uuid.UUID(int=2)


def said(person: uuid.UUID, stance: Stance, day: int, *, speaks: bool = True) -> Said:
    return Said(
        college="state",
        person=person,
        stance=stance,
        reason="",
        number=1,
        digest="d",
        at=MOMENT + timedelta(days=day),
        speaks=speaks,
    )


def test_a_college_that_said_nothing_is_awaited():
    assert college_status([]) == CollegeStatus()


def test_one_consent_is_the_consent_of_the_college_since_that_day():
    status = college_status([said(ANNA, Stance.CONSENT, 1), said(BORIS, Stance.CONSENT, 4)])
    assert (status.stance, status.since) == (Stance.CONSENT, MOMENT + timedelta(days=1))


def test_one_objection_outweighs_consents_until_it_is_lifted():
    words = [said(ANNA, Stance.CONSENT, 1), said(BORIS, Stance.OBJECTION, 2)]
    assert college_status(words).stance is Stance.OBJECTION
    assert college_status(words).since == MOMENT + timedelta(days=2)
    lifted = college_status([*words, said(BORIS, Stance.CONSENT, 5)])
    assert (lifted.stance, lifted.since) == (Stance.CONSENT, MOMENT + timedelta(days=5))


def test_the_objection_of_somebody_who_left_waits_for_nobody():
    words = [said(ANNA, Stance.CONSENT, 1), said(BORIS, Stance.OBJECTION, 2, speaks=False)]
    assert college_status(words).stance is Stance.CONSENT
    assert college_status(words[1:]).stance is None


def test_the_consent_of_somebody_who_left_stays_given():
    assert college_status([said(ANNA, Stance.CONSENT, 1, speaks=False)]).stance is Stance.CONSENT


def test_adoption_comes_with_the_last_of_the_three_consents():
    first, last = MOMENT, MOMENT + timedelta(days=9)
    given = [CollegeStatus(Stance.CONSENT, first), CollegeStatus(Stance.CONSENT, last)]
    assert rules.adopted_at([*given, CollegeStatus(Stance.CONSENT, first)]) == last
    assert rules.adopted_at([*given, CollegeStatus()]) is None
    assert rules.adopted_at([*given, CollegeStatus(Stance.OBJECTION, first)]) is None
    assert rules.adopted_at([]) is None


def test_an_objection_says_why_and_a_consent_may_stay_silent():
    with pytest.raises(Refusal) as refusal:
        rules.reason_of("  ", Stance.OBJECTION)
    assert refusal.value.field == "reason"
    assert rules.reason_of("  ", Stance.CONSENT) == ""
    assert rules.reason_of(" trop vague\r\n ", Stance.OBJECTION) == "trop vague"
    with pytest.raises(Refusal):
        rules.reason_of("x" * (rules.REASON_MAX + 1), Stance.CONSENT)
