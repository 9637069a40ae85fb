"""Taking an agreement away, as people do: the draft and a version, the same in every format."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from coopspace.agreement.rules import Place
from coopspace.agreement.versions import digest_of
from coopspace.kernel import clock
from coopspace.kernel.clock import today
from tests.agreement.acts import HOME, TABLE, add, word
from tests.agreement.signed import put, sign
from tests.agreement.test_version_pages import put_by_form
from tests.continuum.acts import in_english
from tests.exports.deeds import of_docx, of_html, of_odt, of_pdf, ordered
from tests.world import World

ONE = f"{HOME}/versions/1"
FILES = ("pdf", "docx", "odt", "json")
WORDS = "Nous & <b>vous</b> décidons {{ 7*7 }} ]]> : 😀 عربي"


def words_of(values) -> Iterator[list[str]]:
    """The words of plain values, codes and references aside."""
    if isinstance(values, dict):
        for name, value in values.items():
            if name in ("title", "heading", "question", "text", "label", "means", "name"):
                yield ordered([value])
            else:
                yield from words_of(value)
    elif isinstance(values, list):
        for one in values:
            yield from words_of(one)


def test_the_draft_says_the_same_in_every_format_and_that_it_is_one(visitor, session, world: World):
    word(session, world, "power-who", WORDS)
    add(session, world, TABLE)
    add(session, world, Place("Le couloir\x0b", rhythm="Le mardi\x1b\ufffe", members="a\nb"))
    visitor.sign_in(world.observer)
    shown = of_html(visitor.get(f"{HOME}.html").text)
    assert "Brouillon" in shown or "Draft" in shown
    for one in ("<b>vous</b>", "{{", "]]>", "couloir"):
        assert one in shown
    assert of_docx(visitor.get(f"{HOME}.docx").data) == shown
    assert of_odt(visitor.get(f"{HOME}.odt").data) == shown
    assert "".join(of_pdf(visitor.get(f"{HOME}.pdf").data)) == "".join(shown)
    values = json.loads(visitor.get(f"{HOME}.json").data)
    assert values["format"] == "coopspace-agreement-draft"
    assert values["on"] == f"{today()}"
    assert len(values["agreement"]["sections"][1]["places"]) == 2


def test_a_version_says_the_same_in_every_format(visitor, session, world: World):
    word(session, world, "power-who", WORDS)
    add(session, world, TABLE)
    visitor.sign_in(world.state)
    put_by_form(visitor, world)
    visitor.sign_in(world.observer)
    shown = of_html(visitor.get(f"{ONE}.html").text)
    for suffix, read in (("docx", of_docx), ("odt", of_odt)):
        words = read(visitor.get(f"{ONE}.{suffix}").data)
        assert words[: len(shown)] == shown
        assert "PDF" in words[len(shown) :], "a copy says that it is one"
    content = visitor.get(f"{ONE}.json").data
    assert digest_of(content) in shown
    assert "".join(of_pdf(visitor.get(f"{ONE}.pdf").data)) == "".join(shown)
    for one in words_of(json.loads(content)["agreement"]):
        assert " ".join(one) in " ".join(shown)


def test_a_version_stays_what_it_was_whatever_is_written_since(visitor, session, world: World):
    put(session, world)
    visitor.sign_in(world.observer)
    before = {suffix: visitor.get(f"{ONE}.{suffix}").data for suffix in FILES}
    word(session, world, "power-who", "Tout autre chose.")
    sign(session, world, "state")
    in_english(visitor)
    with clock.at(clock.now() + timedelta(days=3)):
        visitor.sign_in(world.observer)
        for suffix, data in before.items():
            assert visitor.get(f"{ONE}.{suffix}").data == data, suffix
    assert "Tout autre chose." in visitor.get(f"{HOME}.html").text
    assert "Tout autre chose." not in visitor.get(f"{ONE}.html").text


def test_a_version_keeps_its_language_and_the_draft_follows_its_reader(
    visitor, session, world: World
):
    put(session, world)
    visitor.sign_in(world.observer)
    in_english(visitor)
    assert '<article class="paper" lang="fr"' in visitor.get(f"{ONE}.html").text
    assert "Draft" in of_html(visitor.get(f"{HOME}.html").text)
    assert "agreement" in of_docx(visitor.get(f"{HOME}.docx").data)
    assert "coopération," in of_docx(visitor.get(f"{ONE}.docx").data)


def test_a_file_is_named_after_what_it_holds(visitor, session, world: World):
    put(session, world)
    visitor.sign_in(world.observer)
    later = clock.now() + timedelta(days=40)
    with clock.at(later):
        visitor.sign_in(world.observer)
        for address, name, day in (
            (ONE, "v1", today() - timedelta(days=40)),
            (HOME, "brouillon", today()),
        ):
            for suffix in FILES:
                answer = visitor.get(f"{address}.{suffix}")
                wanted = f"coopspace_quartier-des-trois-ponts_entente_{name}_{day}.{suffix}"
                assert answer.headers["Content-Disposition"] == f"attachment; filename={wanted}"


def test_the_pages_offer_every_format_and_each_is_there(visitor, session, world: World):
    visitor.sign_in(world.observer)
    assert f"{HOME}.docx" not in visitor.get(HOME).text, "nothing is written yet"
    assert len(of_docx(visitor.get(f"{HOME}.docx").data)) > 10
    put(session, world)
    for page, address in ((HOME, HOME), (ONE, ONE), (f"{ONE}.html", ONE), (f"{HOME}.html", HOME)):
        shown = visitor.get(page).text
        for suffix in (*FILES, *(("html",) if page == address else ())):
            assert f'href="{address}.{suffix}"' in shown, (page, suffix)


def test_strangers_find_nothing_to_take_away(visitor, session, world: World):
    put(session, world)
    for who in ("stranger", "other_state", "admin"):
        visitor.sign_in(getattr(world, who))
        for address in (HOME, ONE):
            for suffix in (*FILES, "html"):
                visitor.get(f"{address}.{suffix}", status=404)


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_texts_are_counted_as_pdfs_are(visitor, session, world: World, app, suffix):
    put(session, world)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], exports_per_minute=2)
    visitor.sign_in(world.observer)
    for _turn in range(2):
        visitor.get(f"{ONE}.{suffix}")
    visitor.get(f"{ONE}.{suffix}", status=429)
    visitor.get(f"{ONE}.pdf", status=429)
    visitor.get(f"{ONE}.json")
    visitor.get(f"{ONE}.html")
