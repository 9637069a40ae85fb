"""Shapes of what people send to the calendar: choices are among those offered."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.rounds import Day
from blueprints._shared.texts import number
from blueprints.calendar.room import audience_name, days_of, kind_name, part_name
from coopspace.accounts.model import User
from coopspace.calendar import rules
from coopspace.calendar.rules import (
    LINE_MAX,
    LINK_MAX,
    WORDS_MAX,
    Audience,
    Kind,
    Part,
    Planned,
    When,
)
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site

_LINE = {"maxlength": LINE_MAX, "autocomplete": "off"}
_WORDS = {"maxlength": WORDS_MAX}
HALVES = (1, 2, 3, 4, 6, 8, 10)


class Hour(TimeField):  # type: ignore[misc]
    """An hour, as browsers send it or as people write it: 09:30, 9h30, 14 h."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        formats = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]
        super().__init__(*args, format=formats, validators=[Optional()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the hour, or say how to write it."""
        try:
            super().process_formdata([one.strip().replace("\u00a0", " ") for one in valuelist])
        except ValueError as error:
            raise ValueError(_("Write the hour like this: 9:30.")) from error


class EventForm(Form):
    """An event of the calendar."""

    title = StringField(
        _l("What it is"),
        description=_l("Third training day, meeting of the steering group…"),
        render_kw=_LINE,
    )
    kind = RadioField(_l("Kind"), validate_choice=False, default=Kind.TRAINING.value)
    day = Day(_l("Day"), validators=[Optional()])
    until = Day(_l("Last day, if there are several"), validators=[Optional()])
    start = Hour(_l("From what hour"), description=_l("Without hours, it lasts the whole day."))
    end = Hour(_l("Until what hour"))
    part = SelectField(_l("Part of the course"), validate_choice=False, default="")
    halves = SelectField(_l("Counts for"), validate_choice=False, default="2")
    place = StringField(_l("Place"), render_kw=_LINE)
    link = StringField(
        _l("Link, to come from afar"), render_kw={"maxlength": LINK_MAX, "inputmode": "url"}
    )
    audience = RadioField(_l("For whom"), validate_choice=False, default=Audience.EVERYBODY.value)
    sites = Boxes(
        _l("At which sites"),
        description=_l("All of them if none is ticked."),
        validate_choice=False,
    )
    prepare = TextAreaField(_l("What to prepare, what to bring"), render_kw=_WORDS)
    words = TextAreaField(
        _l("Why it changes"),
        description=_l("Needed when it moves to another day or hour."),
        render_kw=_WORDS,
    )
    seen = HiddenField()

    def offer(self, sites: Sequence[Site], kept: Iterable[Site] = ()) -> None:
        """What may be chosen, and the sites that were."""
        self.kind.choices = [SelectChoice(one.value, kind_name(one)) for one in Kind]
        self.part.choices = [
            SelectChoice("", _("none in particular")),
            *(SelectChoice(one.value, part_name(one)) for one in Part),
        ]
        self.halves.choices = [SelectChoice(str(one), days_of(one)) for one in HALVES]
        self.audience.choices = [SelectChoice(one.value, audience_name(one)) for one in Audience]
        offered = {one.id: one.name for one in (*sites, *kept)}
        self.sites.choices = [SelectChoice(str(one), name) for one, name in offered.items()]

    def planned(self) -> Planned:
        """What was said, for the rule to read. Raises Refusal."""
        when = When(self.day.data, self.until.data, self.start.data, self.end.data)
        starts, ends, whole = rules.moments(when)
        offered = {choice.value for choice in self.sites.choices}
        part, kind, audience = self.part.data, self.kind.data, self.audience.data
        if kind not in set(Kind):
            raise Refusal(N_("Choose what it is."), field="kind")
        if audience not in set(Audience):
            raise Refusal(N_("Choose for whom it is."), field="audience")
        return Planned(
            title=self.title.data or "",
            starts=starts,
            ends=ends,
            kind=Kind(kind),
            whole_days=whole,
            part=Part(part) if part in set(Part) else None,
            halves=number(self.halves.data or ""),
            place=self.place.data or "",
            link=self.link.data or "",
            audience=Audience(audience),
            sites=tuple(uuid.UUID(one) for one in self.sites.data or () if one in offered),
            prepare=self.prepare.data or "",
        )

    def seen_saying(self) -> int:
        """What the page showed of the event."""
        return number(self.seen.data or "")


def filled(planned: Planned, *, seen: int) -> dict[str, Any]:
    """Values to open a form with."""
    written = rules.when_of(planned)
    return {
        **rules.stored(planned),
        "day": written.day,
        "until": written.until,
        "start": written.start,
        "end": written.end,
        "part": planned.part or "",
        "halves": str(planned.halves or 2),
        "words": "",
        "seen": str(seen),
    }


class CancelForm(Form):
    """Why an event is cancelled."""

    words = TextAreaField(
        _l("Why it is cancelled"),
        description=_l("A sentence for whoever had planned to come, and what comes instead."),
        render_kw=_WORDS,
    )


class DocumentForm(Form):
    """A document that the sites share, where it is kept."""

    label = StringField(_l("Name of the document"), render_kw=_LINE)
    link = StringField(
        _l("Its address"),
        description=_l("Where it is kept: https://…"),
        render_kw={"maxlength": LINK_MAX, "inputmode": "url"},
    )


class PeopleForm(Form):
    """Some of the people of a site."""

    people = Boxes(_l("People of the site"), validate_choice=False)

    def offer(self, label: str, people: Mapping[uuid.UUID, User | None]) -> None:
        """Who may be ticked."""
        self.people.label.text = label
        self.people.choices = [
            SelectChoice(str(one), user.name if user else _("someone who has left"))
            for one, user in people.items()
        ]

    def ticked(self) -> list[uuid.UUID]:
        """Who was ticked, among those on offer."""
        offered = {choice.value for choice in self.people.choices}
        return [uuid.UUID(one) for one in self.people.data or () if one in offered]


class HoursForm(Form):
    """The hours of accompaniment of a site."""

    hours = StringField(
        _l("Hours of accompaniment planned"),
        description=_l("By quarters of an hour: 10, or 7.5."),
        render_kw={"maxlength": 8, "inputmode": "decimal", "autocomplete": "off"},
    )
    words = TextAreaField(_l("In a word, what changed"), render_kw=_WORDS)
