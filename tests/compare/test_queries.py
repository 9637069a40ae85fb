"""How many questions the page of a programme asks, whatever the number of its sites."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from coopspace.extensions import db
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from tests.compare import acts
from tests.compare.acts import COMPARE

DAY = datetime(2030, 3, 17, tzinfo=UTC)


@pytest.mark.engines("sqlite")  # the statements are the same on both
def test_forty_sites_ask_no_more_questions_than_two(app, session, visitor, world):
    sent: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_more: sent.append(statement),
    )

    def questions(address: str) -> int:
        sent.clear()
        visitor.get(address)
        return sum(1 for one in sent if not one.startswith("BEGIN"))

    asked = (COMPARE, f"{COMPARE}?de=4&vers=5", f"{COMPARE}?comme=nous&theme=food")
    visitor.sign_in(world.state)
    _shares(session, world, world.other_site)
    before = {address: questions(address) for address in asked for _twice in range(2)}
    for number in range(38):
        with saving(session):
            site = sites.open_site(session, world.programme, name=f"S{number}", by=world.lead)
        _shares(session, world, site)
    assert {address: questions(address) for address in asked} == before
    assert max(before.values()) <= 18


def _shares(session, world, site) -> None:
    acts.a_round(session, world, site, [4, 4, 5, 5, 5], at=DAY)
    acts.share(session, world, site, *acts.EVERYTHING)
    with saving(session), in_site(session, site.id):
        acts.actions.be_contact(session, site, by=world.lead)
