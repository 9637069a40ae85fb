"""Indicators as people open them: read, said, measured, corrected, ended."""

from datetime import timedelta

import pytest

from coopspace.changes import actions as changes
from coopspace.changes.held import find
from coopspace.indicators.rules import Direction, Rhythm
from coopspace.kernel import clock
from tests.continuum.acts import in_english
from tests.indicators.acts import NAME, correct, end, looked, measure, write
from tests.plan.acts import acting, draw

SITE = "/sites/quartier-des-trois-ponts"
PAGE = f"{SITE}/indicateurs"
WRITERS = ("state", "authority", "civil", "contributor", "facilitator")
READERS = ("observer", "lead")
STRANGERS = ("stranger", "other_state", "other_facilitator", "admin")
FORMS = ("ajouter", "1/modifier", "1/mesurer", "1/mesures/1/corriger", "1/terminer")


def sent(**more: object) -> dict[str, object]:
    return {"name": NAME, "changes": "D1", "direction": "more", "rhythm": "monthly"} | more


@pytest.fixture(autouse=True)
def drawn(session, world):
    """Two changes to show."""
    draw(session, world, "D1 D2")


@pytest.fixture
def measured(session, world):
    """An indicator with its start, its aim and two measures."""
    write(session, world, start="12", aim="40", unit="familles", rhythm=Rhythm.MONTHLY)
    measure(session, world, "20", ago=80)
    measure(session, world, "24", ago=50, source="Le cahier de la gardienne")


@pytest.mark.parametrize("name", WRITERS)
def test_who_writes_says_measures_corrects_and_ends(visitor, session, world, name):
    visitor.sign_in(getattr(world, name))
    form = f"{PAGE}/ajouter"
    answer = visitor.post(form, page=form, **sent(start="12,5", start_on="2026-01-05"))
    assert answer.location.endswith("/indicateurs/1")
    form = f"{PAGE}/1/mesurer"
    visitor.post(form, page=form, value="14", on="2026-02-03", source="Registre")
    form = f"{PAGE}/1/mesures/1/corriger"
    visitor.post(form, page=form, value="15", on="2026-02-03", why="Mal lu.")
    page = visitor.get(f"{PAGE}/1").text
    for words in (NAME, "12,5", "Mal lu.", getattr(world, name).name):
        assert words in page
    form = f"{PAGE}/1/terminer"
    visitor.post(form, page=form, learnt="Trop lent.")
    assert "Trop lent." in visitor.get(PAGE).text


@pytest.mark.parametrize("name", READERS)
def test_who_reads_is_offered_no_form(visitor, session, world, measured, name):
    visitor.sign_in(getattr(world, name))
    for address in (PAGE, f"{PAGE}/1", f"{SITE}/strategie/D1", f"{SITE}/strategie/D2"):
        page = visitor.get(address).text
        for end_of in FORMS:
            assert f"{PAGE}/{end_of}" not in page
    for end_of in FORMS:
        visitor.get(f"{PAGE}/{end_of}", status=403)
        visitor.post(f"{PAGE}/{end_of}", page="/aide", status=403, **sent())


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, session, world, measured, name):
    visitor.sign_in(getattr(world, name))
    for end_of in ("", "/1", *(f"/{one}" for one in FORMS), "/export.csv"):
        visitor.get(PAGE + end_of, status=404)


def test_what_was_typed_is_kept_where_it_is_refused(visitor, world):
    visitor.sign_in(world.state)
    form = f"{PAGE}/ajouter"
    for field, wrong in (
        ("name", {"name": " "}),
        ("changes", {"changes": "zz"}),
        ("start", {"start": "1.250", "start_on": "2026-01-05"}),
        ("start_on", {"start": "12"}),
        ("aim", {"start": "12", "start_on": "2026-01-05", "aim": "3"}),
        ("aim_on", {"aim": "3", "aim_on": "demain"}),
    ):
        answer = visitor.post(
            form, page=form, status=200, **sent(definition="Les appels du mois", **wrong)
        )
        assert f'id="{field}-error"' in answer.text, field
        assert "Les appels du mois" in answer.text


def test_a_measure_that_is_refused_keeps_what_was_typed(visitor, session, world, measured):
    visitor.sign_in(world.state)
    taken = (clock.today() - timedelta(days=50)).isoformat()
    for end_of, field, wrong in (
        ("mesurer", "value", {"value": ""}),
        ("mesurer", "value", {"value": "douze"}),
        ("mesurer", "on", {"value": "3", "on": "2199-01-01"}),
        ("mesurer", "on", {"value": "3", "on": taken}),
        ("mesures/1/corriger", "why", {"value": "3", "why": " "}),
        ("terminer", "learnt", {"learnt": " "}),
    ):
        form = f"{PAGE}/1/{end_of}"
        answer = visitor.post(
            form, page=form, status=200, **{"on": "2026-02-03", "source": "Registre bleu", **wrong}
        )
        assert f'id="{field}-error"' in answer.text, wrong
        assert field == "learnt" or "Registre bleu" in answer.text
    assert len(looked(session, world)[0].measures) == 2


