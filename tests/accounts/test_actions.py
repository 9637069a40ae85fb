"""What people do with their account."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from coopspace.accounts import actions, keeping, passwords, sessions
from coopspace.accounts.links import Over
from coopspace.accounts.model import User, WebSession
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from tests.world import PASSWORD

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)
NEW = "girafe toiture cuillère"


class Counting:
    """A hasher that counts what it computes, and how much at the same time."""

    def __init__(self) -> None:
        self.inner = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self.hashes: list[str] = []
        self.inside = self.most = 0
        self.lock = threading.Lock()
        self.gate: threading.Event | None = None

    def hash(self, password: str) -> str:
        return self.inner.hash(password)

    def check_needs_rehash(self, kept: str) -> bool:
        return self.inner.check_needs_rehash(kept)

    def verify(self, kept: str, password: str) -> bool:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        if self.gate is not None:
            self.gate.wait(5)
        with self.lock:
            self.inside -= 1
            self.hashes.append(kept)
        return self.inner.verify(kept, password)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    hasher = Counting()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    return hasher


def test_the_right_password_recognises_whatever_the_capitals_of_the_address(session, world):
    found = actions.recognise(session, world.state.email.upper(), password=PASSWORD)
    assert found.id == world.state.id


def test_an_accent_typed_on_another_machine_is_the_same_password(session, world):
    with saving(session):
        user = actions.open_account(
            session, "e@exemple.fr", name="É", password="été hiver cuillère"
        )
    decomposed = "e\u0301te\u0301 hiver cuille\u0300re"
    assert actions.recognise(session, user.email, password=decomposed).id == user.id


def test_whatever_is_wrong_the_sentence_and_the_work_are_the_same(session, world, counting):
    with saving(session):
        keeping.disable(session, world.civil)
        keeping.create_user(session, "attend@exemple.fr", name="Qui Attend")
    sentences, works = set(), []
    for email, password in (
        (world.state.email, "faux"),
        ("personne@exemple.fr", PASSWORD),
        (world.civil.email, PASSWORD),
        ("attend@exemple.fr", PASSWORD),
        ("", ""),
    ):
        counting.hashes.clear()
        with pytest.raises(Refusal) as refused:
            actions.recognise(session, email, password=password)
        sentences.add(refused.value.sentence)
        works.append(len(counting.hashes))
    assert len(sentences) == 1
    assert works == [1, 1, 1, 1, 1]


@pytest.mark.real_passwords
def test_the_hash_of_nobody_costs_what_a_real_one_costs():
    nobody, somebody = passwords._DUMMY, passwords.hashed(PASSWORD)
    assert nobody.split("$")[1:4] == somebody.split("$")[1:4]
    assert "$m=19456,t=2,p=1$" in somebody
    assert somebody.startswith("$argon2id$")


def test_four_hashes_at_a_time_in_one_process(counting):
    counting.gate = threading.Event()
    kept = counting.hash(PASSWORD)
    threads = [threading.Thread(target=passwords.matches, args=(kept, "x")) for _ in range(12)]
    for thread in threads:
        thread.start()
    threading.Timer(0.3, counting.gate.set).start()
    for thread in threads:
        thread.join(10)
    assert counting.most == passwords.AT_ONCE == 4
    assert len(counting.hashes) == 12


def test_an_old_hash_is_renewed_when_its_owner_comes_in(session, world, monkeypatch):
    former = world.state.password_hash
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", stronger)
    renewed = actions.renewed_hash(world.state, PASSWORD)
    with saving(session):
        actions.enter(session, world.state, renewed=renewed)
    assert world.state.password_hash != former
    assert passwords.matches(world.state.password_hash, PASSWORD)
    assert actions.renewed_hash(world.state, PASSWORD) is None


def test_an_account_is_opened_with_a_password_of_its_own(session):
    for email, password, field in (
        ("pas une adresse", NEW, "email"),
        ("nora@exemple.fr", "court", "password"),
        ("nora.lointaine@exemple.fr", "nora lointaine 1", "password"),
    ):
        with pytest.raises(Refusal) as refused, saving(session):
            actions.open_account(session, email, name="Nora Lointaine", password=password)
        assert refused.value.field == field
    assert session.scalars(select(User)).all() == []


def test_changing_the_password_ends_every_session(session, world):
    with saving(session):
        tokens = [sessions.start(session, world.state) for _ in range(3)]
        hers = sessions.start(session, world.civil)
    with saving(session):
        actions.change_password(session, world.state, password=NEW)
    assert [sessions.find(session, token) for token in tokens] == [None] * 3
    assert sessions.find(session, hers) is not None


def test_closing_an_account_ends_its_sessions_and_reopening_gives_none_back(session, world):
    with saving(session):
        token = sessions.start(session, world.state)
    with saving(session):
        keeping.disable(session, world.state, by=world.admin)
    assert sessions.find(session, token) is None
    with pytest.raises(Refusal):
        actions.recognise(session, world.state.email, password=PASSWORD)
    with saving(session):
        keeping.enable(session, world.state, by=world.admin)
    assert sessions.find(session, token) is None
    assert actions.recognise(session, world.state.email, password=PASSWORD).id == world.state.id


def test_nobody_closes_the_house_from_inside(session, world):
    with pytest.raises(Refusal, match="another administrator"), saving(session):
        keeping.disable(session, world.admin, by=world.admin)
    with pytest.raises(Refusal, match="the only one"), saving(session):
        keeping.disable(session, world.admin)
    with saving(session):
        keeping.create_user(session, "b@exemple.fr", name="Bis", administrator=True, password=NEW)
        keeping.disable(session, world.admin)
    assert world.admin.disabled_at is not None


def test_the_first_account_is_opened_once_and_only_in_an_empty_house(session):
    with saving(session):
        former = keeping.first_link(session)
        token = keeping.first_link(session)
    given = {"email": "ada@exemple.fr", "name": "Ada", "password": NEW}
    with pytest.raises(Over), saving(session):
        keeping.open_first(session, former, **given)
    with saving(session):
        assert keeping.open_first(session, token, **given).is_administrator
    with pytest.raises(Over), saving(session):
        keeping.open_first(session, token, **{**given, "email": "b@exemple.fr"})
    with saving(session):
        assert keeping.first_link(session) is None


def test_a_first_link_that_somebody_overtook_opens_nothing(session):
    with saving(session):
        token = keeping.first_link(session)
        keeping.create_user(session, "ada@exemple.fr", name="Ada", password=NEW)
    with pytest.raises(Over), saving(session):
        keeping.open_first(session, token, email="b@exemple.fr", name="B", password=NEW)


@pytest.mark.parametrize(
    "administrator, after, alive",
    [
        (False, timedelta(hours=1, minutes=59), True),
        (False, timedelta(hours=2), False),
        (True, timedelta(minutes=29), True),
        (True, timedelta(minutes=30), False),
    ],
)
def test_a_session_dies_without_a_sign_of_life(session, world, administrator, after, alive):
    user = world.admin if administrator else world.state
    with clock.at(NOON), saving(session):
        token = sessions.start(session, user)
    with clock.at(NOON + after):
        assert (sessions.find(session, token) is not None) is alive
        assert len(sessions.of(session, user)) == int(alive)


def test_a_session_dies_after_twelve_hours_however_lively(session, world):
    with clock.at(NOON), saving(session):
        token = sessions.start(session, world.state)
    for hour in range(1, 12):
        with clock.at(NOON + timedelta(hours=hour)), saving(session):
            found = sessions.find(session, token)
            assert found is not None
            found[0].seen_at = clock.now()
    with clock.at(NOON + timedelta(hours=12)):
        assert sessions.find(session, token) is None
        with saving(session):
            sessions.start(session, world.civil)
    left = session.scalars(select(WebSession)).all()
    assert [one.user_id for one in left] == [world.civil.id]


def test_the_journal_tells_of_the_account_without_its_words(session, world):
    with saving(session):
        actions.enter(session, world.state)
        actions.forget_password(session, world.state.email)
        actions.describe(session, world.state, name="Nadège Autrement", locale="en")
        keeping.note_spent(session, "account", world.state)
        keeping.disable(session, world.state, by=world.admin)
    lines = audit.journal(session, None)
    told = {line.action for line in lines}
    assert {
        "account:sign_in",
        "account:forget",
        "account:describe",
        "account:tries_spent",
        "account:disable",
    } <= told
    written = " ".join(f"{line.object_id} {line.details}" for line in lines)
    assert "exemple.fr" not in written
    assert "Nadège" not in written
    assert audit.verify(session) == []
