"""How often somebody may try a door."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts import limits
from coopspace.accounts.limits import SIGN_IN_KNOWN, SIGN_IN_STRANGE, TooMany
from coopspace.accounts.model import Attempt
from coopspace.kernel import clock
from coopspace.kernel.saving import saving

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def tries(session: Session, number: int, *, who="nadege@exemple.fr", origin="address:1.2.3.4"):
    for _ in range(number):
        with saving(session):
            limits.take(session, SIGN_IN_STRANGE, who=who, origin=origin)


def wait(
    session: Session, door=SIGN_IN_STRANGE, *, who="nadege@exemple.fr", origin="address:1.2.3.4"
):
    with pytest.raises(TooMany) as refused, saving(session):
        limits.take(session, door, who=who, origin=origin)
    return refused.value.seconds


def test_the_sixth_try_in_a_quarter_waits_for_the_first_to_be_forgotten(session):
    with clock.at(NOON):
        tries(session, 1)
    with clock.at(NOON + timedelta(minutes=5)):
        tries(session, 4)
        assert 600 <= wait(session) <= 601
    with clock.at(NOON + timedelta(minutes=15, seconds=1)):
        tries(session, 1)


def test_ten_tries_a_day_and_no_more(session):
    for number in range(2):
        with clock.at(NOON + timedelta(hours=number)):
            tries(session, 5)
    with clock.at(NOON + timedelta(hours=5)):
        assert wait(session) > 18 * 3600


def test_a_refused_try_is_not_counted(session):
    with clock.at(NOON):
        tries(session, 5)
        for _ in range(20):
            wait(session)
        assert session.scalar(select(func.count()).select_from(Attempt)) == 5


def test_somebody_elsewhere_spends_their_own_count(session):
    with clock.at(NOON):
        tries(session, 5, origin="address:9.9.9.9")
        wait(session, origin="address:9.9.9.9")
        tries(session, 1)


def test_one_account_never_spends_anothers_count_behind_the_same_address(session):
    with clock.at(NOON):
        for number in range(60):
            tries(session, 1, who=f"somebody-{number}@exemple.fr")
        tries(session, 1)


def test_a_hundred_tries_from_everywhere_close_the_unknown_origins_only(session):
    with clock.at(NOON):
        for number in range(20):
            tries(session, 5, origin=f"address:10.0.0.{number}")
        assert wait(session, origin="address:10.0.1.1") > 23 * 3600
        with saving(session):
            limits.take(session, SIGN_IN_KNOWN, who="nadege@exemple.fr", origin="browser:hers")


def test_what_was_right_is_given_back(session):
    with clock.at(NOON):
        tries(session, 5)
        tries(session, 2, origin="address:9.9.9.9")
        with saving(session):
            limits.forgive(
                session, SIGN_IN_STRANGE, who="nadege@exemple.fr", origin="address:1.2.3.4"
            )
        assert session.scalar(select(func.count()).select_from(Attempt)) == 2
        tries(session, 5)


def test_neither_the_address_nor_the_origin_is_kept_in_clear(session):
    with clock.at(NOON):
        tries(session, 1)
    kept = session.scalars(select(Attempt)).one()
    assert len(kept.who) == len(kept.origin) == 64
    assert "nadege" not in kept.who + kept.origin


def test_capitals_and_spaces_count_as_the_same_account(session):
    with clock.at(NOON):
        tries(session, 5, who=" Nadege@EXEMPLE.fr")
        wait(session)


def test_a_try_is_forgotten_after_a_day(session):
    with clock.at(NOON):
        tries(session, 3)
    with clock.at(NOON + timedelta(hours=24, seconds=1)):
        tries(session, 1, who="malik@exemple.fr")
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1
