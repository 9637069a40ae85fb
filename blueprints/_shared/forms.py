"""The form that every room's forms inherit: WTForms' own sentences set as ours are; and boxes."""

from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints._shared.texts import number


class _Typographic:
    """The library's sentences in the reader's language, with typographic apostrophes."""

    def gettext(self, sentence: str) -> str:
        """One sentence."""
        return str(translations.gettext(sentence)).replace("'", "’")

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """One sentence with a number."""
        return str(translations.ngettext(singular, plural, count)).replace("'", "’")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with a token against forgery, in the reader's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' settings."""

        def get_translations(self, _form: FlaskForm) -> _Typographic:
            """Whom the library asks for its sentences."""
            return _Typographic()


class SeenForm(Form):
    """Something said in the place of what the page showed."""

    seen = HiddenField()

    def read(self) -> int:
        """What was read, as the page knew it."""
        return number(self.seen.data or "")


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Native check boxes, of which several may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Form) -> None:
        """What is not offered is left out where the form is read."""
