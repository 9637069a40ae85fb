"""Shapes of what people type about sites, members, invitations and programmes."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints._shared.forms import Form
from coopspace.accounts.rules import LEAST_PASSWORD
from coopspace.kernel.permissions import ROLE_LABELS, Role
from coopspace.sites.adherence import MOST_WORDS
from coopspace.sites.model import COLLEGE_LABELS, RING_LABELS, College, Ring
from coopspace.sites.rules import LONGEST, Knowingly, Place

_NOT_OFFERED = _l("Choose one of the lines that are offered.")


def _most(number: int) -> Length:
    return Length(max=number, message=_l("Keep this under %(most)d characters.", most=number))


class _Radio(RadioField):  # type: ignore[misc]
    """Radios that refuse, in our words, what they do not offer."""

    def pre_validate(self, form: BaseForm) -> None:
        """Only what is offered may be chosen."""
        if str(self.data or "") not in [str(value) for value, *_ in self.iter_choices()]:
            raise ValidationError(_NOT_OFFERED)


class _Select(SelectField):  # type: ignore[misc]
    """A list that refuses, in our words, what it does not offer."""

    def pre_validate(self, form: BaseForm) -> None:
        """Only what is offered may be chosen."""
        if str(self.data or "") not in [str(value) for value, *_ in self.iter_choices()]:
            raise ValidationError(_NOT_OFFERED)


_EMAIL = [InputRequired(_l("Type the e-mail address of this person.")), _most(254)]
_NAME = [InputRequired(_l("Type the first and last name of this person.")), _most(120)]


class PlaceForm(Form):
    """What somebody is at a site: role, party, ring, capacity."""

    role = _Radio(
        _l("What will this person do here?"), validators=[InputRequired(_l("Choose a role."))]
    )
    college = _Radio(_l("For which party?"), default="")
    ring = _Radio(_l("In which ring?"), default="")
    capacity = StringField(
        _l("In what capacity?"),
        description=_l("As people of the place would say it: the prefect’s delegate, for example."),
        validators=[_most(LONGEST)],
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, gettext(ROLE_LABELS[role])) for role in roles]
        self.college.choices = [
            *((one.value, gettext(COLLEGE_LABELS[one])) for one in College),
            ("", gettext("None of the three")),
        ]
        self.ring.choices = [
            ("", gettext("The usual one for this role")),
            *((one.value, gettext(RING_LABELS[one])) for one in (Ring.CORE, Ring.WIDE)),
        ]

    @property
    def place(self) -> Place:
        """What was chosen."""
        return Place(
            role=Role(self.role.data),
            college=College(self.college.data) if self.college.data else None,
            ring=Ring(self.ring.data) if self.ring.data else None,
            capacity=self.capacity.data or "",
        )


class KnowingMixin:
    """Leaving a party without a voice in the trio, on purpose and with a reason."""

    knowing = BooleanField(_l("I know that the trio will no longer be complete"))
    why = TextAreaField(_l("Why"), validators=[_most(500)])

    @property
    def knowingly(self) -> Knowingly:
        """What was ticked and why."""
        return Knowingly(yes=bool(self.knowing.data), why=self.why.data or "")


class ChangeForm(KnowingMixin, PlaceForm):
    """Another place for a member."""


class EndForm(KnowingMixin, Form):
    """The end of a place, and who takes it if anybody does."""

    successor = _Select(_l("Who takes this place?"), default="")


class LeaveForm(KnowingMixin, Form):
    """The end of one's own place."""


class InviteForm(PlaceForm):
    """An invitation to a place at a site."""

    name = StringField(_l("First and last name"), validators=_NAME)
    email = EmailField(_l("E-mail address"), validators=_EMAIL)


class InviteLeadForm(Form):
    """An invitation to lead a programme."""

    name = StringField(_l("First and last name"), validators=_NAME)
    email = EmailField(_l("E-mail address"), validators=_EMAIL)


class EnterForm(Form):
    """The account that an invitation opens."""

    name = StringField(
        _l("Your first and last name"),
        description=_l("As the others will read it beside what you write."),
        validators=[InputRequired(_l("Type your first and last name.")), _most(120)],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _l("Your password"),
        description=_l(
            "At least %(least)s characters, and nothing else is asked: four words that have "
            "nothing to do with each other, with spaces, are safe and easy to remember. You may "
            "paste it.",
            least=LEAST_PASSWORD,
        ),
        validators=[InputRequired(_l("Choose a password."))],
        render_kw={"autocomplete": "new-password", "spellcheck": "false"},
    )


class AdherenceForm(Form):
    """What a party says when it joins the approach."""

    words = TextAreaField(
        _l("In our own words"),
        validators=[
            InputRequired(_l("Say in your own words what your party joins.")),
            _most(MOST_WORDS),
        ],
    )


class SiteForm(Form):
    """The name of a site and where it is."""

    name = StringField(
        _l("Name of the site"),
        validators=[
            InputRequired(_l("Give a name that people of the place would recognise.")),
            _most(LONGEST),
        ],
    )
    territory = StringField(
        _l("Territory"),
        description=_l("The town, the district or the valley it belongs to."),
        validators=[_most(LONGEST)],
    )


class ProgrammeForm(Form):
    """The name of a programme and what it is for."""

    name = StringField(
        _l("Name of the programme"),
        validators=[
            InputRequired(_l("Give a name that people of the place would recognise.")),
            _most(LONGEST),
        ],
    )
    description = TextAreaField(_l("What brings its sites together"), validators=[_most(2_000)])


class OpenProgrammeForm(ProgrammeForm):
    """A new programme and who will lead it."""

    lead_name = StringField(_l("First and last name of its lead"), validators=_NAME)
    email = EmailField(_l("E-mail address of its lead"), validators=_EMAIL)


class HandOverForm(Form):
    """Who leads the programme from now on."""

    person = _Select(
        _l("Who leads the programme from now on?"),
        validators=[InputRequired(_l("Choose somebody of the programme."))],
    )


class PlainForm(Form):
    """A button: nothing to type."""
