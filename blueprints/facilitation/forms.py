"""Shapes of what people send about an alert."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from blueprints._shared.forms import Form
from blueprints._shared.rounds import Day
from coopspace.facilitation.asides import WHY_MAX


class AsideForm(Form):
    """Why an alert is set aside, and until when."""

    mark = HiddenField()
    why = TextAreaField(
        _l("Why it can wait"),
        description=_l("What you know that the rule does not. Your colleagues read it."),
        render_kw={"maxlength": WHY_MAX},
    )
    day = Day(
        _l("Until which day"),
        description=_l("Without a day, until the facts change."),
    )
