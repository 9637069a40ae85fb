"""Shapes of what people send about a role: choices are among those offered."""

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Boxes, Form, SeenForm
from blueprints._shared.rounds import Day
from blueprints.roles.room import coverage_name, quarter_name, role_name, role_short, say
from coopspace.kernel import clock
from coopspace.roles.reading import Judged, Line, Roles
from coopspace.roles.rules import (
    UNKNOWN,
    WORDS_MAX,
    Coverage,
    Holder,
    SupportRole,
    Told,
    Who,
    offered,
)

_WORDS = {"maxlength": WORDS_MAX}


class HandForm(SeenForm):
    """Who holds a role from now on, and the word that goes with it."""

    people = Boxes(_l("People of the site"), validate_choice=False)
    organisations = Boxes(_l("Organisations of our map"), validate_choice=False)
    words = TextAreaField(
        _l("A word for whoever takes it up"),
        description=_l(
            "Why it passes on, what is under way, whom to call. It stays in the history."
        ),
        render_kw=_WORDS,
    )

    def offer(self, seen: Roles) -> None:
        """Who may be named at this site."""
        self.people.choices = [
            SelectChoice(str(one.user_id), _named(one.user.name, one.capacity))
            for one in seen.members
        ]
        self.organisations.choices = [
            SelectChoice(one.ref, one.name) for one in seen.organisations.values() if one.offered
        ]

    def holders(self, seen: Roles) -> list[Holder]:
        """Who was ticked, among those on offer."""
        refs = {one.ref: one.id for one in seen.organisations.values() if one.offered}
        members = {str(one.user_id): one.user_id for one in seen.members}
        ticked = [members[one] for one in self.people.data or () if one in members]
        mapped = [refs[one] for one in self.organisations.data or () if one in refs]
        return [
            *(Holder(Who.PERSON, one) for one in ticked),
            *(Holder(Who.ORGANISATION, one) for one in mapped),
        ]


def held_now(line: Line, seen: Roles) -> dict[str, Any]:
    """Values to open the form of a handover with."""
    here = [one.holder for one in line.holdings if one.holder.here]
    return {
        "people": [str(one.id) for one in here if one.who is Who.PERSON],
        "organisations": [
            seen.organisations[one.id].ref for one in here if one.who is Who.ORGANISATION
        ],
    }


class TellForm(SeenForm):
    """What is done in a role, what is missing, what comes next."""

    activities = TextAreaField(
        _l("What we do"),
        description=_l("A few words: what is done in this role, by whom, how often."),
        render_kw=_WORDS,
    )
    missing = TextAreaField(_l("What is missing"), render_kw=_WORDS)
    step = TextAreaField(
        _l("The next step"),
        description=_l("One gesture, small enough to be done."),
        render_kw=_WORDS,
    )
    day = Day(_l("By which day"), validators=[Optional()])
    person = SelectField(_l("Who takes it"), validate_choice=False, default="")

    def offer(self, seen: Roles) -> None:
        """Who may be named; whoever was named before stays on offer by their choice."""
        members = [SelectChoice(str(one.user_id), one.user.name) for one in seen.members]
        self.person.choices = [SelectChoice("", _("nobody yet")), *members]

    def told(self) -> Told:
        """What was said, for the rule to read."""
        return Told(
            activities=self.activities.data or "",
            missing=self.missing.data or "",
            step=self.step.data or "",
            day=self.day.data,
            person=_person(self.person.data or ""),
        )


class JudgeForm(Form):
    """How far a role is covered in a quarter, and why."""

    quarter = RadioField(_l("For which quarter"), validate_choice=False)
    coverage = RadioField(_l("How far is this role covered?"), validate_choice=False)
    reason = TextAreaField(
        _l("Why"),
        description=_l("A fact that you saw: a meeting, a call, a decision, an absence."),
        render_kw=_WORDS,
    )

    def offer(self) -> None:
        """The quarters that may be judged, and the steps."""
        self.quarter.choices, self.coverage.choices = _quarters(), _steps()


def _step() -> RadioField:
    return RadioField(validate_choice=False)


def _reason() -> TextAreaField:
    return TextAreaField(render_kw=_WORDS)


class JudgeAllForm(Form):
    """The seven roles, each with its steps and its reason. None is needed to keep the others."""

    quarter = RadioField(_l("For which quarter"), validate_choice=False)
    vision, vision_reason = _step(), _reason()
    trust, trust_reason = _step(), _reason()
    alignment, alignment_reason = _step(), _reason()
    evaluation, evaluation_reason = _step(), _reason()
    engagement, engagement_reason = _step(), _reason()
    influence, influence_reason = _step(), _reason()
    resources, resources_reason = _step(), _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quarter.choices = _quarters()
        for role in SupportRole:
            step, reason = self.of(role)
            step.label.text, step.choices = role_name(role), _steps()
            step.description = say(f"roles.{role}.good")
            reason.label.text = _("Why – %(role)s", role=role_short(role))

    def of(self, role: SupportRole) -> tuple[Field, Field]:
        """The steps of one role, and the reason beside them."""
        return self[role.value], self[f"{role}_reason"]

    def said(self) -> dict[SupportRole, tuple[str, str]]:
        """What was said of each."""
        pairs = {role: self.of(role) for role in SupportRole}
        return {role: (one.data or "", two.data or "") for role, (one, two) in pairs.items()}


def all_judged_now(seen: Roles, person: uuid.UUID) -> dict[str, Any]:
    """Values to open the form of the seven with."""
    values: dict[str, Any] = {}
    for line in seen.lines:
        mine = judged_now(line.of(person))
        values[line.role.value] = mine.get("coverage", "")
        values[f"{line.role}_reason"] = mine.get("reason", "")
        values["quarter"] = mine["quarter"]
    return values


def _quarters() -> list[SelectChoice]:
    return [SelectChoice(one.code, quarter_name(one)) for one in offered(clock.today())]


def _steps() -> list[SelectChoice]:
    return [
        *(SelectChoice(one.code, coverage_name(one)) for one in Coverage),
        SelectChoice(UNKNOWN, _("I cannot say from where I stand")),
    ]


def judged_now(mine: Judged | None) -> dict[str, Any]:
    """Values to open the form of a judgement with."""
    quarter = offered(clock.today())[0].code
    if mine is None:
        return {"quarter": quarter}
    coverage = mine.coverage.code if mine.coverage else UNKNOWN
    return {"quarter": quarter, "coverage": coverage, "reason": mine.reason}


def _named(name: str, capacity: str) -> str:
    return f"{name} – {capacity}" if capacity else name


def _person(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
