"""Both engines are asked every question, and PostgreSQL no page of one test twice."""

from types import SimpleNamespace

from tests.engines import asked_again


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
