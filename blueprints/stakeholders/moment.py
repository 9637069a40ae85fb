"""A moment of the map: today, a wave that was kept, or a past day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from blueprints._shared.days import DayForm
from blueprints._shared.formatters import day as written
from coopspace.stakeholders import waves
from coopspace.stakeholders.model import NetworkWave


@dataclass(frozen=True)
class Moment:
    """Which moment is looked at. On a past day nothing but the map is seen: what organisations
    answered and opened is seen in the wave that asked them."""

    wave: NetworkWave | None = None
    day: date | None = None

    @property
    def past(self) -> bool:
        """Whether it is over: nothing is changed there."""
        return self.day is not None or (self.wave is not None and self.wave.closed_at is not None)

    @property
    def on(self) -> datetime | None:
        """The last instant of the day; None where it is no past day."""
        return last_instant(str(self.day)) if self.day else None

    @property
    def until(self) -> datetime | None:
        """The last instant of the moment; None while it lasts."""
        return self.wave.closed_at if self.wave else self.on

    @property
    def name(self) -> str:
        """« Aujourd’hui », « Printemps 2026 (17 mars 2026) », « 1er septembre 2026 »."""
        if self.wave is not None:
            return f"{self.wave.name} ({written(self.wave.closed_at or self.wave.opened_at)})"
        return written(self.day) if self.day else str(_("Today"))

    @property
    def query(self) -> dict[str, str]:
        """What asks for it in an address."""
        if self.wave is not None:
            return {"vague": str(self.wave.number)}
        return {"au": self.day.isoformat()} if self.day else {}


def moment_of(session: Session, given: Mapping[str, str]) -> Moment:
    """The wave or the past day that an address asks for; what is not understood is today."""
    code = given.get("vague", "")
    for one in waves.waves_of(session) if code else ():
        if str(one.number) == code:
            return Moment(wave=one)
    return Moment(day=past_day(given.get("au", "")))


def past_day(text: str) -> date | None:
    """The day that is written; None for today, no day or a wrong one."""
    last = last_instant(text)
    return last.date() if last else None


def last_instant(text: str) -> datetime | None:
    """The last instant of that past day, in Paris."""
    if not text:
        return None
    form = DayForm(MultiDict({"au": text}))
    form.validate()
    return form.moment()
