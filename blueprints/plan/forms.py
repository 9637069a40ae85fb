"""Shapes of what people send about an action: choices are among those offered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.planned import kind_name, state_name, strength_name
from blueprints._shared.rounds import Day
from blueprints._shared.speech import language
from blueprints._shared.texts import number
from coopspace import method
from coopspace.changes.rules import Strength
from coopspace.plan.reading import Line, Organisation
from coopspace.plan.rules import (
    EFFORT_LABELS,
    NAME_MAX,
    REASON_MAX,
    TITLE_MAX,
    WORDS_MAX,
    Described,
    Effort,
    Kind,
    State,
    stored,
)
from coopspace.stakeholders.rules import name_key

LONGEST = 80
"""A choice is one line: longer sentences are cut."""


class ActionForm(Form):
    """What an action is. Only its first line is needed."""

    title = StringField(
        _l("What is to be done"),
        description=_l("With a verb: who does what, for whom."),
        render_kw={"maxlength": TITLE_MAX, "autocomplete": "off"},
    )
    kind = RadioField(_l("It is"), validate_choice=False, default=Kind.ACTION.value)
    state = RadioField(
        _l("Where the action stands"), validate_choice=False, default=State.IDEA.value
    )
    why = TextAreaField(
        _l("Why it stands there"),
        description=_l("Needed when it is stopped: what did not work teaches the others."),
        render_kw={"maxlength": REASON_MAX},
    )
    pilot = SelectField(_l("Pilot, on our network"), validate_choice=False, default="")
    pilot_name = StringField(
        _l("Pilot, if not on our network"),
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )
    partners = Boxes(_l("Partners, on our network"), validate_choice=False)
    others = StringField(
        _l("Other partners"), render_kw={"maxlength": REASON_MAX, "autocomplete": "off"}
    )
    starts = Day(_l("Starts on"), validators=[Optional()])
    ends = Day(_l("Ends on"), validators=[Optional()])
    effort = SelectField(
        _l("Effort"),
        description=_l("What it asks of those who carry it: time, people, money."),
        validate_choice=False,
        default="",
    )
    resources = TextAreaField(
        _l("Resources"),
        description=_l("People, a room, a budget, a right to use something."),
        render_kw={"maxlength": WORDS_MAX},
    )
    learnt = TextAreaField(_l("What was learnt"), render_kw={"maxlength": WORDS_MAX})
    supports = Boxes(_l("Actions that support it"), validate_choice=False)
    seen = HiddenField()

    def offer(
        self,
        organisations: Sequence[Organisation],
        lines: Sequence[Line],
        *,
        keep: Iterable[Organisation] = (),
    ) -> None:
        """What may be chosen at this site; `keep` are those named before who left the map."""
        words = method.load("plan")
        names = {one.ref: one.name for one in (*organisations, *keep)}
        known = sorted(names.items(), key=lambda one: name_key(one[1]))
        self.kind.choices = [
            SelectChoice(
                one.value,
                f"{kind_name(one)} – {words.text(f'kinds.{one}.definition', language())}",
            )
            for one in Kind
        ]
        self.state.choices = [SelectChoice(one.value, state_name(one)) for one in State]
        self.effort.choices = [
            SelectChoice("", _("not said yet")),
            *(SelectChoice(str(int(one)), _(said)) for one, said in EFFORT_LABELS.items()),
        ]
        self.pilot.choices = [
            SelectChoice("", _("not said yet")),
            *(SelectChoice(ref, _short(name)) for ref, name in known),
        ]
        self.partners.choices = [SelectChoice(ref, _short(name)) for ref, name in known]
        self.supports.choices = [
            SelectChoice(str(one.number), _short(f"{one.number} – {one.said.title}"))
            for one in lines
        ]
        self.learnt.description = words.text("plan.learnt", language())
        self.supports.description = words.text("plan.support", language())

    def described(self) -> Described:
        """What was said, for the rule to read."""
        kind, state, effort = self.kind.data, self.state.data, number(self.effort.data or "")
        return Described(
            title=self.title.data or "",
            kind=Kind(kind) if kind in set(Kind) else Kind.ACTION,
            state=State(state) if state in set(State) else State.IDEA,
            why=self.why.data or "",
            pilot=self.pilot.data or "",
            pilot_name=self.pilot_name.data or "",
            partners=tuple(self.partners.data or ()),
            others=self.others.data or "",
            starts=self.starts.data,
            ends=self.ends.data,
            effort=Effort(effort) if effort in set(Effort) else None,
            resources=self.resources.data or "",
            learnt=self.learnt.data or "",
        )

    def supporting(self) -> set[int]:
        """The numbers of the actions that support it."""
        return {number(one) for one in self.supports.data or ()}

    def seen_telling(self) -> int:
        """The telling that was read, as the page knew it."""
        return number(self.seen.data or "")


def filled(line: Line) -> dict[str, Any]:
    """Values to open the form of an action with."""
    values = {name: "" if value is None else value for name, value in stored(line.said).items()}
    return {
        **values,
        "starts": line.said.starts,
        "ends": line.said.ends,
        "effort": str(int(line.said.effort)) if line.said.effort else "",
        "supports": [str(one) for one in line.supports],
        "seen": str(line.seq),
    }


class ContributionsForm(Form):
    """The token and what was seen; each change has its own choice, `change-D1`."""

    seen = HiddenField()
    changes = HiddenField()

    def seen_contributions(self) -> int:
        """What the page had counted."""
        return number(self.seen.data or "")


def chosen(sent: Mapping[str, str], codes: Iterable[str]) -> dict[str, Strength]:
    """How much it contributes to each change that was chosen, of those that stand on the page."""
    given = {code: number(sent.get(f"change-{code}", "")) for code in codes}
    return {code: Strength(one) for code, one in given.items() if one in set(Strength)}


def strengths() -> list[tuple[str, str]]:
    """How much an action may contribute, in words."""
    return [
        ("", _("does not contribute to it")),
        *((str(int(one)), strength_name(one)) for one in Strength),
    ]


class SiftForm(Form):
    """Which actions are looked for."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    mots = SearchField(_l("Words"), render_kw={"maxlength": NAME_MAX})
    etat = SelectField(_l("Where the action stands"), validate_choice=False, default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.etat.choices = [
            SelectChoice("", _("all")),
            *(SelectChoice(one.value, state_name(one)) for one in State),
        ]

    def state(self) -> State | None:
        """The state asked for, None for all of them."""
        return State(self.etat.data) if self.etat.data in set(State) else None

    def found(self, lines: Iterable[Line]) -> list[Line]:
        """The actions that answer every wish."""
        state, wished = self.state(), name_key((self.mots.data or "")[:NAME_MAX]).split()
        return [
            one
            for one in lines
            if state in (None, one.said.state) and all(word in _text(one) for word in wished)
        ]


def _text(one: Line) -> str:
    said = one.said
    return name_key(
        " ".join(
            (said.title, one.pilot, *one.partners, said.others, said.resources, *one.contributions)
        )
    )


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
