"""A real server behind a line that is cut at any moment: no entry is lost, none is doubled."""

from pathlib import Path

import pytest

from tests.accompaniment.sending import entries, on_disk, send_all
from tests.browser.live.house import open_house
from tests.browser.live.network import network

MANY = 100


@pytest.mark.browser
def test_over_a_cut_line_each_entry_arrives_once(tmp_path: Path):
    with open_house(tmp_path / "data") as house, network(house.port) as way:
        some = entries(house.world.site.slug, MANY)
        sent = send_all(house, way, some)
        assert sent.tries > MANY / 20, "the line was never cut: nothing was proved"
        assert len(set(sent.kept.values())) == MANY
        assert on_disk(house) == sorted(str(one["moved"]) for one in some)
