"""How the people of the demonstration keep the calendar of their programme."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from coopspace.calendar import actions, attending, reading, rules
from coopspace.calendar.held import event_of
from coopspace.calendar.rules import Audience, Kind, Part, Planned, When
from coopspace.demo.scene import Scene
from coopspace.kernel import clock

FRIDAY = 4


def plan_event(
    scene: Scene,
    *,
    title: str,
    kind: str,
    after: int,
    start: str = "",
    end: str = "",
    days: int = 1,
    halves: int = 0,
    part: str = "",
    audience: str = "everybody",
    place: str = "",
    link: str = "",
    prepare: str = "",
    here: bool = False,
) -> None:
    """Plan an event, so many days `after` the day it is written; `here`: for this site alone."""
    day = _worked(clock.today() + timedelta(days=after))
    starts, ends, whole = rules.moments(
        When(
            day,
            day + timedelta(days=days - 1),
            time.fromisoformat(start) if start else None,
            time.fromisoformat(end) if end else None,
        )
    )
    programme = scene.site.programme
    actions.plan(
        scene.session,
        programme,
        planned=Planned(
            title=title,
            starts=starts,
            ends=ends,
            kind=Kind(kind),
            whole_days=whole,
            part=Part(part) if part else None,
            halves=halves,
            place=place,
            link=link,
            audience=Audience(audience),
            sites=(scene.site.id,) if here else (),
            prepare=prepare,
        ),
        viewer=reading.viewer(scene.session, scene.by, programme),
        by=scene.by,
    )


def cancel_event(scene: Scene, *, event: int, words: str) -> None:
    """Cancel an event, with a word."""
    programme = scene.site.programme
    looking = reading.viewer(scene.session, scene.by, programme)
    found = event_of(scene.session, programme, event)
    actions.cancel(scene.session, found, words=words, viewer=looking, by=scene.by)


def add_document(scene: Scene, *, label: str, address: str) -> None:
    """Name a document that the sites share."""
    actions.add_document(
        scene.session, scene.site.programme, label=label, address=address, by=scene.by
    )


def enrol(scene: Scene, *, event: int, people: Sequence[str]) -> None:
    """Enrol people of the site in a training."""
    found = event_of(scene.session, scene.site.programme, event)
    who = [scene.cast[one].id for one in people]
    attending.enrol(scene.session, scene.site, found, people=who, by=scene.by)


def write_attendance(scene: Scene, *, event: int, people: Sequence[str]) -> None:
    """Write who came."""
    found = event_of(scene.session, scene.site.programme, event)
    who = [scene.cast[one].id for one in people]
    attending.write_attendance(scene.session, scene.site, found, came=who, by=scene.by)


def plan_hours(scene: Scene, *, hours: str, words: str = "") -> None:
    """Write the hours of accompaniment that the site may count on."""
    attending.plan_hours(scene.session, scene.site, hours=hours, words=words, by=scene.by)


def _worked(day: date) -> date:
    """The day, or the Monday after it: nobody is trained on a Sunday."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > FRIDAY else 0)
