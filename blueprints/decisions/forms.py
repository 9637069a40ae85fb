"""Shapes of what people send about a decision: choices are among those offered."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.rounds import Day
from blueprints._shared.texts import SeenField, number
from blueprints._shared.ways import method_means, method_name
from blueprints.decisions.room import clause_name, college_name, outcome_name, say
from coopspace.agreement.content import Content
from coopspace.agreement.questions import asked
from coopspace.agreement.rules import LINE_MAX, Method
from coopspace.decisions.rules import STANCES, WORDS_MAX, Framing, Outcome, Stance, stored
from coopspace.decisions.sifting import Wish
from coopspace.live import store
from coopspace.positions.rules import REASON_MAX
from coopspace.positions.taking import Seen
from coopspace.sites.model import Membership

_LINE = {"maxlength": LINE_MAX, "autocomplete": "off"}
LONGEST = 80
"""A choice is one line: longer sentences are cut."""
OPEN = "open"
"""In the search, the decisions that have no outcome."""


class FramingForm(Form):
    """What is decided, how, where, and who is asked."""

    matter = StringField(
        _l("What is to be decided"),
        description=_l("The budget of the summer, who joins us, what we publish…"),
        render_kw=_LINE,
    )
    rule = SelectField(_l("Under which rule of the agreement"), validate_choice=False, default="")
    method = RadioField(_l("How it is decided"), validate_choice=False, default="")
    place = SelectField(_l("In which place"), validate_choice=False, default="")
    where = StringField(
        _l("Where or when exactly"),
        description=_l("The meeting of 12 March, a call, by this page…"),
        render_kw=_LINE,
    )
    who = StringField(
        _l("Who decides"),
        description=_l("Needed when one person decides after hearing the others."),
        render_kw=_LINE,
    )
    asked = Boxes(
        _l("Who is asked for their position"),
        description=_l("They speak in their own name; the others read."),
        validate_choice=False,
    )
    changes = Boxes(_l("Changes that it concerns"), validate_choice=False)
    clauses = Boxes(_l("Clauses of the agreement that it concerns"), validate_choice=False)
    seen = HiddenField()

    def offer(
        self,
        standing: Content,
        speakers: Sequence[Membership],
        changes: Sequence[tuple[str, str]],
        *,
        keep: Framing | None = None,
    ) -> None:
        """What may be chosen at this site; what was chosen before stays on offer."""
        kept = keep or Framing("")
        rules = [(one.ref, one.said.matter) for one in standing.decisions]
        places = [(one.ref, one.said.name) for one in standing.places]
        self.rule.choices = _choices(_("none: another matter"), rules, kept.rule, kept.matter)
        self.place.choices = _choices(_("none in particular"), places, kept.place, _("a place"))
        self.method.choices = [
            SelectChoice(one.value, f"{method_name(one)} – {method_means(one)}") for one in Method
        ]
        self.asked.choices = [SelectChoice(str(one.user_id), _named(one)) for one in speakers]
        self.changes.choices = [
            SelectChoice(code, _short(f"{code} – {said}")) for code, said in changes
        ]
        codes = dict.fromkeys([*(one.code for one in asked()), *kept.clauses])
        self.clauses.choices = [SelectChoice(code, clause_name(code)) for code in codes]

    def framing(self) -> Framing:
        """What was said, for the rule to read."""
        chosen = self.method.data or ""
        return Framing(
            matter=self.matter.data or "",
            method=Method(chosen) if chosen in set(Method) else None,
            rule=self.rule.data or "",
            place=self.place.data or "",
            where=self.where.data or "",
            who=self.who.data or "",
            changes=tuple(self.changes.data or ()),
            clauses=tuple(self.clauses.data or ()),
        )

    def people(self) -> list[uuid.UUID]:
        """Who is asked, among those on offer."""
        offered = {choice.value for choice in self.asked.choices}
        return [uuid.UUID(one) for one in self.asked.data or () if one in offered]

    def seen_framing(self) -> int:
        """The framing that was read, as the page knew it."""
        return number(self.seen.data or "")


class OpenForm(FramingForm):
    """A new decision: its framing, and the first words of its proposal."""

    text = TextAreaField(_l("The proposal"), render_kw={"maxlength": store.LONGEST})


def filled(framing: Framing, asked: Sequence[uuid.UUID], *, seen: int = 0) -> dict[str, Any]:
    """Values to open a form with."""
    values = {name: "" if value is None else value for name, value in stored(framing).items()}
    return {**values, "asked": [str(one) for one in asked], "seen": str(seen)}


class ProposalForm(Form):
    """The next words of a proposal, and the wording that they replace."""

    text = TextAreaField(_l("The proposal"))
    text_seen = SeenField()


class WordsForm(Form):
    """Something that is said of the exact words that the page shows."""

    number = SeenField()
    state = SeenField()
    digest = HiddenField()

    def seen(self) -> Seen:
        """The words that the person had before their eyes."""
        return Seen(self.number.data, self.digest.data or "", self.state.data)

    def on(self, text: store.Text) -> bool:
        """Put the form on the words that stand; whether it was on others."""
        moved = (self.number.data, self.digest.data) != (text.number, text.digest)
        self.number.data, self.digest.data, self.state.data = text.number, text.digest, text.token
        return moved


class PositionForm(WordsForm):
    """Somebody's position."""

    stance = RadioField(_l("On exactly these words"), validate_choice=False)
    reason = TextAreaField(_l("In your words"), render_kw={"maxlength": REASON_MAX})

    def offer(self, method: Method) -> None:
        """What this way of deciding lets say, and which words it needs."""
        self.stance.choices = [
            SelectChoice(one.value, say(f"stances.{one}.choice")) for one in STANCES[method]
        ]
        if Stance.OBJECTION in STANCES[method]:
            self.reason.description = _(
                "Needed for a reservation or an objection: what cannot stand, what would help."
            )


