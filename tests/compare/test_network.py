"""The network of a programme: what is found, kept and read, and what never leaves a site."""

import json
import uuid
from datetime import timedelta

import pytest

from coopspace.compare import measuring, pooled, process
from coopspace.compare.model import NetworkMeasure
from coopspace.compare.rules import STEPS, Ending, Item
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.network.bridging import bridging
from coopspace.stakeholders.rules import Kind, Sector
from tests.compare.acts import share, take_back
from tests.compare.network_acts import NETWORK, put, same, tie, two_maps
from tests.continuum.acts import in_english
from tests.visitor import text_of


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every network is one that takes long."""
    monkeypatch.setattr(measuring, "LIGHT", 0)


def measured(session, world, *, by=None) -> measuring.Standing:
    """Somebody asks for a measuring, and it is done."""
    with saving(session):
        begun = measuring.begin(session, world.programme, by=by or world.lead).id
    do(session, world, begun)
    return stands(session, world)


def do(session, world, begun: uuid.UUID) -> Ending:
    """What its process does."""
    mark, networks, alike = measuring.gather(session, world.programme)
    session.rollback()
    found = measuring.counting.count(networks, alike)
    with saving(session):
        return measuring.keep(session, begun, found=found, mark=mark, seconds=1.5)


def stands(session, world) -> measuring.Standing:
    """Where the network stands."""
    session.rollback()
    return measuring.standing(session, world.programme)


def test_sites_are_linked_by_who_is_on_several_and_part_without_who_alone_holds_them():
    places = {
        "a": (("s1", "x"), ("s2", "y")),
        "b": (("s2", "x"), ("s3", "y")),
        "c": (("s2", "z"), ("s3", "z")),
    }
    found = bridging(["s1", "s2", "s3", "s4"], ["a", "b", "c"], places)
    assert found.linked == (("s1", "s2", "s3"),)
    assert found.alone == ("s4",)
    assert [(one.id, one.sites, one.parted) for one in found.holders] == [("a", 2, ("s1",))]


def test_nothing_links_sites_that_share_nobody():
    found = bridging(["s2", "s1"], [], {})
    assert (found.linked, found.alone, found.holders) == ((), ("s1", "s2"), ())


def test_a_small_network_is_found_at_once_and_follows_what_is_said(session, world):
    ids = two_maps(session, world)
    first = stands(session, world).found.summary
    assert (first["organisations"], first["ties"], first["several_count"]) == (7, 3, 0)
    same(session, world, ids["mission"], ids["mission2"])
    second = stands(session, world).found
    assert (second.summary["organisations"], second.summary["several_count"]) == (6, 1)
    assert second.summary["holders"][0]["parted"] == [1, ["la-carriere"]]
    assert second.nodes[0][1] == sorted(second.nodes[0][1])
    assert len(second.nodes[0][1]) == 2
    take_back(session, world, world.other_site, Item.NETWORK)
    assert stands(session, world).found.summary["organisations"] == 3


@pytest.mark.usefixtures("large")
def test_a_large_one_is_measured_once_for_what_is_shared(session, world):
    ids = two_maps(session, world)
    assert stands(session, world).found is None
    after = measured(session, world)
    assert after.found.summary["organisations"] == 7
    assert not after.stale
    assert after.measure.engine == "networkx"
    with pytest.raises(Refusal, match="Nothing that is shared has changed"), saving(session):
        measuring.begin(session, world.programme, by=world.lead)
    same(session, world, ids["mission"], ids["mission2"])
    assert stands(session, world).stale
    again = measured(session, world)
    assert (again.stale, again.found.summary["organisations"]) == (False, 6)
    kept = session.query(NetworkMeasure).filter(NetworkMeasure.summary.is_not(None)).all()
    assert len(kept) == 1
    assert audit.journal(session, None)[0].action == "network:measure"


@pytest.mark.usefixtures("large")
def test_a_map_that_changes_makes_what_was_found_old(session, world):
    ids = two_maps(session, world)
    measured(session, world)
    tie(session, world, world.site, (ids["rives"], ids["ccas"]), 5)
    assert stands(session, world).stale


@pytest.mark.usefixtures("large")
def test_one_measuring_at_a_time_and_few_in_the_house(session, world, monkeypatch):
    two_maps(session, world)
    with saving(session):
        measuring.begin(session, world.programme, by=world.lead)
    with pytest.raises(Refusal, match="is being measured"), saving(session):
        measuring.begin(session, world.programme, by=world.lead)
    with clock.at(clock.now() + measuring.ALIVE):
        monkeypatch.setattr(measuring, "AT_ONCE", 0)
        with pytest.raises(Refusal, match="Other programmes"), saving(session):
            measuring.begin(session, world.programme, by=world.lead)


@pytest.mark.usefixtures("large")
def test_one_that_says_nothing_any_more_has_stopped_and_is_done_again(session, world):
    two_maps(session, world)
    with saving(session):
        dead = measuring.begin(session, world.programme, by=world.lead).id
        assert measuring.beat(session, dead, step=3)
    assert stands(session, world).under_way.step == 3
    with clock.at(clock.now() + measuring.ALIVE + timedelta(seconds=1)):
        assert stands(session, world).under_way is None
        assert stands(session, world).stopped is Ending.STOPPED
        assert measured(session, world).found.summary["organisations"] == 7
    with saving(session):
        assert not measuring.beat(session, dead)
    with pytest.raises(NotFound):
        do(session, world, dead)


@pytest.mark.usefixtures("large")
def test_a_site_that_takes_its_map_back_is_in_nothing_that_was_or_will_be_found(session, world):
    two_maps(session, world)
    assert measured(session, world).found
    take_back(session, world, world.other_site, Item.NETWORK)
    assert stands(session, world).found is None
    assert session.query(NetworkMeasure).filter(NetworkMeasure.nodes.is_not(None)).all() == []
    share(session, world, world.other_site, Item.NETWORK)
    session.rollback()
    with saving(session):
        begun = measuring.begin(session, world.programme, by=world.lead).id
    mark, networks, alike = measuring.gather(session, world.programme)
    session.rollback()
    take_back(session, world, world.other_site, Item.NETWORK)
    found = measuring.counting.count(networks, alike)
    with saving(session):
        ended = measuring.keep(session, begun, found=found, mark=mark, seconds=1)
    assert ended is Ending.MOVED
    assert stands(session, world).found is None
    assert stands(session, world).stopped is Ending.MOVED


def test_what_is_kept_holds_no_name(session, world):
    two_maps(session, world)
    found = stands(session, world).found
    kept = json.dumps([found.summary, found.nodes], ensure_ascii=False).casefold()
    for name in ("ccas", "mission", "rives", "club", "action sociale"):
        assert name not in kept.replace('"sentence":', "")


def test_a_small_network_is_asked_for_by_nobody(session, world):
    two_maps(session, world)
    with pytest.raises(Refusal, match="small"), saving(session):
        measuring.begin(session, world.programme, by=world.lead)


def ten_each(session, world) -> None:
    """Two sites of seven organisations each, one of them on both."""
    for site, mark in ((world.site, "A"), (world.other_site, "B")):
        ids = [put(session, world, site, f"Maison {mark}{n}") for n in range(6)]
        hub = put(session, world, site, "Zénith", sector=Sector.STATE)
        for one in ids:
            tie(session, world, site, (hub, one), 5)
        share(session, world, site, Item.NETWORK)
    known = pooled.pool(session, world.programme).organisations
    same(session, world, *(one.id for one in known if one.name == "Zénith"))


def test_the_page_says_first_what_links_the_sites_then_shows_groups_and_organisations(
    visitor, session, world
):
    ten_each(session, world)
    page = in_english(visitor.sign_in(world.observer)).get(NETWORK).text
    words = text_of(page)
    assert "1 organisation links sites, being present on several: Zénith." in words
    assert "Without Zénith, La Carrière would be linked to the other sites no more." in words
    assert "The network holds by one organisation alone: Zénith" in words
    assert words.index("Without Zénith") < words.index("group that works") < words.index("Maison A")
    assert "La Carrière, Quartier des Trois-Ponts" in words or "Trois-Ponts, La Carrière" in words
    found = text_of(visitor.get(f"{NETWORK}?q=maison+b3").text)
    assert "1 organisation" in found
    assert "Maison A1" not in found.split("Organisation Sector")[-1]
    group = text_of(visitor.get(f"{NETWORK}?groupe=1&page=99").text)
    assert "Group 1, 13 organisations" in group
    table = visitor.get(f"{NETWORK}.csv").text
    assert table.count("Maison") == 12
    assert "Zénith,State,La Carrière, Quartier des Trois-Ponts,12" in table.replace('"', "")
    programme = text_of(visitor.get("/dispositifs/cites-en-mouvement/").text)
    assert "What links the sites" in programme
    assert "being present on several: Zénith" in programme


def test_nothing_is_shown_of_a_network_that_no_site_shares(visitor, session, world):
    put(session, world, world.site, "Zqmaison")
    words = text_of(in_english(visitor.sign_in(world.state)).get(NETWORK).text)
    assert "No site shares its network yet" in words
    assert "See what Quartier des Trois-Ponts could share" in words
    assert "zqmaison" not in words.casefold()
    programme = text_of(visitor.get("/dispositifs/cites-en-mouvement/").text)
    assert "What links the sites" not in programme


def test_no_person_and_no_word_of_theirs_is_in_any_output_of_the_network(visitor, session, world):
    ids = two_maps(session, world)
    site = world.site
    person = put(session, world, site, "Zqperson", kind=Kind.PERSON, mission="zqmission")
    tie(session, world, site, (ids["rives"], person), 6)
    hidden = put(session, world, world.other_site, "Zqclub")
    take_back(session, world, world.other_site, Item.NETWORK)
    for who in (world.lead, world.facilitator, world.other_observer):
        visitor.sign_in(who)
        for address in (
            NETWORK,
            f"{NETWORK}?q=zq",
            f"{NETWORK}?groupe=1",
            f"{NETWORK}/mesure.json",
            f"{NETWORK}.csv",
            "/dispositifs/cites-en-mouvement/",
        ):
            page = visitor.get(address)
            assert "zqperson" not in page.text.casefold(), address
            assert "zqclub" not in page.text.casefold(), address
            assert "zqmission" not in page.text.casefold(), address
    visitor.sign_in(world.state)
    preview = visitor.get("/sites/quartier-des-trois-ponts/partage").text
    assert "Zqperson" not in preview
    assert "Centre social Les Rives" in preview
    with in_site(session, world.other_site.id):
        assert hidden is not None


def test_strangers_learn_nothing_and_the_administrator_reads_no_network(visitor, world):
    visitor.sign_in(world.stranger).get(NETWORK, status=404)
    page = in_english(visitor.sign_in(world.admin)).get(NETWORK, status=403)
    assert "Programme lead" in page.text


@pytest.mark.usefixtures("large")
def test_the_lead_has_it_measured_and_the_page_says_where_it_stands(
    visitor, session, world, monkeypatch
):
    two_maps(session, world)
    started = []
    monkeypatch.setattr(process, "start", lambda *told: started.append(told))
    in_english(visitor.sign_in(world.facilitator))
    page = visitor.get(NETWORK).text
    assert "Not measured yet" in page
    assert "/mesurer" not in page
    in_english(visitor.sign_in(world.lead))
    visitor.post(f"{NETWORK}/mesurer", page=NETWORK)
    ((_database, begun),) = started
    page = visitor.get(NETWORK).text
    assert "Step 1 of 8: reading the maps that sites share" in text_of(page)
    assert "Look again" in page
    assert 'role="status"' in page
    with saving(session):
        measuring.beat(session, begun, step=list(STEPS).index("passages") + 1)
    told = visitor.get(f"{NETWORK}/mesure.json").json
    assert told["step"] == 6
    do(session, world, begun)
    assert visitor.get(f"{NETWORK}/mesure.json").json == {"over": True}
    page = text_of(visitor.get(NETWORK).text)
    assert "by networkx, in 2 seconds" in page
    with clock.at(clock.now() + timedelta(days=1)):
        put(session, world, world.site, "Une de plus")
    visitor.sign_in(world.lead)
    assert "The maps have changed since" in text_of(visitor.get(NETWORK).text)
