"""A past day, asked for in an address: what stood at its end."""

from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from blueprints._shared.forms import Form
from coopspace.kernel import clock


class PastDay(DateField):  # type: ignore[misc]
    """A day, as browsers send it or as people write it: 2026-03-17 or 17/03/2026."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write the day like this: 17/03/2026.")) from error


class DayForm(Form):
    """The past day at whose end a text, or the vision, is looked at."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    au = PastDay(_l("On the day"), format=["%Y-%m-%d", "%d/%m/%Y"], validators=[Optional()])

    def validate_au(self, field: DateField) -> None:
        """Only what has happened can be looked at."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Choose today or an earlier day."))

    def moment(self) -> datetime | None:
        """The last instant of the day asked for; None for today, no day or a wrong one."""
        day: date | None = self.au.data
        if day is None or self.au.errors or day >= clock.today():
            return None
        return datetime.combine(day, time.max, tzinfo=clock.PARIS)
