"""A programme words the method its own way: its questions are those of the pages."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from coopspace import method
from coopspace.app import create_app
from coopspace.config import Settings, Unsafe
from tests.browser import served
from tests.browser.served import Guest

FIRST = "source = 'Programme Un cap'\n"
OWN = (
    FIRST
    + """
[sections.power.questions.who]
question.fr = "Qui tranche, et qui le sait ?"
question.en = "Who settles it, and who knows?"

[sections.power.questions.money]
heading.fr = "L’argent"
heading.en = "Money"
question.fr = "Qui engage l’argent commun ?"
question.en = "Who commits our common money?"

[sections.power.questions.stuck]
left_out = true
"""
)
BAD = {
    "[sections.power]\ntitle = 'Pouvoir'": "is not understood",
    FIRST + "[sections.power]\nleft_out = true": "only questions can",
    FIRST + "[sections.power.questions.who]\nquestion.fr = 'Qui ?'": "says nothing in en",
    "[sections.power.questions.who]\nquestion = { fr = 'Qui ?', en = 'Who?' }": "comes from",
    FIRST + "[sections.power.title.more]\nfr = 'a'\nen = 'a'": "shape",
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where an installation keeps its words; ours are read again afterwards."""
    found = tmp_path / "method"
    found.mkdir()
    yield found
    method.take_own(tmp_path / "nowhere")


def test_own_words_stand_in_the_place_of_ours_or_after_them(folder: Path):
    ours = method.load("agreement")
    (folder / "agreement.toml").write_text(OWN)
    method.take_own(folder)
    words = method.load("agreement")
    asked = [*words["sections.power.questions"]]
    left = [one for one in ours["sections.power.questions"] if one != "stuck"]
    assert asked == [*left, "money"]
    assert words.text("sections.power.questions.who.question") == "Qui tranche, et qui le sait ?"
    heading = "sections.power.questions.who.heading"
    assert words.text(heading) == ours.text(heading)
    assert words["sections.power.questions.money.question"].source.fr == "Programme Un cap"
    assert words.text("sections.places.title") == ours.text("sections.places.title")


def test_a_file_may_only_leave_questions_out_and_say_its_source_in_both_languages(folder: Path):
    ours = method.load("agreement")
    (folder / "agreement.toml").write_text(
        "source = { fr = 'Programme Un cap', en = 'The One Course programme' }\n"
        "[sections.power.questions.stuck]\nleft_out = true\n"
    )
    method.take_own(folder)
    asked = [*method.load("agreement")["sections.power.questions"]]
    assert asked == [one for one in ours["sections.power.questions"] if one != "stuck"]


@pytest.mark.parametrize(("said", "why"), BAD.items())
def test_a_slip_of_the_pen_is_said_and_nothing_starts(folder: Path, said: str, why: str):
    (folder / "agreement.toml").write_text(said)
    with pytest.raises(method.Misprint, match=why):
        method.take_own(folder)
    with pytest.raises(Unsafe, match=r"agreement\.toml.*Mend the file"):
        create_app(Settings(data=folder.parent, secret_key="x" * 40))


def test_a_file_of_no_room_is_noticed(folder: Path):
    (folder / "agrement.toml").write_text(OWN)
    with pytest.raises(method.Misprint, match="the rooms of the method are"):
        method.take_own(folder)


def test_the_pages_ask_what_the_programme_asks(tmp_path: Path):
    data = tmp_path / "data"
    (data / "method").mkdir(parents=True)
    (data / "method" / "agreement.toml").write_text(OWN)
    subprocess.run(
        [*served.command("demo", "load"), "--data", str(data)], cwd=served.ROOT, check=True
    )
    with served.serving(tmp_path / "log", "--data", str(data)) as base:
        person = next(one for one in served.people() if "les-deux-rives" in one["sites"])
        page = Guest(base).sign_in(person).get("/sites/les-deux-rives/entente").text
    assert "Qui tranche, et qui le sait" in page
    assert "Qui engage l’argent commun" in page
    assert "qui peut rouvrir une décision" not in page
