"""Actions come in with their strategy: looked at, written in one act, undone together."""

import json

import pytest
from sqlalchemy import func, select

from coopspace.changes import actions as changes
from coopspace.changes import bringing
from coopspace.changes.held import find
from coopspace.changes.rules import Strength
from coopspace.changes.written import written
from coopspace.discussion.model import DiscussionThread
from coopspace.kernel import clock
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission
from coopspace.kernel.refusal import Refusal
from coopspace.plan import actions, undoing
from coopspace.plan.held import action_of, contributed
from coopspace.plan.model import PlanAction, PlanContribution, PlanSupport
from coopspace.plan.rules import Described, State
from coopspace.plan.written import written as plan
from coopspace.search import index
from tests.changes.brought import bring
from tests.changes.test_importing import confirm, send
from tests.stakeholders.acts import add
from tests.visitor import text_of

TABLE = """Changements;;;
Code;Niveau;Changement attendu;Contribue à
a;direct;Les habitants connaissent leurs droits;b
b;intermédiaire;Les services reçoivent ensemble;
;;;
Plan d’actions;;;
N°;Action;Pilote;Contribue à;Fin;Moyens;Soutenue par
1;Tenir une permanence;Mairie;a (3);30/06/2030;Une salle;2
2;Former les accueils;;b (1), a (un peu);;;
"""
PLAN = "/sites/quartier-des-trois-ponts/actions"


@pytest.fixture
def at(desk):
    """The address of the strategy of the world's site, whose map holds the town."""
    add(desk.session, desk.world, "Mairie")
    return f"/sites/{desk.site.slug}/strategie"


def brought(desk):
    """The table, brought by the State."""
    add(desk.session, desk.world, "Mairie")
    with desk.act() as session:
        return bring(session, desk.site, TABLE.encode(), by=desk.world.state).number


def undo(desk, number: int) -> None:
    with desk.act() as session:
        done = bringing.import_of(session, number)
        undoing.undo(session, done, why="Défait.", by=desk.world.state)


def test_actions_are_looked_at_then_written_then_undone_with_their_changes(visitor, desk, at):
    visitor.sign_in(desk.world.facilitator)
    address = send(visitor, at, ("plan.csv", TABLE.encode("cp1252", "replace"))).location
    page = text_of(visitor.get(address).text)
    assert "2 nouvelles actions" in page
    assert "Ligne 8" in page
    assert "D1\u00a0: Décisif" in page
    with desk.look() as session:
        assert plan(session) == ()
    assert confirm(visitor, address).location.endswith("/strategie")
    assert "nouvelles actions\u00a0: 2" in text_of(visitor.get(at).text)
    with desk.look() as session:
        one, two = plan(session)
        assert (one.pilot, one.ends.year, one.resources) == ("Mairie", 2030, "Une salle")
        assert one.contributions == (("D1", Strength.DECISIVE),)
        assert two.contributions == (("D1", Strength.SOME), ("I1", Strength.SOME))
        assert (one.supports, two.supports) == ((2,), (1,))
        assert index.standing(session) == index.expected(session)
    assert "Tenir une permanence" in visitor.get(PLAN).text
    number = int(address.rsplit("/", 1)[1])
    assert "2 changements, 1 lien, 2 actions" in text_of(visitor.get(f"{at}/importer").text)
    visitor.post(f"{at}/importer/{number}/defaire", page=f"{at}/importer")
    with desk.look() as session:
        assert (plan(session), written(session).changes) == ((), ())
        assert session.scalar(select(func.count(PlanAction.id))) == 2
        for model in (PlanContribution, PlanSupport):
            assert session.scalars(select(model).where(model.until.is_(None))).all() == []
        assert index.standing(session) == index.expected(session)
    visitor.get(f"{PLAN}/1", status=404)


def test_an_import_is_one_line_of_the_journal(desk):
    number = brought(desk)
    undo(desk, number)
    acts = select(AuditEvent).where(AuditEvent.action.startswith("strategy:"))
    acts = acts.order_by(AuditEvent.seq)
    told = [(one.action, one.details) for one in desk.session.scalars(acts)]
    came = {"number": number, "changes": 2, "links": 1, "actions": 2}
    assert told == [("strategy:import", came), ("strategy:undo", came)]
    plans = select(func.count(AuditEvent.id)).where(AuditEvent.action.startswith("plan:"))
    assert desk.session.scalar(plans) == 0


def test_a_number_that_was_undone_is_not_given_again(desk):
    undo(desk, brought(desk))
    with desk.act() as session:
        said = Described("Après")
        assert actions.write(session, desk.site, said=said, by=desk.world.civil).number == 3
        bring(session, desk.site, b"N;Action;Fin\n1;Un repas;\n", by=desk.world.state)
    with desk.look() as session:
        assert [(one.number, one.title) for one in plan(session)] == [
            (3, "Après"),
            (4, "Un repas"),
        ]


