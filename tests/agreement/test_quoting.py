"""What a clause quotes is read with its present name, wherever the clause is read."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.agreement import citing, clauses, frozen, parts, versions
from coopspace.agreement.changed import changes
from coopspace.agreement.content import canonical
from coopspace.agreement.rules import Decision, Place, Talent
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import formats, guard, merging, store
from coopspace.live.formats import Block, Marked, Piece
from coopspace.live.quoting import Called, quoted
from coopspace.stakeholders import actions
from coopspace.stakeholders.held import stakeholder_of
from coopspace.stakeholders.rules import Described
from tests.agreement.acts import HOME, TABLE, acting, add, looking, typing, word
from tests.agreement.signed import put
from tests.continuum.acts import in_english
from tests.live.writers import Replica
from tests.stakeholders.acts import add as put_on_map

WHO = "power-who"
REF = "abcd2345"
NOW = {REF: Called("Le conseil", frozenset({"La table", "La table du quartier", "Le conseil"}))}
LEFT = {REF: Called("Le conseil", NOW[REF].ever, left=True)}


def line(*pieces):
    (block,) = quoted((Block("paragraph", (pieces,)),), NOW)
    return block.lines[0]


def quote(text, **looks):
    return Piece(text, quotes=REF, **looks)


def cite(session, world, ref, code=WHO):
    with acting(session, world):
        citing.cite(session, world.site, code=code, ref=ref, by=world.contributor)


def rename(session, world, ref, said):
    with acting(session, world):
        part = parts.part_of(session, ref)
        seen = parts.telling_of(session, part).seq
        parts.describe(session, part, said=said, seen=seen, by=world.civil)


def end(session, world, ref):
    with acting(session, world):
        parts.end(session, parts.part_of(session, ref), by=world.civil)


def shown(session, world, code=WHO):
    """The pieces of the first line of a clause, as it is read."""
    with looking(session, world) as agreement:
        clause = next(one for one in agreement.content.clauses if one.code == code)
        return clause.blocks[0].lines[0]


# Rules


def test_a_name_is_said_as_it_is_today():
    before, after = Piece("À "), Piece(", nous votons.")
    for text in NOW[REF].ever:
        assert line(before, quote(text), after) == (before, quote("Le conseil"), after)


def test_words_typed_against_a_quotation_stay():
    assert line(quote("Voici La table du quartier, ici")) == (
        Piece("Voici "),
        quote("Le conseil"),
        Piece(", ici"),
    )


def test_words_typed_inside_a_quotation_stay_and_quote_no_longer():
    assert line(quote("La grande table")) == (Piece("La grande table"),)


def test_a_name_half_in_bold_is_said_once():
    assert line(quote("La table", bold=True), quote(" du quartier")) == (
        quote("Le conseil", bold=True),
    )


def test_what_is_quoted_twice_in_a_row_is_said_twice():
    assert line(quote("La table"), quote("La table")) == (quote("Le conseil"),) * 2


def test_what_is_not_there_is_no_quotation():
    assert quoted((Block("paragraph", ((quote("Là-bas"),),)),), {}) == (
        Block("paragraph", ((Piece("Là-bas"),),)),
    )


def test_what_has_left_keeps_its_last_name_and_says_so():
    (block,) = quoted((Block("paragraph", ((quote("La table"),),)),), LEFT)
    assert block.lines[0] == (Piece("Le conseil", quotes=f"-{REF}"),)


LETTERS = st.text("La tbledu quri", max_size=30)


@given(LETTERS, st.sampled_from(sorted(NOW[REF].ever)), LETTERS)
def test_no_word_is_ever_lost(before, name, after):
    text = before + name + after
    pieces = line(quote(text))
    names = "|".join(map(re.escape, NOW[REF].ever))
    told = "".join(f"(?:{names})" if one.quotes else re.escape(one.text) for one in pieces)
    assert re.fullmatch(told, text)
    assert any(one.quotes for one in pieces)


# Targets


@pytest.mark.parametrize(
    "target",
    (
        "javascript:alert(1)",
        "#javascript",
        "#abcd234",
        "#abcd23456",
        "#ABCD2345",
        "# abcd234",
        "#abcd-234",
        "#abcd2345\n",
        "abcd2345",
        "//exemple.fr",
        "/sites/ailleurs",
        "#",
        "data:text/html,x",
    ),
)
def test_a_text_leads_nowhere_else(target):
    assert not formats.allowed("link", target)
    person = Replica(5)
    person.type("La table")
    person.take()
    person.text.format(0, merging.units("La table"), {"link": target})
    with pytest.raises(guard.Malformed):
        guard.check(*person.take())
    blocks = formats.blocks([Marked("La table", {"link": target})])
    assert blocks == [Block("paragraph", ((Piece("La table"),),))]


def test_a_room_takes_a_quotation():
    assert formats.allowed("link", f"#{REF}")
    assert formats.blocks([Marked("La table", {"link": f"#{REF}"})]) == [
        Block("paragraph", ((quote("La table"),),))
    ]


# Acts


def test_a_clause_follows_what_it_quotes(session, world):
    word(session, world, WHO, "Nous décidons ensemble, à")
    ref = add(session, world, TABLE)
    cite(session, world, ref)
    assert shown(session, world) == (
        Piece("Nous décidons ensemble, à "),
        Piece("La table du quartier", quotes=ref),
    )
    rename(session, world, ref, Place("Le conseil"))
    assert shown(session, world)[1] == Piece("Le conseil", quotes=ref)
    end(session, world, ref)
    assert shown(session, world)[1] == Piece("Le conseil", quotes=f"-{ref}")


def test_the_words_themselves_are_not_rewritten(session, world):
    ref = add(session, world, TABLE)
    cite(session, world, ref)
    rename(session, world, ref, Place("Le conseil"))
    with looking(session, world):
        clause = clauses.clause_of(session, WHO)
        assert store.read(session, clause.document_id).text == "La table du quartier"


def test_words_written_after_a_quotation_without_script_are_read(session, world):
    ref = add(session, world, TABLE)
    cite(session, world, ref)
    word(session, world, WHO, "La table du quartier décide du budget.")
    rename(session, world, ref, Place("Le conseil"))
    assert shown(session, world) == (
        Piece("Le conseil", quotes=ref),
        Piece(" décide du budget."),
    )


def test_a_talent_of_the_map_is_quoted_under_the_name_of_the_map(session, world):
    who = put_on_map(session, world, "Inès")
    ref = add(session, world, Talent("Parle trois langues", stakeholder=who))
    cite(session, world, ref)
    with acting(session, world):
        known = stakeholder_of(session, who)
        actions.describe(session, known, said=Described(name="Inès B."), seen=1, by=world.civil)
    assert shown(session, world) == (Piece("Inès B.", quotes=ref),)


def test_a_quotation_takes_no_format_of_the_words_before(session, world):
    word(session, world, WHO, "Nous décidons à")
    ref = add(session, world, TABLE)

    def bold(person):
        person.text.format(0, merging.units(person.words), {"bold": True})

    typing(session, world, WHO, world.state, bold)
    cite(session, world, ref)
    assert shown(session, world)[-1] == Piece("La table du quartier", quotes=ref)


def test_only_what_stands_is_quoted(session, world):
    ref = add(session, world, TABLE)
    end(session, world, ref)
    for wrong in (ref, "22222222", ""):
        with pytest.raises(Refusal):
            cite(session, world, wrong)
    with pytest.raises(NotFound):
        cite(session, world, add(session, world, TABLE), "power-nothing")


# Frozen


def test_a_version_keeps_the_name_of_its_day(session, world):
    ref, gone = add(session, world, TABLE), add(session, world, Decision("Le budget"))
    for one in (ref, gone):
        cite(session, world, one, "power-how")
    end(session, world, gone)
    version = put(session, world)
    rename(session, world, ref, Place("Le conseil"))
    with looking(session, world):
        old = json.loads(versions.content_of(session, version))["agreement"]
        new = versions.draft(session, world.site, language="fr")
    text = frozen.read_agreement(old)
    clause = next(one for one in text.content.clauses if one.code == "power-how")
    assert clause.blocks[0].lines[0] == (
        Piece("La table du quartier", quotes=ref),
        Piece(" "),
        Piece("Le budget (n’est plus dans l’entente)"),
    )
    assert canonical(text.content, site=old["site"], language="fr") == old
    told = {one.kind: "".join(part.text for part in one.parts) for one in changes(old, new, _say)}
    assert "conseil" in told["clauses"]


def _say(_field, value):
    return str(value)


# Pages


def test_the_agreement_and_its_versions_lead_to_what_is_quoted(visitor, session, world):
    ref, gone = add(session, world, TABLE), add(session, world, Decision("Le budget"))
    for one in (ref, gone):
        cite(session, world, one, "power-how")
    end(session, world, gone)
    rename(session, world, ref, Place("Le <conseil>"))
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(HOME).text
    link = f'<a class="quote" href="#{ref}">Le &lt;conseil&gt;</a>'
    assert link in page
    assert f'<tr id="{ref}">' in page
    assert 'Le budget <span class="quote-left">(no longer in the agreement)</span>' in page
    put(session, world)
    rename(session, world, ref, Place("Autrement"))
    page = visitor.get(f"{HOME}/versions/1").text
    assert link in page
    assert f'<tr id="{ref}">' in page
    assert "Autrement" in visitor.get(f"{HOME}/versions/1/differences").text


def test_one_quotes_without_script(visitor, session, world):
    ref = add(session, world, TABLE)
    visitor.sign_in(world.contributor)
    address = f"{HOME}/articles/{WHO}/citer"
    assert address in visitor.get(f"{HOME}/pouvoir/ecrire").text
    assert visitor.post(address, ref=ref).location == f"{HOME}#{WHO}"
    assert f'href="#{ref}">La table du quartier</a>' in visitor.get(HOME).text
    assert "ref-error" in visitor.post(address, ref="22222222", status=200).text
    visitor.get(f"{HOME}/articles/power-nothing/citer", status=404)
    visitor.sign_in(world.observer).get(address, status=403)
    visitor.sign_in(world.stranger).get(address, status=404)


def test_the_editor_offers_what_stands(visitor, session, world):
    visitor.sign_in(world.contributor)
    for address in (f"{HOME}/pouvoir/ecrire", f"{HOME}/questions/1"):
        assert "data-quote" not in visitor.get(address).text
    ref = add(session, world, Place("Le <conseil>"))
    for address in (f"{HOME}/pouvoir/ecrire", f"{HOME}/questions/1"):
        page = visitor.get(address).text
        assert f'<option value="{ref}" data-name="Le &lt;conseil&gt;">' in page
        assert 'data-format="quote"' in page
