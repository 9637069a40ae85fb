"""The page of the map: what it tells in words, in a drawing, in tables, in files, is the same."""

import json
import re

import pytest
from lxml import html

from coopspace.stakeholders import places, waves
from coopspace.stakeholders.rules import Sector
from tests.continuum.acts import in_english
from tests.stakeholders.acts import acting, add, reading, tell, trio
from tests.visitor import text_of

HOME = "/sites/quartier-des-trois-ponts/parties-prenantes"
READERS = ("state", "contributor", "facilitator", "observer", "lead")
STRANGERS = ("stranger", "other_state", "other_facilitator", "admin")
PARTS = ("", "/graphe.json", "/export.svg", "/export.png", "/export.pdf")
Fact = tuple[str, str, int, int | None, int | None]


def crowd(session, world) -> list[str]:
    """A dozen organisations: enough for figures. The last one works with nobody."""
    sectors = list(Sector)
    refs = [add(session, world, f"Structure {n:02d}", sectors[n % 7]) for n in range(12)]
    for n in range(10):
        tell(session, world, refs[n], refs[n + 1], 1 + n % 7)
        if n % 2:
            tell(session, world, refs[n + 1], refs[n], 1 + (n + 3) % 7)
    tell(session, world, refs[0], refs[5], 5)
    tell(session, world, refs[0], refs[7], 6)
    return refs


def fact(pair: str, level: str, views: str) -> Fact:
    """A relation as a page or a drawing marks it, its ends in order."""
    a, b = pair.split()
    there, back = (None if one == "-" else int(one) for one in views.split())
    return (a, b, int(level), there, back) if a < b else (b, a, int(level), back, there)


def marked(markup: str, path: str) -> set[Fact]:
    """The relations that elements carry."""
    found = html.fromstring(markup.encode()).xpath(path)
    facts = [fact(*(one.get(f"data-{key}") for key in ("tie", "level", "views"))) for one in found]
    assert len(facts) == len(set(facts))
    return set(facts)


def in_words(markup: str) -> list[tuple[str, str, int]]:
    """The relations as the table says them: two names and a level."""
    path = "//table[contains(@class, 'net-relations')]/tbody/tr"
    rows = html.fromstring(markup.encode()).xpath(path)
    cells = [[cell.text_content().strip() for cell in row] for row in rows]
    return [(one[0], one[1], int(one[2][0])) for one in cells]


@pytest.mark.parametrize("name", READERS)
def test_members_read_the_map(visitor, session, world, name):
    trio(session, world)
    visitor.sign_in(getattr(world, name))
    for part in PARTS:
        visitor.get(HOME + part)


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, session, world, name):
    trio(session, world)
    visitor.sign_in(getattr(world, name))
    for part in PARTS:
        visitor.get(HOME + part, status=404)


def test_an_empty_map_invites_and_has_no_file(visitor, world):
    in_english(visitor.sign_in(world.state))
    assert "No organisation on the map yet" in visitor.get(HOME).text
    assert visitor.client.get(f"{HOME}/export.svg").status_code == 400
    assert json.loads(visitor.get(f"{HOME}/graphe.json").text)["nodes"] == []


