"""What is true of an agreement, apart from any database."""

from dataclasses import replace

import pytest

from coopspace import method
from coopspace.agreement import content, rules
from coopspace.agreement.checks import Check, reread
from coopspace.agreement.content import Clause, Content, Item, canonical, digest, serialised
from coopspace.agreement.questions import asked, by_code, of_section, questions
from coopspace.agreement.rules import (
    Decision,
    Kind,
    Message,
    Method,
    Place,
    Section,
    Talent,
    Way,
)
from coopspace.kernel.refusal import Refusal
from coopspace.live.formats import Block, Piece
from coopspace.stakeholders.rules import Sector

TRIO = (Sector.STATE, Sector.AUTHORITY, Sector.CIVIL)
WORDS = (Block("paragraph", ((Piece("Nous tenons parole."),),)),)
TABLE = Place("La table", parties=(*TRIO, Sector.RESIDENTS), decides="Les actions")


def whole() -> Content:
    """An agreement of which nothing is missing."""
    written = {one.code: (one.section, WORDS) for one in asked()}
    items = (
        Item("table", TABLE),
        Item("budget", Decision("Le budget", place="table", method=Method.CONSENT)),
        Item("news", Message("Nos décisions", by="Rosa")),
        Item("ines", Talent("Trois langues", name="Inès", sector=Sector.RESIDENTS)),
    )
    return replace(content.settled(items, {}), clauses=content.clauses(written))


def checks(of: Content) -> list[Check]:
    return [one.check for one in reread(of)]


def test_the_method_asks_in_each_of_the_five_sections():
    assert {one.section for one in asked()} == set(Section)
    assert len(by_code()) == len(questions())
    for section in Section:
        assert [one.asks for one in of_section(section)][-1] is False
        assert not of_section(section)[0].code.endswith("-more")


def test_every_method_and_every_check_has_its_words():
    words = method.load("agreement")
    assert set(words["methods"]) == set(Method)
    assert set(words["checks"]) == set(Check)
    assert set(words["sections"]) == set(Section)


def test_an_agreement_of_which_nothing_is_missing_is_left_in_peace():
    assert reread(whole()) == []


def test_an_empty_agreement_misses_its_questions_a_place_a_rule_and_residents():
    found = checks(replace(Content(), clauses=content.clauses({})))
    assert found.count(Check.UNANSWERED) == len(asked())
    assert set(found) == {
        Check.UNANSWERED,
        Check.NO_PLACE,
        Check.NO_MATTER,
        Check.NO_RESIDENTS,
    }


def test_findings_come_in_the_order_of_the_sections():
    found = reread(replace(Content(), clauses=content.clauses({})))
    order = [*Section]
    assert [order.index(one.section) for one in found] == sorted(
        order.index(one.section) for one in found
    )


@pytest.mark.parametrize(
    ("said", "missing"),
    (
        (Place("Le couloir"), [Check.IDLE_PLACE]),
        (Place("Le café", decides_nothing=True), []),
        (Decision("Les horaires", method=Method.CONSENT), [Check.NOBODY_DECIDES]),
        (Decision("Les horaires", who="Rosa"), [Check.NO_METHOD]),
        (Decision("Les horaires", who="Rosa", method=Method.ADVICE), []),
        (
            Decision("Les horaires", parties=(Sector.STATE,), method=Method.MAJORITY),
            [Check.ABSENT_COLLEGE],
        ),
        (Message("Le calendrier"), [Check.NOBODY_TELLS]),
    ),
)
def test_what_is_missing_of_one_thing_is_said_of_it(said, missing):
    before = whole()
    items = (
        *before.places,
        *before.decisions,
        *before.messages,
        *before.talents,
        Item("one", said),
    )
    now = replace(content.settled(items, {}), clauses=before.clauses)
    assert [one.check for one in reread(now)] == missing
    assert all((one.about, bool(one.name)) == ("one", True) for one in reread(now))


def test_the_absent_colleges_are_named():
    before = whole()
    rule = Item("one", Decision("Les horaires", parties=(Sector.CIVIL,), method=Method.CONSENT))
    now = replace(before, decisions=(*before.decisions, rule))
    assert reread(now)[0].who == (Sector.STATE, Sector.AUTHORITY)


def test_a_place_busy_with_a_matter_decides_something():
    now = whole()
    bare = replace(now, places=(Item("table", replace(TABLE, decides="")),))
    assert reread(bare) == []
    assert checks(replace(bare, decisions=())) == [Check.IDLE_PLACE, Check.NO_MATTER]


def test_residents_have_a_place_as_soon_as_one_names_them():
    now = whole()
    without = replace(now, places=(Item("table", replace(TABLE, parties=TRIO)),), talents=())
    assert checks(without) == [Check.NO_RESIDENTS]
    rule = replace(now.decisions[0].said, parties=(Sector.RESIDENTS,))
    assert checks(replace(without, decisions=(Item("budget", rule),))) == []