def test_an_unknown_indicator_is_not_found(visitor, session, world, measured):
    visitor.sign_in(world.state)
    for end_of in ("9", "9/modifier", "9/mesurer", "1/mesures/9/corriger", "9/terminer", "x"):
        visitor.get(f"{PAGE}/{end_of}", status=404)


def test_the_wrong_method_is_refused(visitor, session, world, measured):
    visitor.sign_in(world.state)
    for address in (PAGE, f"{PAGE}/1"):
        visitor.post(address, page=PAGE, status=405)


def test_nothing_yet_says_what_an_indicator_is_and_invites(visitor, world):
    page = visitor.sign_in(world.state).get(PAGE).text
    assert f'href="{PAGE}/ajouter"' in page
    assert f'href="{PAGE}/ajouter?change=D2"' in page
    assert "/ajouter" not in visitor.sign_in(world.observer).get(PAGE).text


def test_without_any_change_the_way_to_the_strategy_is_shown(visitor, session, world):
    with acting(session, world):
        for code in ("D1", "D2"):
            changes.end(session, find(session, code), by=world.state, reason="Plus vrai.")
    visitor.sign_in(world.state)
    for address in (PAGE, f"{PAGE}/ajouter"):
        assert f'href="{SITE}/strategie"' in visitor.get(address).text


def test_the_change_is_ticked_that_one_came_from(visitor, world):
    page = visitor.sign_in(world.state).get(f"{PAGE}/ajouter?change=D2").text
    ticked = [
        line for line in page.split("<input") if "checked" in line and 'name="changes"' in line
    ]
    assert ['value="D2"' in one for one in ticked] == [True]


def test_a_change_tells_its_indicators_and_leads_to_saying_one(visitor, session, world, measured):
    visitor.sign_in(world.civil)
    page = visitor.get(f"{SITE}/strategie/D1").text
    assert NAME in page
    assert f'href="{PAGE}/1"' in page
    assert f'href="{PAGE}/ajouter?change=D2"' in visitor.get(f"{SITE}/strategie/D2").text


def test_the_list_tells_what_has_none_and_what_is_late(visitor, session, world, measured):
    page = in_english(visitor.sign_in(world.observer)).get(PAGE).text
    assert "1 change has none yet." in page
    assert "A new measure of 1 indicator would be welcome." in page
    assert "We said every month: a new measure would be welcome." in page
    assert 'role="img" aria-label="3 figures, from 12' in page
    measure(session, world, "26", ago=1)
    assert "welcome" not in visitor.get(PAGE).text


def test_the_distance_is_told_in_words(visitor, session, world, measured):
    page = in_english(visitor.sign_in(world.observer)).get(f"{PAGE}/1").text
    assert "12\u00a0familles more than at the start." in page
    assert "We aim at 40\u00a0familles." in page
    assert "It is 16\u00a0familles away from it." in page


@pytest.mark.parametrize(
    "said, words",
    [
        ({"unit": "%", "start": "12", "aim": "15"}, ("13", "1 point more than at the start.")),
        ({"unit": "%", "start": "12", "aim": "15"}, ("13,5", "1.5 points more than at the start.")),
        ({"start": "12", "aim": "15"}, ("12", "It is where it started.")),
        ({"start": "12", "aim": "15"}, ("15", "It is there.")),
        (
            {"unit": "sur 10", "start": "7", "aim": "7", "direction": Direction.STEADY},
            ("6,5", "It is 0.5 away from what should hold."),
        ),
        (
            {"start": "12", "aim": "4", "direction": Direction.LESS},
            ("10", "2 less than at the start."),
        ),
        ({"aim_words": "Elles osent"}, ("3", "We aim at Elles osent.")),
    ],
)
@pytest.mark.engines("sqlite")
def test_the_words_follow_the_unit_and_the_direction(visitor, session, world, said, words):
    value, told = words
    write(session, world, **said)
    measure(session, world, value)
    assert told in in_english(visitor.sign_in(world.observer)).get(f"{PAGE}/1").text


