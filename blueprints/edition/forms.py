"""Shapes of what people send about the words of the method."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, SubmitField, TextAreaField

from blueprints._shared.forms import Form, SeenForm
from blueprints._shared.texts import number
from coopspace.edition.rules import Words

LONGEST_SEARCH = 80


class WordsForm(SeenForm):
    """A sentence in both languages, in the place of what the page showed."""

    fr = TextAreaField(_l("Our words, in French"))
    en = TextAreaField(_l("Our words, in English"))
    look = SubmitField(_l("Preview"))
    keep = SubmitField(_l("Keep"))

    def words(self) -> Words:
        """What was typed."""
        return Words(self.fr.data or "", self.en.data or "")


class ActForm(SeenForm):
    """An act on what the page showed."""

    seq = HiddenField()

    def chosen(self) -> int:
        """The wording that is meant."""
        return number(self.seq.data or "")


class SearchForm(Form):
    """Words that are looked for among the sentences."""

    class Meta(Form.Meta):
        """It changes nothing."""

        csrf = False

    q = StringField(_l("Look for words"))