@pytest.mark.engines("sqlite")  # nothing here depends on the database
@pytest.mark.parametrize("asked", ["", "niveau=4", "secteur=health", "echange=funding", "chosen"])
def test_picture_drawing_table_grid_and_file_tell_the_same(visitor, session, world, asked):
    refs = crowd(session, world)
    if asked == "chosen":
        asked = f"organisation={refs[0]}&autour=1"
    visitor.sign_in(world.observer)
    told = json.loads(visitor.get(f"{HOME}/graphe.json?{asked}").text)
    picture = {
        fact(f"{e['from']} {e['to']}", str(e["level"]), f"{e['there'] or '-'} {e['back'] or '-'}")
        for e in told["edges"]
    }
    page = visitor.get(f"{HOME}?{asked}").text
    assert marked(page, "//svg//*[@data-tie]") == picture
    assert marked(page, "//tr[@data-tie]") == picture
    assert marked(visitor.get(f"{HOME}?vue=tableau&{asked}").text, "//tr[@data-tie]") == picture
    assert marked(visitor.get(f"{HOME}/export.svg?{asked}").text, "//*[@data-tie]") == picture
    names = {node["id"]: node["name"] for node in told["nodes"]}
    assert sorted(in_words(page)) == sorted(
        (*sorted((names[a], names[b])), level) for a, b, level, _there, _back in picture
    )
    grid = html.fromstring(visitor.get(f"{HOME}?vue=matrice&{asked}").text.encode())
    rows = grid.xpath("//table[contains(@class, 'net-matrix')]/tbody/tr")
    order = [row.get("data-row") for row in rows]
    assert set(order) == set(names)
    cells = {
        (row.get("data-row"), order[place]): int(cell.text)
        for row in rows
        for place, cell in enumerate(row[1:])
        if cell.text
    }
    views = {(a, b): there for a, b, _level, there, _back in picture if there}
    views |= {(b, a): back for a, b, _level, _there, back in picture if back}
    assert cells == views


def test_the_words_come_first(visitor, session, world):
    crowd(session, world)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(HOME).text
    assert page.index("What the network tells") < page.index("Filters and legend")
    assert page.index("Filters and legend") < page.index('class="net-stage"')
    said = text_of(page)
    assert "12 organisations, 12 relations" in said
    assert re.search(
        r"hold a part of the network alone: Structure|any of them could leave it", said
    )
    assert "nobody was asked yet" in said


def test_a_few_organisations_give_a_map_without_figures(visitor, session, world):
    trio(session, world)
    in_english(visitor.sign_in(world.observer))
    said = text_of(visitor.get(HOME).text)
    assert "Below ten organisations, no figure of the whole is given" in said
    assert "How it is counted" not in said


def test_an_organisation_is_looked_at(visitor, session, world):
    _state, town, centre = trio(session, world)
    in_english(visitor.sign_in(world.observer))
    said = text_of(visitor.get(f"{HOME}?organisation={town}").text)
    assert "2 relations" in said
    assert "It and its partners alone" in said
    assert "Move it" not in said
    found = visitor.get(f"{HOME}?cherche=centre").text
    assert f'data-id="{centre}"' in found
    assert 'aria-current="true"' in found
    assert "No organisation of the map has this name" in visitor.get(f"{HOME}?cherche=zzz").text
    assert "Several names hold these words" in visitor.get(f"{HOME}?cherche=l").text
    assert visitor.get(f"{HOME}?organisation=inconnue").status_code == 200


def test_the_one_that_is_looked_at_leads_to_what_if(visitor, session, world):
    refs = crowd(session, world)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{HOME}?organisation={refs[0]}").text
    assert f"{HOME}/et-si?un={refs[0]}&amp;part={refs[0]}" in page
    assert "Structure 00" in text_of(visitor.get(f"{HOME}/et-si?part={refs[0]}").text)


def test_two_waves_are_compared(visitor, session, world):
    refs = crowd(session, world)
    with acting(session, world):
        waves.keep_edition(session, world.site, name="Printemps", by=world.facilitator)
    tell(session, world, refs[0], refs[1], 7)
    tell(session, world, refs[2], refs[8], 4)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{HOME}?avec=1").text
    assert "1 new relation, 1 closer, " in text_of(page)
    told = json.loads(visitor.get(f"{HOME}/graphe.json?avec=1").text)
    assert [e["change"] for e in told["edges"]].count("new") == 1
    then = json.loads(visitor.get(f"{HOME}/graphe.json?vague=1").text)
    assert len(then["edges"]) == len(told["edges"]) - 1
    visitor.get(f"{HOME}/export.pdf?avec=1")