class OutcomeForm(WordsForm):
    """What came of it, as a person writes it."""

    outcome = RadioField(_l("What came of it"), validate_choice=False)
    words = TextAreaField(
        _l("In a few words"),
        description=_l(
            "What was decided, what changed on the way, what was made of objections and advice, "
            "who does what next."
        ),
        render_kw={"maxlength": WORDS_MAX},
    )
    day = Day(_l("Decided on"), validators=[Optional()])
    heard = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [SelectChoice(one.value, outcome_name(one)) for one in Outcome]

    def heard_position(self) -> int:
        """The latest position that the page showed."""
        return number(self.heard.data or "")


class ReopenForm(Form):
    """Why a decision is opened again."""

    why = TextAreaField(
        _l("Why it is opened again"),
        description=_l("What changed, what was not known. The outcome that stood stays below."),
        render_kw={"maxlength": WORDS_MAX},
    )


class SiftForm(Form):
    """Which decisions are looked for."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    mots = SearchField(_l("Words"), render_kw={"maxlength": LINE_MAX})
    regle = SelectField(_l("Matter of the agreement"), validate_choice=False, default="")
    methode = SelectField(_l("Method"), validate_choice=False, default="")
    issue = SelectField(_l("Outcome"), validate_choice=False, default="")
    du = Day(_l("From"), validators=[Optional()])
    au = Day(_l("To"), validators=[Optional()])

    def offer(self, rules: Sequence[tuple[str, str]]) -> None:
        """What may be looked for at this site."""
        every = SelectChoice("", _("all"))
        self.regle.choices = [every, *(SelectChoice(ref, _short(said)) for ref, said in rules)]
        self.methode.choices = [every, *(SelectChoice(one, method_name(one)) for one in Method)]
        self.issue.choices = [
            every,
            SelectChoice(OPEN, _("to be decided")),
            *(SelectChoice(one, outcome_name(one)) for one in Outcome),
        ]

    def wish(self) -> Wish:
        """What is looked for."""
        way, outcome = self.methode.data or "", self.issue.data or ""
        return Wish(
            words=(self.mots.data or "")[:LINE_MAX],
            rule=self.regle.data or "",
            method=Method(way) if way in set(Method) else None,
            outcome=Outcome(outcome) if outcome in set(Outcome) else None,
            is_open=outcome == OPEN,
            since=self.du.data,
            until=self.au.data,
        )

    def query(self) -> dict[str, str]:
        """The same wishes as an address."""
        wish = self.wish()
        wishes = {
            "mots": wish.words,
            "regle": wish.rule,
            "methode": wish.method or "",
            "issue": OPEN if wish.is_open else wish.outcome or "",
            "du": wish.since.isoformat() if wish.since else "",
            "au": wish.until.isoformat() if wish.until else "",
        }
        return {name: str(said) for name, said in wishes.items() if said}


def _choices(
    none: str, some: Sequence[tuple[str, str]], keep: str, called: str
) -> list[SelectChoice]:
    found = [SelectChoice("", none), *(SelectChoice(ref, _short(said)) for ref, said in some)]
    if keep and keep not in {ref for ref, _said in some}:
        found.append(SelectChoice(keep, _short(called)))
    return found


def _named(member: Membership) -> str:
    """« Mariam Sissoko – Société civile »."""
    return " – ".join(one for one in (member.user.name, college_name(member.college)) if one)


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
