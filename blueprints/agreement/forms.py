"""Shapes of what is settled beside the text: choices are among those offered."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.texts import number
from blueprints._shared.ways import method_means, method_name
from blueprints.agreement.room import WAY_LABELS, sector_name
from coopspace.agreement.content import Item
from coopspace.agreement.rules import (
    LINE_MAX,
    TEXT_MAX,
    Decision,
    Kind,
    Message,
    Method,
    Place,
    Said,
    Talent,
    Way,
    stored,
)
from coopspace.stakeholders.rules import Sector

_LINE = {"maxlength": LINE_MAX, "autocomplete": "off"}
_TEXT = {"maxlength": TEXT_MAX}
Choice = tuple[str, str]


def _sectors() -> list[SelectChoice]:
    return [SelectChoice(one.value, sector_name(one)) for one in Sector]


class PartForm(Form):
    """What the four forms share: what was seen, and what may be chosen."""

    seen = HiddenField()

    def offer(self, places: Sequence[Item[Place]], stakeholders: Sequence[Choice]) -> None:
        """What may be chosen at this site."""

    def said(self) -> Said:
        """What was said, for the rule to read."""
        raise NotImplementedError("each form says what it is")

    def seen_telling(self) -> int:
        """The telling that was read, as the page knew it."""
        return number(self.seen.data or "")

    def _parties(self) -> tuple[Sector, ...]:
        return tuple(one for one in Sector if one.value in (self["parties"].data or ()))

    def _place(self) -> str:
        """A place that was offered; another one is left to the rule, which refuses it."""
        return self["place"].data or ""


class PlaceForm(PartForm):
    """A place where people meet."""

    name = StringField(_l("Its name"), render_kw=_LINE)
    purpose = TextAreaField(_l("What it is for"), render_kw=_TEXT)
    parties = Boxes(_l("Who comes"), validate_choice=False)
    members = TextAreaField(
        _l("Who exactly"), description=_l("People, organisations, how many."), render_kw=_TEXT
    )
    rhythm = StringField(
        _l("Its rhythm"), description=_l("Every Tuesday, twice a year…"), render_kw=_LINE
    )
    decides = TextAreaField(_l("What it decides"), render_kw=_TEXT)
    decides_nothing = BooleanField(_l("Nothing is decided here: it is for something else"))

    def offer(self, places: Sequence[Item[Place]], stakeholders: Sequence[Choice]) -> None:
        """The parties."""
        self.parties.choices = _sectors()

    def said(self) -> Said:
        """The place."""
        return Place(
            name=self.name.data or "",
            purpose=self.purpose.data or "",
            parties=self._parties(),
            members=self.members.data or "",
            rhythm=self.rhythm.data or "",
            decides=self.decides.data or "",
            decides_nothing=bool(self.decides_nothing.data),
        )


def _place_field() -> SelectField:
    return SelectField(_l("In which place"), validate_choice=False, default="")


def _places(places: Sequence[Item[Place]]) -> list[SelectChoice]:
    none = SelectChoice("", _("none in particular"))
    return [none, *(SelectChoice(one.ref, one.said.name) for one in places)]


class DecisionForm(PartForm):
    """A matter, who decides it, and how."""

    matter = StringField(
        _l("What is to be decided"),
        description=_l("The budget, who joins us, what we publish…"),
        render_kw=_LINE,
    )
    place = _place_field()
    parties = Boxes(
        _l("Who decides"),
        description=_l("Besides those who come to this place."),
        validate_choice=False,
    )
    who = StringField(_l("Who exactly"), render_kw=_LINE)
    method = RadioField(_l("How"), validate_choice=False, default="")
    details = TextAreaField(
        _l("What else the rule says"),
        description=_l("How long, how many voices, what happens without agreement."),
        render_kw=_TEXT,
    )

    def offer(self, places: Sequence[Item[Place]], stakeholders: Sequence[Choice]) -> None:
        """The places, the parties, and each way of deciding with what it means."""
        self.place.choices = _places(places)
        self.parties.choices = _sectors()
        self.method.choices = [
            *(SelectChoice(one, f"{method_name(one)} – {method_means(one)}") for one in Method),
            SelectChoice("", _("Still to be said")),
        ]

    def said(self) -> Said:
        """The rule."""
        chosen = self.method.data or ""
        return Decision(
            matter=self.matter.data or "",
            place=self._place(),
            parties=self._parties(),
            who=self.who.data or "",
            method=Method(chosen) if chosen in set(Method) else None,
            details=self.details.data or "",
        )


class MessageForm(PartForm):
    """What is told, and to whom."""

    what = StringField(
        _l("What is told"),
        description=_l("Decisions, the calendar, what the change becomes…"),
        render_kw=_LINE,
    )
    way = RadioField(_l("Towards whom"), validate_choice=False, default=Way.INSIDE.value)
    to = StringField(_l("To whom exactly"), render_kw=_LINE)
    channel = StringField(
        _l("By which way"), description=_l("A page, a meeting, a noticeboard…"), render_kw=_LINE
    )
    rhythm = StringField(_l("How often"), render_kw=_LINE)
    by = StringField(_l("By whom"), render_kw=_LINE)

    def offer(self, places: Sequence[Item[Place]], stakeholders: Sequence[Choice]) -> None:
        """Inside or outside."""
        self.way.choices = [SelectChoice(one.value, _(label)) for one, label in WAY_LABELS.items()]

    def said(self) -> Said:
        """The message."""
        return Message(
            what=self.what.data or "",
            way=Way(self.way.data) if self.way.data in set(Way) else Way.INSIDE,
            to=self.to.data or "",
            channel=self.channel.data or "",
            rhythm=self.rhythm.data or "",
            by=self.by.data or "",
        )


class TalentForm(PartForm):
    """What somebody brings."""

    stakeholder = SelectField(_l("Who, on our map"), validate_choice=False, default="")
    name = StringField(
        _l("Or somebody else"),
        description=_l("A person, a group of residents, a team that is not on the map."),
        render_kw=_LINE,
    )
    sector = SelectField(_l("Of which party"), validate_choice=False, default="")
    brings = TextAreaField(
        _l("What they bring"),
        description=_l("A skill, a link, a room, time, a voice that counts here."),
        render_kw=_TEXT,
    )
    place = SelectField(_l("Where they give it"), validate_choice=False, default="")

    def offer(self, places: Sequence[Item[Place]], stakeholders: Sequence[Choice]) -> None:
        """Those of the map, the parties, the places."""
        somebody = SelectChoice("", _("somebody else"))
        self.stakeholder.choices = [somebody, *(SelectChoice(*one) for one in stakeholders)]
        self.sector.choices = [SelectChoice("", _("not said")), *_sectors()]
        self.place.choices = _places(places)

    def said(self) -> Said:
        """The talent."""
        chosen = self.sector.data or ""
        return Talent(
            brings=self.brings.data or "",
            stakeholder=self.stakeholder.data or "",
            name=self.name.data or "",
            sector=Sector(chosen) if chosen in set(Sector) else None,
            place=self._place(),
        )


FORMS: dict[Kind, type[PartForm]] = {
    Kind.PLACE: PlaceForm,
    Kind.DECISION: DecisionForm,
    Kind.MESSAGE: MessageForm,
    Kind.TALENT: TalentForm,
}


def filled(said: Said, *, seen: int) -> dict[str, Any]:
    """Values to open a form with."""
    values = {name: "" if value is None else value for name, value in stored(said).items()}
    return {**values, "seen": str(seen)}
