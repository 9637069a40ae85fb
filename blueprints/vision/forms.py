"""Shapes of what people send about their vision."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from blueprints._shared.forms import Form
from blueprints._shared.texts import SeenField
from coopspace.vision.rules import Stance


class WordingForm(Form):
    """New words for the sentence or for the shared reading, and the wording they replace."""

    text = TextAreaField(_l("Our vision"))
    text_seen = SeenField()


class PositionForm(Form):
    """A party's stance on the exact words that the page shows."""

    stance = RadioField(
        _l("On exactly these words"),
        choices=[
            SelectChoice(Stance.CONSENT.value, _l("My party consents")),
            SelectChoice(Stance.OBJECTION.value, _l("My party objects")),
        ],
        validators=[
            InputRequired(_l("Choose: your party consents, or objects.")),
            AnyOf(list(Stance), message=_l("Choose: your party consents, or objects.")),
        ],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Why"),
        description=_l("Needed for an objection: what cannot stand, and what would help."),
    )
    number = SeenField()
    state = SeenField()
    digest = HiddenField()
