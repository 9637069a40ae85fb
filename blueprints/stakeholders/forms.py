"""Shapes of what people send about stakeholders: choices are among those offered."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from blueprints._shared.forms import Form
from coopspace.sites.model import RING_LABELS
from coopspace.stakeholders.listing import Order, Wish
from coopspace.stakeholders.rules import SECTORS, Ring, Sector

LONGEST_SEARCH = 80


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
