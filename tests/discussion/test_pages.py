"""The pages of discussions, as people open them."""

import re

import pytest

from coopspace import discussed_kinds
from coopspace.discussed_kinds import KINDS
from coopspace.discussion import actions
from coopspace.discussion.rules import WORDS_MAX
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from tests.agreement.acts import HOME as AGREEMENT
from tests.agreement.acts import TABLE, add, word
from tests.continuum.acts import in_english
from tests.discussion.acts import ABOUT, HOME, acting, begin, look, reply
from tests.sites.reading import SITE

READERS = ("state", "contributor", "facilitator", "observer", "lead")


def test_a_clause_is_commented_answered_and_resolved_without_script(visitor, session, world):
    word(session, world, "power-who", "Nous décidons ensemble.")
    page = in_english(visitor.sign_in(world.civil)).get(AGREEMENT).text
    assert f'href="{ABOUT}"' in page
    answer = visitor.post(ABOUT, words="Et en cas de désaccord ?\r\nAvec qui ?", to="", seen="")
    thread = answer.location
    assert re.fullmatch(rf"{HOME}/[2-9a-z]{{8}}", thread)
    page = visitor.get(AGREEMENT).text
    assert f'href="{thread}"' in page
    assert "1 comment" in page
    visitor.sign_in(world.state)
    assert visitor.post(thread, words="Le trinôme.").location == f"{thread}#c2"
    page = visitor.get(thread).text
    assert page.count('class="said"') == 2
    assert "Et en cas de désaccord\u00a0?\nAvec qui\u00a0?" in page
    visitor.post(f"{thread}/clore", page=thread)
    page = visitor.get(thread).text
    assert "Resolved by Nadège Ferrandier" in page
    assert f'action="{thread}"' not in page
    assert "(resolved)" in visitor.get(AGREEMENT).text
    visitor.post(f"{thread}/rouvrir", page=thread)
    assert f'action="{thread}"' in visitor.get(thread).text


@pytest.mark.parametrize("name", READERS)
def test_members_read_and_only_writers_are_led_to_write(visitor, session, world, name):
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    visitor.sign_in(getattr(world, name))
    writes = name in ("state", "contributor", "facilitator")
    page = visitor.get(f"{HOME}/{ref}").text
    assert "Qui tranche" in page
    assert ("<textarea" in page) is writes
    assert (f"{HOME}/{ref}/clore" in page) is writes
    assert "Qui tranche" in visitor.get(HOME).text
    about = visitor.get(ABOUT).text
    assert "Qui tranche" in about
    assert ("<textarea" in about) is writes
    for address in (ABOUT, f"{HOME}/{ref}", f"{HOME}/{ref}/clore"):
        if not writes:
            visitor.post(address, page="/compte", status=403, words="Moi")


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    visitor.sign_in(getattr(world, name))
    for address in (HOME, ABOUT, f"{HOME}/{ref}", f"{HOME}/{ref}/marque.txt"):
        visitor.get(address, status=404)
    theirs = "/sites/la-carriere/discussions"
    visitor.sign_in(world.other_state).get(f"{theirs}/{ref}", status=404)


def test_what_is_not_there_is_not_found(visitor, session, world):
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    visitor.sign_in(world.state)
    for address in (
        "/22222222",
        f"/{ref}/9/corriger",
        "/a-propos/article/power-nothing",
        "/a-propos/element/22222222",
        "/a-propos/rien/power-who",
        "?fils=rien",
    ):
        visitor.get(f"{HOME}{address}", status=404)
    visitor.get(f"{HOME}?fils=tous&page=9")


def test_whoever_may_not_read_the_object_is_told_who_could(visitor, session, world, monkeypatch):
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    clause = KINDS["clause"]
    closed = discussed_kinds.DiscussedKind(
        clause.slug, Permission.VISION_CONSENT, clause.label, clause.within, clause.find
    )
    monkeypatch.setitem(KINDS, "clause", closed)
    in_english(visitor.sign_in(world.observer))
    for address in (ABOUT, f"{HOME}/{ref}", f"{HOME}/{ref}/marque.txt"):
        page = visitor.get(address, status=403).text
        assert "Qui tranche" not in page
    assert "Member of the trio" in visitor.get(ABOUT, status=403).text
    assert "Qui tranche" not in visitor.get(HOME).text
    assert ref not in visitor.get(AGREEMENT).text
    assert "Qui tranche" in visitor.sign_in(world.state).get(f"{HOME}/{ref}").text


