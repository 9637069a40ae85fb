"""Which organisations of several sites are one: proposals, what the lead says, what cannot be."""

import uuid

import pytest

from coopspace.compare import alike, matching, pooled
from coopspace.compare.alike import Why
from coopspace.compare.rules import Item
from coopspace.compare.truth import Said, Truth, not_one_of, one_of
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.network.merging import merge
from coopspace.stakeholders import actions as stakeholders
from coopspace.stakeholders.outside import Outlined
from coopspace.stakeholders.rules import Described, Kind, Sector
from tests.compare.acts import share, take_back
from tests.compare.network_acts import (
    MATCHING,
    different,
    gathered,
    put,
    same,
    tie,
    two_maps,
)
from tests.continuum.acts import in_english
from tests.visitor import text_of

A, B, C, D = (uuid.UUID(int=number) for number in (1, 2, 3, 4))
SITES = {A: uuid.UUID(int=11), B: uuid.UUID(int=12), C: uuid.UUID(int=13), D: uuid.UUID(int=11)}


def truth(*pairs: tuple[uuid.UUID, uuid.UUID, bool]) -> Truth:
    return Truth(tuple(Said(one, other, same, uuid.uuid4()) for one, other, same in pairs))


def chosen(*who: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    return {one: SITES[one] for one in who}


def test_who_is_the_same_as_a_third_is_the_same():
    stands = truth((A, B, True), (B, C, True))
    assert stands.of(A) == stands.of(C) == A
    assert stands.settled(A, C)
    with pytest.raises(Refusal, match="already the same"):
        one_of(stands, chosen(A, C))


def test_what_was_said_to_differ_is_not_made_one_by_the_way_round():
    stands = truth((A, B, True), (B, C, False))
    with pytest.raises(Refusal, match="not the same: take that back first"):
        one_of(stands, chosen(A, B, C))
    with pytest.raises(Refusal, match="are the same: take that back first"):
        list(not_one_of(stands, chosen(A, B)))


def test_two_of_one_map_stay_two():
    with pytest.raises(Refusal, match="only that site"):
        one_of(truth(), chosen(A, B, D))
    assert list(not_one_of(truth(), chosen(A, D))) == []


def test_one_alone_is_no_match_and_a_crowd_is_none_either():
    with pytest.raises(Refusal, match="two organisations"):
        one_of(truth(), chosen(A))
    crowd = {uuid.uuid4(): uuid.uuid4() for _one in range(41)}
    with pytest.raises(Refusal, match="at most"):
        list(not_one_of(truth(), crowd))


def outlined(name: str, site: int, *, sector: str = "civil", number: str = "") -> Outlined:
    return Outlined(uuid.uuid4(), uuid.UUID(int=site), f"ref{site}{name}", name, sector, number)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Mission locale", "MISSION LOCALE", Why.NAME),
        ("Centre social les Rives", "Les Rives, centre social", Why.WORDS),
        ("CCAS", "Centre communal d’action sociale", Why.INITIALS),
        ("Régie de quartier Horizon", "Régie de quartiers Horizons", Why.WORDS),
        ("Secours populaire français", "Secours populaire francais 13", Why.NEAR),
    ],
)
def test_names_that_could_be_one_are_proposed(one: str, other: str, why: Why):
    found = alike.proposals([outlined(one, 1), outlined(other, 2), outlined("Un autre", 2)])
    assert [(each.why, len(each.who)) for each in found] == [(why, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ville de Castelrive", "Ville de Montbrun"), ("CA", "Club alpin"), ("Le", "La")],
)
def test_what_only_looks_alike_is_not_proposed(one: str, other: str):
    assert alike.proposals([outlined(one, 1), outlined(other, 2)]) == ()


def test_one_number_is_one_organisation_whatever_it_is_called():
    siren, wrong = "732 829 320", "732 829 321"
    both = [outlined("Rives Habitat", 1, number=siren), outlined("OPH", 2, number="732829320")]
    assert [one.why for one in alike.proposals(both)] == [Why.NUMBER]
    apart = [outlined("Rives", 1, number=wrong), outlined("OPH", 2, number=wrong)]
    assert alike.proposals(apart) == ()


def test_homonyms_of_one_map_are_not_proposed():
    assert alike.proposals([outlined("Mission", 1), outlined("mission", 1)]) == ()


def test_the_network_is_one_once_the_lead_has_said_so(session, world):
    ids = two_maps(session, world)
    pool = gathered(session, world)
    told = matching.proposed(session, world.programme, pool)
    assert [one.why for one in told] == [Why.NAME, Why.WORDS, Why.INITIALS]
    same(session, world, ids["mission"], ids["mission2"])
    different(session, world, ids["rives"], ids["rives2"])
    left = matching.proposed(session, world.programme, gathered(session, world))
    assert [one.why for one in left] == [Why.INITIALS]
    pool = gathered(session, world)
    keys = pooled.same(pool, pooled.said(session, world.programme))
    merged = merge(pooled.networks(session, pool), keys)
    assert len(merged.network.nodes) == 6
    assert [merged.network.by_id[one].name for one in merged.shared] == ["Mission Locale"]
    assert sorted(tie.level for tie in merged.network.ties) == [4, 5, 6]
    actions = [one.action for one in audit.journal(session, None)]
    assert actions[:2] == ["match:different", "match:same"]


def test_taking_back_what_was_said_proposes_it_again(session, world):
    ids = two_maps(session, world)
    before = pooled.fingerprint(session, world.programme, gathered(session, world).sites)
    same(session, world, ids["mission"], ids["mission2"])
    said = matching.decided(session, world.programme, gathered(session, world))
    assert pooled.fingerprint(session, world.programme, pooled.sharing(session, world.programme)) \
        != before  # fmt: skip
    with saving(session):
        matching.undo(session, world.programme, act=said[0].act, by=world.lead)
    assert pooled.said(session, world.programme).said == ()
    assert len(matching.proposed(session, world.programme, gathered(session, world))) == 3
    with pytest.raises(NotFound), saving(session):
        matching.undo(session, world.programme, act=said[0].act, by=world.lead)


def test_nothing_of_a_site_that_does_not_share_is_proposed_chosen_or_listed(session, world):
    ids = two_maps(session, world)
    same(session, world, ids["mission"], ids["mission2"])
    take_back(session, world, world.other_site, Item.NETWORK)
    pool = gathered(session, world)
    assert {one.site_id for one in pool.organisations} == {world.site.id}
    assert matching.proposed(session, world.programme, pool) == []
    assert matching.decided(session, world.programme, pool) == []
    with pytest.raises(NotFound):
        same(session, world, ids["ccas"], ids["action"])
    share(session, world, world.other_site, Item.NETWORK)
    assert len(matching.decided(session, world.programme, gathered(session, world))) == 1


def test_a_map_tells_outside_neither_persons_nor_whom_an_answer_named(session, world):
    site = world.site
    one = put(session, world, site, "Ville", mission="zqmission", place="zqplace")
    person = put(session, world, site, "Zqfatou Diallo", kind=Kind.PERSON, sector=Sector.RESIDENTS)
    other = put(session, world, site, "École")
    tie(session, world, site, (one, person), 7)
    with in_site(session, site.id), saving(session):
        stakeholders.add(session, site, said=Described(name="Zqnommée"), by=None)
    tie(session, world, site, (one, other), 4)
    share(session, world, site, Item.NETWORK)
    pool = gathered(session, world)
    assert "zq" not in repr(pool).casefold()
    ((_slug, network),) = pooled.networks(session, pool)
    assert [node.name for node in network.nodes if "q" in node.name] == []
    assert [tie.level for tie in network.ties] == [4]
    assert len(network.nodes) == 2


def test_the_lead_matches_on_the_page_and_takes_it_back(visitor, session, world):
    two_maps(session, world)
    in_english(visitor.sign_in(world.lead))
    page = visitor.get(MATCHING)
    assert "3 proposals" in text_of(page.text)
    values = [
        f"{pool_site(session, world, one)}/{one.ref}"
        for one in gathered(session, world).organisations
        if one.name.casefold() == "mission locale"
    ]
    visitor.post(MATCHING, who=values, verdict="same")
    page = text_of(visitor.get(MATCHING).text)
    assert "2 proposals" in page
    assert "One: Mission" in page
    visitor.post(MATCHING, who=values, verdict="different")
    assert "take that back first" in text_of(visitor.get(MATCHING).text)
    found = text_of(visitor.get(f"{MATCHING}?q=club+foot").text)
    assert "Club de football" in found
    session.rollback()
    act = pooled.said(session, world.programme).said[0].act
    visitor.post(f"{MATCHING}/{act}/annuler", page=MATCHING)
    assert "3 proposals" in text_of(visitor.get(MATCHING).text)


def pool_site(session, world, one: Outlined) -> str:
    return gathered(session, world).site[one.site_id].slug


@pytest.mark.parametrize(("who", "status"), [("facilitator", 403), ("state", 403), ("admin", 403)])
def test_nobody_but_the_lead_matches_and_the_others_learn_who_could(visitor, world, who, status):
    page = in_english(visitor.sign_in(getattr(world, who))).get(MATCHING, status=status)
    assert "Programme lead" in page.text
    visitor.sign_in(world.stranger).get(MATCHING, status=404)


def test_what_is_not_on_any_shared_map_cannot_be_sent(visitor, session, world):
    two_maps(session, world)
    visitor.sign_in(world.lead)
    token = visitor.token(MATCHING)
    for who in (["la-carriere/zzzzzzzz"], ["quartier-des-trois-ponts/"], ["x"]):
        sent = {"csrf_token": token, "who": who, "verdict": "same"}
        assert visitor.client.post(MATCHING, data=sent).status_code == 404
