"""The plan keeps everything: what was said of an action, what it gave, what supported it."""

import pytest
from sqlalchemy import func, select

from coopspace.changes import actions as changes
from coopspace.changes.held import find
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.plan import actions, held
from coopspace.plan.model import PlanContribution, PlanSupport
from coopspace.plan.reading import carried, contributing, organisations, tellings
from coopspace.plan.rules import Described, Effort, State
from coopspace.stakeholders import actions as stakeholders
from coopspace.stakeholders.rules import Described as Organisation
from tests.plan.acts import acting, draw, give, looked, write


def on_map(session, world, name: str) -> str:
    with acting(session, world):
        said = Organisation(name=name)
        return stakeholders.add(session, world.site, said=said, by=world.state).ref


def say(session, world, number: int = 1, *, seen: int = 1, supports=(), **said) -> None:
    with acting(session, world):
        actions.describe(
            session,
            held.action_of(session, number),
            said=Described(**{"title": "Tenir une permanence", **said}),
            supports=supports,
            seen=seen,
            by=world.state,
        )


def journal(session, world) -> list[str]:
    session.rollback()
    return [
        one.action
        for one in reversed(audit.journal(session, world.site.id))
        if "plan" in one.action
    ]


def test_actions_are_numbered_and_told_with_their_names_of_today(session, world):
    ref = on_map(session, world, "Le centre social")
    write(session, world, pilot=ref, partners=(), effort=Effort.LIGHT)
    write(session, world, "Un repas", pilot_name="Les voisines", partners=(ref,))
    with acting(session, world):
        found = stakeholders.stakeholder_of(session, ref)
        stakeholders.describe(
            session, found, said=Organisation(name="L’Embarcadère"), seen=1, by=world.state
        )
    first, second = looked(session, world)
    assert (first.number, first.pilot) == (1, "L’Embarcadère")
    assert (second.number, second.pilot, second.partners) == (2, "Les voisines", ("L’Embarcadère",))


def test_who_left_the_map_keeps_their_name_and_is_offered_no_more(session, world):
    ref = on_map(session, world, "Le centre social")
    write(session, world, pilot=ref)
    with acting(session, world):
        found = stakeholders.stakeholder_of(session, ref)
        stakeholders.end(session, found, why="Fermé.", by=world.state)
    assert looked(session, world)[0].pilot == "Le centre social"
    with in_site(session, world.site.id):
        assert organisations(session, offered=True) == []
    session.rollback()
    say(session, world, pilot=ref, title="Autrement")


@pytest.mark.parametrize(
    "field, said", [("pilot", {"pilot": "zz"}), ("partners", {"partners": ("zz",)})]
)
def test_an_organisation_of_nowhere_is_refused(session, world, field, said):
    with pytest.raises(Refusal) as refused:
        write(session, world, **said)
    assert refused.value.field == field


def test_what_was_said_before_is_kept(session, world):
    write(session, world)
    say(session, world, state=State.UNDER_WAY)
    say(session, world, seen=2, state=State.STOPPED, why="Personne ne venait.")
    say(session, world, seen=3, state=State.STOPPED, why="Personne ne venait.")
    with in_site(session, world.site.id):
        told = tellings(session, held.action_of(session, 1))
        assert [one.said.state for one in told] == ["stopped", "under_way", "idea"]
        assert [one.moved for one in told] == [("state", "why"), ("state",), ()]
    assert journal(session, world) == ["plan:write", "plan:describe", "plan:describe"]


def test_whoever_comes_second_reads_first(session, world):
    write(session, world)
    say(session, world, title="La sienne")
    with pytest.raises(Refusal, match="meanwhile"):
        say(session, world, title="La mienne")
    assert looked(session, world)[0].said.title == "La sienne"


def test_contributions_follow_their_changes_and_keep_what_was_said(session, world):
    draw(session, world, "D1 D2 I1")
    write(session, world)
    give(session, world, D1=3, D2=1)
    give(session, world, D1=2, I1=1)
    give(session, world, D1=2, I1=1)
    assert looked(session, world)[0].contributions == {"D1": 2, "I1": 1}
    with in_site(session, world.site.id):
        assert session.scalar(select(func.count(PlanContribution.id))) == 4
    session.rollback()
    with acting(session, world):
        changes.end(session, find(session, "D1"), by=world.state, reason="Plus vrai.")
    assert looked(session, world)[0].contributions == {"I1": 1}
    assert journal(session, world) == ["plan:write", "plan:contribute", "plan:contribute"]
    with pytest.raises(Refusal) as refused:
        give(session, world, D1=2, I1=1)
    assert refused.value.field == "changes"
    with pytest.raises(Refusal) as refused:
        give(session, world, D9=2)
    assert refused.value.field == "changes"


def test_contributions_that_moved_meanwhile_are_read_first(session, world):
    draw(session, world, "D1 D2")
    write(session, world)
    give(session, world, D1=3)
    with pytest.raises(Refusal, match="meanwhile"):
        give(session, world, seen=0, D2=1)
    assert looked(session, world)[0].contributions == {"D1": 3}


def test_support_is_mutual_and_ends_from_either_side(session, world):
    write(session, world)
    write(session, world, "Un repas", supports=(1,))
    assert [one.supports for one in looked(session, world)] == [(2,), (1,)]
    say(session, world, supports={2})
    say(session, world, supports=())
    assert [one.supports for one in looked(session, world)] == [(), ()]
    say(session, world, 2, title="Un repas", supports={1})
    with in_site(session, world.site.id):
        assert session.scalar(select(func.count(PlanSupport.id))) == 2
    session.rollback()
    with pytest.raises(Refusal) as refused:
        say(session, world, supports={1})
    assert refused.value.field == "supports"
    assert journal(session, world) == ["plan:write", "plan:write", "plan:support", "plan:support"]


def test_who_carries_what_names_each_once_and_those_without_a_pilot_last(session, world):
    ref = on_map(session, world, "Le centre social")
    write(session, world, pilot=ref)
    write(session, world, "Un repas", pilot_name="Amicale", partners=(ref,))
    write(session, world, "Une visite")
    told = [
        (name, [one.number for one in pilots], [one.number for one in partners])
        for name, pilots, partners in carried(looked(session, world))
    ]
    assert told == [("Amicale", [2], []), ("Le centre social", [1], [2]), ("", [3], [])]


def test_a_change_tells_the_strongest_contribution_first(session, world):
    draw(session, world, "D1")
    for title, strength in (("Un", 1), ("Deux", 3)):
        give(session, world, write(session, world, title), D1=strength)
    found = contributing(looked(session, world), "D1")
    assert [(one.number, int(strength)) for one, strength in found] == [(2, 3), (1, 1)]


def test_an_unknown_number_is_not_found(session, world):
    write(session, world)
    with in_site(session, world.other_site.id), pytest.raises(NotFound):
        held.action_of(session, 1)
