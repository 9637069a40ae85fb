"""Shapes of what people send about sharing, the profile of a site, and help."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints._shared.forms import Form
from blueprints.compare.room import level_name, said
from coopspace import method
from coopspace.compare.rules import WORDS_MAX, Age, HelpKind, Size
from coopspace.continuum.rules import LEVELS


def topic_choices() -> list[SelectChoice]:
    """The topics of the method, in its order."""
    return [SelectChoice(code, said(f"topics.{code}")) for code in method.load("compare")["topics"]]


def level_choices(none: str) -> list[SelectChoice]:
    """The seven levels after `none`."""
    levels = [SelectChoice(str(n), f"{n}. {level_name(n)}") for n in range(1, LEVELS + 1)]
    return [SelectChoice("", none), *levels]


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Check boxes; what was not offered is left aside."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def chosen(self) -> list[str]:
        """What was chosen among what is offered."""
        offered = {value for value, *_rest in self.iter_choices()}
        return [one for one in self.data or [] if one in offered]

    def pre_validate(self, form: object) -> None:
        """Nothing to refuse: `chosen` keeps what is offered."""


class FilterForm(Form):
    """Which sites a reader asks for: by address, so nothing is written. No field orders them."""

    class Meta:
        """Asked for by address: nothing to protect."""

        csrf = False

    theme = Boxes(_l("What they work on"))
    taille = Boxes(_l("Their size"))
    age = Boxes(_l("For how long"))
    de = SelectField(_l("They were at"), validate_choice=False)
    vers = SelectField(_l("and came to"), validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.theme.choices = topic_choices()
        self.taille.choices = [SelectChoice(one.value, said(f"sizes.{one}")) for one in Size]
        self.age.choices = [SelectChoice(one.value, said(f"ages.{one}")) for one in Age]
        self.de.choices = self.vers.choices = level_choices("–")


class ProfileForm(Form):
    """What a site works on, its size, since when."""

    topics = Boxes(
        _l("What we work on"), description=_l("Six at most: the ones that others may find us by.")
    )
    size = RadioField(
        _l("How many people live in the territory?"), validate_choice=False, default=""
    )
    since_year = IntegerField(
        _l("Since which year have the partners worked together?"),
        description=_l("In four digits. Leave it empty if nobody knows."),
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "min": 1950},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.topics.choices = topic_choices()
        sizes = [SelectChoice(one.value, said(f"sizes.{one}")) for one in Size]
        self.size.choices = [*sizes, SelectChoice("", _l("not said"))]

    def bracket(self) -> Size | None:
        """The bracket that was chosen, if one was."""
        return Size(self.size.data) if self.size.data in set(Size) else None


class HelpForm(Form):
    """A line for the other sites."""

    kind = RadioField(
        _l("What do we say to the other sites?"),
        choices=[
            SelectChoice(HelpKind.OFFER.value, _l("We can help with…")),
            SelectChoice(HelpKind.ASK.value, _l("We are looking for…")),
        ],
        default=HelpKind.OFFER.value,
        validators=[AnyOf(list(HelpKind), message=_l("Choose one of the two."))],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("In our words"),
        description=_l("The sites of the programme will read it with the name of ours."),
        render_kw={"maxlength": WORDS_MAX},
    )
    topic = SelectField(_l("About which topic?"), validate_choice=False)
    from_level = SelectField(_l("About a passage: from"), validate_choice=False)
    to_level = SelectField(_l("to"), validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.topic.choices = [SelectChoice("", "–"), *topic_choices()]
        self.from_level.choices = self.to_level.choices = level_choices("–")

    def chosen_topic(self) -> str | None:
        """The topic, if one of the list was chosen."""
        known = method.load("compare")["topics"]
        return self.topic.data if self.topic.data and self.topic.data in known else None

    def passage(self) -> tuple[int | None, int | None]:
        """The two levels, as far as they were chosen."""
        return step(self.from_level.data), step(self.to_level.data)


class WordsForm(Form):
    """A few words to another site."""

    words = TextAreaField(_l("Your words to them"), render_kw={"maxlength": WORDS_MAX})


class ReplyForm(Form):
    """A yes or a no, with words."""

    accept = RadioField(
        _l("What do we reply?"),
        choices=[
            SelectChoice("yes", _l("Yes: our two sites get in touch")),
            SelectChoice("no", _l("Not this time")),
        ],
        validators=[AnyOf(["yes", "no"], message=_l("Choose one of the two."))],
        validate_choice=False,
    )
    words = TextAreaField(_l("Our words to them"), render_kw={"maxlength": WORDS_MAX})


class ActForm(Form):
    """A button, and its token."""

    sure = HiddenField()


def step(value: str | None) -> int | None:
    """A level that was asked for; None for anything else."""
    if value and value.isascii() and value.isdecimal() and len(value) == 1:
        return int(value) if 1 <= int(value) <= LEVELS else None
    return None
