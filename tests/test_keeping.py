"""What tests put back instead of building it anew is what was built."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.config import Settings
from coopspace.kernel import audit, storage
from coopspace.sites import access
from coopspace.tables import metadata
from tests import keeping
from tests import world as builders
from tests.databases import Databases
from tests.house import House, token_on
from tests.world import World


def everything(house: House) -> dict[str, list[str]]:
    """Every row of the database, as text."""
    engine = house.from_outside()
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def places(session: Session, world: World) -> dict[tuple[str, str], object]:
    """What everybody is at both sites."""
    return {
        (key, site.slug): access.standing(session, who, site)
        for key, who in world.people.items()
        for site in (world.site, world.other_site)
    }


def identifiers(kept: keeping.Kept) -> set[str]:
    return {
        found
        for rows in kept.rows.values()
        for row in rows
        for value in row.values()
        for found in keeping.IDENTIFIER.findall(str(value))
    }


@pytest.mark.engines("sqlite")  # on PostgreSQL every other test begins with it
def test_the_world_that_is_put_back_is_the_one_that_was_built(
    session: Session, databases: Databases, tmp_path: Path
):
    built = builders.build(session)
    kept = keeping.keep(session, built)
    databases.copy_to(tmp_path / "again")
    engine = storage.open_engine(Settings(data=tmp_path / "again", secret_key="x" * 40).database)
    with Session(engine) as another:
        again = keeping.put_back(another, kept)
        assert places(another, again) == places(session, built)
        assert audit.verify(another) == []
        now = keeping.keep(another, again)
        assert {name: len(rows) for name, rows in now.rows.items()} == {
            name: len(rows) for name, rows in kept.rows.items()
        }
        assert len(identifiers(kept)) == len(identifiers(now)) > 40
        assert not identifiers(kept) & identifiers(now)
    engine.dispose()


def test_the_house_is_put_back_to_the_letter(house: House):
    before = everything(house)
    for _turn in range(2):
        client = house.client_of("state")
        token = token_on(client.get("/accessibilite").text)
        client.post("/affichage", data={"csrf_token": token, "locale": "en", "next": "/aide"})
        assert everything(house) != before
        house.restore()
        assert everything(house) == before
