"""Shapes of what people send about an entry: days are days, choices are among those offered."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Optional

from blueprints._shared.forms import Form
from blueprints._shared.register import kind_name
from blueprints._shared.rounds import Day
from coopspace.advances.rules import WORDS_MAX, Kind, Precision, Said

LONGEST = 80
"""A choice is one line: longer sentences are cut."""


def _short(text: str) -> str:
    """The beginning of a sentence, its no-break spaces kept."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


class EntryForm(Form):
    """An entry. Only the sentence is needed: the rest is already filled in."""

    words = TextAreaField(_l("What has moved?"), render_kw={"maxlength": WORDS_MAX})
    kind = RadioField(
        _l("It is"),
        default=Kind.ADVANCE.value,
        validate_choice=False,
        validators=[AnyOf(list(Kind), message=_l("Choose one of the three."))],
    )
    happened_on = Day(_l("When"), validators=[Optional()])
    only_month = BooleanField(_l("Only the month is known"))
    round = SelectField(_l("A round of positioning"), validate_choice=False, default="")
    change = SelectField(_l("A change of the strategy"), validate_choice=False, default="")
    seen = HiddenField()

    def offer(self, rounds: list[int], changes: list[tuple[str, str]]) -> None:
        """What may be chosen."""
        none = SelectChoice("", _("none"))
        self.kind.choices = [SelectChoice(one.value, kind_name(one)) for one in Kind]
        self.round.choices = [
            none,
            *(SelectChoice(str(one), _("Round no. %(number)d", number=one)) for one in rounds),
        ]
        self.change.choices = [
            none,
            *(SelectChoice(code, _short(f"{code} – {said}")) for code, said in changes),
        ]

    def said(self) -> Said:
        """What was said, for the rule to read."""
        day: date | None = self.happened_on.data
        chosen = self.round.data or ""
        return Said(
            words=self.words.data or "",
            happened_on=day,
            kind=Kind(self.kind.data),
            precision=Precision.MONTH if self.only_month.data else Precision.DAY,
            round=int(chosen) if chosen.isascii() and chosen.isdigit() else None,
            change=self.change.data or "",
        )

    def seen_wording(self) -> int:
        """The wording that was corrected, as the page knew it."""
        seen = self.seen.data or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


class EndForm(Form):
    """Why an entry ends."""

    why = TextAreaField(_l("Why the entry ends"))


class FilterForm(Form):
    """Which entries are looked at."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    genre = SelectField(_l("Kind"), validate_choice=False, default="")
    du = Day(_l("From"), validators=[Optional()])
    au = Day(_l("To"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.genre.choices = [
            SelectChoice("", _("all")),
            *(SelectChoice(one.value, kind_name(one)) for one in Kind),
        ]

    def kind(self) -> Kind | None:
        """The kind asked for, None for all of them."""
        return Kind(self.genre.data) if self.genre.data in set(Kind) else None

    def query(self) -> dict[str, str]:
        """The same wishes as an address."""
        wishes = {
            "genre": self.kind() or "",
            "du": self.du.data.isoformat() if self.du.data else "",
            "au": self.au.data.isoformat() if self.au.data else "",
        }
        return {name: str(wish) for name, wish in wishes.items() if wish}