def test_the_picture_is_sent_once_for_the_same_facts(visitor, session, world):
    trio(session, world)
    visitor.sign_in(world.observer)
    answer = visitor.get(f"{HOME}/graphe.json")
    tag = answer.headers["ETag"]
    again = visitor.client.get(f"{HOME}/graphe.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    tell(session, world, *[one["id"] for one in json.loads(answer.text)["nodes"]][:2], 7)
    assert visitor.get(f"{HOME}/graphe.json").headers["ETag"] != tag


def test_somebody_is_moved_with_buttons_and_everybody_else_stays(visitor, session, world):
    refs = crowd(session, world)
    in_english(visitor.sign_in(world.contributor))
    before = spots(visitor)
    page = f"{HOME}?organisation={refs[3]}"
    answer = visitor.post(
        f"{HOME}/{refs[3]}/deplacer",
        page=page,
        step=inwards(before[refs[3]]),
        seen=before[refs[3]],
        back=page,
    )
    assert answer.location.endswith(page)
    after = spots(visitor)
    assert after.pop(refs[3]) != before.pop(refs[3])
    assert after == before
    add(session, world, "Nouvelle venue")
    assert spots(visitor).items() >= after.items()


def inwards(seen: str) -> str:
    """A step that the edge of the sheet does not stop."""
    return "left" if float(seen.split()[0]) > 0.5 else "right"


def spots(visitor) -> dict[str, str]:
    """Where each stands, by public id."""
    told = json.loads(visitor.get(f"{HOME}/graphe.json").text)
    return {one["id"]: one["seen"] for one in told["nodes"]}


def test_whoever_moves_what_was_moved_meanwhile_is_told(visitor, session, world):
    state, _town, _centre = trio(session, world)
    in_english(visitor.sign_in(world.contributor))
    seen = spots(visitor)[state]
    page = f"{HOME}?organisation={state}"
    move = f"{HOME}/{state}/deplacer"
    visitor.post(move, page=page, x="0.9", y="0.1", seen=seen)
    with reading(session, world) as now:
        assert (now.by_ref[state].x, now.by_ref[state].y) == (0.9, 0.1)
        assert now.by_ref[state].pinned
    visitor.post(move, page=page, x="0.2", y="0.2", seen=seen)
    assert "Somebody moved it meanwhile" in visitor.get(HOME).text
    assert spots(visitor)[state] == places.version((0.9, 0.1))
    visitor.post(move, page=page, x="nan", y="0.2", seen=seen, status=400)
    visitor.post(move, page=page, x="", y="", seen=seen, status=400)
    visitor.post(f"{HOME}/abcdefgh/deplacer", page=page, step="up", seen=seen, status=404)


def test_the_map_is_tidied_and_put_back(visitor, session, world):
    refs = crowd(session, world)
    in_english(visitor.sign_in(world.contributor))
    tidy = f"{HOME}/ranger"
    first = spots(visitor)
    visitor.post(tidy, page=HOME)
    assert "Nothing to tidy" in visitor.get(HOME).text
    page = f"{HOME}?organisation={refs[0]}"
    visitor.post(f"{HOME}/{refs[0]}/deplacer", page=page, x="1.7", y="-3", seen=first[refs[0]])
    moved = spots(visitor)
    assert moved[refs[0]] == places.version((1.0, 0.0))
    visitor.post(tidy, page=HOME)
    assert "The map is tidied" in visitor.get(HOME).text
    assert spots(visitor) == first
    visitor.post(f"{tidy}/defaire", page=HOME, back="https://ailleurs.fr/")
    assert spots(visitor) == moved
    visitor.post(f"{tidy}/defaire", page=HOME)
    assert "Nothing to put back" in visitor.get(HOME).text


def test_readers_move_nothing(visitor, session, world):
    state, _town, _centre = trio(session, world)
    visitor.sign_in(world.observer)
    for address in (f"{HOME}/ranger", f"{HOME}/ranger/defaire", f"{HOME}/{state}/deplacer"):
        visitor.post(address, page="/aide", status=403)


def test_names_are_shown_as_they_are_typed(visitor, session, world):
    name = "</script><img src=x onerror=alert(1)>"
    ref = add(session, world, name)
    visitor.sign_in(world.observer)
    assert "<img src=x" not in visitor.get(f"{HOME}?organisation={ref}").text
    assert json.loads(visitor.get(f"{HOME}/graphe.json").text)["nodes"][0]["name"] == name
    assert b"onerror" in visitor.get(f"{HOME}/export.svg").data
    assert b"<img" not in visitor.get(f"{HOME}/export.svg").data
