"""Shapes of what people send about a survey: choices are among those offered."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints._shared.forms import Form
from blueprints._shared.rounds import Day
from blueprints.survey.room import level_name, step_name, word
from coopspace.stakeholders.rules import (
    EXCHANGES,
    LEVELS,
    NAME_MAX,
    SECTORS,
    Exchange,
    Sector,
    Told,
)
from coopspace.survey.answering import Partner
from coopspace.survey.rules import ADDRESS_MAX, NOT_KNOWN, STEPS, Question

LONGEST_SEARCH = 80
TO = "to_"


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Native check boxes, of which several may be ticked; what is not offered is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Form) -> None:
        """The reader of the form keeps only what was offered."""


class OpenForm(Form):
    """A survey to open."""

    name = StringField(
        _l("The name of the survey"),
        description=_l("A season, a year: “Spring 2026”."),
        render_kw={"maxlength": NAME_MAX},
    )
    closes = Day(
        _l("Closes on"),
        description=_l("In the evening. You can give more time later."),
        validators=[InputRequired(_l("Choose the day when the survey closes."))],
    )
    six = BooleanField(_l("Ask the six published questions on trust and value too"))
    everybody = SubmitField(_l("Tick them all"))
    asked = Boxes(_l("Which organisations do we ask?"))

    def offer(self, organisations: Iterable[tuple[str, str]]) -> None:
        """Whom one may ask."""
        self.asked.choices = [SelectChoice(ref, name) for ref, name in organisations]

    def offered(self) -> list[str]:
        """The public ids of all whom one may ask."""
        return [str(one.value) for one in self.asked.choices]

    def chosen(self) -> list[str]:
        """The public ids of those who are asked."""
        offered = set(self.offered())
        return [one for one in self.asked.data or () if one in offered]


class ProlongForm(Form):
    """Another closing day."""

    closes = Day(
        _l("Closes on"), validators=[InputRequired(_l("Choose the day when the survey closes."))]
    )


class SendForm(Form):
    """Where a letter goes."""

    email = EmailField(_l("E-mail address"), render_kw={"maxlength": ADDRESS_MAX})
    locale = SelectField(_l("Language of the letter"), validate_choice=False, default="fr")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]


class WriteForm(SendForm):
    """The addresses of several organisations at once, each in a field of its own."""

    email = None

    def addresses(self) -> dict[str, str]:
        """What was written, by public id."""
        return {
            field.name.removeprefix(TO): field.data or ""
            for field in self
            if field.name.startswith(TO)
        }


def write_form(organisations: Iterable[tuple[str, str, str]]) -> WriteForm:
    """A form with a field for each, by public id: its name, and what is said beside it."""
    fields = {
        f"{TO}{ref}": EmailField(name, description=hint, render_kw={"maxlength": ADDRESS_MAX})
        for ref, name, hint in organisations
    }
    form: WriteForm = type("WriteForm", (WriteForm,), fields)()
    return form


class BeginForm(Form):
    """Who answers."""

    name = StringField(
        _l("Who answers?"),
        description=_l("So that you find yourselves again. It is shown to nobody else."),
        render_kw={"maxlength": NAME_MAX, "autocomplete": "name"},
    )


class PickForm(Form):
    """Which partners, from the whole list or from what a search found; or one more."""

    search = SearchField(_l("Search the list"), render_kw={"maxlength": LONGEST_SEARCH})
    name = StringField(_l("Its name"), render_kw={"maxlength": NAME_MAX, "autocomplete": "off"})
    sector = SelectField(_l("Its sector"), validate_choice=False, default=Sector.CIVIL.value)
    partners = Boxes(_l("With whom do we work?"))
    find = SubmitField(_l("Search"))
    add = SubmitField(_l("Add it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sector.choices = [SelectChoice(one.value, _(label)) for one, label in SECTORS.items()]

    def offer(self, partners: Iterable[Partner]) -> None:
        """Those who are shown."""
        self.partners.choices = [SelectChoice(one.ref, one.name) for one in partners]


class RateForm(Form):
    """How we work with one partner. Only the level is needed."""

    level = RadioField(
        _l("Where does our work with it stand?"),
        validators=[InputRequired(_l("Choose one of the seven levels."))],
        validate_choice=False,
    )
    desired = SelectField(_l("Where do we want to be?"), default="", validate_choice=False)
    kinds = Boxes(_l("What passes between us?"))
    openness = RadioField(validate_choice=False)
    reliability = RadioField(validate_choice=False)
    mission = RadioField(validate_choice=False)
    power = RadioField(validate_choice=False)
    involvement = RadioField(validate_choice=False)
    resources = RadioField(validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [str(one) for one in range(1, LEVELS + 1)]
        self.level.choices = [SelectChoice(one, level_name(int(one))) for one in numbers]
        self.desired.choices = [
            SelectChoice("", _("not said")),
            *(SelectChoice(one, f"{one}. {level_name(int(one))}") for one in numbers),
        ]
        self.kinds.choices = [SelectChoice(one.value, _(name)) for one, name in EXCHANGES.items()]
        for question in Question:
            asked = self.question(question)
            asked.label.text = word(f"questions.{question.value}.ask")
            asked.choices = [
                *(SelectChoice(str(one), step_name(one)) for one in range(1, STEPS + 1)),
                SelectChoice(str(NOT_KNOWN), _("I don’t know")),
            ]

    def question(self, question: Question) -> Field:
        """The field of one of the six questions."""
        return self[question.value]

    def said(self) -> Told:
        """What was said, for the rule to read."""
        return Told(
            level=_step(self.level.data),
            desired=_step(self.desired.data),
            kinds=frozenset(Exchange(one) for one in self.kinds.data or () if one in set(Exchange)),
        )

    def marks(self) -> dict[Question, int | None]:
        """The answers to the six questions."""
        return {one: _step(self.question(one).data) for one in Question}

    @staticmethod
    def filled(partner: Partner) -> dict[str, object]:
        """The values of a form that is opened on what its author said."""
        said = partner.said
        if said is None:
            return {}
        marks = {one.value: _text(step) for one, step in partner.marks.items()}
        return {
            **marks,
            "level": _text(said.level),
            "desired": _text(said.desired) or "",
            "kinds": [one.value for one in said.kinds],
        }


def _text(step: int | None) -> str | None:
    return None if step is None else str(step)


def _step(value: str | None) -> int | None:
    """A number that was chosen; one out of any scale where something else was sent."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) == 1 else 99
