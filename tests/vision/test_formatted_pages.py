"""The shared reading as pages show it: formatted where it is read, plain where words are told."""

import re

import pytest

from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import merging, store, wordings
from coopspace.vision import actions
from coopspace.vision.actions import Which
from tests.live.writers import Replica
from tests.vision.acts import HOME, write

WORDS = "Le bourg <b>se vide</b>\nDes écoles & des cars : tous"
LINE_END = merging.units(WORDS.split("\n")[0])


@pytest.fixture
def formatted(session, world):
    """A reading whose first line is a heading, with a word in bold and another that is a link."""
    write(session, world, WORDS, Which.READING)
    person = Replica(9)
    with saving(session), in_site(session, world.site.id):
        document_id = actions.vision_of(session, world.site).reading_id
        document = wordings.locked(session, document_id)
        person.hear(wordings.head_state(session, document))
        person.text.format(0, 2, {"bold": True})
        person.text.format(LINE_END, LINE_END + 1, {"header": 2})
        start = merging.units(WORDS[: WORDS.index("écoles")])
        end = start + merging.units("écoles")
        person.text.format(start, end, {"link": "https://cite.example/?a=1&b='2'"})
        for update in person.take():
            wordings.append(session, document, update, by=world.state.id)
    return document_id


def reading(page: str) -> str:
    found = re.search(r'<div class="wording rich-words"[^>]*>(.*?)</div>', page, re.S)
    assert found
    return found[1]


def test_a_reading_is_shown_formatted_and_every_word_of_it_escaped(visitor, world, formatted):
    page = visitor.sign_in(world.observer).get(HOME).text
    assert reading(page) == (
        "<h3><strong>Le</strong> bourg &lt;b&gt;se vide&lt;/b&gt;</h3><p>Des "
        '<a href="https://cite.example/?a=1&amp;b=&#39;2&#39;" rel="noopener noreferrer nofollow">'
        "écoles</a> &amp; des cars\u00a0: tous</p>"
    )
    assert f'data-live-read="{formatted}" data-live-rich' in page


def test_a_link_that_got_into_the_log_otherwise_leads_nowhere(visitor, session, world):
    write(session, world, "Un lien", Which.READING)
    person = Replica(9)
    with saving(session), in_site(session, world.site.id):
        vision = actions.vision_of(session, world.site)
        document = wordings.locked(session, vision.reading_id)
        person.hear(wordings.head_state(session, document))
        person.text.format(0, 2, {"link": "javascript:alert(1)", "onclick": "alert(1)"})
        for update in person.take():
            wordings.append(session, document, update, by=world.state.id)
    assert reading(visitor.sign_in(world.state).get(HOME).text) == "<p>Un lien</p>"


def test_a_form_without_script_has_the_words_and_keeps_the_formats(visitor, world, formatted):
    address = f"{HOME}/lecture/modifier"
    page = visitor.sign_in(world.civil).get(address).text
    assert (
        "Le bourg &lt;b&gt;se vide&lt;/b&gt;\nDes écoles &amp; des cars : tous</textarea>" in page
    )
    assert "data-live-rich" in page
    assert "coop-rich.js" in page
    token = re.search(r'name="text_seen" type="hidden" value="(\d+)"', page)
    assert token
    words = WORDS.replace("cars", "cars le soir")
    visitor.post(address, text=words.replace("\n", "\r\n"), text_seen=token[1])
    shown = reading(visitor.get(HOME).text)
    assert shown.startswith("<h3><strong>Le</strong> bourg")
    assert "cars le soir" in shown
    assert 'href="https://cite.example/' in shown


def test_a_plain_text_brings_no_formatting(visitor, world, formatted):
    page = visitor.sign_in(world.civil).get(f"{HOME}/modifier").text
    assert "data-live-rich" not in page
    assert "coop-rich.js" not in page


@pytest.mark.parametrize("address", ["/lecture/historique", "/lecture/historique?mots=1"])
def test_the_history_tells_words(visitor, world, formatted, address):
    page = visitor.sign_in(world.state).get(HOME + address).text
    assert "Le bourg &lt;b&gt;se vide" in page
    assert "<strong>Le</strong>" not in page


def test_a_restore_says_what_came_back(visitor, session, world, formatted):
    address = f"{HOME}/lecture/historique"
    write(session, world, "Tout autre chose", Which.READING)
    visitor.sign_in(world.state).post(f"{HOME}/lecture/restaurer/1", page=address)
    assert reading(visitor.get(HOME).text).startswith("<h3><strong>Le</strong>")
    assert "no longer known" not in visitor.get(address).text
    with in_site(session, world.site.id):
        session.rollback()
        assert store.read(session, formatted).restores == 1
