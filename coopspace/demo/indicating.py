"""How the people of the demonstration say what will show a change, and measure it."""

from collections.abc import Sequence
from datetime import date, timedelta

from coopspace.demo.scene import Scene
from coopspace.indicators import actions, held
from coopspace.indicators.rules import Described, Direction, Rhythm, Seen, Written
from coopspace.kernel import clock


def say_indicator(
    scene: Scene,
    *,
    name: str,
    shows: Sequence[str],
    direction: str = Direction.MORE,
    rhythm: str = Rhythm.QUARTERLY,
    start: str = "",
    aim: str = "",
    aim_words: str = "",
    aim_in: int = 0,
    definition: str = "",
    unit: str = "",
    method: str = "",
    who: str = "",
) -> None:
    """Say an indicator; its start is of the day itself, `aim_in` counts days from it."""
    actions.write(
        scene.session,
        scene.site,
        said=Described(
            name,
            direction=Direction(direction),
            rhythm=Rhythm(rhythm),
            start_on=clock.today() if start else None,
            aim_words=aim_words,
            aim_on=clock.today() + timedelta(days=aim_in) if aim_in else None,
            definition=definition,
            unit=unit,
            method=method,
            who=who,
        ),
        written=Written(start, aim),
        changes=shows,
        by=scene.by,
    )


def measure_indicator(
    scene: Scene, *, indicator: int, value: str = "", words: str = "", source: str = ""
) -> None:
    """Write what was measured the day before."""
    found = held.indicator_of(scene.session, indicator)
    seen = Seen(on=_yesterday(), words=words, source=source)
    actions.measure(scene.session, found, seen=seen, value=value, by=scene.by)


def correct_measure(
    scene: Scene, *, indicator: int, measure: int, value: str, source: str, why: str
) -> None:
    """Say a measure otherwise, of the same day."""
    found = held.indicator_of(scene.session, indicator)
    on = held.measure_of(scene.session, found, measure).measured_on
    actions.correct(
        scene.session,
        found,
        measure,
        seen=Seen(on=on, source=source),
        value=value,
        why=why,
        by=scene.by,
    )


def end_indicator(scene: Scene, *, indicator: int, learnt: str) -> None:
    """End an indicator, with what it has taught."""
    found = held.indicator_of(scene.session, indicator)
    actions.end(scene.session, found, learnt=learnt, by=scene.by)


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)
