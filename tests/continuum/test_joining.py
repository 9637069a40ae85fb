"""Joining from a phone, without an account: sixty behind one address, one answer each."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from coopspace.continuum.doors import door_of
from coopspace.continuum.model import ContinuumAnswer, ContinuumMark
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.paths import STATIC
from tests.continuum.acts import (
    ANONYMOUS,
    GUESTS,
    QUESTION,
    ROUND,
    in_english,
    later,
    open_round,
    read,
    reveal,
    the_round,
)
from tests.house import token_on
from tests.ledger import count
from tests.visitor import Visitor, text_of

PHONES = 60
MOST_BYTES = 60_000


def door(session, world) -> tuple[str, str]:
    """The address of the QR, and the code."""
    with in_site(session, world.site.id):
        found = door_of(session, the_round(session))
        address, code = f"/r/{found.token}", found.code
    session.rollback()
    return address, code


@pytest.fixture
def joined(session, world):
    """An anonymous round that people join by code, and its address."""
    open_round(session, world, ANONYMOUS, expected=PHONES)
    return door(session, world)


def test_a_phone_answers_changes_its_answer_and_says_so(app, joined, session, world):
    phone = in_english(Visitor(app))
    assert QUESTION in phone.get(joined[0]).text
    phone.post(joined[0], level="3", view="civil_society", fact="Un café le lundi.")
    assert "Your answer is kept" in text_of(phone.get(joined[0]).text)
    page = phone.get(f"{joined[0]}?changer=1").text
    assert "Un café le lundi." in page
    phone.post(joined[0], page=f"{joined[0]}?changer=1", level="5", view="other")
    with in_site(session, world.site.id):
        assert list(session.scalars(select(ContinuumAnswer.level))) == [5]


def test_another_phone_sees_no_answer_but_its_own(app, joined):
    Visitor(app).post(joined[0], level="3", fact="Un café le lundi.", view="other")
    assert "café" not in Visitor(app).get(joined[0]).text


def test_a_code_is_typed_as_it_is_read(app, joined):
    phone = Visitor(app)
    typed = f"{joined[1][:3].lower()}+{joined[1][3:].lower()}"
    answer = phone.get(f"/r?code={typed}", status=303)
    assert answer.location.endswith(f"/r/{joined[1]}")
    assert QUESTION in phone.get(answer.location).text


def test_what_is_missing_is_said_and_nothing_typed_is_lost(app, session, world):
    open_round(session, world, GUESTS)
    address, _code = door(session, world)
    phone = Visitor(app)
    page = phone.post(address, status=200, level="4", fact="Un café le lundi.", view="other").text
    assert 'id="name-error"' in page
    assert "Un café le lundi." in page
    phone.post(address, level="4", name="Rosa B.", view="other")
    reveal(session, world)
    assert read(session, world).told[0].name == "Rosa B."


def test_wrong_codes_wait_and_the_right_one_still_opens(app, joined):
    phone = Visitor(app)
    for number in range(20):
        phone.get(f"/r/AAAAA{'BCDEFGHJKMNPQRSTUVWX'[number]}", status=404)
    answer = phone.get("/r/ZZZZZZ", status=429)
    assert int(answer.headers["Retry-After"]) > 0
    for _phone in range(3):
        Visitor(app).get(f"/r/{joined[1]}")
    with clock.at(later(0.001)):
        phone.get("/r/ZZZZZY", status=404)


@pytest.mark.parametrize("typed", ["x", "'%20OR%201=1", "%00", "é" * 12, "A" * 41, "..%2f"])
def test_whatever_is_typed_opens_nothing(app, joined, typed):
    Visitor(app).get(f"/r/{typed}", status=404)


def test_a_code_that_has_had_its_day_opens_nothing_and_the_link_still_does(app, joined):
    with clock.at(later(0.6)):
        Visitor(app).get(f"/r/{joined[1]}", status=404)
        Visitor(app).get(joined[0])


def test_a_round_that_is_over_says_so_and_shows_no_level(app, session, world):
    open_round(session, world, GUESTS)
    address, _code = door(session, world)
    phone = in_english(Visitor(app))
    phone.post(address, level="4", name="Rosa B.", view="other", fact="Un café le lundi.")
    reveal(session, world)
    page = phone.get(address).text
    assert "The round was revealed" in text_of(page)
    assert "Rosa" not in page
    assert "café" not in page
    assert "Assistance" not in page


def test_sixty_phones_behind_one_address_all_answer(app, joined, session, world):
    phones = [Visitor(app) for _one in range(PHONES)]
    for number, phone in enumerate(phones):
        phone.get(f"/r/{joined[1]}" if number % 2 else joined[0])
        phone.post(joined[0], level=str(1 + number % 7), view="civil_society")
    reveal(session, world)
    found = read(session, world)
    assert found.answered == PHONES
    assert found.counts == (9, 9, 9, 9, 8, 8, 8)
    count("phones that answered behind one address", PHONES)


@pytest.mark.engines("postgresql")
def test_the_same_answer_sent_fifty_times_at_once_is_one_answer(app, joined, session, world):
    phone = Visitor(app)
    token = token_on(phone.get(joined[0]).text)
    cookies = "; ".join(f"{c.key}={c.value}" for c in phone.client._cookies.values())
    data = {"csrf_token": token, "level": "4", "view": "other"}

    def send(_number: int) -> int:
        client = app.test_client(use_cookies=False)
        return client.post(joined[0], data=data, headers={"Cookie": cookies}).status_code

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(send, range(50)))
    assert set(statuses) == {303}
    with in_site(session, world.site.id):
        for table in (ContinuumAnswer, ContinuumMark):
            assert session.scalar(select(func.count()).select_from(table)) == 1


def test_the_page_of_a_phone_weighs_less_than_sixty_kilobytes_and_needs_no_script(app, joined):
    page = Visitor(app).get(joined[0])
    files = re.findall(r'(?:href|src)="/static/([^"?#]+)', page.text)
    assert not [name for name in files if name.endswith((".js", ".woff2"))]
    assert "<script" not in page.text
    weight = len(page.data) + sum((STATIC / name).stat().st_size for name in set(files))
    assert weight <= MOST_BYTES
    count("bytes of the page of a phone, styles included, before compression", weight)


def test_a_browser_without_its_secret_is_told_what_to_do(app, joined):
    phone = in_english(Visitor(app))
    token = token_on(phone.get(joined[0]).text)
    phone.client.delete_cookie("device")
    answer = phone.client.post(joined[0], data={"csrf_token": token, "level": "3", "view": "other"})
    assert answer.status_code == 200
    assert "Allow cookies for this site" in text_of(answer.text)


def test_the_guest_comes_into_the_round_and_nowhere_else(app, joined):
    phone = Visitor(app)
    phone.post(joined[0], level="3", view="other")
    phone.get(ROUND, status=303)
    phone.get(f"{ROUND}/projection", status=303)


def test_a_guest_takes_their_answer_back_until_the_reveal(app, joined, session, world):
    phone = Visitor(app)
    phone.post(joined[0], level="3", view="other")
    phone.post(f"{joined[0]}/retirer", page=joined[0])
    assert 'name="level"' in phone.get(joined[0]).text
    with in_site(session, world.site.id):
        for table in (ContinuumAnswer, ContinuumMark):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_phone_that_gave_no_answer_takes_back_nothing(app, joined, session, world):
    Visitor(app).post(joined[0], level="3", view="other")
    stranger = Visitor(app)
    stranger.post(f"{joined[0]}/retirer", page=joined[0])
    with in_site(session, world.site.id):
        assert session.scalar(select(func.count()).select_from(ContinuumAnswer)) == 1
