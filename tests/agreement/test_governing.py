"""What the clauses govern: named, un-named, frozen, and shown where it is governed."""

import json
import re

import pytest

from coopspace.agreement import frozen, governed, governing, versions
from coopspace.agreement.changed import changes
from coopspace.agreement.content import Content, Governed, canonical, digest
from coopspace.agreement.governed import key_of
from coopspace.agreement.rules import Decision
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.sites import journal
from tests.agreement.acts import HOME, add, looking, word
from tests.agreement.governs import (
    FAMILIES,
    change,
    end_change,
    end_relation,
    leave_map,
    name,
    relation,
    unname,
)
from tests.agreement.signed import put
from tests.continuum.acts import in_english

WHO = "power-who"
RULE = Decision("La convention avec la CAF")
CHOOSE = f"{HOME}/articles/{WHO}/concerne"
STRATEGY = "/sites/quartier-des-trois-ponts/strategie"
MAP = "/sites/quartier-des-trois-ponts/parties-prenantes"


def governs(session, world, holder=WHO):
    with looking(session, world) as agreement:
        return agreement.content.governs.get(holder, ())


def ticked(page):
    return re.findall(r'name="about" value="([^"]+)" checked', page)


# Naming


def test_a_clause_names_changes_and_relations_whoever_is_said_first(session, world):
    code, ends = change(session, world), relation(session, world)
    name(session, world, WHO, key_of(*ends), code)
    name(session, world, WHO, key_of(*reversed(ends)), code)
    named = governs(session, world)
    assert [(one.change, one.words, one.ends, one.ended) for one in named] == [
        (code, FAMILIES, (), False),
        ("", "", ("La CAF", "La ville"), False),
    ]
    assert {*named[1].refs} == {*ends}


def test_what_stands_beside_the_text_names_too(session, world):
    ends = relation(session, world)
    rule = add(session, world, RULE)
    name(session, world, rule, key_of(*ends))
    assert [one.ends for one in governs(session, world, rule)] == [("La CAF", "La ville")]
    assert governs(session, world) == ()


def test_what_is_no_longer_named_is_named_again_as_often_as_one_likes(session, world):
    code = change(session, world)
    for _time in range(2):
        name(session, world, WHO, code)
        unname(session, world, WHO, code)
        unname(session, world, WHO, code)
        assert governs(session, world) == ()
    with looking(session, world):
        acts = [line.action for line in journal.page(session, world.site).lines]
    assert acts.count("agreement:name") == acts.count("agreement:unname") == 2


def test_what_ends_stays_named_and_is_said_to_have_ended(session, world):
    code, ends = change(session, world), relation(session, world)
    name(session, world, WHO, code, key_of(*ends))
    end_change(session, world, code)
    end_relation(session, world, ends)
    assert [(one.ended, one.left) for one in governs(session, world)] == [
        (True, False),
        (True, False),
    ]


def test_a_relation_whose_end_left_the_map_keeps_its_names(session, world):
    ends = relation(session, world)
    name(session, world, WHO, key_of(*ends))
    leave_map(session, world, ends[1])
    (one,) = governs(session, world)
    assert one.ends == ("La CAF", "La ville")
    assert one.ended
    assert one.left


def test_only_what_stands_is_named_anew(session, world):
    code, ends = change(session, world), relation(session, world)
    end_change(session, world, code)
    end_relation(session, world, ends)
    for about in (code, key_of(*ends)):
        with pytest.raises(Refusal):
            name(session, world, WHO, about)


@pytest.mark.parametrize("about", ("I9", "nothing", "22222222-33333333", "-", "", "V"))
def test_what_does_not_exist_is_not_named(session, world, about):
    with pytest.raises(NotFound):
        name(session, world, WHO, about)


def test_nobody_relates_to_oneself(session, world):
    one, _other = relation(session, world)
    with pytest.raises(NotFound):
        name(session, world, WHO, f"{one}-{one}")


