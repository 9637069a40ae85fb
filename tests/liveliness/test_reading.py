"""What is read of sites: only their own dates, in a number of statements that does not grow."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.liveliness import reading
from coopspace.liveliness.rules import Kind
from coopspace.roles.rules import SupportRole
from coopspace.sites import actions as sites
from coopspace.sites.model import College
from tests.agreement.signed import put, sign
from tests.continuum.acts import open_round
from tests.liveliness.acts import after, filled, read
from tests.roles.acts import hand
from tests.stakeholders import acts as mapping
from tests.world import World


def test_what_was_just_done_is_lively(session: Session, world: World) -> None:
    filled(session, world)
    assert read(session, world, clock.today()) == {}


def test_a_year_later_each_thing_is_brought_up_with_its_day(session, world):
    filled(session, world)
    found = read(session, world, after(400))
    today = clock.today()
    assert set(found) == set(Kind) - {Kind.REVIEW, Kind.SIGNATURE}
    for kind in (Kind.ROUND, Kind.ADVANCES, Kind.CHANGES, Kind.DRAFT, Kind.RELATIONS, Kind.STEPS):
        assert found[kind].since == today, kind
    assert [one.ref for one in found[Kind.CHANGES].things] == ["D1"]
    assert found[Kind.RELATIONS].things[0].words == "Centre social – Mairie"
    assert found[Kind.STEPS].things[0].words == "Se voir"
    assert len(found[Kind.UNHELD].things) == 6
    assert [one.ref for one in found[Kind.UNJUDGED].things] == ["2"]


def test_the_other_side_s_view_is_the_one_that_is_missing(session, world):
    one, other = (mapping.add(session, world, name) for name in ("Centre social", "Mairie"))
    mapping.tell(session, world, one, other, 3)
    thing = read(session, world, after(91))[Kind.RELATIONS].things[0]
    assert (thing.ref, thing.other) == (other, one)
    mapping.tell(session, world, other, one, 4)
    assert Kind.RELATIONS not in read(session, world, after(400))


def test_a_round_that_runs_silences_the_positions(session, world):
    open_round(session, world)
    assert Kind.ROUND not in read(session, world, after(400))


def test_a_version_awaits_its_signatures_then_its_review(session, world):
    put(session, world)
    waiting = read(session, world, after(31))[Kind.SIGNATURE]
    assert [one.ref for one in waiting.things] == ["1"]
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    found = read(session, world, after(31))
    assert Kind.SIGNATURE not in found
    assert Kind.REVIEW not in found
    later = read(session, world, after(3_000))
    assert Kind.REVIEW in later
    assert Kind.DRAFT not in later


def test_a_role_of_somebody_who_left_is_held_by_nobody(session, world):
    hand(session, world, SupportRole.TRUST, "contributor")
    assert len(read(session, world, after(400))[Kind.UNHELD].things) == 6
    with in_site(session, world.site.id), saving(session):
        member = sites.member_at(session, world.site, world.contributor.id)
        sites.end(session, world.site, member=member, by=world.facilitator)
    assert len(read(session, world, after(400))[Kind.UNHELD].things) == 7


def test_a_college_is_silent_when_nobody_of_it_works_here(session, world):
    filled(session, world)
    found = reading.over(session, [world.site], after(91))[world.site.id]
    silent = {one.college: one for one in found if one.kind is Kind.COLLEGE}
    assert silent[College.STATE].since == clock.today()
    assert silent[College.LOCAL_AUTHORITY].since is None
    assert silent[College.LOCAL_AUTHORITY].people == (world.authority.id,)
    assert silent[College.CIVIL_SOCIETY].people == (world.civil.id,)


def test_what_one_site_does_wakes_no_other(session, world):
    filled(session, world)
    found = reading.over(session, [world.site, world.other_site], after(100))
    kinds = {one.kind for one in found[world.other_site.id]}
    assert kinds == {Kind.COLLEGE, Kind.ADVANCES, Kind.UNHELD}
    assert all(one.since is None for one in found[world.other_site.id])
    assert reading.over(session, [], clock.today()) == {}


def test_six_sites_ask_no_more_than_two(session, world):
    sent: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: sent.append(args[2]))
    filled(session, world)
    with saving(session):
        more = [
            sites.open_site(session, world.programme, name=f"Site {n}", by=world.lead)
            for n in range(4)
        ]
    two = [world.site, world.other_site]
    asked = []
    for some in (two, [*two, *more]):
        session.rollback()
        for one in some:
            session.refresh(one)
        sent.clear()
        assert len(reading.over(session, some, after(400))) == len(some)
        asked.append(len(sent))
    assert asked[0] == asked[1] == len(reading._QUESTIONS)
