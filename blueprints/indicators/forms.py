"""Shapes of what people send about an indicator: figures stay as they were typed, for the rule to
read."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.indicated import direction_name, rhythm_name
from blueprints._shared.rounds import Day
from blueprints._shared.speech import language
from blueprints._shared.texts import number
from coopspace import method
from coopspace.changes.strategy import CardRow
from coopspace.indicators.figures import plain
from coopspace.indicators.reading import Line, Measured
from coopspace.indicators.rules import (
    NAME_MAX,
    REASON_MAX,
    SOURCE_MAX,
    UNIT_MAX,
    WHO_MAX,
    WORDS_MAX,
    Described,
    Direction,
    Rhythm,
    Seen,
    Written,
)

FIGURE = {"maxlength": 40, "inputmode": "decimal", "autocomplete": "off"}


class IndicatorForm(Form):
    """What an indicator is. Its sentence and one change are needed."""

    name = StringField(
        _l("What will show it"),
        description=_l("A sentence: what we shall see, count or hear said."),
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )
    changes = Boxes(_l("The changes that it shows"), validate_choice=False)
    direction = RadioField(
        _l("What we hope for"), validate_choice=False, default=Direction.MORE.value
    )
    definition = TextAreaField(
        _l("What exactly is measured"),
        description=_l("Who counts and who does not, of which place, over which time."),
        render_kw={"maxlength": WORDS_MAX},
    )
    unit = StringField(
        _l("Unit"),
        description=_l("%, families, out of 10… Nothing for a sign told in words."),
        render_kw={"maxlength": UNIT_MAX, "autocomplete": "off"},
    )
    rhythm = SelectField(
        _l("How often we look"), validate_choice=False, default=Rhythm.YEARLY.value
    )
    who = StringField(
        _l("Who collects it"), render_kw={"maxlength": WHO_MAX, "autocomplete": "off"}
    )
    method = TextAreaField(
        _l("Source, or how it is collected"),
        description=_l("A register, a count, a question asked, and its limits."),
        render_kw={"maxlength": WORDS_MAX},
    )
    start = StringField(_l("Starting point"), render_kw=FIGURE)
    start_on = Day(_l("Day of the starting point"), validators=[Optional()])
    aim = StringField(_l("Aim, as a figure"), render_kw=FIGURE)
    aim_words = StringField(
        _l("Aim, in words"), render_kw={"maxlength": SOURCE_MAX, "autocomplete": "off"}
    )
    aim_on = Day(_l("By the day"), validators=[Optional()])
    seen = HiddenField()

    def offer(self, cards: Sequence[CardRow]) -> None:
        """What may be chosen at this site."""
        words = method.load("indicators")
        self.changes.choices = [
            SelectChoice(one.code, f"{one.code} – {one.statement}") for one in cards
        ]
        self.direction.choices = [SelectChoice(one.value, direction_name(one)) for one in Direction]
        self.rhythm.choices = [SelectChoice(one.value, rhythm_name(one)) for one in Rhythm]
        self.changes.description = words.text("indicators.change", language())
        self.start.description = words.text("indicators.baseline", language())
        self.aim.description = words.text("indicators.aim", language())

    def described(self) -> Described:
        """What was said, for the rule to read."""
        direction, rhythm = self.direction.data, self.rhythm.data
        return Described(
            name=self.name.data or "",
            definition=self.definition.data or "",
            unit=self.unit.data or "",
            direction=Direction(direction) if direction in set(Direction) else Direction.MORE,
            method=self.method.data or "",
            who=self.who.data or "",
            rhythm=Rhythm(rhythm) if rhythm in set(Rhythm) else Rhythm.YEARLY,
            start_on=self.start_on.data,
            aim_words=self.aim_words.data or "",
            aim_on=self.aim_on.data,
        )

    def written(self) -> Written:
        """The figures as they were typed."""
        return Written(self.start.data or "", self.aim.data or "")

    def codes(self) -> set[str]:
        """The changes that were ticked."""
        return set(self.changes.data or ())

    def seen_telling(self) -> int:
        """The telling that was read, as the page knew it."""
        return number(self.seen.data or "")


def filled(line: Line) -> dict[str, Any]:
    """Values to open the form of an indicator with."""
    said = line.said
    return {
        "name": said.name,
        "changes": list(line.changes),
        "direction": said.direction.value,
        "definition": said.definition,
        "unit": said.unit,
        "rhythm": said.rhythm.value,
        "who": said.who,
        "method": said.method,
        "start": "" if said.start is None else typed(plain(said.start)),
        "start_on": said.start_on,
        "aim": "" if said.aim is None else typed(plain(said.aim)),
        "aim_words": said.aim_words,
        "aim_on": said.aim_on,
        "seen": str(line.seq),
    }


class MeasureForm(Form):
    """What was measured of a day."""

    value = StringField(_l("Value"), render_kw=FIGURE)
    words = TextAreaField(
        _l("What was seen, in words"),
        description=_l("For a sign that is not counted, or to say what the figure does not."),
        render_kw={"maxlength": REASON_MAX},
    )
    on = Day(_l("Of the day"), validators=[Optional()])
    source = StringField(
        _l("Where it comes from"),
        description=_l("A register, a count, who was asked: so that somebody else could find it."),
        render_kw={"maxlength": SOURCE_MAX, "autocomplete": "off"},
    )

    def measured(self) -> Seen:
        """What was said, for the rule to read."""
        return Seen(on=self.on.data, words=self.words.data or "", source=self.source.data or "")


class CorrectForm(MeasureForm):
    """A measure said otherwise, or withdrawn, and why."""

    withdraw = BooleanField(_l("It should not stand: nothing takes its place"))
    why = TextAreaField(_l("Why"), render_kw={"maxlength": REASON_MAX})

    def corrected(self) -> Seen | None:
        """What takes its place; nothing when it is withdrawn."""
        return None if self.withdraw.data else self.measured()


def refilled(one: Measured) -> dict[str, Any]:
    """Values to open the form of a correction with."""
    return {
        "value": "" if one.value is None else typed(plain(one.value)),
        "words": one.words,
        "on": one.on,
        "source": one.source,
    }


class EndForm(Form):
    """What an indicator that ends has taught."""

    learnt = TextAreaField(_l("What we learnt from it"), render_kw={"maxlength": WORDS_MAX})


def typed(text: str) -> str:
    """A figure as the reader would type it."""
    return text.replace(".", ",") if language() == "fr" else text
