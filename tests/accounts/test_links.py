"""Secret links: once, for a while, replaced by the next one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from coopspace.accounts import actions, keeping, links, passwords
from coopspace.accounts.links import Over
from coopspace.accounts.model import AccountLink, Purpose
from coopspace.kernel import clock
from coopspace.kernel.saving import saving

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)
NEW = "girafe toiture cuillère"


def reset_of(session, user) -> str:
    with saving(session):
        asked = actions.forget_password(session, user.email)
    assert asked is not None
    return asked[1]


def test_looking_changes_nothing_and_using_works_once(session, world):
    token = reset_of(session, world.state)
    for _ in range(3):
        assert links.look(session, token, Purpose.RESET)[1].id == world.state.id
    with saving(session):
        actions.choose_password(session, token, password=NEW)
    for act in (links.look, links.use):
        with pytest.raises(Over), saving(session):
            act(session, token, Purpose.RESET)
    assert passwords.matches(world.state.password_hash, NEW)


def test_a_refused_password_does_not_use_the_link_up(session, world):
    token = reset_of(session, world.state)
    with pytest.raises(Exception, match="15 characters"), saving(session):
        actions.choose_password(session, token, password="court")
    with saving(session):
        actions.choose_password(session, token, password=NEW)


@pytest.mark.parametrize(
    "purpose, minutes",
    [
        (Purpose.RESET, 10),
        (Purpose.ADDRESS, 10),
        (Purpose.FIRST, 30),
        (Purpose.WELCOME, 7 * 24 * 60),
    ],
)
def test_each_kind_of_link_has_its_time(session, world, purpose, minutes):
    with clock.at(NOON), saving(session):
        token = links.issue(session, purpose, user=world.state)
    with clock.at(NOON + timedelta(minutes=minutes, seconds=-1)):
        links.look(session, token, purpose)
    with clock.at(NOON + timedelta(minutes=minutes)), pytest.raises(Over):
        links.look(session, token, purpose)


def test_a_new_link_ends_the_one_before(session, world):
    first, second = reset_of(session, world.state), reset_of(session, world.state)
    with pytest.raises(Over):
        links.look(session, first, Purpose.RESET)
    links.look(session, second, Purpose.RESET)


def test_a_link_opens_only_what_it_is_for(session, world):
    token = reset_of(session, world.state)
    with pytest.raises(Over):
        links.look(session, token, Purpose.ADDRESS, Purpose.WELCOME, Purpose.FIRST)


def test_the_token_is_kept_nowhere(session, world):
    token = reset_of(session, world.state)
    kept = session.scalars(select(AccountLink)).one()
    assert token not in repr(vars(kept))
    assert len(kept.token_hash) == 64
    assert len(token) >= 43


def test_a_closed_account_cannot_use_a_link_it_had(session, world):
    token = reset_of(session, world.state)
    with saving(session):
        world.state.disabled_at = clock.now()
    with pytest.raises(Over):
        links.look(session, token, Purpose.RESET)


def test_unknown_closed_and_never_opened_accounts_receive_no_link(session, world):
    with saving(session):
        waiting, _token = keeping.create_user(session, "attend@exemple.fr", name="Qui Attend")
        keeping.disable(session, world.civil)
    for email in ("personne@exemple.fr", world.civil.email, waiting.email):
        with saving(session):
            assert actions.forget_password(session, email) is None


def test_choosing_a_password_ends_every_other_link_of_the_person(session, world):
    token = reset_of(session, world.state)
    with saving(session):
        address = actions.ask_new_address(session, world.state, email="neuve@exemple.fr")
    with saving(session):
        actions.choose_password(session, token, password=NEW)
    with pytest.raises(Over):
        links.look(session, address, Purpose.ADDRESS)


def test_an_address_taken_meanwhile_is_not_taken_twice(session, world):
    with saving(session):
        token = actions.ask_new_address(session, world.state, email="neuve@exemple.fr")
        actions.open_account(session, "neuve@exemple.fr", name="Autre", password=NEW)
    with pytest.raises(Over), saving(session):
        actions.take_new_address(session, token)
    with saving(session):
        assert actions.ask_new_address(session, world.state, email="neuve@exemple.fr") is None


def test_dead_links_are_forgotten_after_a_month(session, world):
    with clock.at(NOON):
        reset_of(session, world.state)
    with clock.at(NOON + timedelta(days=31)):
        reset_of(session, world.civil)
    assert len(session.scalars(select(AccountLink)).all()) == 1
