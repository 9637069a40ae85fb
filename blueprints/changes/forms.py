"""Shapes of what people type about changes and links; what it means is decided by the rules."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints._shared.forms import Form
from blueprints._shared.texts import SeenField
from blueprints.changes.room import choices
from coopspace.changes import rules
from coopspace.changes.rules import VISION
from coopspace.changes.strategy import CardRow, StrategyView


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several choices as boxes to tick: they work everywhere, with a finger too."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AttributesForm(Form):
    """What is said of a change besides its words."""

    nature = RadioField(_l("What kind of change is it?"), [InputRequired(_l("Choose one."))])
    effect = RadioField(_l("Is it wanted?"), default=rules.Effect.INTENDED.value)
    who = StringField(
        _l("Who changes"), description=_l("People or organisations, as they call themselves.")
    )
    systems = BoxesField(
        _l("Systems it acts on"),
        description=_l("What holds the situation in place, and moves with this change."),
    )
    horizon = StringField(
        _l("By when"), description=_l("A year or a date: 2030, 06/2030 or 30/06/2030.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nature.choices = choices(rules.NATURE_LABELS)
        self.effect.choices = choices(rules.EFFECT_LABELS)
        self.systems.choices = choices(rules.SYSTEM_LABELS)


class AddForm(AttributesForm):
    """A new change, with the first links if they are already clear."""

    nature = RadioField(_l("What kind of change is it?"), default="")
    statement = TextAreaField(
        _l("What will have changed"),
        description=_l("A situation reached, in the present: somebody knows, does or lives…"),
    )
    level = RadioField(_l("Level"), [InputRequired(_l("Choose a level."))])
    description = TextAreaField(
        _l("What the sentence does not say"), description=_l("Context, examples, limits.")
    )
    comes_from = BoxesField(_l("What leads to it"))
    leads_to = BoxesField(_l("What it leads to"))

    def __init__(self, view: StrategyView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nature.choices = [("", _("As usual at this level")), *self.nature.choices]
        self.level.choices = choices(rules.LEVEL_LABELS)
        self.comes_from.choices = [(row.code, _named(row)) for row in view.cards]
        self.leads_to.choices = [*self.comes_from.choices, (VISION, _("The vision"))]


class EditForm(AttributesForm):
    """A change again: its words, each with the wording that was seen, and the rest."""

    statement = AddForm.statement
    statement_seen = SeenField()
    description = AddForm.description
    description_seen = SeenField()
    seen = SeenField()


class MoveForm(Form):
    """Where a change goes: one step, before another one, or to another level."""

    step = HiddenField()
    before = SelectField(_l("Put it before"), validate_choice=False)
    level = RadioField(_l("Move it to another level"), validate_choice=False)

    def __init__(self, beside: Iterable[CardRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before.choices = [
            *((row.code, _named(row)) for row in beside),
            ("", _("Last of its level")),
        ]
        self.level.choices = choices(rules.LEVEL_LABELS)


class LinkForm(Form):
    """A link between this change and another, with why it holds."""

    direction = RadioField(_l("Direction"), default="to")
    other = SelectField(_l("Which change"), validate_choice=False)
    rationale = TextAreaField(
        _l("Why one leads to the other"),
        description=_l("What makes us say so: an experience, a study, what people tell."),
    )
    assumption = TextAreaField(
        _l("What this supposes"), description=_l("What must also be true for it to work.")
    )
    strength = RadioField(_l("How much it contributes"), default="")

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.direction.choices = [
            ("to", _("%(code)s leads to…", code=code)),
            ("from", _("%(code)s comes from…", code=code)),
        ]
        self.strength.choices = strengths()

    def offer(self, groups: dict[str, list[tuple[str, str]]]) -> None:
        """The changes it can be linked with, by level."""
        self.other.choices = {"": [("", _("Choose…"))], **groups}


class CompleteForm(Form):
    """A link again: its words with what was seen, and its strength."""

    rationale = LinkForm.rationale
    rationale_seen = SeenField()
    assumption = LinkForm.assumption
    assumption_seen = SeenField()
    strength = RadioField(_l("How much it contributes"), default="")
    seen = SeenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strength.choices = strengths()


class ConfidenceForm(Form):
    """How far one's college believes in a link."""

    value = RadioField(
        _l("How far does your party believe in this link?"),
        [InputRequired(_l("Choose one of the four."))],
    )
    reason = TextAreaField(_l("What makes you think so"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.value.choices = choices(rules.CONFIDENCE_LABELS)


class ProgressForm(Form):
    """Where a change stands."""

    judgement = RadioField(_l("Where does this change stand?"), [InputRequired(_l("Choose one."))])
    reason = TextAreaField(_l("What shows it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.judgement.choices = choices(rules.PROGRESS_LABELS)


class EndForm(Form):
    """Ending a change, with what was learnt."""

    reason = TextAreaField(
        _l("Why it ends, what was learnt"),
        description=_l("It will be read by whoever thinks of bringing it back."),
    )


class ActForm(Form):
    """A button: nothing but its token."""


def strengths() -> list[tuple[str, str]]:
    """The strengths of a link, and not having said."""
    return [("", _("Not said yet")), *choices(rules.STRENGTH_LABELS)]


def grouped(rows: Iterable[CardRow]) -> dict[str, list[tuple[str, str]]]:
    """Changes as choices, by level."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows, key=lambda row: row.level.rank):
        groups.setdefault(_(rules.LEVEL_PLURALS[row.level]), []).append((row.code, _named(row)))
    return groups


def _named(row: CardRow) -> str:
    return f"{row.code} – {row.statement}"
