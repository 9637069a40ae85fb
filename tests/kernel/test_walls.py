"""The wall between sites: no query reaches another site's rows, whatever its shape."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from coopspace.accounts.model import User
from coopspace.kernel import base
from coopspace.kernel.base import OutOfScope, across_sites, enter_site, in_site, leave_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.live.model import Document, Wording
from tests.world import World

OTHER = aliased(Wording)
BARE = Wording.__table__
QUERIES: dict[str, Callable[[], Select]] = {
    "rows": lambda: select(Wording),
    "a column": lambda: select(Wording.text),
    "a count": lambda: select(func.count()).select_from(Wording),
    "an aggregate": lambda: select(func.max(Wording.text)),
    "an alias": lambda: select(OTHER.text),
    "a join": lambda: select(User.name, Wording.text).join(Wording, Wording.author_id == User.id),
    "joined for its filter": lambda: (
        select(User.name).join(Wording, Wording.author_id == User.id).where(Wording.text != "")
    ),
    "a subquery": lambda: select(User.name).where(
        exists().where(Wording.author_id == User.id, Wording.text != "")
    ),
    "in a list": lambda: select(User.name).where(User.id.in_(select(Wording.author_id))),
    "a derived table": lambda: select(select(Wording.text).subquery()),
    "a union": lambda: select(select(Wording.text).union(select(Document.text)).subquery()),
}


@pytest.fixture
def two(session: Session, world: World) -> Iterator[dict[str, object]]:
    """A text in each of two sites, each written by somebody of that site."""
    with saving(session):
        made = {}
        for name, site, by in (
            ("here", world.site, world.state),
            ("there", world.other_site, world.other_state),
        ):
            with in_site(session, site.id):
                made[name] = store.create(
                    session, "vision", site_id=site.id, by=by.id, text=f"words of {name}"
                )
    session.expire_all()
    yield made
    leave_site(session)


@pytest.mark.parametrize("shape", QUERIES)
def test_a_query_without_a_site_is_refused(session: Session, two: dict, shape: str):
    with pytest.raises(OutOfScope):
        session.execute(QUERIES[shape]())


@pytest.mark.parametrize("shape", QUERIES)
def test_a_query_in_a_site_finds_that_site_alone(
    session: Session, two: dict, world: World, shape: str
):
    for site, by in ((world.site, world.state), (world.other_site, world.other_state)):
        name, foreign = ("here", "there") if site is world.site else ("there", "here")
        stranger = world.other_state if site is world.site else world.state
        with in_site(session, site.id):
            rows = session.execute(QUERIES[shape]()).all()
        told = " ".join(
            str(getattr(value, "text", getattr(value, "name", value)))
            for row in rows
            for value in row
        )
        assert rows, shape
        assert f"words of {foreign}" not in told
        assert stranger.name == by.name or stranger.name not in told
        if shape == "a count":
            assert told == "1"
        assert name


def test_a_statement_on_a_bare_table_is_refused_even_in_a_site(
    session: Session, two: dict, world: World
):
    with in_site(session, world.site.id), pytest.raises(OutOfScope):
        session.execute(select(BARE.c.text))


def test_one_row_by_its_id_is_walled_too(session: Session, two: dict, world: World):
    with in_site(session, world.site.id):
        assert session.get(Document, two["here"]) is not None
        assert session.get(Document, two["there"]) is None


def test_what_was_loaded_in_one_site_is_not_handed_out_in_another(
    session: Session, two: dict, world: World
):
    with in_site(session, world.site.id):
        kept = session.get(Document, two["here"])
    with in_site(session, world.other_site.id):
        found = session.scalar(select(Document).where(Document.id == two["here"]))
    assert kept is not None
    assert found is None


def test_an_update_or_a_delete_does_not_reach_over(session: Session, two: dict, world: World):
    with saving(session), in_site(session, world.site.id):
        session.execute(update(Wording).values(text="changed"))
    with in_site(session, world.other_site.id):
        assert session.scalars(select(Wording.text)).all() == ["words of there"]
    with saving(session), in_site(session, world.site.id):
        session.execute(delete(Wording))
    with in_site(session, world.other_site.id):
        assert len(session.scalars(select(Wording.text)).all()) == 1
    with saving(session), pytest.raises(OutOfScope):
        session.execute(delete(Wording))


def test_a_row_is_written_in_its_own_site_or_not_at_all(session: Session, two: dict, world: World):
    with pytest.raises(OutOfScope), saving(session), in_site(session, world.site.id):
        store.create(session, "vision", site_id=world.other_site.id, by=world.state.id, text="x")
    with pytest.raises(OutOfScope), saving(session):
        store.create(session, "vision", site_id=world.site.id, by=world.state.id, text="x")


def test_reading_several_sites_needs_its_reason(session: Session, two: dict):
    with across_sites(session, because="a test reads both"):
        assert len(session.scalars(select(Wording)).all()) == 2
    with pytest.raises(ValueError, match="reason"), across_sites(session, because=""):
        pass
    with pytest.raises(OutOfScope):
        session.scalars(select(Wording)).all()


def test_a_request_stays_in_its_site_until_it_leaves(session: Session, two: dict, world: World):
    enter_site(session, world.site.id)
    assert session.scalars(select(Wording.text)).all() == ["words of here"]
    leave_site(session)
    with pytest.raises(OutOfScope):
        session.scalars(select(Wording.text)).all()


@pytest.mark.parametrize("shape", QUERIES)
def test_a_statement_written_once_finds_at_each_site_that_site_alone(
    session: Session, two: dict, world: World, shape: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(base, "SITES_KEPT", 1)
    query = QUERIES[shape]()
    for site, foreign in ((world.site, "there"), (world.other_site, "here")) * 3:
        with in_site(session, site.id):
            rows = session.execute(query).all()
        assert rows
        assert f"words of {foreign}" not in str(rows)
        texts = [getattr(row[0], "text", "") for row in rows]
        assert f"words of {foreign}" not in texts
    with pytest.raises(OutOfScope):
        session.execute(query)
