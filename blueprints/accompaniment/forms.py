"""Shapes of what people send about what they did."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Form
from blueprints._shared.governed import thing
from blueprints._shared.rounds import Day
from blueprints.accompaniment.room import duration, role_name, role_short
from coopspace.accompaniment.reading import Line
from coopspace.accompaniment.rules import MINUTES_MAX, MOVED_MAX, QUICK, Wish, month_of
from coopspace.agreement import governed
from coopspace.agreement.governed import Offered
from coopspace.roles.rules import SupportRole
from coopspace.sites.model import Site

LONGEST = 80
"""A choice is one line: longer sentences are cut."""


class NoteForm(Form):
    """What was done: one touch for the role, one for the time, one to keep it."""

    site = RadioField(_l("Where"), validate_choice=False, default="")
    role = RadioField(_l("For which role"), validate_choice=False, default="")
    minutes = RadioField(_l("How long"), validate_choice=False, default="")
    other = IntegerField(
        _l("Or another duration, in minutes"),
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    moved = StringField(
        _l("What moved"),
        description=_l("A few words, your own. Nothing moved? Leave it empty."),
        render_kw={"maxlength": MOVED_MAX, "autocomplete": "off", "enterkeyhint": "send"},
    )
    about = SelectField(_l("Which change or relation"), validate_choice=False, default="")
    day = Day(_l("Day"), validators=[Optional()])
    mark = HiddenField()
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun = False
        self.role.choices = [SelectChoice(one.value, role_short(one)) for one in SupportRole]
        self.minutes.choices = [SelectChoice(str(one), duration(one)) for one in QUICK]
        self.site.choices = []
        self.about.choices = [SelectChoice("", _("none in particular"))]

    def at(self, sites: Iterable[Site]) -> None:
        """The sites where the person may log."""
        self.site.choices = [SelectChoice(one.slug, one.name) for one in sites]

    def offer(self, offered: Offered, *, keep: Line | None = None) -> None:
        """What an entry may concern at its site; what it concerned before stays on offer."""
        some = [(governed.key(one), thing(one)) for one in (*offered.changes, *offered.relations)]
        if keep and keep.about and keep.about.key not in dict(some):
            some.append((keep.about.key, " – ".join(keep.about.ends) or keep.about.words))
        self.about.choices = [
            SelectChoice("", _("none in particular")),
            *(SelectChoice(key, _short(said)) for key, said in some),
        ]

    def begin(self, asked: Mapping[str, str]) -> None:
        """What an address says of it already, as the calendar does: its day, how long, a word."""
        self.begun = bool(asked.get("jour")) and not self.is_submitted()
        if not self.begun:
            return
        lasted = seen_number(asked.get("duree"))
        if lasted in QUICK:
            self.minutes.data = str(lasted)
        elif 0 < lasted <= MINUTES_MAX:
            self.other.data = lasted
        self.moved.data = (asked.get("dit") or "")[:MOVED_MAX]
        with suppress(ValueError):
            self.day.data = date.fromisoformat(asked.get("jour") or "")

    def lasted(self) -> int | None:
        """How long: what is written counts before what is touched."""
        if self.other.data is not None:
            return int(self.other.data)
        chosen = self.minutes.data or ""
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 6 else None

    def said(self) -> dict[str, Any]:
        """What the actions read."""
        return {
            "role": self.role.data or "",
            "minutes": self.lasted(),
            "day": self.day.data,
            "moved": self.moved.data or "",
            "about": self.about.data or "",
        }

    def marked(self) -> uuid.UUID:
        """The mark of this sending, or a new one for a page that carries none."""
        return read_mark(self.mark.data) or uuid.uuid4()

    def was(self, line: Line) -> None:
        """Fill in what an entry says."""
        self.role.data, self.moved.data, self.day.data = line.role.value, line.moved, line.day
        self.about.data = line.about.key if line.about else ""
        if line.minutes in QUICK:
            self.minutes.data = str(line.minutes)
        else:
            self.other.data = line.minutes


class WithdrawForm(Form):
    """Why an entry is taken back."""

    why = StringField(
        _l("Why it is taken back"),
        description=_l("It counts no more, and stays to be read with this reason."),
        render_kw={"maxlength": MOVED_MAX, "autocomplete": "off"},
    )
    seen = HiddenField()


class SiftForm(Form):
    """Which entries are looked for."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    role = SelectField(_l("Role"), validate_choice=False, default="")
    qui = SelectField(_l("Who"), validate_choice=False, default="")
    mois = SelectField(_l("Month"), validate_choice=False, default="")
    du = Day(_l("From"), validators=[Optional()])
    au = Day(_l("To"), validators=[Optional()])

    def offer(self, people: Sequence[tuple[str, str]], months: Sequence[tuple[str, str]]) -> None:
        """What may be looked for at this site."""
        every = SelectChoice("", _("all"))
        self.role.choices = [every, *(SelectChoice(one, role_name(one)) for one in SupportRole)]
        self.qui.choices = [every, *(SelectChoice(id_, name) for id_, name in people)]
        self.mois.choices = [every, *(SelectChoice(key, name) for key, name in months)]

    def wish(self) -> Wish:
        """What is looked for; a day that is written counts before the month."""
        role = self.role.data or ""
        first, last = month_of(self.mois.data or "") or (None, None)
        return Wish(
            role=SupportRole(role) if role in set(SupportRole) else None,
            person=(self.qui.data or "")[:40],
            since=self.du.data or first,
            until=self.au.data or last,
        )

    def query(self) -> dict[str, str]:
        """The same wishes as an address."""
        wish = self.wish()
        dated = self.du.data or self.au.data
        wishes = {
            "role": wish.role or "",
            "qui": wish.person,
            "mois": "" if dated or wish.since is None else f"{wish.since:%Y-%m}",
            "du": self.du.data.isoformat() if self.du.data else "",
            "au": self.au.data.isoformat() if self.au.data else "",
        }
        return {name: str(said) for name, said in wishes.items() if said}


def read_mark(text: object) -> uuid.UUID | None:
    """A mark as a device writes it, or None."""
    try:
        return uuid.UUID(str(text or ""))
    except ValueError:
        return None


def seen_number(text: str | None) -> int:
    """The telling that the page showed."""
    shown = text or ""
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else 0


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
