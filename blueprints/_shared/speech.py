"""The reader's language, and saying a refusal in it where it belongs: beside its field."""

from flask import flash
from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm

from coopspace.kernel.refusal import Refusal


def language() -> str:
    """The language of this page: French when nothing says otherwise."""
    return str(get_locale() or "fr")


def sentence(refusal: Refusal) -> str:
    """The refusal as the reader reads it."""
    words = {name: gettext(word) for name, word in refusal.translated.items()}
    return str(gettext(refusal.sentence, **{**refusal.words, **words}))


def say(refusal: Refusal, form: FlaskForm | None = None) -> None:
    """Put the refusal beside its field, or at the head of the page when it concerns no field."""
    field = getattr(form, refusal.field, None) if form is not None and refusal.field else None
    if field is not None:
        field.errors = [*field.errors, sentence(refusal)]
    elif form is not None:
        form.form_errors.append(sentence(refusal))
    else:
        flash(sentence(refusal), "refusal")
