"""Shapes of what is sent when other words are suggested for a clause, and decided on."""

import json
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from blueprints._shared.forms import Form
from blueprints._shared.texts import SeenField
from coopspace.agreement.rules import TEXT_MAX
from coopspace.live import lettered
from coopspace.live.lettered import Letters

MARKS = "words_marks"


class AloneField(SeenField):
    """What was seen of a text, beside words that one person writes alone: with script they are
    formatted as a clause is, and go with their form."""

    def live(self) -> dict[str, str]:
        """What the control bears for the script: where its formatted words are kept."""
        g.has_live_text = "now"
        g.has_formatted_text = True
        return {"data-alone": MARKS}

    def formatted(self) -> dict[str, str]:
        """Nothing more: such a text is always formatted."""
        return {}


class WordsForm(Form):
    """Formatted words: plain in their field, and as the page last had them, formats included."""

    words = TextAreaField(_l("The words that you suggest"))
    words_seen = AloneField()
    words_marks = HiddenField()

    def show(self, letters: Letters) -> None:
        """Open the form with these words."""
        self.words.data = lettered.words_of(letters)
        self.words_marks.data = json.dumps(lettered.delta(letters), ensure_ascii=False)

    def letters(self) -> Letters:
        """The words as they were sent: what the plain field changed is brought into the formatted
        words that the page had."""
        return lettered.rewritten(
            lettered.from_delta(_read(self.words_marks.data)), self.words.data or ""
        )

    def keep(self) -> None:
        """Give back what was typed, formats included: the form was refused."""
        self.show(self.letters())


class SuggestForm(WordsForm):
    """Other words for a clause, and why."""

    reason = TextAreaField(
        _l("Why you suggest it"),
        description=_l("What it makes clearer, fairer or easier. The others read it first."),
        render_kw={"maxlength": TEXT_MAX},
    )


class AcceptForm(WordsForm):
    """A word to the author, and what the clause says in the end when a person has to write it."""

    words = TextAreaField(_l("What the clause says in the end"))
    reason = TextAreaField(_l("A word to whoever suggested it"), render_kw={"maxlength": TEXT_MAX})


class RefuseForm(Form):
    """Why the clause stays as it is."""

    reason = TextAreaField(
        _l("Why the clause stays as it is"),
        description=_l("Whoever suggested it reads your answer, and so does everybody here."),
        render_kw={"maxlength": TEXT_MAX},
    )


def _read(sent: str | None) -> Any:
    try:
        return json.loads(sent or "")
    except (ValueError, RecursionError):
        return None
