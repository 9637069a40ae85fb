"""Both engines are asked every question, and PostgreSQL no page of one test twice."""

from pathlib import Path
from types import SimpleNamespace

from tests.engines import LONG, asked_again, long_ones_first

HERE = Path(__file__).parent


def item(test: str, engine: str, about: str = "", *fixtures: str) -> SimpleNamespace:
    return SimpleNamespace(
        nodeid=f"{test}[{engine}-{about}]",
        callspec=SimpleNamespace(params={"engine_kind": engine}),
        fixturenames=fixtures,
    )


def test_the_other_engine_is_asked_a_page_once_and_everything_else_in_full():
    pages = [
        item("a.py::test", kind, who, "visitor")
        for kind in ("sqlite", "postgresql")
        for who in "xyz"
    ]
    others = [item("b.py::test", "postgresql", what) for what in "xy"]
    plain = SimpleNamespace(nodeid="c.py::test", fixturenames=("visitor",))
    assert asked_again([*pages, *others, plain, plain]) == pages[4:]


def test_no_question_is_lost_to_an_engine(request):
    """Of what this run collected, whatever SQLite answers PostgreSQL answers too, and the other way
    round, unless a mark says why not."""
    kinds: dict[str, set[str]] = {}
    for one in request.session.items:
        called = getattr(one, "callspec", None)
        if called and "engine_kind" in called.params and not one.get_closest_marker("engines"):
            kinds.setdefault(one.nodeid.partition("[")[0], set()).add(called.params["engine_kind"])
    assert [test for test, asked in kinds.items() if len(asked) < 2] == []


def test_each_worker_begins_with_long_tests_and_nothing_is_left_out():
    long = [SimpleNamespace(nodeid=f"{LONG[n % 3]}::test[{n}]") for n in range(7)]
    short = [SimpleNamespace(nodeid=f"tests/a.py::test[{n}]") for n in range(18)]
    for workers in (1, 2, 3, 4, 30):
        ordered = long_ones_first([*short, *long], workers)
        assert sorted(one.nodeid for one in ordered) == sorted(o.nodeid for o in [*short, *long])
        if workers < len(long):
            part = len(ordered) // workers
            begun = [ordered[worker * part] for worker in range(workers)]
            assert all(one in long for one in begun)
    assert [one for one in long_ones_first([*short, *long], 1) if one in short] == short


def test_what_is_said_to_be_long_is_there():
    assert [name for name in LONG if not (HERE.parent / name).exists()] == []
