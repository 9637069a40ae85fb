"""What is compiled once a worker answers as what is compiled each time."""

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, MapAdapter, RequestRedirect, Rule

from tests.compiled import addresses_once

WRITTEN = ("/a/<int:x>", "/a/<y>", "/a/<y>/b", "/a/<int(max=9):x>/c", "/f/<path:z>/d")
ASKED = ("/a/1", "/a/un", "/a/1/b", "/a/1/c", "/a/10/c", "/f/1/2/d", "/f/1/2", "/new")
AS_IT_CAME = Map.add, Map.update


def as_it_came(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Map, "add", AS_IT_CAME[0])
    patch.setattr(Map, "update", AS_IT_CAME[1])


def addresses(*more: str) -> MapAdapter:
    return Map([Rule(one, endpoint=one) for one in (*WRITTEN, *more)]).bind("localhost")


def led(addresses: MapAdapter, path: str) -> object:
    try:
        return addresses.match(path)
    except NotFound:
        return None


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Where werkzeug itself leads."""
    with monkeypatch.context() as patch:
        as_it_came(patch)
        found = addresses()
        assert found.build("/a/<y>/b", {"y": "été"}) == "/a/%C3%A9t%C3%A9/b"
        return [led(found, path) for path in ASKED]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are read, each time."""
    found: list[str] = []
    reading = Rule.compile

    def compiled(rule: Rule) -> None:
        found.append(rule.rule)
        reading(rule)

    monkeypatch.setattr(Rule, "compile", compiled)
    as_it_came(monkeypatch)
    addresses_once(monkeypatch)
    return found


def test_addresses_read_once_lead_where_they_led(plain: list[object], read: list[str]):
    assert plain[-2:] == [None, None]
    assert plain[0] == ("/a/<int:x>", {"x": 1})
    for one in (addresses(), addresses()):
        assert [led(one, path) for path in ASKED] == plain
        assert one.build("/a/<y>/b", {"y": "été"}) == "/a/%C3%A9t%C3%A9/b"
        assert one.map.is_endpoint_expecting("/a/<int(max=9):x>/c", "x")
        assert [rule.rule for rule in one.map.iter_rules()] == list(WRITTEN)
    assert sorted(read) == sorted(WRITTEN)


def test_an_address_added_to_one_house_leads_nowhere_in_another(plain: list[object], read):
    first, second = addresses(), addresses()
    assert [led(first, path) for path in ASKED] == plain
    first.map.add(Rule("/new", endpoint="new"))
    assert led(first, "/new") == ("new", {})
    assert led(second, "/new") is None
    assert led(addresses("/new"), "/new") == ("/new", {})


def test_the_same_address_of_another_view_is_another(read: list[str]):
    one, other = (Map([Rule("/a", endpoint=name)]).bind("localhost") for name in ("un", "deux"))
    assert led(one, "/a") == ("un", {})
    assert led(other, "/a") == ("deux", {})


def test_a_map_of_other_settings_reads_for_itself(read: list[str]):
    strict, loose = (
        Map([Rule("/a/", endpoint="a")], strict_slashes=kind).bind("localhost")
        for kind in (True, False)
    )
    assert led(loose, "/a") == ("a", {})
    with pytest.raises(RequestRedirect):
        led(strict, "/a")
