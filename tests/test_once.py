"""What is made once a run is whole before anybody gets it."""

from pathlib import Path

import pytest

from tests.once import once
from tests.postgres import RUN


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(RUN, str(tmp_path))
    return tmp_path


def test_it_is_made_by_whoever_asks_first_and_by_nobody_after(run: Path):
    made: list[str] = []

    def make(folder: Path) -> None:
        made.append("made")
        (folder / "words").write_text("là")

    assert [(once("it", make) / "words").read_text() for _ in range(3)] == ["là"] * 3
    assert made == ["made"]


def test_what_failed_half_way_is_given_to_nobody_and_begun_again(run: Path):
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        once("it", fail)
    assert not (run / "it").exists()
    assert list(once("it", lambda folder: (folder / "whole").touch()).iterdir()) == [
        run / "it" / "whole"
    ]
