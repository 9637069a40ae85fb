"""Who is at a site: only its people learn it, only the session says who somebody is."""

import uuid

import pytest

from coopspace.live.company import Company
from coopspace.live.door import Guest
from coopspace.live.limits import Limits
from coopspace.live.wire import Malformed
from tests.live.meeting import HERE, meet, said
from tests.live.serving import sign_in


def test_people_of_a_site_see_each_other_as_the_session_knows_them(site, session, world):
    tokens = {who: sign_in(session, getattr(world, who)) for who in ("state", "observer")}
    lie = {**HERE, "user": {"name": "Somebody else"}, "more": "x"}
    assert meet(site, world.site.id, tokens["state"], said(lie)) == (200, {"here": []})
    status, answer = meet(site, world.site.id, tokens["observer"], said(HERE))
    assert status == 200
    (one,) = answer["here"]
    assert one["user"]["name"] == world.state.name
    assert {name: one[name] for name in HERE} == HERE
    assert set(one) == {"user", *HERE}
    meet(site, world.site.id, tokens["state"], said(None))
    assert meet(site, world.site.id, tokens["observer"], said(HERE))[1] == {"here": []}


def test_strangers_learn_nothing_and_other_pages_are_refused(site, session, world):
    for who in ("stranger", "other_state", "admin"):
        token = sign_in(session, getattr(world, who))
        assert meet(site, world.site.id, token, said(HERE))[0] == 404, who
    own = sign_in(session, world.state)
    assert meet(site, world.site.id, "x" * 43, said(HERE))[0] == 401
    assert meet(site, uuid.uuid4(), own, said(HERE))[0] == 404
    assert meet(site, world.site.id, own, said(HERE), Origin="http://evil.example")[0] == 403
    for wrong in (b"", b"[]", b"{}", said("x"), b'{"tab": 1}', b"[" * 3000):
        assert meet(site, world.site.id, own, wrong)[0] == 400, wrong
    assert meet(site, world.site.id, own, b"x" * 5000)[0] == 413


@pytest.fixture
def guest() -> Guest:
    return Guest(uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), "token", False, {"name": "A"})


def test_who_says_nothing_more_is_forgotten_and_tabs_are_counted(guest):
    moment = [0.0]
    company = Company(Limits(presence_kept=30, sockets_of_person=2), lambda: moment[0])
    other = Guest(uuid.uuid4(), guest.site_id, guest.site_id, "token", False, {"name": "B"})
    for tab in "abc":
        company.said(guest, said(HERE, tab))
    assert len(company.said(other, said(HERE))["here"]) == 2
    moment[0] = 20
    company.said(guest, said(HERE, "a"))
    moment[0] = 40
    assert len(company.said(other, said(None))["here"]) == 1
    moment[0] = 60
    assert company.said(other, said(None))["here"] == []


def test_words_of_others_are_short(guest):
    company = Company(Limits())
    other = Guest(uuid.uuid4(), guest.site_id, guest.site_id, "token", False, {"name": "B"})
    company.said(guest, said({"title": "x" * 3000, "path": None}))
    assert company.said(other, said(None))["here"] == [
        {"user": {"name": "A"}, "path": "", "title": "x" * 200, "on": ""}
    ]
    with pytest.raises(Malformed):
        company.said(guest, b"x" * 5000)


def test_what_another_process_says_is_read_strictly(guest):
    told: list[bytes] = []
    here, there = Company(Limits(), tell=lambda _, body: told.append(body)), Company(Limits())
    here.said(guest, said(HERE))
    there.said_elsewhere(guest.site_id, told[0])
    other = Guest(uuid.uuid4(), guest.site_id, guest.site_id, "token", False, {"name": "B"})
    assert there.said(other, said(None))["here"] == [{"user": {"name": "A"}, **HERE}]
    for wrong in (b"", b"[]", b"{}", b'{"person": "x"}', told[0].replace(b"tab", b"tap")):
        with pytest.raises(Malformed):
            there.said_elsewhere(guest.site_id, wrong)
    here.said(guest, said(None))
    there.said_elsewhere(guest.site_id, told[1])
    here.said(guest, said(None))
    assert len(told) == 2
    assert there.said(other, said(None))["here"] == []
