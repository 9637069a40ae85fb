"""Shapes of what people send about the conditions: choices are among those offered."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from blueprints._shared.forms import Form
from blueprints._shared.rounds import closing, opening, seen_when, under_which_name
from blueprints.readiness.room import item_name, step_name
from coopspace.readiness.rules import COMMENT_MAX, Item, Outcome, Said, Step

UNKNOWN = "unknown"
WHOLE = "whole"


class OpenForm(Form):
    """What is chosen before a round. The two choices never change after."""

    opens, closes = opening(), closing()
    shown, names = seen_when(), under_which_name()


def _step() -> RadioField:
    return RadioField(validate_choice=False)


def _words() -> TextAreaField:
    return TextAreaField(_l("What shows it"), render_kw={"maxlength": COMMENT_MAX})


class AnswerForm(Form):
    """The eight, each with its steps and a line of words. None is needed to keep the others."""

    urgency, urgency_words = _step(), _words()
    champions, champions_words = _step(), _words()
    resources, resources_words = _step(), _words()
    engagement, engagement_words = _step(), _words()
    vision, vision_words = _step(), _words()
    support, support_words = _step(), _words()
    learning, learning_words = _step(), _words()
    leverage, leverage_words = _step(), _words()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [SelectChoice(str(step.value), step_name(step)) for step in Step]
        for item in Item:
            self.step_of(item).choices = [*choices, SelectChoice(UNKNOWN, step_name(None))]

    def step_of(self, item: Item) -> Field:
        """The radios of one item."""
        return self[item.value]

    def words_of(self, item: Item) -> Field:
        """The line beside them."""
        return self[f"{item}_words"]

    def said(self) -> dict[Item, Said]:
        """What was said, for the rule to read; a choice that was not offered counts as 0."""
        return {item: self._said(item) for item in Item}

    def _said(self, item: Item) -> Said:
        chosen, comment = self.step_of(item).data or "", self.words_of(item).data or ""
        if not chosen:
            return Said(comment=comment)
        if chosen == UNKNOWN:
            return Said(unknown=True, comment=comment)
        return Said(
            int(chosen) if chosen in {str(step.value) for step in Step} else 0, False, comment
        )


def as_typed(said: dict[Item, Said]) -> dict[str, str]:
    """Judgements as their form holds them."""
    typed = {}
    for item, one in said.items():
        typed[item.value] = UNKNOWN if one.unknown else str(one.step or "")
        typed[f"{item}_words"] = one.comment
    return typed


class ConclusionForm(Form):
    """What the group decides, together, once it has looked."""

    about = RadioField(
        _l("What it is about"),
        validators=[AnyOf([WHOLE, *Item], message=_l("Choose what it is about."))],
        validate_choice=False,
    )
    outcome = RadioField(
        _l("What we conclude"),
        validators=[AnyOf(list(Outcome), message=_l("Choose what the group concludes."))],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("In our words"), description=_l("What we decide, who does what, when we look again.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        whole = SelectChoice(WHOLE, _l("The whole"))
        self.about.choices = [whole, *(SelectChoice(one.value, item_name(one)) for one in Item)]

    def item(self) -> Item | None:
        """Which of the eight, or None for the whole."""
        return None if self.about.data == WHOLE else Item(self.about.data)
