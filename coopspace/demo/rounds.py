"""What people of the demonstration do in rounds, and what they keep in the register of advances."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from coopspace.advances import actions as advances
from coopspace.advances.rules import Kind, Precision
from coopspace.advances.rules import Said as Line
from coopspace.continuum import actions as rounds
from coopspace.continuum import answering
from coopspace.continuum.answering import Author
from coopspace.continuum.rules import Group, Outcome, Placed
from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.readiness import actions as readiness
from coopspace.readiness.rules import Item, Said
from coopspace.readiness.rules import Outcome as Conclusion


def open_round(
    scene: Scene,
    *,
    question: str,
    days: int,
    shown: str = "hidden",
    names: str = "named",
    expected: int | None = None,
) -> None:
    """Open a round of positioning; with `expected`, people without an account answer too."""
    rounds.open_round(
        scene.session,
        scene.site,
        by=scene.by,
        question=question,
        closes_at=clock.now() + timedelta(days=days),
        mode=rounds.Mode(
            hidden=shown == "hidden", anonymous=names == "anonymous", guests=expected is not None
        ),
        expected=expected,
    )


def place(scene: Scene, *, round: int, level: int, **said: Any) -> None:
    """Take a position: `desired`, `stay`, `fact`, `advances`, `trust` and `structure` as given."""
    author = answering.member(
        scene.session, scene.site, by=scene.by, device=f"demonstration {scene.by.id}"
    )
    answering.answer(
        scene.session,
        rounds.round_of(scene.session, round),
        author=author,
        placed=Placed(level=level, **said),
    )


def let_in(
    scene: Scene, *, round: int, name: str, level: int, view: str = "other", **said: Any
) -> None:
    """Somebody without an account, who came in by the code on the screen, takes a position."""
    author = Author(device=f"demonstration of {name}".ljust(24), view=Group(view), name=name)
    answering.answer(
        scene.session,
        rounds.round_of(scene.session, round),
        author=author,
        placed=Placed(level=level, **said),
    )


def note(
    scene: Scene,
    *,
    words: str,
    days_before: int = 0,
    kind: str = Kind.ADVANCE,
    only_month: bool = False,
    round: int | None = None,
    change: str = "",
) -> None:
    """Write a line of the register of advances, about that day or some days before it."""
    advances.write(
        scene.session,
        scene.site,
        said=Line(
            words=words,
            happened_on=clock.today() - timedelta(days=days_before),
            kind=Kind(kind),
            precision=Precision.MONTH if only_month else Precision.DAY,
            round=round,
            change=change,
        ),
        by=scene.by,
    )


def close_round(scene: Scene, *, round: int, why: str) -> None:
    """End a round without revealing it."""
    rounds.end_round(scene.session, rounds.round_of(scene.session, round), why=why, by=scene.by)


def reveal(scene: Scene, *, round: int) -> None:
    """Show what all have answered."""
    rounds.reveal(scene.session, rounds.round_of(scene.session, round), by=scene.by)


def conclude(
    scene: Scene,
    *,
    round: int,
    outcome: str,
    words: str,
    level: int | None = None,
    advances: str = "",
) -> None:
    """Write down what the group decides."""
    rounds.conclude(
        scene.session,
        rounds.round_of(scene.session, round),
        outcome=Outcome(outcome),
        level=level,
        words=words,
        advances=advances,
        by=scene.by,
    )


def open_conditions(
    scene: Scene, *, days: int, shown: str = "hidden", names: str = "named"
) -> None:
    """Open a round on the preconditions and conditions."""
    readiness.open_round(
        scene.session,
        scene.site,
        by=scene.by,
        closes_at=clock.now() + timedelta(days=days),
        mode=readiness.Mode(hidden=shown == "hidden", anonymous=names == "anonymous"),
    )


def judge_conditions(
    scene: Scene, *, round: int, steps: str, words: Mapping[str, str] | None = None
) -> None:
    """Judge the eight in their order: a step, « x » where one cannot say, « - » for later."""
    said = {
        item: Said(
            step=int(step) if step.isdecimal() else None,
            unknown=step == "x",
            comment=(words or {}).get(item, ""),
        )
        for item, step in zip(Item, steps.split(), strict=True)
    }
    author = readiness.member(
        scene.session, scene.site, by=scene.by, device=f"demonstration {scene.by.id}"
    )
    held = readiness.round_of(scene.session, round)
    readiness.answer(scene.session, held, author=author, said=said)


def reveal_conditions(scene: Scene, *, round: int) -> None:
    """Show what all have judged."""
    readiness.reveal(scene.session, readiness.round_of(scene.session, round), by=scene.by)


def conclude_conditions(
    scene: Scene, *, round: int, outcome: str, words: str, item: str | None = None
) -> None:
    """Write down what the group decides of one of the eight, or of the whole."""
    readiness.conclude(
        scene.session,
        readiness.round_of(scene.session, round),
        item=Item(item) if item else None,
        outcome=Conclusion(outcome),
        words=words,
        by=scene.by,
    )
