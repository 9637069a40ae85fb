"""The shapes of the room: what is marked as read, how one wishes to be written to."""

import uuid
from collections.abc import Iterable, Iterator

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from blueprints._shared.forms import Form
from coopspace.notices.rules import RHYTHM_LABELS, Choice, Rhythm

MOST = 200


class ReadForm(Form):
    """Which notices are read: some by their ids, or all of them, at one site or everywhere."""

    notice = SelectMultipleField(validate_choice=False)
    all = HiddenField()
    site = HiddenField()
    every = HiddenField()

    def ids(self) -> list[uuid.UUID]:
        """Those that were sent; what is no id names nothing."""
        return list(_ids((self.notice.data or [])[:MOST]))


class ChoiceForm(Form):
    """How one wishes to be written to."""

    at_once = BooleanField(
        _l("A letter at once when somebody calls me, or entrusts me with something")
    )
    rhythm = RadioField(
        _l("A digest of everything else"),
        choices=[SelectChoice(one.value, _l(label)) for one, label in RHYTHM_LABELS.items()],
        validators=[InputRequired(_l("Choose how often."))],
    )

    def choice(self) -> Choice:
        """What was chosen."""
        return Choice(bool(self.at_once.data), Rhythm(self.rhythm.data))


def _ids(sent: Iterable[str]) -> Iterator[uuid.UUID]:
    for one in sent:
        try:
            yield uuid.UUID(one)
        except ValueError:
            continue
