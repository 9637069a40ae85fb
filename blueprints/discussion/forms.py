"""The shape of a comment: its words, and whom it calls."""

import uuid
from collections.abc import Collection, Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.texts import number
from coopspace.accounts.model import User
from coopspace.discussion.rules import WORDS_MAX, Said


class CommentForm(Form):
    """A comment. Only its words are needed."""

    words = TextAreaField(_l("Your comment"), render_kw={"maxlength": WORDS_MAX})
    to = Boxes(
        _l("Ask somebody to read it"),
        description=_l(
            "Or write @ and their name in the comment. They find it on their dashboard and among "
            "their notices."
        ),
        validate_choice=False,
    )
    seen = HiddenField()

    def offer(self, people: Iterable[User], *, me: uuid.UUID) -> None:
        """Those who can read what is talked about, oneself aside."""
        self.to.choices = [SelectChoice(str(one.id), one.name) for one in people if one.id != me]

    def said(self) -> Said:
        """What was said, for the rule to read."""
        return Said(self.words.data or "", frozenset(_ids(self.to.data or ())))

    def seen_wording(self) -> int:
        """The wording that was corrected, as the page knew it."""
        return number(self.seen.data or "")


def _ids(sent: Collection[str]) -> Iterable[uuid.UUID]:
    """The ids among what was sent; what is no id names nobody."""
    for one in sent:
        try:
            yield uuid.UUID(one)
        except ValueError:
            continue