def test_a_rule_of_a_place_that_left_is_decided_by_nobody():
    items = (Item("one", Decision("Le budget", place="gone", method=Method.CONSENT)),)
    now = content.settled(items, {})
    assert now.decisions[0].said.place == ""
    assert Check.NOBODY_DECIDES in checks(now)


def test_what_the_method_no_longer_asks_stays_on_the_page():
    written = {"power-old": (Section.POWER, WORDS), "power-empty": (Section.POWER, ())}
    found = [one.code for one in content.clauses(written) if one.section is Section.POWER]
    assert found == [*(one.code for one in of_section(Section.POWER)), "power-old"]
    assert not Clause("power-old", Section.POWER, WORDS).asks


@pytest.mark.parametrize(
    ("said", "field"),
    (
        (Place("  "), "name"),
        (Place("x" * 200), "name"),
        (Place("La table", purpose="x" * 900), "purpose"),
        (Decision(""), "matter"),
        (Message(""), "what"),
        (Talent("", name="Inès"), "brings"),
        (Talent("Trois langues"), "name"),
    ),
)
def test_what_cannot_be_kept_is_refused_beside_its_field(said, field):
    with pytest.raises(Refusal) as refused:
        rules.whole(said)
    assert refused.value.field == field


def test_what_is_kept_has_no_margins_and_its_parties_in_order():
    said = rules.whole(
        Place(" La table\r\n ronde ", parties=(Sector.CIVIL, Sector.STATE, Sector.CIVIL))
    )
    assert said == Place("La table ronde", parties=(Sector.STATE, Sector.CIVIL))
    deciding = rules.whole(Place("A", decides="Tout", decides_nothing=True))
    assert not deciding.decides_nothing


def test_somebody_of_the_map_is_called_as_the_map_calls_them():
    said = rules.whole(Talent("Une salle", stakeholder="abc", name="x", sector=Sector.OTHER))
    assert said == Talent("Une salle", stakeholder="abc")
    now = content.settled((Item("one", said),), {"abc": ("Les Rives", Sector.CIVIL)})
    assert (now.talents[0].said.name, now.talents[0].said.sector) == ("Les Rives", Sector.CIVIL)


@pytest.mark.parametrize(
    "said",
    (
        TABLE,
        Decision("Le budget", parties=TRIO, method=Method.MANDATE),
        Message("Le calendrier", way=Way.OUTSIDE),
        Talent("Une salle", name="Inès", sector=Sector.RESIDENTS),
    ),
)
def test_what_is_stored_is_read_again(said):
    kind = rules.kind_of(said)
    assert rules.read(kind, {**rules.stored(said), "later": "version"}) == said
    assert kind in Kind


def test_the_canonical_content_says_everything_in_a_fixed_order():
    now = canonical(whole(), site="Les Trois Ponts", language="fr")
    assert list(now) == ["format", "format_version", "language", "site", "sections"]
    assert [one["code"] for one in now["sections"]] == [*Section]
    power = now["sections"][2]
    assert power["title"] == "Pouvoir"
    assert power["clauses"][0] == {
        "code": "power-who",
        "heading": "Qui décide de quoi",
        "question": by_code()["power-who"].question.fr,
        "blocks": [{"kind": "paragraph", "lines": [[{"text": "Nous tenons parole."}]]}],
    }
    assert power["decisions"] == [
        {
            "ref": "budget",
            "matter": "Le budget",
            "place": "table",
            "parties": [],
            "who": "",
            "method": "consent",
            "details": "",
        }
    ]
    assert [one["code"] for one in power["methods"]] == ["consent"]
    assert now["sections"][4]["talents"][0]["sector"] == "residents"


def test_the_same_agreement_has_the_same_digest_however_its_letters_were_typed():
    one = whole()
    composed, apart = "Le café", "Le cafe\u0301"
    assert composed != apart
    digests = {
        digest(
            canonical(
                replace(one, places=(Item("table", replace(TABLE, name=name)),)),
                site="Ici",
                language="fr",
            )
        )
        for name in (composed, apart)
    }
    assert len(digests) == 1
    assert digest(canonical(one, site="Ici", language="en")) not in digests


def test_one_letter_or_one_format_changes_the_digest():
    def named(words: tuple[Block, ...]) -> str:
        written = {"power-who": (Section.POWER, words)}
        now = replace(Content(), clauses=content.clauses(written))
        return digest(canonical(now, site="Ici", language="fr"))

    plain, bold, other = (
        named((Block("paragraph", ((Piece(text, bold=bold),),)),))
        for text, bold in (("Nous", False), ("Nous", True), ("Tous", False))
    )
    assert len({plain, bold, other}) == 3


def test_the_canonical_bytes_are_json_without_a_space():
    assert serialised({"b": "é", "a": [1, None, True]}) == '{"b":"é","a":[1,null,true]}'.encode()
