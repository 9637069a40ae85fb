"""Shapes of what people send about a visit, or when they hand a site over."""

import uuid
from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from blueprints._shared.days import PastDay
from blueprints._shared.forms import Form, SeenForm
from coopspace import method
from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.sites.colleagues import Colleagues
from coopspace.visits.rules import FIRST_DAY, VISIT_MAX, WORD_MAX, Question, Word

FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
STAYS, LEAVES = "stays", "leaves"


class SinceForm(Form):
    """The day from which on what moved is told."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    depuis = PastDay(_l("What moved since"), format=FORMATS, validators=[Optional()])

    def validate_depuis(self, field: PastDay) -> None:
        """Only what has happened can be told."""
        if field.data and not FIRST_DAY <= field.data <= clock.today():
            raise ValidationError(_("Choose today or an earlier day."))

    def day(self) -> date | None:
        """The day that was asked for; None for none or a wrong one."""
        self.validate()
        return None if self.depuis.errors else self.depuis.data


class VisitForm(SeenForm):
    """A day when one was at the site, and a word of it."""

    day = PastDay(_l("I was there on"), format=FORMATS, validators=[Optional()])
    words = TextAreaField(
        _l("A word of it"),
        description=_l("Who you met, what struck you, what you said that you would do."),
        render_kw={"maxlength": VISIT_MAX},
    )


class WhyForm(SeenForm):
    """Why something is taken back."""

    why = TextAreaField(
        _l("Why it is taken back"),
        description=_l("It stays to be read, with this reason."),
        render_kw={"maxlength": VISIT_MAX},
    )


class WordForm(SeenForm):
    """The word of who leaves: four questions of the method."""

    matters = TextAreaField(render_kw={"maxlength": WORD_MAX})
    promised = TextAreaField(render_kw={"maxlength": WORD_MAX})
    call = TextAreaField(render_kw={"maxlength": WORD_MAX})
    avoid = TextAreaField(render_kw={"maxlength": WORD_MAX})

    def ask(self, language: str) -> None:
        """Put the questions of the method on their fields."""
        words = method.load("visits")
        for one in Question:
            field = self[one.value]
            field.label.text = words.text(f"hand.asks.{one}.label", language)
            field.description = words.text(f"hand.asks.{one}.hint", language)

    def word(self) -> Word:
        """What was answered."""
        return Word(**{one.value: self[one.value].data or "" for one in Question})


class HandForm(WordForm):
    """To whom the site passes, from whom, and whether who hands it over leaves."""

    to = RadioField(_l("Who takes this site up"), validate_choice=False)
    outgoing = RadioField(_l("Who hands it over"), validate_choice=False)
    leaves = RadioField(_l("And you, afterwards"), validate_choice=False, default=STAYS)

    def offer(self, known: Colleagues, me: User, *, supports: bool) -> None:
        """Who may take the site up; whoever supports it hands it over in their own name."""
        mine = me.id if supports else None
        self.to.choices = [
            *(SelectChoice(str(one.id), one.name) for one in known.here if one.id != mine),
            *(
                SelectChoice(str(one.id), _("%(name)s, who joins this site by it", name=one.name))
                for one in known.elsewhere
            ),
        ]
        self.outgoing.choices = [
            SelectChoice(str(one.id), one.name) for one in (() if supports else (*known.here, me))
        ]
        self.leaves.choices = [
            SelectChoice(STAYS, _("I stay at this site")),
            SelectChoice(LEAVES, _("I leave it once my colleague has received it")),
        ]


def among(value: str | None, some: Iterable[User]) -> User | None:
    """The person who was chosen, if they were on offer."""
    try:
        asked = uuid.UUID(value or "")
    except ValueError:
        return None
    return next((one for one in some if one.id == asked), None)
