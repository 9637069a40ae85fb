"""Shapes of what people send about a round: dates are dates, choices are among those offered."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional

from blueprints._shared.forms import Form
from blueprints._shared.rounds import GROUP_LABELS, closing, opening, seen_when, under_which_name
from blueprints.continuum.room import level_name
from coopspace.continuum.rules import (
    ADVANCES_MAX,
    AXIS_STEPS,
    FACT_MAX,
    LEVELS,
    NAME_MAX,
    QUESTION_MAX,
    Group,
    Outcome,
    Placed,
)

STAY = "stay"


class OpenForm(Form):
    """What is chosen before a round. The three choices never change after."""

    question = StringField(
        _l("The question"),
        validators=[InputRequired(_l("Write the question that everybody will answer."))],
        render_kw={"maxlength": QUESTION_MAX},
    )
    opens, closes = opening(), closing()
    shown, names = seen_when(), under_which_name()
    who = RadioField(
        _l("Who answers"),
        choices=[
            SelectChoice("members", _l("the trio and the contributors of the site")),
            SelectChoice("guests", _l("they, and people without an account, by a code or a link")),
        ],
        default="members",
        validators=[AnyOf(["members", "guests"], message=_l("Choose one of the two."))],
        validate_choice=False,
    )
    expected = IntegerField(
        _l("How many people without an account do you expect?"),
        description=_l("So that the share of answers is true. Only if they answer too."),
        validators=[Optional()],
    )


class AnswerForm(Form):
    """A position. Only the level is needed; the sentence is worth more than all the rest."""

    name = StringField(_l("Your name"), render_kw={"maxlength": NAME_MAX, "autocomplete": "name"})
    view = RadioField(_l("You come from"), validate_choice=False, default=Group.OTHER.value)
    level = RadioField(
        _l("Where do we stand today?"),
        validators=[InputRequired(_l("Choose the level where we stand today."))],
        validate_choice=False,
    )
    desired = RadioField(_l("Where do you want us to be?"), validate_choice=False)
    fact = TextAreaField(_l("Which fact shows it?"), render_kw={"maxlength": FACT_MAX})
    advances = TextAreaField(
        _l("Which latest advances do you see?"), render_kw={"maxlength": ADVANCES_MAX}
    )
    trust = RadioField(_l("Trust"), validate_choice=False)
    structure = RadioField(_l("Structure"), validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        numbers = [str(step) for step in range(1, LEVELS + 1)]
        self.level.choices = [SelectChoice(one, level_name(int(one))) for one in numbers]
        stay = SelectChoice(STAY, _("Here: we choose to stay at this level"))
        self.desired.choices = [stay, *self.level.choices]
        self.view.choices = [SelectChoice(one.value, _(GROUP_LABELS[one])) for one in Group]
        steps = [SelectChoice(str(step), str(step)) for step in range(1, AXIS_STEPS + 1)]
        self.trust.choices = self.structure.choices = steps

    def placed(self) -> Placed:
        """What was said, for the rule to read; a choice that was not offered counts as 0."""
        stays = self.desired.data == STAY
        return Placed(
            level=_step(self.level.data) or 0,
            desired=None if stays else _step(self.desired.data),
            stay=stays,
            fact=self.fact.data or "",
            advances=self.advances.data or "",
            trust=_step(self.trust.data),
            structure=_step(self.structure.data),
        )

    def group(self) -> Group:
        """Where a guest comes from."""
        return Group(self.view.data) if self.view.data in set(Group) else Group.OTHER


class ConclusionForm(Form):
    """What the group decides, together, once it has looked."""

    outcome = RadioField(
        _l("What we conclude"),
        validators=[AnyOf(list(Outcome), message=_l("Choose what the group concludes."))],
        validate_choice=False,
    )
    level = RadioField(_l("Which level?"), validate_choice=False)
    words = TextAreaField(
        _l("In our words"), description=_l("What we decide, who does what, when we look again.")
    )
    advances = TextAreaField(
        _l("The advances that we keep from this round"),
        description=_l("They enter the register of advances of the site."),
    )

    def named_level(self) -> int | None:
        """The level that the group names, if it does."""
        return _step(self.level.data)


class CodeForm(Form):
    """A code typed from a screen."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    code = StringField(
        _l("The code on the screen"),
        render_kw={
            "maxlength": 12,
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


def _step(value: str | None) -> int | None:
    """A small number; 0 for what is no number, so that the rule refuses it; None for nothing."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdecimal() and len(value) == 1 else 0
