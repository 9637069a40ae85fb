"""What people do with their agreement, kept and journalled."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from coopspace.agreement import clauses, parts, reading
from coopspace.agreement.checks import Check, reread
from coopspace.agreement.glance import glance
from coopspace.agreement.model import AgreementTelling
from coopspace.agreement.rules import Decision, Kind, Method, Place, Section, Talent
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.stakeholders import actions as stakeholders
from coopspace.stakeholders.rules import Sector
from tests.agreement.acts import TABLE, acting, add, in_bold, looking, typing, word
from tests.stakeholders.acts import add as put_on_map


def journal(session, world) -> list[str]:
    """The acts of the site about its agreement, the latest first."""
    session.rollback()
    lines = audit.journal(session, world.site.id)
    return [one.action for one in lines if one.action.split(":")[0] in ("agreement", "clause")]


def test_a_part_is_added_said_anew_taken_out_and_put_back(session, world):
    ref = add(session, world, TABLE)
    better = Place("La grande table", parties=TABLE.parties)
    with acting(session, world):
        parts.describe(session, parts.part_of(session, ref), said=better, seen=1, by=world.state)
    with acting(session, world):
        parts.end(session, parts.part_of(session, ref), by=world.state)
    with looking(session, world) as now:
        assert now.content.places == ()
        assert [one.said for one in now.ended] == [better]
    with acting(session, world):
        parts.bring_back(session, parts.part_of(session, ref), by=world.state)
    with looking(session, world) as now:
        assert [one.said for one in now.content.places] == [better]
        told = parts.history(session, parts.part_of(session, ref))
        assert [(one.seq, one.ended) for one in told] == [
            (4, False),
            (3, True),
            (2, False),
            (1, False),
        ]
    assert journal(session, world) == [
        "agreement:bring_back",
        "agreement:end",
        "agreement:describe",
        "agreement:add",
    ]


def test_doing_it_twice_changes_nothing(session, world):
    ref = add(session, world, TABLE)
    with acting(session, world):
        part = parts.part_of(session, ref)
        parts.describe(session, part, said=TABLE, seen=0, by=world.state)
        parts.bring_back(session, part, by=world.state)
        parts.end(session, part, by=world.state)
        parts.end(session, part, by=world.state)
        assert len(parts.history(session, part)) == 2
    assert journal(session, world) == ["agreement:end", "agreement:add"]


def test_whoever_had_not_read_what_stands_is_told(session, world):
    ref = add(session, world, TABLE)
    for name, seen in (("La grande table", 1), ("La petite table", 1)):
        with in_site(session, world.site.id), saving(session):
            part = parts.part_of(session, ref)
            if name == "La grande table":
                parts.describe(session, part, said=Place(name), seen=seen, by=world.state)
                continue
            with pytest.raises(Refusal, match="changed this meanwhile"):
                parts.describe(session, part, said=Place(name), seen=seen, by=world.civil)


def test_an_earlier_telling_stands_again_and_says_nothing_twice(session, world):
    ref = add(session, world, TABLE)
    with acting(session, world):
        part = parts.part_of(session, ref)
        parts.describe(session, part, said=Place("Autre chose"), seen=1, by=world.state)
        with pytest.raises(NotFound):
            parts.say_again(session, part, seq=9, by=world.civil)
        parts.say_again(session, part, seq=1, by=world.civil)
        with pytest.raises(Refusal):
            parts.say_again(session, part, seq=1, by=world.civil)
        parts.end(session, part, by=world.civil)
        for again in (
            lambda: parts.say_again(session, part, seq=2, by=world.civil),
            lambda: parts.describe(session, part, said=TABLE, seen=4, by=world.civil),
        ):
            with pytest.raises(Refusal, match="bring it back first"):
                again()
    with looking(session, world) as now:
        assert now.ended[0].said == TABLE


def test_two_places_have_two_names_and_a_rule_names_a_place_that_stands(session, world):
    ref = add(session, world, TABLE)
    with acting(session, world):
        for said, field in (
            (Place(TABLE.name.upper()), "name"),
            (Decision("Le budget", place="nowhere"), "place"),
            (Talent("Une salle", stakeholder="nobody"), "stakeholder"),
        ):
            with pytest.raises(Refusal) as refused:
                parts.add(session, world.site, said=said, by=world.state)
            assert refused.value.field == field
        parts.add(session, world.site, said=Decision("Le budget", place=ref), by=world.state)
        parts.end(session, parts.part_of(session, ref), by=world.state)
    with looking(session, world) as now:
        assert Check.NOBODY_DECIDES in {one.check for one in reread(now.content)}


def test_parts_are_put_in_order_among_those_of_their_kind(session, world):
    first = add(session, world, TABLE)
    add(session, world, Decision("Le budget", method=Method.CONSENT))
    second = add(session, world, Place("Le café"))
    with acting(session, world):
        assert parts.move(session, parts.part_of(session, second), up=True)
        assert not parts.move(session, parts.part_of(session, second), up=True)
        assert not parts.move(session, parts.part_of(session, first), up=False)
    with looking(session, world) as now:
        assert [one.ref for one in now.content.places] == [second, first]
    with acting(session, world):
        parts.end(session, parts.part_of(session, second), by=world.state)
        assert not parts.move(session, parts.part_of(session, second), up=False)


def test_a_talent_of_the_map_has_the_name_of_the_map_even_after_it_left(session, world):
    rives = put_on_map(session, world, "Les Rives", Sector.RESIDENTS)
    add(session, world, Talent("Une salle", stakeholder=rives))
    with acting(session, world):
        there = stakeholders.stakeholder_of(session, rives)
        stakeholders.end(session, there, why="Fermé", by=world.state)
    with looking(session, world) as now:
        said = now.content.talents[0].said
        assert (said.name, said.sector) == ("Les Rives", Sector.RESIDENTS)


def test_the_past_of_a_day_is_read_again(session, world):
    ref = add(session, world, TABLE)
    with in_site(session, world.site.id):
        moment = parts.history(session, parts.part_of(session, ref))[0].at
    with acting(session, world):
        part = parts.part_of(session, ref)
        parts.describe(session, part, said=Place("Autre"), seen=1, by=world.state)
    with looking(session, world):
        assert [one.said for one in parts.parts(session, at=moment)] == [TABLE]


def test_the_database_lets_one_telling_stand(session, world):
    ref = add(session, world, TABLE)
    with acting(session, world):
        told = parts.telling_of(session, parts.part_of(session, ref))
        another = AgreementTelling(
            site_id=told.site_id,
            part_id=told.part_id,
            seq=2,
            at=told.at,
            by=told.by,
            content=told.content,
        )
        nested = session.begin_nested()
        session.add(another)
        with pytest.raises(IntegrityError):
            session.flush()
        nested.rollback()


def test_a_clause_opens_with_its_first_words_and_merges_late_ones(session, world):
    assert word(session, world, "power-who", "  ") is None
    first = word(session, world, "power-who", "Nous décidons.")
    assert first
    assert first.saved
    with acting(session, world):
        late = clauses.reword(
            session,
            world.site,
            code="power-who",
            text="Ensemble.",
            seen=0,
            by=world.state,
        )
    assert late
    assert late.saved
    assert "Nous décidons." in late.mine.text
    assert "Ensemble." in late.mine.text
    assert journal(session, world) == ["clause:reword", "clause:reword"]


def test_what_the_method_does_not_ask_is_no_clause(session, world):
    with pytest.raises(NotFound), acting(session, world):
        clauses.open_clause(session, world.site, code="power-nothing", by=world.state)
    with pytest.raises(NotFound), acting(session, world):
        clauses.restore(session, code="power-who", number=1, by=world.state)


def test_an_earlier_wording_of_a_clause_comes_back(session, world):
    word(session, world, "power-who", "Nous décidons.")
    word(session, world, "power-who", "Vous décidez.")
    with acting(session, world):
        assert (
            clauses.restore(session, code="power-who", number=1, by=world.state).text
            == "Nous décidons."
        )
    assert journal(session, world)[0] == "clause:restore"


def test_clauses_are_read_with_their_formats_in_a_few_queries(session, world):
    word(session, world, "power-who", "Nous décidons ensemble.")
    word(session, world, "principles-trust", "Nous tenons parole.")
    typing(session, world, "power-who", world.state, in_bold("décidons"))
    with acting(session, world):
        store.fix(session, clauses.clause_of(session, "power-who").document_id)
    counted: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: counted.append(args[2]))
    with looking(session, world) as now:
        power = next(one for one in now.content.clauses if one.code == "power-who")
    bold = [piece.text for block in power.blocks for piece in block.lines[0] if piece.bold]
    assert bold == ["décidons"]
    ours = [one for one in counted if "agreement_" in one or "document" in one]
    assert len(ours) == 6, ours


def test_what_is_typed_now_is_read_as_it_stands(session, world):
    word(session, world, "power-who", "Nous décidons")
    typing(session, world, "power-who", world.state, lambda person: person.type(" tous."))
    with looking(session, world) as now:
        text = now.texts["power-who"]
        assert text.moving
        assert text.authors == (world.state.id,)
        assert text.blocks[0].lines[0][0].text == "Nous décidons tous."


def test_the_glance_counts_what_the_page_shows(session, world):
    with in_site(session, world.site.id):
        assert not glance(session).is_begun
    word(session, world, "power-who", "Nous décidons.")
    word(session, world, "power-more", "Encore un point.")
    add(session, world, TABLE)
    with looking(session, world) as now:
        seen = glance(session)
        assert seen.answered == sum(bool(one.blocks) and one.asks for one in now.content.clauses)
        assert (seen.answered, seen.settled, seen.is_begun) == (1, 1, True)
        assert Section.POWER not in seen.to_write
        assert Section.TALENTS in seen.to_write
        assert {one.kind for one in now.standing.values()} == {Kind.PLACE}


def test_sites_do_not_read_each_other(session, world):
    ref = add(session, world, TABLE)
    word(session, world, "power-who", "Nous décidons.")
    session.rollback()
    with in_site(session, world.other_site.id):
        assert reading.agreement(session).content.is_empty
        with pytest.raises(NotFound):
            parts.part_of(session, ref)
        assert clauses.clause_of(session, "power-who") is None