def test_all_or_nothing_the_changes_wait_for_the_actions(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    body = TABLE.replace("Mairie", "Régie")
    address = send(visitor, at, ("a.csv", body)).location
    page = text_of(visitor.get(address).text)
    assert "Ligne 8" in page
    assert "«\u00a0Régie\u00a0» n’est pas sur la carte de notre réseau" in page
    confirm(visitor, address)
    with desk.look() as session:
        assert (plan(session), written(session).changes) == ((), ())
    page = text_of(visitor.get(f"{address}?noms=1").text)
    assert "Régie (hors de notre réseau)" in page
    confirm(visitor, f"{address}?noms=1")
    with desk.look() as session:
        assert [one.pilot_name for one in plan(session)] == ["Régie", ""]


def test_a_strength_may_be_said_once_for_all(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    desk.draw("D1")
    address = send(visitor, at, ("a.csv", "Action;Contribue à\nUn;D1\n")).location
    assert "Dites à quel point elle contribue à D1" in text_of(visitor.get(address).text)
    confirm(visitor, f"{address}?force=2")
    with desk.look() as session:
        assert plan(session)[0].contributions == (("D1", Strength.CLEAR),)


def test_what_a_table_is_about_may_be_said(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    body = "Ambition;Personne\nUn repas;Mairie\n"
    address = send(visitor, at, ("a.csv", body)).location
    assert "1 ligne à corriger" in text_of(visitor.get(address).text)
    confirm(visitor, f"{address}?t0=actions&t0c0=title&t0c1=pilot")
    with desk.look() as session:
        [one] = plan(session)
        assert (one.title, one.pilot) == ("Un repas", "Mairie")


def test_json_of_the_first_version_still_comes_in(desk):
    told = {"version": 1, "changes": [{"level": "direct", "statement": "Savoir"}], "links": []}
    with desk.act() as session:
        data = json.dumps(told).encode()
        done = bring(session, desk.site, data, by=desk.world.state, kind="json")
        assert (done.changes, bringing.came_with(done, "actions")) == (1, [])


def _describe(session, desk):
    said = Described("Autrement")
    actions.describe(
        session, action_of(session, 1), said=said, supports={2}, seen=1, by=desk.world.civil
    )


def _contribute(session, desk):
    action = action_of(session, 1)
    actions.contribute(
        session,
        action,
        strengths={"D1": Strength.SOME},
        seen=contributed(session, action),
        by=desk.world.civil,
    )


def _support(session, desk):
    actions.write(session, desk.site, said=Described("Trois"), supports={1}, by=desk.world.civil)


def _talk(session, desk):
    session.add(
        DiscussionThread(
            site_id=desk.site.id,
            ref="abcdefgh",
            kind="action",
            about="1",
            opened_at=clock.now(),
            moved_at=clock.now(),
        )
    )


@pytest.mark.parametrize("act", [_describe, _contribute, _support, _talk])
def test_an_action_on_which_somebody_has_worked_since_is_not_undone(desk, act):
    number = brought(desk)
    with desk.act() as session:
        act(session, desk)
    with desk.look() as session:
        before = plan(session), written(session)
    with pytest.raises(Refusal, match=r"brought: no\. 1\. Stop"):
        undo(desk, number)
    with desk.look() as session:
        assert (plan(session), written(session)) == before


def test_a_change_to_which_another_action_contributes_since_is_not_undone(desk):
    number = brought(desk)
    with desk.act() as session:
        three = actions.write(session, desk.site, said=Described("Trois"), by=desk.world.civil)
        given = {"I1": Strength.SOME}
        actions.contribute(session, three, strengths=given, seen=0, by=desk.world.civil)
    with pytest.raises(Refusal, match="brought: I1"):
        undo(desk, number)


def test_a_change_that_ended_since_takes_its_contributions_out_of_the_files(visitor, desk, at):
    with desk.act() as session:
        bring(session, desk.site, TABLE.encode(), by=desk.world.state)
    with desk.act() as session:
        changes.end(session, find(session, "D1"), by=desk.world.state)
    visitor.sign_in(desk.world.observer)
    told = visitor.get(f"{at}/export.json").json
    assert [one["contributions"] for one in told["actions"]] == [
        [],
        [{"change": "I1", "strength": 1}],
    ]


def test_a_stopped_action_goes_out_and_comes_in_with_its_reason(desk):
    body = "Action;État;Raison\nUn repas;Arrêtée;Il pleut\n".encode()
    with desk.act() as session:
        bring(session, desk.site, body, by=desk.world.state)
    with desk.look() as session:
        [one] = plan(session)
        assert (one.state, one.why) == (State.STOPPED, "Il pleut")


def test_whoever_reads_or_writes_the_strategy_reads_or_writes_the_plan():
    for held in ROLE_PERMISSIONS.values():
        assert (Permission.CHANGE_READ in held) is (Permission.PLAN_READ in held)
        assert (Permission.CHANGE_EDIT in held) is (Permission.PLAN_EDIT in held)
