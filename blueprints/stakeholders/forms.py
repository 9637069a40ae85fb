"""Shapes of what people send about stakeholders: choices are among those offered."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from blueprints._shared.forms import Boxes, Form
from blueprints._shared.rounds import Day
from blueprints.stakeholders.room import level_name
from coopspace.sites.model import RING_LABELS
from coopspace.stakeholders.listing import Order, Wish
from coopspace.stakeholders.rules import (
    ENGAGEMENT,
    EXCHANGES,
    FACT_MAX,
    INFLUENCE,
    INTEREST,
    KINDS,
    LEVELS,
    NAME_MAX,
    PLACE_MAX,
    SECTORS,
    TEXT_MAX,
    TRUST,
    WORDS_MAX,
    Described,
    Exchange,
    Kind,
    Ring,
    Sector,
    Told,
    split_tags,
)

LONGEST_SEARCH = 80
NONE = ""


def step(value: str | None, most: int) -> int | None:
    """The step that was chosen, if one of those offered was; 0 stands for something else."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and 1 <= int(value) <= most else 0


def _steps(labels: Mapping[int, str]) -> list[SelectChoice]:
    return [
        SelectChoice(NONE, _("not said")),
        *(SelectChoice(str(one), _(label)) for one, label in labels.items()),
    ]


class StakeholderForm(Form):
    """What is said of a stakeholder. Only the name and the sector are needed."""

    name = StringField(_l("Name"), render_kw={"maxlength": NAME_MAX})
    kind = RadioField(_l("It is"), default=Kind.ORGANISATION.value, validate_choice=False)
    sector = SelectField(_l("Sector"), default=Sector.CIVIL.value, validate_choice=False)
    ring = SelectField(_l("Ring"), default=NONE, validate_choice=False)
    place = StringField(
        _l("Place"),
        description=_l("Where it works: a street, the town, the region."),
        render_kw={"maxlength": PLACE_MAX},
    )
    mission = TextAreaField(_l("Its mission"), render_kw={"maxlength": TEXT_MAX})
    actions = TextAreaField(_l("What it does here"), render_kw={"maxlength": TEXT_MAX})
    constraints = TextAreaField(_l("Its constraints"), render_kw={"maxlength": TEXT_MAX})
    levers = TextAreaField(_l("Its levers"), render_kw={"maxlength": TEXT_MAX})
    influence = SelectField(_l("Influence on the change"), default=NONE, validate_choice=False)
    interest = SelectField(_l("Interest in the change"), default=NONE, validate_choice=False)
    engagement = SelectField(_l("Engagement today"), default=NONE, validate_choice=False)
    tags = StringField(
        _l("Tags"), description=_l("Separated by commas."), render_kw={"maxlength": 500}
    )
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(one.value, _(label)) for one, label in KINDS.items()]
        self.sector.choices = [SelectChoice(one.value, _(label)) for one, label in SECTORS.items()]
        self.ring.choices = [
            SelectChoice(NONE, _("not said")),
            *(SelectChoice(one.value, _(RING_LABELS[one])) for one in Ring),
        ]
        self.influence.choices = _steps(INFLUENCE)
        self.interest.choices = _steps(INTEREST)
        self.engagement.choices = _steps(ENGAGEMENT)

    def said(self) -> Described:
        """What was said, for the rule to read."""
        return Described(
            name=self.name.data or "",
            kind=Kind(self.kind.data) if self.kind.data in set(Kind) else Kind.ORGANISATION,
            sector=Sector(self.sector.data) if self.sector.data in set(Sector) else Sector.OTHER,
            mission=self.mission.data or "",
            actions=self.actions.data or "",
            constraints=self.constraints.data or "",
            levers=self.levers.data or "",
            ring=Ring(self.ring.data) if self.ring.data in set(Ring) else None,
            influence=step(self.influence.data, 4),
            interest=step(self.interest.data, 4),
            engagement=step(self.engagement.data, 4),
            tags=split_tags(self.tags.data or ""),
            place=self.place.data or "",
        )

    @staticmethod
    def filled(said: Described, seq: int) -> dict[str, object]:
        """The values of a form that is opened on what stands."""
        scales = ("influence", "interest", "engagement")
        return {
            **vars(said),
            **{name: str(getattr(said, name) or NONE) for name in scales},
            "kind": said.kind.value,
            "sector": said.sector.value,
            "ring": said.ring.value if said.ring else NONE,
            "tags": ", ".join(said.tags),
            "seen": str(seq),
        }


class WhyForm(Form):
    """Why something leaves the map."""

    why = TextAreaField(_l("Why it leaves the map"), render_kw={"maxlength": FACT_MAX})


