"""Shapes of what people type about their account."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from blueprints._shared.forms import Form
from coopspace.accounts.rules import LEAST_PASSWORD

LANGUAGES = (SelectChoice("fr", "Français"), SelectChoice("en", "English"))
"""Languages are written in themselves, so that whoever reads only that one finds it."""
_ADDRESS = InputRequired(_l("Type an e-mail address."))
_NEW = _l(
    "At least %(least)s characters, and nothing else is asked: four words that have nothing to do "
    "with each other, with spaces, are safe and easy to remember. You may paste it.",
    least=LEAST_PASSWORD,
)


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        description=_NEW,
        validators=[InputRequired(_l("Choose a password."))],
        render_kw={"autocomplete": "new-password", "spellcheck": "false"},
    )


def _current_password() -> PasswordField:
    return PasswordField(
        _l("Your current password"),
        validators=[InputRequired(_l("Type your current password."))],
        render_kw={"autocomplete": "current-password"},
    )


class SignInForm(Form):
    """E-mail and password; `next` is where to go after, `back` the form that waits for it."""

    email = EmailField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Type your e-mail address."))],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Type your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    back = HiddenField()


class ForgottenForm(Form):
    """The address to send a link to."""

    email = EmailField(
        _l("E-mail address"),
        validators=[_ADDRESS],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )


class ChooseForm(Form):
    """Another password, on the strength of a link."""

    password = _new_password(_l("Your new password"))


class ChangeForm(Form):
    """Another password, on the strength of the current one."""

    current_password = _current_password()
    password = _new_password(_l("Your new password"))


class AddressForm(Form):
    """Another address, on the strength of the password."""

    email = EmailField(
        _l("Your new e-mail address"),
        validators=[_ADDRESS],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    current_password = _current_password()


class DescribeForm(Form):
    """Name and language."""

    name = StringField(
        _l("First and last name"),
        validators=[InputRequired(_l("Give your first and last name."))],
        render_kw={"autocomplete": "name"},
    )
    locale = RadioField(
        _l("Language of pages and letters"),
        choices=LANGUAGES,
        validate_choice=False,
        validators=[AnyOf(("fr", "en"), message=_l("Choose one of the languages."))],
    )


class BareForm(Form):
    """A button: nothing to fill, but its token."""


class FirstForm(Form):
    """The administrator's account."""

    name = StringField(
        _l("First and last name"),
        validators=[InputRequired(_l("Give your first and last name."))],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        _l("E-mail address"),
        validators=[_ADDRESS],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = _new_password(_l("Your password"))


class OpenForm(Form):
    """Somebody's account, which a link will open."""

    name = StringField(
        _l("First and last name"),
        validators=[InputRequired(_l("Give a first and a last name."))],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("A link to choose a password is sent to it. It works once, for seven days."),
        validators=[_ADDRESS],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    administrator = BooleanField(
        _l("This person keeps the house with me: accounts and programmes, no site")
    )
