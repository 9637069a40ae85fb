"""Shapes of what is sent when a version is put to signature, signed, refused or completed."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints._shared.forms import Form
from blueprints._shared.rounds import Day
from coopspace.agreement.putting import CAPACITY_MAX
from coopspace.agreement.rules import TEXT_MAX
from coopspace.kernel import clock
from coopspace.sites.model import Membership

SIGNS, CAPACITY = "signs_", "capacity_"
_YEAR = timedelta(days=365)


def in_a_year() -> date:
    """When an agreement is usually looked at again."""
    return clock.today() + _YEAR


class PutForm(Form):
    """Who signs, in which capacity, and when it is looked at again."""

    seen = HiddenField()
    review_on = Day(
        _l("We look at it again on"),
        description=_l("The day is written in the version, and this site reminds you of it."),
        default=in_a_year,
        validators=[Optional()],
    )

    def capacities(self) -> dict[uuid.UUID, str]:
        """In which capacity each of those who sign does, by person."""
        return {
            uuid.UUID(name.removeprefix(SIGNS)): self[f"{CAPACITY}{name.removeprefix(SIGNS)}"].data
            or ""
            for name in self._fields
            if name.startswith(SIGNS) and self[name].data
        }


def put_form(members: Iterable[Membership]) -> PutForm:
    """The form for these members of the trio."""
    fields: dict[str, object] = {}
    for member in members:
        key = member.user_id.hex
        fields[f"{SIGNS}{key}"] = BooleanField(member.user.name, default=True)
        fields[f"{CAPACITY}{key}"] = StringField(
            _l("In the capacity of"),
            default=member.capacity,
            render_kw={"maxlength": CAPACITY_MAX, "autocomplete": "off"},
        )
    form: PutForm = type("PutForm", (PutForm,), fields)()
    return form


class SignForm(Form):
    """That one has read, that one consents, and who one is."""

    seen = HiddenField()
    agrees = BooleanField()
    current_password = PasswordField(
        _l("Your password, again"), render_kw={"autocomplete": "current-password"}
    )


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("The others read it, and it stays with the version."),
        render_kw={"maxlength": TEXT_MAX},
    )


class AttachForm(Form):
    """A PDF that was signed elsewhere."""

    file = FileField(_l("The signed PDF"), render_kw={"accept": "application/pdf,.pdf"})


class VerifyForm(Form):
    """A file to recognise, or its digest."""

    file = FileField(
        _l("The file that you received"),
        description=_l("PDF or JSON. It is read, and kept nowhere."),
    )
    digest = StringField(
        _l("Or its SHA-256 digest"),
        description=_l("64 figures and letters from a to f."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 100},
    )
