"""What is compiled once a worker answers as what is compiled each time."""

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.routing.rules import RulePart

from tests.compiled import addresses_once

WRITTEN = ("/a/<int:x>", "/a/<y>", "/a/<y>/b", "/a/<int(max=9):x>/c", "/f/<path:z>/d")
ASKED = ("/a/1", "/a/un", "/a/1/b", "/a/1/c", "/a/10/c", "/f/1/2/d", "/f/1/2")


def addresses() -> MapAdapter:
    return Map([Rule(one, endpoint=one) for one in WRITTEN]).bind("localhost")


def led(addresses: MapAdapter, path: str) -> object:
    try:
        return addresses.match(path)
    except NotFound:
        return None


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> MapAdapter:
    """As werkzeug does it."""
    with monkeypatch.context() as patch:
        patch.setattr(Rule, "_parse_rule", AS_IT_CAME)
        patch.setattr(RulePart, "__eq__", EQUAL_AS_IT_CAME)
        return addresses()


AS_IT_CAME, EQUAL_AS_IT_CAME = Rule._parse_rule, RulePart.__eq__


def test_addresses_read_once_lead_where_they_led(plain: MapAdapter, monkeypatch):
    with monkeypatch.context() as patch:
        addresses_once(patch)
        first, again = addresses(), addresses()
    expected = [led(plain, path) for path in ASKED]
    assert expected[-1] is None
    assert expected[0] == ("/a/<int:x>", {"x": 1})
    for one in (first, again):
        assert [led(one, path) for path in ASKED] == expected
        assert one.build("/a/<y>/b", {"y": "été"}) == plain.build("/a/<y>/b", {"y": "été"})
        assert one.map.is_endpoint_expecting("/a/<int(max=9):x>/c", "x")


def test_an_address_is_read_once(monkeypatch):
    read = []

    def counted(rule: Rule, text: str) -> object:
        read.append(text)
        return AS_IT_CAME(rule, text)

    monkeypatch.setattr(Rule, "_parse_rule", counted)
    addresses_once(monkeypatch)
    addresses(), addresses()
    assert sorted(read) == sorted(WRITTEN)