def test_only_something_of_the_agreement_names(session, world):
    code = change(session, world)
    for holder in ("power-nothing", "22222222"):
        with pytest.raises(NotFound):
            name(session, world, holder, code)


# Frozen


def test_the_canonical_content_says_it_in_words_alone():
    content = Content(
        governs={
            WHO: (
                Governed(change="I3", words=FAMILIES),
                Governed(ends=("La CAF", "La ville"), ended=True, refs=("a", "b"), left=True),
            )
        }
    )
    assert digest(canonical(content, site="Ici", language="fr")) == digest(
        canonical(Content(), site="Ici", language="fr")
    ), "a clause without words is not part of it"


def test_a_version_keeps_the_words_of_its_day(session, world):
    code, ends = change(session, world), relation(session, world)
    rule = add(session, world, RULE)
    name(session, world, WHO, code, key_of(*ends))
    name(session, world, rule, key_of(*ends))
    version = put(session, world)
    end_change(session, world, code)
    leave_map(session, world, ends[0])
    with looking(session, world):
        data = versions.content_of(session, version)
        read = frozen.read_content(data)
        new = versions.draft(session, world.site, language="fr")
    assert read.content.governs[WHO] == (
        Governed(change=code, words=FAMILIES),
        Governed(ends=("La CAF", "La ville")),
    )
    assert read.content.governs[rule] == (Governed(ends=("La CAF", "La ville")),)
    assert ends[0] not in data.decode()
    old = json.loads(data)["agreement"]
    assert canonical(read.content, site=old["site"], language="fr") == old
    said = changes(old, new, lambda field, value: field if field == "governs" else "")
    assert said == [], "the words of the test are the same: only what is governed has ended"
    told = changes(old, new, lambda field, value: str(value) if field == "governs" else "")
    assert [one.kind for one in told] == ["governs", "decisions"]


# Pages


def test_a_clause_shows_what_it_governs_and_leads_there(visitor, session, world):
    code, ends = change(session, world), relation(session, world)
    word(session, world, WHO, "Nous décidons ensemble.")
    name(session, world, WHO, code, key_of(*ends))
    page = in_english(visitor.sign_in(world.observer)).get(HOME).text
    shown = page.split('class="governs')[1].split("</div>")[0]
    assert f'href="{STRATEGY}/{code}"' in shown
    assert f'href="{MAP}/{ends[0]}/avec/{ends[1]}"' in shown
    assert "the relation La CAF – La ville" in shown
    assert "convention" not in shown
    assert CHOOSE not in page


def test_the_page_of_a_change_and_of_a_relation_show_the_clause(visitor, session, world):
    code, ends = change(session, world), relation(session, world)
    word(session, world, WHO, "Nous décidons ensemble.")
    rule = add(session, world, RULE)
    for holder in (WHO, rule, "power-how"):
        name(session, world, holder, code, key_of(*ends))
    visitor.sign_in(world.observer)
    for address in (
        f"{STRATEGY}/{code}",
        f"{MAP}/{ends[0]}/avec/{ends[1]}",
        f"{MAP}/{ends[1]}/avec/{ends[0]}",
    ):
        page = visitor.get(address).text
        assert "Nous décidons ensemble." in page
        assert RULE.matter in page
        assert f"{HOME}#{WHO}" in page
        assert f"{HOME}#{rule}" in page
        assert f"{HOME}#power-how" not in page, "a clause without words says nothing"


def test_a_change_that_is_not_named_says_nothing_of_the_agreement(visitor, session, world):
    code = change(session, world)
    word(session, world, WHO, "Nous décidons ensemble.")
    page = visitor.sign_in(world.observer).get(f"{STRATEGY}/{code}").text
    assert f"{HOME}#" not in page