def test_what_was_typed_comes_back_with_every_refusal(visitor, session, world):
    visitor.sign_in(world.state)
    page = visitor.post(ABOUT, status=200, words="é" * (WORDS_MAX + 1)).text
    assert "é" * (WORDS_MAX + 1) in page
    assert 'id="words-error"' in page
    ref = begin(session, world, "Qui tranche ?", by=world.civil)
    token = visitor.token(f"{HOME}/{ref}")
    with acting(session, world):
        actions.resolve(session, actions.thread_of(session, ref), by=world.civil)
    answer = visitor.client.post(
        f"{HOME}/{ref}",
        data={"csrf_token": token, "words": "J’y tiens", "to": [str(world.facilitator.id)]},
    )
    assert "J’y tiens</textarea>" in answer.text
    assert re.search(rf'checked[^>]*value="{world.facilitator.id}"', answer.text)
    assert f'action="{HOME}/{ref}/rouvrir"' in answer.text
    page = visitor.post(ABOUT, status=200, words="Voyez", to=str(world.other_civil.id)).text
    assert "Voyez</textarea>" in page
    assert 'id="to-error"' in page


def test_an_author_corrects_and_takes_back_and_others_cannot(visitor, session, world):
    ref = begin(session, world, "Qui tranche", by=world.civil)
    thread = f"{HOME}/{ref}"
    in_english(visitor.sign_in(world.state))
    page = visitor.get(thread).text
    assert "/corriger" not in page
    assert "/retirer" not in page
    assert visitor.get(f"{thread}/1/corriger", status=303).location == f"{thread}#c1"
    visitor.post(f"{thread}/1/retirer", page=thread)
    assert "belongs to its author" in visitor.get(thread).text
    visitor.sign_in(world.civil)
    page = visitor.get(f"{thread}/1/corriger").text
    assert ">\r\nQui tranche</textarea>" in page
    visitor.post(f"{thread}/1/corriger", words="Qui tranche ici", seen="1")
    page = visitor.get(thread).text
    assert "Corrected on" in page
    assert page.index("Qui tranche ici") < page.index(">Qui tranche<")
    page = visitor.post(f"{thread}/1/corriger", status=200, words="Encore mieux", seen="1").text
    assert "Encore mieux</textarea>" in page
    visitor.post(f"{thread}/1/retirer", page=thread)
    page = visitor.get(thread).text
    assert "taken back by its author" in page
    assert "Qui tranche" not in page
    assert visitor.get(f"{thread}/1/corriger", status=303)
    assert "Words taken back" in visitor.get(HOME).text


def test_who_is_called_is_led_there_from_the_dashboard(visitor, session, world):
    ref = begin(session, world, "Voyez", by=world.civil, to=world.observer)
    thread = f"{HOME}/{ref}"
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{SITE}/").text
    assert f'href="{thread}#c1"' in page
    assert "Aïssata Lorin asks you to" in page
    assert "waits for you" in visitor.get(f"{HOME}?fils=moi").text
    assert f'action="{thread}/lu"' in visitor.get(thread).text
    visitor.post(f"{thread}/lu", page=thread)
    assert "has read it" in visitor.get(thread).text
    assert thread not in visitor.get(f"{SITE}/").text.split("What has moved")[0]
    assert (
        thread not in visitor.sign_in(world.state).get(f"{SITE}/").text.split("What has moved")[0]
    )


def test_whoever_lost_their_place_is_shown_nothing_of_what_called_them(visitor, session, world):
    ref = begin(session, world, "Voyez", by=world.civil, to=world.observer)
    with saving(session), in_site(session, world.site.id):
        member = sites.member_at(session, world.site, world.observer.id)
        sites.end(session, world.site, member=member, by=world.facilitator)
    visitor.sign_in(world.observer)
    for address in (f"{SITE}/", HOME, f"{HOME}/{ref}"):
        visitor.get(address, status=404)
    assert ref not in visitor.get("/").text
    assert "Omar Benali" in visitor.sign_in(world.civil).get(f"{HOME}/{ref}").text