class RelationForm(Form):
    """One side's view. Only the level is needed."""

    target = SelectField(_l("With whom?"), validate_choice=False, default=NONE)
    level = RadioField(
        _l("Where does this work stand?"),
        validators=[InputRequired(_l("Choose one of the seven levels."))],
        validate_choice=False,
    )
    fact = TextAreaField(_l("Which fact shows it?"), render_kw={"maxlength": FACT_MAX})
    kinds = Boxes(_l("What passes between them"))
    desired = SelectField(_l("Where it wants to be"), default=NONE, validate_choice=False)
    trust = SelectField(_l("Trust"), default=NONE, validate_choice=False)
    said_on = Day(_l("Told on"), validators=[Optional()])
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [str(one) for one in range(1, LEVELS + 1)]
        self.level.choices = [SelectChoice(one, level_name(int(one))) for one in numbers]
        self.desired.choices = [
            SelectChoice(NONE, _("not said")),
            *(SelectChoice(one, f"{one}. {level_name(int(one))}") for one in numbers),
        ]
        self.trust.choices = _steps(TRUST)
        self.kinds.choices = [SelectChoice(one.value, _(word)) for one, word in EXCHANGES.items()]

    def offer(self, others: list[tuple[str, str]]) -> None:
        """With whom a relation may be told."""
        self.target.choices = [
            SelectChoice(NONE, _("Choose")),
            *(SelectChoice(ref, name) for ref, name in others),
        ]

    def said(self) -> Told:
        """What was said, for the rule to read."""
        return Told(
            level=step(self.level.data, LEVELS),
            desired=step(self.desired.data, LEVELS),
            trust=step(self.trust.data, 4),
            kinds=frozenset(Exchange(one) for one in self.kinds.data or () if one in set(Exchange)),
            fact=self.fact.data or "",
            said_on=self.said_on.data,
        )

    @staticmethod
    def filled(said: Told, seq: int) -> dict[str, object]:
        """The values of a form that is opened on what stands; the day is to be said anew."""
        return {
            "level": str(said.level),
            "desired": str(said.desired or NONE),
            "trust": str(said.trust or NONE),
            "kinds": [one.value for one in said.kinds],
            "fact": said.fact,
            "seen": str(seq),
        }


class TalkForm(Form):
    """What was said of a difference, and when."""

    happened_on = Day(_l("We talked about it on"), validators=[Optional()])
    words = TextAreaField(_l("What was said"), render_kw={"maxlength": WORDS_MAX})
    levels = HiddenField()

    def stood(self) -> tuple[int, int] | None:
        """The two levels that the page showed."""
        found = [step(one, LEVELS) for one in (self.levels.data or "").split("-")]
        return (found[0], found[1]) if len(found) == 2 and found[0] and found[1] else None


def seen_number(field: HiddenField) -> int:
    """The telling that the page showed, as a number."""
    seen = field.data or ""
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


class SiftForm(Form):
    """Which lines of the list are looked at, and in which order."""

    class Meta:
        """Asked for by address: nothing is written, nothing to protect."""

        csrf = False

    q = SearchField(_l("Search"), render_kw={"maxlength": LONGEST_SEARCH})
    secteur = SelectField(_l("Sector"), validate_choice=False, default="")
    cercle = SelectField(_l("Ring"), validate_choice=False, default="")
    etiquette = SelectField(_l("Tag"), validate_choice=False, default="")
    tri = StringField()
    sens = StringField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = SelectChoice("", _("all"))
        self.secteur.choices = [
            every,
            *(SelectChoice(one.value, _(label)) for one, label in SECTORS.items()),
        ]
        self.cercle.choices = [
            every,
            *(SelectChoice(one.value, _(RING_LABELS[one])) for one in Ring),
        ]

    def offer(self, tags: list[str]) -> None:
        """The tags that may be chosen."""
        self.etiquette.choices = [
            SelectChoice("", _("all")),
            *(SelectChoice(tag, tag) for tag in tags),
        ]

    def wish(self) -> Wish:
        """What is looked for; what is not offered is not asked for."""
        return Wish(
            words=(self.q.data or "")[:LONGEST_SEARCH],
            sector=Sector(self.secteur.data) if self.secteur.data in set(Sector) else None,
            ring=Ring(self.cercle.data) if self.cercle.data in set(Ring) else None,
            tag=self.etiquette.data or "",
        )

    def order(self) -> Order:
        """What the list is sorted by."""
        return Order(self.tri.data) if self.tri.data in set(Order) else Order.NAME

    def backwards(self) -> bool:
        """Whether the order is turned round."""
        return bool(self.sens.data == "inverse")

    def query(self, *, order: Order, backwards: bool) -> dict[str, str]:
        """The same wishes in another order, as an address."""
        wish = self.wish()
        said = {
            "q": wish.words,
            "secteur": wish.sector or "",
            "cercle": wish.ring or "",
            "etiquette": wish.tag,
            "tri": "" if order is Order.NAME else order.value,
            "sens": "inverse" if backwards else "",
        }
        return {name: str(value) for name, value in said.items() if value}