def test_boxes_are_ticked_and_unticked_without_script(visitor, session, world):
    code, ends = change(session, world), relation(session, world)
    other = change(session, world, "Les institutions décident ensemble")
    word(session, world, WHO, "Nous décidons ensemble.")
    visitor.sign_in(world.contributor)
    page = visitor.get(CHOOSE).text
    key = key_of(*ends)
    for about in (code, other, key):
        assert f'value="{about}"' in page
    assert ticked(page) == []
    assert visitor.post(CHOOSE, about=[code, key]).location == f"{HOME}#{WHO}"
    assert ticked(visitor.get(CHOOSE).text) == [code, key]
    visitor.post(CHOOSE, about=[key, other], was=[code, key])
    assert [one.change for one in governs(session, world)] == [other, ""]


def test_what_somebody_else_named_meanwhile_stays(visitor, session, world):
    code, ends = change(session, world), relation(session, world)
    word(session, world, WHO, "Nous décidons ensemble.")
    visitor.sign_in(world.contributor).get(CHOOSE)
    name(session, world, WHO, code)
    visitor.post(CHOOSE, about=[key_of(*ends)])
    assert [one.change for one in governs(session, world)] == [code, ""]


def test_the_lists_are_searched_and_what_is_named_stays_on_the_page(visitor, session, world):
    code, ends = change(session, world), relation(session, world)
    change(session, world, "Les institutions décident ensemble")
    name(session, world, WHO, code)
    visitor.sign_in(world.contributor)
    page = visitor.get(f"{CHOOSE}?q=caf").text
    assert f'value="{key_of(*ends)}"' in page
    assert f'value="{code}"' in page
    assert "Les institutions" not in page
    assert 'value="' + key_of(*ends) not in visitor.get(f"{CHOOSE}?q=institutions").text


def test_what_left_is_marked_where_it_is_chosen(visitor, session, world):
    code = change(session, world)
    name(session, world, WHO, code)
    end_change(session, world, code)
    in_english(visitor.sign_in(world.contributor))
    page = visitor.get(CHOOSE).text
    assert ticked(page) == [code]
    assert "left the chain" in page.split(f'value="{code}" checked')[1].split("</label>")[0]
    visitor.post(CHOOSE, was=[code])
    assert governs(session, world) == ()


def test_a_refusal_names_nothing_of_what_was_sent_with_it(visitor, session, world):
    code, gone = change(session, world), change(session, world, "Autre chose")
    end_change(session, world, gone)
    in_english(visitor.sign_in(world.contributor))
    page = visitor.post(CHOOSE, about=[code, gone], status=200).text
    assert "has left the chain" in page
    assert governs(session, world) == ()
    visitor.post(CHOOSE, about=["22222222-33333333"], status=404)


def test_parts_are_chosen_for_on_their_own_page(visitor, session, world):
    code, rule = change(session, world), add(session, world, RULE)
    address = f"{HOME}/elements/{rule}/concerne"
    visitor.sign_in(world.contributor)
    assert address in visitor.get(f"{HOME}/elements/{rule}").text
    visitor.post(address, about=[code])
    assert f"{STRATEGY}/{code}" in visitor.get(f"{HOME}/elements/{rule}").text
    assert f"{STRATEGY}/{code}" in visitor.get(HOME).text


def test_readers_do_not_choose_and_strangers_learn_nothing(visitor, session, world):
    word(session, world, WHO, "Nous décidons ensemble.")
    rule = add(session, world, RULE)
    for person, status in (("observer", 403), ("stranger", 404), ("other_state", 404)):
        visitor.sign_in(getattr(world, person))
        for address in (CHOOSE, f"{HOME}/elements/{rule}/concerne"):
            visitor.get(address, status=status)


def test_another_site_names_and_reads_nothing_of_it(session, world):
    code, ends = change(session, world), relation(session, world)
    name(session, world, WHO, code, key_of(*ends))
    session.rollback()
    with in_site(session, world.other_site.id):
        assert governed.governs(session) == {}
        assert governed.of_relation(session, *ends) == []
        assert governed.offered(session) == governed.Offered((), ())
        for about in (code, key_of(*ends)):
            with pytest.raises(NotFound), saving(session):
                governing.name(
                    session, world.other_site, holder=WHO, about=about, by=world.other_state
                )