def test_the_form_offers_those_who_can_read_and_nobody_else(visitor, session, world):
    page = visitor.sign_in(world.state).get(ABOUT).text
    offered = set(re.findall(r'name="to" type="checkbox" value="([^"]+)"', page))
    people = {world.people[one] for one in ("authority", "civil", "facilitator", "contributor")}
    assert offered == {str(one.id) for one in people | {world.observer, world.lead}}


def test_hostile_words_stay_words(visitor, session, world):
    hostile = "<script>alert(1)</script> {{ 7*7 }} @<b>x</b> \u202e %(who)s"
    ref = begin(session, world, hostile, by=world.civil)
    for address in (HOME, ABOUT, f"{HOME}/{ref}", f"{HOME}/{ref}/1/corriger"):
        page = visitor.sign_in(world.civil).get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "alert(1)" not in visitor.sign_in(world.state).get(f"{SITE}/journal").text


def test_a_part_is_talked_about_where_it_stands_and_after_it_left(visitor, session, world):
    part = add(session, world, TABLE)
    in_english(visitor.sign_in(world.civil))
    about = f"{HOME}/a-propos/element/{part}"
    assert f'href="{about}"' in visitor.get(AGREEMENT).text
    thread = visitor.post(about, words="Trop rarement").location
    assert f'href="{thread}"' in visitor.get(f"{AGREEMENT}/elements/{part}").text
    assert "La table du quartier" in visitor.get(thread).text
    visitor.post(f"{AGREEMENT}/elements/{part}/retirer", page=f"{AGREEMENT}/elements/{part}")
    visitor.get(AGREEMENT)
    assert '<span class="tag dashed">no longer in the agreement' in visitor.get(thread).text
    assert "Trop rarement" in visitor.get(HOME).text


def test_several_threads_about_one_thing_are_listed(visitor, session, world):
    refs = [begin(session, world, words, by=world.civil) for words in ("Un", "Deux")]
    word(session, world, "power-who", "Nous.")
    in_english(visitor.sign_in(world.state))
    page = visitor.get(AGREEMENT).text
    assert f'href="{ABOUT}"' in page
    assert "2 comments" in page
    page = visitor.get(ABOUT).text
    assert all(f"{HOME}/{ref}" in page for ref in refs)


def test_the_journal_says_who_commented_on_what_and_leads_there(visitor, session, world):
    ref = begin(session, world, "Un secret zqx", by=world.civil)
    reply(session, world, ref, "Un autre zqx", by=world.contributor)
    page = in_english(visitor.sign_in(world.state)).get(f"{SITE}/journal?sur=discussions").text
    assert f'<a href="{HOME}/{ref}">a clause of the agreement</a>' in page
    assert "begins a discussion about" in page
    assert "zqx" not in page


def test_the_mark_of_a_thread_changes_with_it(visitor, session, world):
    ref = begin(session, world, "Un", by=world.civil)
    visitor.sign_in(world.observer)
    before = visitor.get(f"{HOME}/{ref}/marque.txt")
    assert before.mimetype == "text/plain"
    assert f'data-mark="{before.text}"' in visitor.get(f"{HOME}/{ref}").text
    reply(session, world, ref, "Deux", by=world.state)
    assert visitor.get(f"{HOME}/{ref}/marque.txt").text != before.text


def test_a_page_with_many_links_asks_for_discussions_once(visitor, session, world, statements):
    word(session, world, "power-who", "Nous.")
    begin(session, world, "Un", by=world.civil)
    visitor.sign_in(world.state).get(AGREEMENT)

    def asked() -> int:
        statements.clear()
        visitor.get(AGREEMENT)
        return len([one for one in statements if "discussion_" in one])

    before = asked()
    for code in ("power-how", "principles-trust", "principles-together"):
        word(session, world, code, "Nous.")
    for words in ("Deux", "Trois"):
        begin(session, world, words, by=world.state)
    assert 0 < asked() == before


def test_a_thread_of_a_clause_that_nobody_has_written_is_shown_beside_its_question(
    visitor, session, world
):
    ref = begin(session, world, "Par quoi commencer ?", by=world.civil)
    assert f'href="{HOME}/{ref}"' in visitor.sign_in(world.observer).get(AGREEMENT).text
    assert look(session, world, ref).resolved_at is None
