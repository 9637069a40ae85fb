"""How many questions the pages ask, whatever the size of the site."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from coopspace import demo
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.sites import adherence, invitations
from coopspace.sites.rules import Place
from tests.sites.reading import SITE
from tests.visitor import Visitor
from tests.world import World

MOST_QUERIES = 15


@pytest.fixture
def queries(app: Flask) -> Callable[[], int]:
    """How many statements have been sent to the database since it was last asked."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_more) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)

    def count() -> int:
        number = len(sent)
        sent.clear()
        return number

    return count


@pytest.mark.engines("sqlite")
def test_the_dashboard_asks_at_most_fifteen_questions_whatever_the_site(
    app: Flask, session: Session, visitor: Visitor, queries: Callable[[], int]
):
    with saving(session):
        demo.load(session)
        people = {one["email"]: one for one in demo.people(session)}
    for slug in ("le-haut-plessis", "les-deux-rives", "la-fontaine-aux-merles", "les-terrasses"):
        email = next(
            email
            for email, one in people.items()
            if one["sites"].get(slug, {}).get("role") == "trio"
        )
        visitor.sign_in(session.query(User).filter_by(email=email).one())
        visitor.get(f"/sites/{slug}/")
        queries()
        visitor.get(f"/sites/{slug}/")
        assert queries() <= MOST_QUERIES, slug


@pytest.mark.engines("sqlite")
def test_the_members_page_asks_no_more_with_more_members(
    session: Session, world: World, visitor: Visitor, queries: Callable[[], int]
):
    visitor.sign_in(world.facilitator).get(f"{SITE}/membres")
    queries()
    visitor.get(f"{SITE}/membres")
    before = queries()
    with saving(session), in_site(session, world.site.id):
        for number in range(20):
            invitations.invite(
                session,
                world.site,
                email=f"x{number}@exemple.fr",
                name="Quelqu’un",
                place=Place(Role.OBSERVER),
                by=world.lead,
            )
        for who in (world.state, world.authority, world.civil):
            adherence.adhere(session, world.site, words="Nous y sommes.", by=who)
    visitor.get(f"{SITE}/membres")
    assert queries() <= before + 2
