"""What the pages of any round of answers share: its forms, the words of its stages and groups."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import DateField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional

from blueprints._shared.forms import Form
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.rounds.rules import FEWEST, Group, Stage

GROUP_LABELS: dict[Group, str] = {
    Group.STATE: N_("State"),
    Group.LOCAL_AUTHORITY: N_("Local authority"),
    Group.CIVIL_SOCIETY: N_("Civil society"),
    Group.OTHER: N_("Other partners"),
}
STAGE_LABELS: dict[Stage, str] = {
    Stage.ANNOUNCED: N_("announced"),
    Stage.OPEN: N_("open"),
    Stage.CLOSED: N_("closed, to be revealed"),
    Stage.REVEALED: N_("revealed"),
    Stage.ENDED: N_("ended without being revealed"),
}


def round_words() -> dict[str, Any]:
    """What the templates of a room of rounds are given."""
    return {
        "group_label": lambda group: _(GROUP_LABELS[Group(group)]),
        "stage_label": lambda stage: _(STAGE_LABELS[Stage(stage)]),
        "fewest": FEWEST,
    }


class Day(DateField):  # type: ignore[misc]
    """A day, as browsers send it or as people write it: 2026-03-17 or 17/03/2026."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write the day like this: 17/03/2026.")) from error

    def evening(self) -> datetime | None:
        """The last instant of this day in France."""
        day: date | None = self.data
        return datetime.combine(day, time(23, 59, 59), tzinfo=clock.PARIS) if day else None

    def morning(self) -> datetime | None:
        """The first instant of this day in France."""
        day: date | None = self.data
        return datetime.combine(day, time.min, tzinfo=clock.PARIS) if day else None


def opening() -> Day:
    """From which day answers are taken."""
    return Day(
        _l("Opens on"), description=_l("Today if nothing is written."), validators=[Optional()]
    )


def closing() -> Day:
    """Until which day they are taken."""
    return Day(
        _l("Closes on"),
        description=_l("In the evening. You can give more time later."),
        validators=[InputRequired(_l("Choose the day when the round closes."))],
    )


def seen_when() -> RadioField:
    """Whether answers are hidden until the reveal."""
    return RadioField(
        _l("The answers"),
        choices=[
            SelectChoice("hidden", _l("stay hidden from everybody until the reveal")),
            SelectChoice("open", _l("are seen by the members as they arrive")),
        ],
        default="hidden",
        validators=[AnyOf(["hidden", "open"], message=_l("Choose one of the two."))],
        validate_choice=False,
    )


def under_which_name() -> RadioField:
    """Whether answers are named."""
    return RadioField(
        _l("Each answer"),
        choices=[
            SelectChoice("named", _l("will be read with the name of its author")),
            SelectChoice("anonymous", _l("stays anonymous, for good")),
        ],
        default="named",
        validators=[AnyOf(["named", "anonymous"], message=_l("Choose one of the two."))],
        validate_choice=False,
    )


class ProlongForm(Form):
    """Another closing day."""

    closes = Day(
        _l("Closes on"), validators=[InputRequired(_l("Choose the day when the round closes."))]
    )


class EndForm(Form):
    """Why a round ends without being revealed."""

    why = TextAreaField(_l("Why the round ends"))


class ActForm(Form):
    """A button, and its token."""

    sure = HiddenField()


def attempt(act: Callable[[Session], None], *, done: str = "") -> None:
    """Do it, or say why not; `done` is said once it is."""
    try:
        with saving() as session:
            act(session)
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        if done:
            flash(done, "success")


def give_time(act: Callable[[Session, datetime], None]) -> None:
    """Give a round more time, until the evening of the day that was sent."""
    form = ProlongForm()
    closes_at = form.closes.evening() if form.validate_on_submit() else None
    if closes_at is None:
        flash(_("Choose the day when the round closes."), "refusal")
        return
    attempt(lambda session: act(session, closes_at), done=_("The round has more time."))


def ended(form: EndForm, act: Callable[[Session, str], None]) -> bool:
    """Whether the round ended with the reason that was sent; else the form says what to mend."""
    if not form.validate_on_submit():
        return False
    try:
        with saving() as session:
            act(session, form.why.data or "")
    except Refusal as refusal:
        say(refusal, form)
        return False
    return True