@pytest.mark.engines("sqlite")
def test_an_aim_whose_day_has_passed_is_told_so(visitor, session, world):
    past = clock.today() - timedelta(days=20)
    write(session, world, aim="9", aim_on=past)
    measure(session, world, "3")
    page = in_english(visitor.sign_in(world.observer)).get(f"{PAGE}/1").text
    assert "The day that we had set," in page
    assert "has passed: 9." in page


def test_the_line_is_drawn_then_told_as_a_table(visitor, session, world, measured):
    page = visitor.sign_in(world.observer).get(f"{PAGE}/1").text
    drawing, rest = page.split('<svg class="ind-line"', 1)[1].split("</svg>", 1)
    assert drawing.count("<circle") == 3
    table = rest.split("<table", 1)[1].split("</table>")[0]
    for words in (
        "12\u00a0familles",
        "20\u00a0familles",
        "24\u00a0familles",
        "Le cahier de la gard",
    ):
        assert words in table


def test_a_measure_in_words_is_read_without_a_drawing(visitor, session, world):
    write(session, world)
    measure(session, world, "", words="Deux voisines le disent.")
    visitor.sign_in(world.observer)
    for address in (PAGE, f"{PAGE}/1"):
        page = visitor.get(address).text
        assert "Deux voisines le disent." in page
        assert '<svg class="ind-line' not in page


def test_an_indicator_is_said_anew_and_its_history_is_there(visitor, session, world, measured):
    visitor.sign_in(world.civil)
    form = f"{PAGE}/1/modifier"
    assert 'value="12"' in visitor.get(form).text
    day = (clock.today() - timedelta(days=365)).isoformat()
    new = sent(seen="1", name="On appelle tôt", start="13", start_on=day, changes=["D1", "D2"])
    visitor.post(form, page=form, **new)
    page = visitor.get(f"{PAGE}/1").text
    for words in ("On appelle tôt", NAME, "Ce que dit D2"):
        assert words in page
    late = visitor.post(form, page=form, status=200, **(new | {"name": "La mienne"}))
    assert "La mienne" in late.text
    assert "On appelle tôt" in late.text
    visitor.post(form, page=form, **(new | {"name": "La mienne", "seen": "2"}))
    assert looked(session, world)[0].said.name == "La mienne"


def test_what_was_corrected_and_withdrawn_stays_readable(visitor, session, world, measured):
    correct(session, world, "21", measure=1)
    visitor.sign_in(world.civil)
    form = f"{PAGE}/1/mesures/2/corriger"
    visitor.post(form, page=form, value="24", on="2026-02-03", withdraw="y", why="Autre quartier.")
    (one,) = looked(session, world)
    assert [row.value for row in one.measures] == [21]
    page = in_english(visitor).get(f"{PAGE}/1").text
    for words in ("2 measures that were corrected", "Autre quartier.", "20\u00a0familles"):
        assert words in page


def test_an_indicator_whose_change_has_ended_stands_apart(visitor, session, world, measured):
    with acting(session, world):
        changes.end(session, find(session, "D1"), by=world.state, reason="Plus vrai.")
    visitor.sign_in(world.observer)
    assert NAME in visitor.get(PAGE).text.split('id="h-loose"')[1]
    assert NAME in visitor.get(f"{PAGE}/1").text


def test_an_ended_indicator_is_no_longer_offered_to_be_measured(visitor, session, world, measured):
    end(session, world)
    visitor.sign_in(world.state)
    page = visitor.get(f"{PAGE}/1").text
    assert f"{PAGE}/1/mesurer" not in page
    assert NAME not in visitor.get(f"{SITE}/strategie/D1").text
    form = f"{PAGE}/1/mesurer"
    assert visitor.post(form, page=form, status=200, value="3", on="2026-02-03")


def test_what_people_wrote_is_shown_as_they_wrote_it(visitor, session, world):
    write(session, world, "<b>Appels</b>", unit="<i>u</i>", start="3", method="<u>Cahier</u>")
    measure(session, world, "4", words="<b>Vu</b>", source="<i>Là</i>")
    correct(session, world, "5", why="<b>Mal lu</b>")
    visitor.sign_in(world.state)
    for end_of in ("", "/1", "/1/modifier", "/1/mesurer", "/1/mesures/2/corriger", "/1/terminer"):
        page = visitor.get(PAGE + end_of).text
        for raw in ("<b>Appels", "<i>u", "<u>Cahier", "<b>Vu", "<i>Là", "<b>Mal"):
            assert raw not in page


def test_the_tabs_lead_from_the_strategy_to_the_indicators_and_back(visitor, world):
    visitor.sign_in(world.observer)
    assert f'href="{PAGE}"' in visitor.get(f"{SITE}/strategie").text
    assert f'href="{SITE}/strategie"' in visitor.get(PAGE).text
